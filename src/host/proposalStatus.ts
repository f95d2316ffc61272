import * as vscode from 'vscode';
import type { Proposal } from './proposal.ts';

/**
 * Keeps a proposal in sight whose diff has been closed or covered: a status bar item that opens the newest one again,
 * and the context key that the commands and buttons depend on.
 */
export class ProposalStatus implements vscode.Disposable {
  #item: vscode.StatusBarItem | undefined;
  #pending = false;

  /** `proposals` from the oldest to the newest. */
  show(proposals: readonly Proposal[]): void {
    const newest = proposals.at(-1);
    if (this.#pending !== (newest !== undefined)) {
      this.#pending = newest !== undefined;
      void vscode.commands.executeCommand('setContext', 'mimo.editPending', this.#pending);
    }
    if (!newest) {
      this.#item?.dispose();
      this.#item = undefined;
      return;
    }
    this.#item ??= this.#create();
    this.#item.text = statusText(proposals, newest);
    this.#item.tooltip = vscode.l10n.t(
      'MiMo: change to {0}. Select to show it. Accept and Reject are in its title bar and in the Command Palette.',
      newest.name,
    );
    this.#item.accessibilityInformation = { label: this.#item.tooltip, role: 'button' };
    this.#item.command = newest.showCommand();
    this.#item.show();
  }

  dispose(): void {
    this.show([]);
  }

  #create(): vscode.StatusBarItem {
    const item = vscode.window.createStatusBarItem('mimo.edit', vscode.StatusBarAlignment.Left);
    item.name = vscode.l10n.t('MiMo Proposed Change');
    return item;
  }
}

function statusText(proposals: readonly Proposal[], newest: Proposal): string {
  if (newest.state === 'streaming') return `$(loading~spin) ${vscode.l10n.t('MiMo is writing a change')}`;
  if (newest.state === 'failed') return `$(warning) ${vscode.l10n.t('Incomplete change')}`;
  return proposals.length === 1
    ? `$(diff) ${vscode.l10n.t('1 change to review')}`
    : `$(diff) ${vscode.l10n.t('{0} changes to review', proposals.length)}`;
}
