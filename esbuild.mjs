// Builds everything VS Code loads. Flags: --watch (rebuild on change), --dev (no minification), --tests (only the host
// suites, leaving the product's bundles as they are).
import { build, context } from 'esbuild';
import { globSync, rmSync } from 'node:fs';

const flags = new Set(process.argv.slice(2));
const watch = flags.has('--watch');
const dev = watch || flags.has('--dev');

const common = {
  bundle: true,
  minify: !dev,
  sourcemap: dev ? 'linked' : false,
  logLevel: 'warning',
  legalComments: 'none',
};

// VS Code 1.104, our minimum, runs on Electron 37: Node 22 and Chromium 138.
const host = { ...common, format: 'cjs', target: 'node22', platform: 'node', external: ['vscode'] };
const web = {
  ...common,
  format: 'cjs',
  target: 'chrome138',
  platform: 'browser',
  external: ['vscode', 'node:fs/promises'],
};

// With --webview=DIR, only this and into DIR: for tests, which must not disturb dist.
const webviewDir = [...flags].find((flag) => flag.startsWith('--webview='))?.slice('--webview='.length);
const webview = {
  ...common,
  entryPoints: { main: 'src/webview/main.tsx', style: 'src/webview/style.css' },
  outdir: webviewDir ?? 'dist/webview',
  format: 'esm',
  splitting: true,
  chunkNames: 'chunk-[hash]',
  target: 'chrome138',
  platform: 'browser',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  loader: { '.svg': 'dataurl' },
};

const bundles = [
  { ...host, entryPoints: ['src/extension.ts'], outfile: 'dist/extension.cjs' },
  { ...web, entryPoints: ['src/extension.ts'], outfile: 'dist/web/extension.cjs' },
  webview,
];

// One entry that loads every suite: a new file is never forgotten.
const hostSuites = {
  contents: `import { runSuites } from './index.ts';
    export const run = () => runSuites([${globSync('test/host/**/*.test.ts')
      .sort()
      .map((file) => `() => import('./${file.replaceAll('\\', '/').slice('test/host/'.length)}')`)}]);`,
  resolveDir: 'test/host',
};
const testOptions = { stdin: hostSuites, minify: false, sourcemap: 'inline' };
const testBundles = [
  { ...host, ...testOptions, outfile: 'dist/test/host.cjs', external: ['vscode', 'mocha'] },
  {
    ...web,
    ...testOptions,
    outfile: 'dist/test/host.web.cjs',
    // mocha's main entry wants Node; this is its build for browsers, which would replace our `module.exports`.
    alias: { mocha: 'mocha/mocha.mjs' },
    define: { module: 'undefined' },
  },
];

const chosen = webviewDir ? [webview] : flags.has('--tests') ? testBundles : bundles;
// Chunks have a hash in their names; everything else is overwritten.
if (chosen === bundles) rmSync('dist/webview', { recursive: true, force: true });
if (watch) {
  console.log('Building…');
  const contexts = await Promise.all(chosen.map((options) => context(options)));
  // An error is printed by esbuild, and the next change may mend it.
  await Promise.allSettled(contexts.map((each) => each.rebuild()));
  await Promise.all(contexts.map((each) => each.watch()));
  console.log('Watching for changes.');
} else {
  await Promise.all(chosen.map((options) => build(options)));
}
