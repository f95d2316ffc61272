// Builds the VSIX from a copy of the working tree, so that the `dist` that others use stays as it is.
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { repoDir } from './paths.ts';

/** What no package is made from, and would take long to copy. */
const leftOut = new Set(['node_modules', 'dist', '.git', '.vscode-test']);

export interface PackagedExtension {
  readonly vsix: string;
  /** What it was built in; `dist` holds the bundles. */
  readonly folder: string;
  remove(): Promise<void>;
}

/** What `npm run package` does, elsewhere. Rejects with the output of esbuild or vsce if they fail. */
export async function packageExtension(): Promise<PackagedExtension> {
  const folder = await mkdtemp(join(tmpdir(), 'mimo-package-'));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    for (const name of await readdir(repoDir)) {
      if (leftOut.has(name) || name.endsWith('.vsix')) continue;
      await cp(join(repoDir, name), join(folder, name), {
        recursive: true,
        filter: (source) => source !== join(repoDir, 'test/output'),
      });
    }
    // A junction is what Windows lets everyone make; elsewhere the type means nothing.
    await symlink(join(repoDir, 'node_modules'), join(folder, 'node_modules'), 'junction');
    const vsix = join(folder, 'extension.vsix');
    await run(folder, 'esbuild.mjs');
    await run(folder, 'node_modules/@vscode/vsce/vsce', 'package', '--no-dependencies', '--out', vsix);
    return { vsix, folder, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function run(cwd: string, ...args: readonly string[]): Promise<void> {
  const done = promisify(execFile)(process.execPath, args, { cwd });
  // vsce asks when it misses something: without an input it fails instead of waiting.
  done.child.stdin?.end();
  await done;
}
