// The built view in a real browser, with a page as the host writes it and a host that records what is posted.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import type { ChatState } from '../../src/shared/chatState.ts';
import type { HostEvent, ViewCommand } from '../../src/shared/contract.ts';
import { openBrowser } from '../helpers/chromium.ts';
import { outputDir, repoDir } from '../helpers/paths.ts';
import { type ThemeName, themes } from './themes.ts';

declare global {
  interface Window {
    posted: ViewCommand[];
    violations: string[];
  }
}

export interface ViewOptions {
  readonly theme?: ThemeName;
  readonly language?: 'en' | 'zh-cn';
  readonly width?: number;
  readonly height?: number;
  readonly reducedMotion?: boolean;
}

export interface View {
  readonly page: Page;
  /** Sends events as the host does. */
  emit(...events: readonly HostEvent[]): Promise<void>;
  /** What the view has posted since the last call, `ready` left out. */
  takePosted(): Promise<readonly ViewCommand[]>;
  /** Waits until the view has posted a command of this type and returns the first one. */
  posted<T extends ViewCommand['type']>(type: T): Promise<Extract<ViewCommand, { type: T }>>;
  /** Everything the page asked the network for, beyond its own files. */
  readonly foreignRequests: readonly string[];
  violations(): Promise<readonly string[]>;
  close(): Promise<void>;
}

export interface Views {
  /** A fresh view; with a state it has had its snapshot. */
  open(state?: ChatState, options?: ViewOptions): Promise<View>;
  close(): Promise<void>;
}

const nonce = 'dGVzdA';
const types: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.css': 'text/css' };

function html(origin: string, language: string, theme: ThemeName): string {
  const csp = `default-src 'none'; style-src ${origin}; script-src 'nonce-${nonce}'; img-src ${origin} data:; font-src ${origin}`;
  const { bodyClass, variables } = themes[theme];
  return `<!DOCTYPE html><html lang="${language}"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${csp}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<script nonce="${nonce}">
  for (const [name, value] of Object.entries(${JSON.stringify(variables)}))
    document.documentElement.style.setProperty('--vscode-' + name, value);
  window.posted = [];
  window.violations = [];
  addEventListener('securitypolicyviolation', (event) => window.violations.push(event.violatedDirective + ' ' + event.blockedURI));
  window.acquireVsCodeApi = () => ({
    postMessage: (command) => window.posted.push(structuredClone(command)),
    getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null') ?? undefined,
    setState: (state) => sessionStorage.setItem('state', JSON.stringify(state)),
  });
</script>
<link rel="stylesheet" href="${origin}/vscode.css"><link rel="stylesheet" href="${origin}/style.css">
<title>MiMo</title></head><body class="${bodyClass}"><div id="app"></div>
<script type="module" nonce="${nonce}" src="${origin}/main.js"></script></body></html>`;
}

async function serve(dir: string): Promise<Server> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', `http://${request.headers.host}`);
    if (url.pathname === '/') {
      const theme = (url.searchParams.get('theme') ?? 'dark') as ThemeName;
      response.setHeader('content-type', 'text/html');
      response.end(html(url.origin, url.searchParams.get('lang') ?? 'en', theme));
      return;
    }
    const type = types[extname(url.pathname)];
    try {
      const body = readFileSync(join(dir, url.pathname));
      response.setHeader('content-type', type ?? 'application/octet-stream').end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

/** Builds the view, serves it and starts a browser. Close it when the tests are done. */
export async function startViews(): Promise<Views> {
  const dir = mkdtempSync(join(tmpdir(), 'mimo-webview-'));
  execFileSync(process.execPath, ['esbuild.mjs', `--webview=${dir}`], { cwd: repoDir });
  copyFileSync(join(import.meta.dirname, 'vscode.css'), join(dir, 'vscode.css'));
  const server = await serve(dir);
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const context = await openBrowser({ width: 420, height: 720 });
  return {
    open: (state, options) => openView(context, origin, state, options),
    close: async () => {
      await context.close();
      server.closeAllConnections();
      server.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function openView(
  context: BrowserContext,
  origin: string,
  state: ChatState | undefined,
  { theme = 'dark', language = 'en', width = 420, height = 720, reducedMotion = false }: ViewOptions = {},
): Promise<View> {
  const page = await context.newPage();
  page.setDefaultTimeout(5_000);
  await page.setViewportSize({ width, height });
  if (reducedMotion) await page.emulateMedia({ reducedMotion: 'reduce' });
  const foreignRequests: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(`${origin}/`)) foreignRequests.push(request.url());
  });
  await page.goto(`${origin}/?theme=${theme}&lang=${language}`);
  await page.waitForFunction(() => window.posted.some((command) => command.type === 'ready'));
  const view: View = {
    page,
    foreignRequests,
    emit: (...events) =>
      page.evaluate(async (list) => {
        // Our listener comes after the view's, and so does our frame after the one that the view has asked for.
        for (const event of list) {
          await new Promise((resolve) => {
            window.addEventListener('message', resolve, { once: true });
            window.postMessage(event, '*');
          });
        }
        if (!document.hidden) await new Promise(requestAnimationFrame);
        await new Promise((resolve) => setTimeout(resolve));
      }, events),
    takePosted: () =>
      page.evaluate(() => window.posted.splice(0).filter((command) => command.type !== 'ready')),
    posted: async (type) => {
      await page.waitForFunction((wanted) => window.posted.some((command) => command.type === wanted), type);
      const all = await page.evaluate(() => window.posted);
      const found = all.find((command) => command.type === type);
      return found as Extract<ViewCommand, { type: typeof type }>;
    },
    violations: () => page.evaluate(() => window.violations),
    close: () => page.close(),
  };
  if (state) await view.emit({ type: 'snapshot', state });
  return view;
}

/** Writes a picture to test/output for people to look at. */
export async function picture(view: View, name: string): Promise<void> {
  mkdirSync(outputDir, { recursive: true });
  await view.page.screenshot({ path: join(outputDir, `webview-${name}.png`) });
}
