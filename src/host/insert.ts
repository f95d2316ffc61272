import * as vscode from 'vscode';

/** Names that people write after a fence, by VS Code's language ids; others are ids already, or unknown. */
const languageAliases: Readonly<Record<string, string>> = {
  ts: 'typescript',
  tsx: 'typescriptreact',
  js: 'javascript',
  jsx: 'javascriptreact',
  py: 'python',
  rb: 'ruby',
  rs: 'rust',
  cs: 'csharp',
  'c++': 'cpp',
  kt: 'kotlin',
  sh: 'shellscript',
  bash: 'shellscript',
  shell: 'shellscript',
  zsh: 'shellscript',
  ps1: 'powershell',
  yml: 'yaml',
  md: 'markdown',
  golang: 'go',
};

/** Puts code where the cursor of the last active editor is, in place of what is selected there, as one undo step. */
export async function insertAtCursor(text: string): Promise<void> {
  const editor = [vscode.window.activeTextEditor, ...vscode.window.visibleTextEditors].find(
    // The Output panel counts as an editor, too.
    (candidate) => candidate !== undefined && candidate.document.uri.scheme !== 'output',
  );
  if (!editor) {
    const open = vscode.l10n.t('Open as New File');
    const choice = await vscode.window.showWarningMessage(
      vscode.l10n.t('No editor is open to insert the code into.'),
      open,
    );
    if (choice === open) await openAsNewFile(text, '');
    return;
  }
  const done = await editor.edit((edit) => {
    for (const selection of editor.selections) edit.replace(selection, text);
  });
  if (done) {
    await vscode.window.showTextDocument(editor.document, {
      viewColumn: editor.viewColumn ?? vscode.ViewColumn.Active,
    });
  } else {
    void vscode.window.showErrorMessage(
      vscode.l10n.t(
        'The code was not inserted: {0} cannot be edited.',
        vscode.workspace.asRelativePath(editor.document.uri),
      ),
    );
  }
}

/** An untitled editor with the code; `language` is what stood after the fence. */
export async function openAsNewFile(text: string, language: string): Promise<void> {
  const name = language.toLowerCase();
  const id = languageAliases[name] ?? name;
  const known = (await vscode.languages.getLanguages()).includes(id);
  const document = await vscode.workspace.openTextDocument({
    content: text,
    ...(known ? { language: id } : {}),
  });
  await vscode.window.showTextDocument(document);
}
