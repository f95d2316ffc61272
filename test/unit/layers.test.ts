// A layer is the set of ambient APIs and folders that it may use; .oxlintrc.json draws the lines. Here each is stepped over.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, suite, test } from 'node:test';
import { repoDir } from '../helpers/paths.ts';

type Sample = readonly [folder: string, code: string];

const globals = (...names: readonly string[]) => names.map((name) => `export const used = ${name};`);
const imports = (...sources: readonly string[]) => sources.map((source) => `export * from '${source}';`);
const inFolder = (folder: string, ...codes: readonly (readonly string[])[]): readonly Sample[] =>
  codes.flat().map((code) => [folder, code] as const);

const pure = globals('process', 'Buffer', 'window', 'document', 'require', 'global');

const forbidden: readonly Sample[] = [
  ...inFolder(
    'src/shared',
    pure,
    globals('fetch', 'setTimeout'),
    imports(
      'vscode',
      'node:fs',
      '../mimo/types.ts',
      '../chat/a.ts',
      '../edit/a.ts',
      '../host/a.ts',
      '../webview/a.ts',
    ),
  ),
  ...inFolder(
    'src/mimo',
    pure,
    imports(
      'vscode',
      'node:fs',
      '../shared/a.ts',
      '../chat/a.ts',
      '../edit/a.ts',
      '../host/a.ts',
      '../webview/a.ts',
    ),
    ["import type { Uri } from 'vscode'; export type Place = Uri;"],
  ),
  ...inFolder(
    'src/chat',
    pure,
    imports('vscode', 'node:fs', '../edit/a.ts', '../usage/a.ts', '../host/a.ts', '../webview/a.ts'),
  ),
  ...['src/edit', 'src/usage'].flatMap((folder) =>
    inFolder(
      folder,
      pure,
      imports('vscode', 'node:fs', '../mimo/a.ts', '../chat/a.ts', '../host/a.ts', '../webview/a.ts'),
    ),
  ),
  ...inFolder(
    'src/host',
    globals('Buffer', 'window', 'document', 'require', 'global'),
    imports('node:fs', '../webview/a.ts'),
  ),
  ...inFolder(
    'src/webview',
    globals('process', 'Buffer', 'require', 'global'),
    imports(
      'vscode',
      'node:fs',
      '../mimo/a.ts',
      '../chat/a.ts',
      '../edit/a.ts',
      '../usage/a.ts',
      '../host/a.ts',
    ),
  ),
];

const allowed: readonly Sample[] = [
  ['src/shared', "import type { Usage } from '../mimo/types.ts'; export type Total = Usage;"],
  ['src/mimo', "export * from 'eventsource-parser'; export const page = fetch('https://example.com');"],
  [
    'src/chat',
    "export * from '../mimo/a.ts'; export * from '../shared/a.ts'; export const id = crypto.randomUUID();",
  ],
  ['src/edit', "export * from '../shared/a.ts'; export * from 'diff';"],
  [
    'src/host',
    "export * from 'vscode'; export * from '../mimo/a.ts'; export * from '../chat/a.ts'; export const inNode = typeof process;",
  ],
  [
    'src/webview',
    "export * from 'preact'; export * from '../shared/a.ts'; export const title = document.title;",
  ],
];

const folder = mkdtempSync(join(tmpdir(), 'mimo-layers-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** How often each sample crosses a line, by one run of oxlint for all of them. */
function lint(samples: readonly Sample[]): readonly number[] {
  cpSync(join(repoDir, '.oxlintrc.json'), join(folder, '.oxlintrc.json'));
  const paths = samples.map(([layer, code], index) => {
    const path = `${layer}/sample${index}.ts`;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), code);
    return path;
  });
  const oxlint = join(repoDir, 'node_modules/oxlint/bin/oxlint');
  const { stdout, stderr } = spawnSync(process.execPath, [oxlint, '--format=json', ...paths], {
    cwd: folder,
    encoding: 'utf8',
  });
  const { diagnostics } = JSON.parse(stdout || stderr) as {
    readonly diagnostics: readonly { readonly filename: string; readonly code: string }[];
  };
  const crossings = diagnostics.filter(({ code }) => code.includes('no-restricted-'));
  return paths.map(
    (path) => crossings.filter(({ filename }) => filename.replaceAll('\\', '/') === path).length,
  );
}

suite('layers', () => {
  const counts = lint([...forbidden, ...allowed]);

  for (const [index, [layer, code]] of forbidden.entries()) {
    test(`${layer} may not: ${code}`, () => assert.notEqual(counts[index], 0));
  }

  for (const [index, [layer, code]] of allowed.entries()) {
    test(`${layer} may: ${code}`, () => assert.equal(counts[forbidden.length + index], 0));
  }
});
