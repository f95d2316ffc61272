import * as vscode from 'vscode';
import { consoleUrl } from '../mimo/endpoints.ts';
import type { ErrorAction, ErrorInfo } from '../shared/chatState.ts';
import { fullMessage } from './commandResult.ts';

/** Does what an error's button says. `retry` and `continue` belong to the place of the error, not here. */
export async function runErrorAction(action: ErrorAction): Promise<void> {
  switch (action) {
    case 'setApiKey':
      await vscode.commands.executeCommand('mimo.setApiKey');
      break;
    case 'chooseModel':
      await vscode.commands.executeCommand('mimo.selectModel');
      break;
    case 'openSettings':
      await vscode.commands.executeCommand('workbench.action.openSettings', '@ext:mimo-chat.mimo-chat');
      break;
    case 'openConsole':
      await vscode.env.openExternal(vscode.Uri.parse(consoleUrl));
      break;
    case 'showLog':
      await vscode.commands.executeCommand('mimo.showLog');
      break;
    case 'retry':
    case 'continue':
      break;
  }
}

/** A notification for an error that has no place of its own; `retry` is offered where the caller can do it. */
export async function showError(error: ErrorInfo, retry?: () => void): Promise<void> {
  const labels: Readonly<Record<ErrorAction, string>> = {
    retry: vscode.l10n.t('Retry'),
    continue: vscode.l10n.t('Continue'),
    setApiKey: vscode.l10n.t('Set API Key'),
    chooseModel: vscode.l10n.t('Choose Model'),
    openSettings: vscode.l10n.t('Open Settings'),
    openConsole: vscode.l10n.t('Open Console'),
    showLog: vscode.l10n.t('Show Log'),
  };
  const actions = error.actions.filter((action) => action !== 'continue' && (action !== 'retry' || retry));
  const choice = await vscode.window.showErrorMessage(
    fullMessage(error),
    ...actions.map((action) => labels[action]),
  );
  const action = actions.find((candidate) => labels[candidate] === choice);
  if (action === 'retry') retry?.();
  else if (action) await runErrorAction(action);
}
