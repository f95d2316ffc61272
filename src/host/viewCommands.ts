import * as vscode from 'vscode';
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
        if (command.text.trim() !== '') await sendFromView(deps, command.text);
        break;
      case 'stop':
        await session.stop();
        break;
      case 'regenerate':
        await session.regenerate(command.messageId);
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
        await chats.setChoice(session, { protocol: command.protocol });
        break;
      case 'setThinking':
        await chats.setChoice(session, { thinking: command.thinking });
        break;
      case 'action':
        if (
          command.messageId !== undefined &&
          (command.action === 'retry' || command.action === 'continue')
        ) {
          await session.regenerate(command.messageId);
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

/** Without a key the wizard comes first; the message is sent when it has one, and stays in the composer when not. */
async function sendFromView({ chats, connection }: ViewCommandsDeps, text: string): Promise<void> {
  const session = await chats.current();
  const answer = await session.send(text);
  if (!answer.error || answer.messageId !== undefined) return;
  if ((await connection.state(session.choice)).key === 'present' || answer.error.kind !== 'auth') {
    await showError(answer.error);
    return;
  }
  const set = await vscode.commands.executeCommand<{ readonly endpoint?: string } | undefined>(
    'mimo.setApiKey',
  );
  if (set?.endpoint === undefined) return;
  if (session.state.draft === text) session.setDraft('', true);
  await session.send(text);
}

/** VS Code asks before it opens a link to a place that the user has not trusted. */
async function openLink(href: string): Promise<void> {
  if (!URL.canParse(href)) return;
  const { protocol } = new URL(href);
  if (protocol !== 'https:' && protocol !== 'http:' && protocol !== 'mailto:') return;
  await vscode.env.openExternal(vscode.Uri.parse(href, true));
}
