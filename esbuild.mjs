// Builds everything VS Code loads. Flags: --watch (rebuild on change), --dev (no minification), --tests (host suites too).
import { build, context } from 'esbuild';
import { rmSync } from 'node:fs';

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
const web = { ...common, format: 'cjs', target: 'chrome138', platform: 'browser', external: ['vscode'] };

const bundles = [
  { ...host, entryPoints: ['src/extension.ts'], outfile: 'dist/extension.cjs' },
  { ...web, entryPoints: ['src/extension.ts'], outfile: 'dist/web/extension.cjs' },
  {
    ...common,
    entryPoints: { main: 'src/webview/main.tsx', style: 'src/webview/style.css' },
    outdir: 'dist/webview',
    format: 'esm',
    splitting: true,
    chunkNames: 'chunk-[hash]',
    target: 'chrome138',
    platform: 'browser',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.svg': 'dataurl' },
  },
];

if (!watch) rmSync('dist', { recursive: true, force: true });
if (watch) {
  for (const options of bundles) await (await context(options)).watch();
} else {
  await Promise.all(bundles.map((options) => build(options)));
}
