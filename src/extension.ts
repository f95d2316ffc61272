import * as vscode from 'vscode';
import { ArchiveStore } from './host/archiveStore.ts';
import { Chats } from './host/chats.ts';
import { ChatView, chatViewId } from './host/chatView.ts';
import { registerCommands } from './host/commands.ts';
import { Connection } from './host/connection.ts';
import { Keys } from './host/keys.ts';
import { logObserved, writeErrorReporter } from './host/log.ts';
import { EditProposals } from './host/proposals.ts';
import { StatusBar } from './host/statusBar.ts';
import { Storage } from './host/storage.ts';
import { viewCommandHandler } from './host/viewCommands.ts';

let flush: (() => Promise<void>) | undefined;

/** Builds the objects and registers them; nothing is read, sent or started before the user comes. */
export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('MiMo', { log: true });
  const keys = new Keys({ secrets: context.secrets, memory: context.globalState });
  const connection = new Connection({ keys, observe: (event) => logObserved(log, event) });
  const storage = new Storage(context.globalStorageUri);
  const archive = new ArchiveStore({
    storage,
    windowId: crypto.randomUUID(),
    now: Date.now,
    onWriteError: writeErrorReporter(log),
  });
  const chats = new Chats({ connection, archive, storage, memory: context.workspaceState, log });
  const statusBar = new StatusBar({ chats });
  const onUsed = (): void => statusBar.show();
  const view = new ChatView({
    extensionUri: context.extensionUri,
    chats,
    handle: viewCommandHandler({ chats, connection }),
    log,
    onShown: onUsed,
  });
  const proposals = new EditProposals();
  flush = () => chats.flush();
  context.subscriptions.push(
    log,
    keys,
    connection,
    chats,
    statusBar,
    view,
    proposals,
    vscode.window.registerWebviewViewProvider(chatViewId, view),
    registerCommands({ keys, connection, chats, view, proposals, log, onUsed }),
  );
}

export function deactivate(): Promise<void> | undefined {
  return flush?.();
}
