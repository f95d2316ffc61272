import * as vscode from 'vscode';
import type { HostEvent } from '../shared/contract.ts';
import { parseViewCommand } from '../shared/contract.ts';
import { language, type Chats } from './chats.ts';
import type { ViewCommandHandler } from './viewCommands.ts';
import { ViewBridge } from './viewBridge.ts';
import { webviewHtml } from './webviewHtml.ts';

export const chatViewId = 'mimo.chat';

export interface ChatViewDeps {
  readonly extensionUri: vscode.Uri;
  readonly chats: Chats;
  readonly handle: ViewCommandHandler;
  readonly log: vscode.LogOutputChannel;
  /** The user has come to the chat. */
  readonly onShown: () => void;
}

/** The chat in the sidebar. It keeps nothing: whenever it becomes visible its page starts anew from a snapshot. */
export class ChatView implements vscode.WebviewViewProvider, vscode.Disposable {
  readonly #deps: ChatViewDeps;
  readonly #subscription: vscode.Disposable;
  readonly #bridge: ViewBridge;
  #view: vscode.WebviewView | undefined;
  /** The page has asked for its snapshot and is there to hear events. */
  #ready = false;
  /** Counts the pages that have gone. */
  #page = 0;
  #pendingFocus: Extract<HostEvent, { type: 'focus' }> | undefined;

  constructor(deps: ChatViewDeps) {
    this.#deps = deps;
    this.#bridge = new ViewBridge((event) => void this.#view?.webview.postMessage(event));
    this.#subscription = deps.chats.onEvent((event) => this.#onEvent(event));
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    const { extensionUri, onShown } = this.#deps;
    this.#view = view;
    // Moved, the view is made anew before the old one goes.
    this.#hide();
    view.webview.options = {
      enableScripts: true,
      localResourceRoots: [vscode.Uri.joinPath(extensionUri, 'dist', 'webview')],
    };
    view.webview.onDidReceiveMessage((message: unknown) => this.#receive(message));
    view.onDidChangeVisibility(() => {
      // Hidden, the page is gone (we do not retain it); shown again it asks for a new snapshot.
      if (!view.visible) this.#hide();
      else this.#clearBadge();
    });
    view.onDidDispose(() => {
      if (this.#view !== view) return;
      this.#hide();
      this.#view = undefined;
    });
    view.webview.html = webviewHtml(view.webview, extensionUri, language());
    onShown();
  }

  /** Brings the view to the front. Settles when VS Code has it; the page may still be loading. */
  async reveal(focus?: Extract<HostEvent, { type: 'focus' }>['target']): Promise<void> {
    if (focus && !this.#ready) this.#pendingFocus = { type: 'focus', target: focus };
    if (this.#view && !focus) this.#view.show(true);
    else await vscode.commands.executeCommand(`${chatViewId}.focus`, { preserveFocus: focus === undefined });
    if (focus && this.#ready) this.#deps.chats.focus(focus);
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#bridge.clear();
  }

  #receive(message: unknown): void {
    const command = parseViewCommand(message);
    if (!command) {
      this.#deps.log.warn('The chat page sent something that is no command; it was ignored.');
      return;
    }
    const done = command.type === 'ready' ? this.#start() : this.#deps.handle(command);
    done.catch((error: unknown) => this.#deps.log.error(`${command.type}: ${String(error)}`));
  }

  async #start(): Promise<void> {
    const page = this.#page;
    const session = await this.#deps.chats.current();
    // Meanwhile the page may have gone; the next one asks for itself.
    if (page !== this.#page) return;
    this.#ready = true;
    this.#bridge.send({ type: 'snapshot', state: session.state });
    if (this.#pendingFocus) this.#bridge.send(this.#pendingFocus);
    this.#pendingFocus = undefined;
  }

  #onEvent(event: HostEvent): void {
    if (this.#ready) this.#bridge.send(event);
    if (event.type === 'ended' && this.#view && !this.#view.visible) {
      this.#view.badge = { value: 1, tooltip: vscode.l10n.t('MiMo has answered') };
    }
  }

  #hide(): void {
    this.#page += 1;
    this.#ready = false;
    this.#bridge.clear();
  }

  #clearBadge(): void {
    if (this.#view) this.#view.badge = undefined;
  }
}
