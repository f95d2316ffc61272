import * as vscode from 'vscode';
import { explainPrompt } from '../chat/prompts.ts';
import type { Answer, ChatSession } from '../chat/session.ts';
import type { Attachment } from '../shared/chatState.ts';
import { type Chats, language } from './chats.ts';
import type { ChatView } from './chatView.ts';
import { type CommandError, commandError } from './commandResult.ts';
import { editorTarget } from './editorTarget.ts';
import { showError } from './errorActions.ts';

export interface ChatCommandsDeps {
  readonly chats: Chats;
  readonly view: ChatView;
}

/** What `mimo.ask` and its like resolve to; with `error` the rest is what had arrived. */
export type AnswerResult = Omit<Answer, 'messageId' | 'error'> & Partial<CommandError>;

/** Asks in the shown conversation, or a new one. Without a prompt an input box asks for it; undefined: dismissed. */
export async function ask(
  options: { readonly prompt: string | undefined; readonly newChat: boolean },
  { chats, view }: ChatCommandsDeps,
): Promise<AnswerResult | undefined> {
  const prompt =
    options.prompt ??
    (await vscode.window.showInputBox({
      title: vscode.l10n.t('Ask MiMo'),
      placeHolder: vscode.l10n.t('Your question'),
      ignoreFocusOut: true,
    }));
  if (prompt === undefined || prompt.trim() === '') return undefined;
  const session = options.newChat ? await chats.newChat() : await chats.current();
  await view.reveal();
  return send(session, prompt);
}

/** Streams an explanation of the selection, or of the symbol at the cursor, into the chat. */
export async function explainSelection({
  chats,
  view,
}: ChatCommandsDeps): Promise<AnswerResult | CommandError> {
  const target = await editorTarget();
  if ('error' in target) return target;
  const session = await chats.current();
  await view.reveal();
  return send(session, explainPrompt(language()), [target.attachment]);
}

/** An error inside the conversation is shown there, and a missing key by the empty view; any other one is told here. */
async function send(
  session: ChatSession,
  text: string,
  attachments: readonly Attachment[] = [],
): Promise<AnswerResult> {
  const { messageId, error, ...answer } = await session.send(text, attachments);
  if (!error) return answer;
  const { connection, messages } = session.state;
  const viewTells = messages.length === 0 && (connection.key === 'missing' || connection.key === 'lost');
  if (messageId === undefined && !viewTells) void showError(error);
  return { ...answer, ...commandError(error) };
}
