import * as vscode from 'vscode';
import type { ConnectionState } from '../shared/chatState.ts';
import type { Chats } from './chats.ts';

export interface StatusBarDeps {
  readonly chats: Chats;
}

/** The model and the state of the shown conversation. Appears with the first use, not with the window. */
export class StatusBar implements vscode.Disposable {
  readonly #chats: Chats;
  readonly #item: vscode.StatusBarItem;
  readonly #subscription: vscode.Disposable;
  #used = false;

  constructor({ chats }: StatusBarDeps) {
    this.#chats = chats;
    this.#item = vscode.window.createStatusBarItem('mimo.status', vscode.StatusBarAlignment.Right, 90);
    this.#item.name = 'MiMo';
    this.#subscription = chats.onEvent((event) => {
      // A token changes nothing that is shown here.
      if (event.type !== 'delta' && event.type !== 'focus') void this.#update();
    });
  }

  /** The user has used the extension for the first time in this window. */
  show(): void {
    if (this.#used) return;
    this.#used = true;
    this.#item.show();
    void this.#update();
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#item.dispose();
  }

  async #update(): Promise<void> {
    if (!this.#used) return;
    const { state } = await this.#chats.current();
    const { connection, streaming, messages } = state;
    const last = messages.at(-1);
    const failed = last?.role === 'assistant' && last.status === 'failed' ? last.error : undefined;
    if (connection.key === 'missing' || connection.key === 'lost') {
      this.#set(
        '$(key)',
        vscode.l10n.t('MiMo: no API key'),
        vscode.l10n.t('Set the API key'),
        'mimo.setApiKey',
      );
    } else if (streaming) {
      this.#set(
        '$(loading~spin)',
        connection.model,
        vscode.l10n.t('MiMo is answering. Click to stop.'),
        'mimo.stop',
      );
    } else if (failed) {
      this.#set('$(error)', connection.model, failed.message, 'mimo.focusLastMessage');
    } else {
      this.#set('$(sparkle)', connection.model, tooltip(connection), 'mimo.selectModel');
    }
  }

  #set(icon: string, text: string, tooltip: string, command: string): void {
    this.#item.text = `${icon} ${text}`;
    this.#item.tooltip = tooltip;
    this.#item.command = command;
    this.#item.accessibilityInformation = { label: `MiMo, ${text}. ${tooltip}` };
  }
}

function tooltip({ host, protocol }: ConnectionState): string {
  const name = protocol === 'openai' ? 'OpenAI' : 'Anthropic';
  return vscode.l10n.t('MiMo at {0}, {1} protocol. Click to choose the model.', host, name);
}
