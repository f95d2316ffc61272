// The one file that touches Node. `workspace.fs` cannot append, and it goes through the window: while that reloads, a
// write stops half-way (seen with VS Code 1.139: the temporary file was there, its rename never came).
import type * as vscode from 'vscode';

/** Writes on this machine's disk; missing folders are made. */
export interface NodeFiles {
  append(uri: vscode.Uri, text: string): Promise<void>;
  /** As a whole: whoever reads meanwhile sees the old or the new text. */
  replace(uri: vscode.Uri, text: string): Promise<void>;
}

/** Undefined in the browser's extension host and for other schemes. */
export async function nodeFiles(folder: vscode.Uri): Promise<NodeFiles | undefined> {
  if (folder.scheme !== 'file' || typeof process === 'undefined' || !process.versions?.node) return undefined;
  const { appendFile, mkdir, rename, writeFile } = await import('node:fs/promises');
  const makeFolder = (path: string): Promise<unknown> =>
    mkdir(path.replace(/[\\/][^\\/]*$/, ''), { recursive: true });
  return {
    append: async ({ fsPath }, text) => {
      await makeFolder(fsPath);
      await appendFile(fsPath, text, 'utf8');
    },
    replace: async ({ fsPath }, text) => {
      await makeFolder(fsPath);
      const temporary = `${fsPath}.tmp`;
      await writeFile(temporary, text, 'utf8');
      await rename(temporary, fsPath);
    },
  };
}
