import * as vscode from 'vscode';
import { nodeFiles } from './nodeFiles.ts';

/** Text files below the extension's global storage. Paths are relative, with `/`. Errors are the file system's. */
export class Storage {
  readonly #root: vscode.Uri;
  readonly #node: ReturnType<typeof nodeFiles>;

  constructor(root: vscode.Uri) {
    this.#root = root;
    this.#node = nodeFiles(root);
  }

  /** The file's text; undefined where there is none. */
  async read(path: string): Promise<string | undefined> {
    try {
      return new TextDecoder().decode(await vscode.workspace.fs.readFile(this.#uri(path)));
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  /** File names in a folder, sorted; none where there is no such folder. */
  async list(folder: string): Promise<readonly string[]> {
    try {
      const entries = await vscode.workspace.fs.readDirectory(this.#uri(folder));
      return entries.map(([name]) => name).sort();
    } catch (error) {
      if (isNotFound(error)) return [];
      throw error;
    }
  }

  /** Replaces a file as a whole: whoever reads it meanwhile sees the old or the new text, never half of one. */
  async write(path: string, text: string): Promise<void> {
    const target = this.#uri(path);
    const node = await this.#node;
    if (node) return node.replace(target, text);
    const temporary = target.with({ path: `${target.path}.tmp` });
    await vscode.workspace.fs.writeFile(temporary, new TextEncoder().encode(text));
    await vscode.workspace.fs.rename(temporary, target, { overwrite: true });
  }

  /** Appends to a file that only this window writes. Where nothing can append, the file is replaced as a whole. */
  async append(path: string, addition: string): Promise<void> {
    const node = await this.#node;
    if (!node) return this.write(path, ((await this.read(path)) ?? '') + addition);
    await node.append(this.#uri(path), addition);
  }

  async delete(path: string): Promise<void> {
    try {
      await vscode.workspace.fs.delete(this.#uri(path));
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }

  #uri(path: string): vscode.Uri {
    return vscode.Uri.joinPath(this.#root, path);
  }
}

function isNotFound(error: unknown): boolean {
  return error instanceof vscode.FileSystemError && error.code === 'FileNotFound';
}
