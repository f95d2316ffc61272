import * as vscode from 'vscode';
import { positionAfter } from '../edit/textRange.ts';
import type { Proposal, ProposedEdit } from './proposal.ts';
import type { ProposedHunk, ProposedText } from './proposedText.ts';

/** `conflict`: the code has changed since; `documentGone`: there is no document any more to write to. */
export type AcceptErrorKind = 'noProposal' | 'incomplete' | 'conflict' | 'documentGone' | 'notApplied';

/** Why nothing was written. The user has been told, and the proposal, where there is one, stays. */
export interface AcceptError {
  readonly error: { readonly kind: AcceptErrorKind; readonly message: string };
}

export function noProposal(): AcceptError {
  const message = vscode.l10n.t('There is no proposed change.');
  void vscode.window.showInformationMessage(message);
  return { error: { kind: 'noProposal', message } };
}

/** Writes a proposal into its document as one undo step, and shows the place; or says why not. */
export async function writeProposal(proposal: Proposal): Promise<ProposedEdit | AcceptError> {
  const { text, name } = proposal;
  if (proposal.state === 'streaming') {
    const message = vscode.l10n.t(
      'The change to {0} is still being written. Accept it when it is complete.',
      name,
    );
    void vscode.window.showInformationMessage(message);
    return { error: { kind: 'incomplete', message } };
  }
  if (proposal.state !== 'ready') {
    const message = vscode.l10n.t('The change to {0} is not complete: {1}', name, proposal.failure);
    return refuse('incomplete', message, text);
  }
  if (text.document.isClosed && !(await reopen(text))) {
    const message = vscode.l10n.t('The change was not written: {0} cannot be opened any more.', name);
    return refuse('documentGone', message, text);
  }
  if (!text.fits()) {
    const message = vscode.l10n.t(
      'The change was not written: the code in {0} that it replaces has changed since. Undo that, or copy the proposed code.',
      name,
    );
    return refuse('conflict', message, text);
  }
  const hunks = text.hunks();
  const { document } = text;
  const edit = new vscode.WorkspaceEdit();
  edit.set(
    document.uri,
    hunks.map(({ range, newText }) => vscode.TextEdit.replace(range, newText)),
  );
  // False when the document cannot be edited, or has changed on the way.
  if (!(await vscode.workspace.applyEdit(edit))) {
    const message = vscode.l10n.t('VS Code did not write the change: {0} cannot be edited now.', name);
    return refuse('notApplied', message, text);
  }
  await reveal(document, hunks);
  return { hunks };
}

/** The command does not wait for what the user does with the notification. */
function refuse(kind: AcceptErrorKind, message: string, text: ProposedText): AcceptError {
  const copy = vscode.l10n.t('Copy Proposed Code');
  void vscode.window.showWarningMessage(message, copy).then(async (choice) => {
    if (choice === copy) await vscode.env.clipboard.writeText(text.text);
  });
  return { error: { kind, message } };
}

/** An untitled document that was closed is gone; any other one is read again. */
async function reopen(text: ProposedText): Promise<boolean> {
  const { uri } = text.document;
  if (uri.scheme === 'untitled') return false;
  try {
    text.reopened(await vscode.workspace.openTextDocument(uri));
    return true;
  } catch {
    // Deleted, renamed or out of reach: what the message says, whichever it is.
    return false;
  }
}

async function reveal(document: vscode.TextDocument, hunks: readonly ProposedHunk[]): Promise<void> {
  const [first] = hunks;
  // A notebook's cell is shown by its notebook, not in an editor of its own.
  if (!first || document.uri.scheme === 'vscode-notebook-cell') return;
  const { start } = first.range;
  const end = positionAfter(start, first.newText);
  const editor = await vscode.window.showTextDocument(document, {
    viewColumn: columnOf(document) ?? vscode.ViewColumn.Active,
    preview: false,
    selection: new vscode.Range(start, start),
  });
  editor.revealRange(
    new vscode.Range(start, new vscode.Position(end.line, end.character)),
    vscode.TextEditorRevealType.InCenterIfOutsideViewport,
  );
}

/** The editor group that already shows the document, in front or behind. */
function columnOf(document: vscode.TextDocument): vscode.ViewColumn | undefined {
  const uri = document.uri.toString();
  return vscode.window.tabGroups.all.find((group) =>
    group.tabs.some((tab) => tab.input instanceof vscode.TabInputText && tab.input.uri.toString() === uri),
  )?.viewColumn;
}
