import * as vscode from 'vscode';
import type { Answer, ChatSession } from '../chat/session.ts';
import type { ErrorInfo } from '../shared/chatState.ts';
import type { ViewCommand } from '../shared/contract.ts';
import type { Chats } from './chats.ts';
import { insertAtCursor, openAsNewFile } from './insert.ts';
import { runErrorAction, showError } from './errorActions.ts';
import type { Connection } from './connection.ts';

export type ViewCommandHandler = (command: Exclude<ViewCommand, { type: 'ready' }>) => Promise<void>;

export interface ViewCommandsDeps {
  readonly chats: Chats;
  readonly connection: Connection;
}

/** What each command of the chat page does. */
export function viewCommandHandler(deps: ViewCommandsDeps): ViewCommandHandler {
  const { chats } = deps;
  return async (command) => {
    const session = await chats.current();
    switch (command.type) {
      case 'send':
        if (command.text.trim() === '') break;
        await present(() => sendTyped(session, command.text), session, deps);
        break;
      case 'stop':
        await chats.stop();
        break;
      case 'regenerate':
        await present(() => session.regenerate(command.messageId), session, deps);
        break;
      case 'unqueue':
        session.unqueue(command.id);
        break;
      case 'newChat':
        await chats.newChat();
        break;
      case 'draft':
        chats.setDraft(command.conversationId, command.text);
        break;
      case 'pickModel':
        await vscode.commands.executeCommand('mimo.selectModel');
        break;
      case 'setProtocol':
        await chats.setChoice(session, { ...session.choice, protocol: command.protocol });
        break;
      case 'setThinking':
        await chats.setChoice(session, { ...session.choice, thinking: command.thinking });
        break;
      case 'action':
        if (command.action === 'retry' && command.messageId !== undefined) {
          const { messageId } = command;
          await present(() => session.regenerate(messageId), session, deps);
        } else {
          await runErrorAction(command.action);
        }
        break;
      case 'copy':
        await vscode.env.clipboard.writeText(command.text);
        break;
      case 'insertAtCursor':
        await insertAtCursor(command.text);
        break;
      case 'openAsNewFile':
        await openAsNewFile(command.text, command.language);
        break;
      case 'openLink':
        await openLink(command.href);
        break;
    }
  };
}

/**
 * Asks, and tells an error that the conversation does not show. Without a key the wizard comes first, and then it is
 * asked again; a message that was not sent stays in the composer.
 */
async function present(
  ask: () => Promise<Answer> | undefined,
  session: ChatSession,
  { connection }: Pick<ViewCommandsDeps, 'connection'>,
): Promise<void> {
  let answer = await ask();
  const { key } = await connection.state(session.choice);
  if (wasNotShown(answer) && (key === 'missing' || key === 'lost')) {
    const set: object | undefined = await vscode.commands.executeCommand('mimo.setApiKey');
    if (!set || 'error' in set) return;
    answer = await ask();
  }
  if (wasNotShown(answer)) await showError(answer.error, () => void present(ask, session, { connection }));
}

function wasNotShown(answer: Answer | undefined): answer is Answer & { readonly error: ErrorInfo } {
  return answer?.error !== undefined && answer.messageId === undefined;
}

/** Sends from the composer. What an earlier try put back into it is taken out again. */
function sendTyped(session: ChatSession, text: string): Promise<Answer> {
  if (session.state.draft === text) session.setDraft('', true);
  return session.send(text);
}

/** VS Code asks before it opens a link to a place that the user has not trusted. */
async function openLink(href: string): Promise<void> {
  if (!URL.canParse(href)) return;
  const { protocol } = new URL(href);
  if (protocol !== 'https:' && protocol !== 'http:' && protocol !== 'mailto:') return;
  await vscode.env.openExternal(vscode.Uri.parse(href, true));
}
