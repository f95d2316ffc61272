// The one file that touches Node: `workspace.fs` cannot append, and rewriting a long conversation per line would be slow.
import type * as vscode from 'vscode';

type Append = (uri: vscode.Uri, text: string) => Promise<void>;

/** Appends to a file on this machine's disk; undefined in the browser's extension host and for other schemes. */
export async function nodeAppend(folder: vscode.Uri): Promise<Append | undefined> {
  if (folder.scheme !== 'file' || typeof process === 'undefined' || !process.versions?.node) return undefined;
  const { appendFile } = await import('node:fs/promises');
  return (uri, text) => appendFile(uri.fsPath, text, 'utf8');
}
