import * as vscode from 'vscode';
import type { Attachment } from '../shared/chatState.ts';
import { codeRange, toAttachment } from './codeRange.ts';
import { type CommandError, commandError } from './commandResult.ts';

/** The code that an editor command works on. */
export interface EditorTarget {
  readonly document: vscode.TextDocument;
  readonly range: vscode.Range;
  /** What the range held when the command was run. */
  readonly attachment: Attachment;
}

/** The selection of the active editor, or the symbol at its cursor; an error, shown once, where there is neither. */
export async function editorTarget(): Promise<EditorTarget | CommandError> {
  const editor = vscode.window.activeTextEditor;
  const range = editor && (await codeRange(editor.document, editor.selection));
  if (editor && range) {
    return { document: editor.document, range, attachment: toAttachment(editor.document, range) };
  }
  const message = editor
    ? vscode.l10n.t('There is no code here. Select some, or put the cursor into it.')
    : vscode.l10n.t('No editor is open. Open a file, then select some code.');
  void vscode.window.showWarningMessage(message);
  return commandError({ kind: 'badRequest', message });
}
