import { join, resolve } from 'node:path';

export const repoDir = resolve(import.meta.dirname, '../..');
/** Screenshots and logs of failures. */
export const outputDir = join(repoDir, 'test/output');
/** Everything downloaded for tests; `MIMO_VSCODE_DIR` moves it, so that a cache can live outside the clone. */
export const vscodeDir = process.env['MIMO_VSCODE_DIR'] ?? join(repoDir, '.vscode-test');
