// A whole VS Code window with the extension in it, driven as a person would: by keyboard, mouse and what is on screen.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { openBrowser } from '../helpers/chromium.ts';
import { onExit } from '../helpers/cleanUp.ts';
import {
  developmentLink,
  installVsix,
  remoteUri,
  type Server,
  startServer,
  windowUrl,
} from '../helpers/codeServer.ts';
import { outputDir } from '../helpers/paths.ts';
import { quietSettings } from '../helpers/settings.ts';
import { ChatView } from './chatView.ts';
import { type Locale, words } from './words.ts';

const themes = {
  dark: 'Dark Modern',
  light: 'Light Modern',
  hcDark: 'Default High Contrast',
  hcLight: 'Default High Contrast Light',
};

export interface WorkbenchOptions {
  /** Default: `en`. */
  readonly locale?: Locale;
  /** User settings, added to those that keep VS Code quiet. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** The workspace: path → content. A Buffer is for other encodings than UTF-8. */
  readonly files?: Readonly<Record<string, string | Buffer>>;
  /** Default: `dark`. */
  readonly theme?: keyof typeof themes;
  /** False: the folder opens in Restricted Mode. Default: true. */
  readonly trust?: boolean;
  /** Added to the environment of the extension host, such as `MIMO_API_KEY`. */
  readonly env?: Readonly<Record<string, string>>;
  /** False: stored keys do not survive a reload, as on a server without a keyring. Default: true. */
  readonly keepsSecrets?: boolean;
  /** A packaged extension to install, instead of the development folder. */
  readonly vsix?: string;
  readonly width?: number;
  readonly height?: number;
}

/** Opens a window; settles when the workbench is drawn. Everything of it lives in a temporary folder. */
export async function openWorkbench(options: WorkbenchOptions = {}): Promise<Workbench> {
  const dir = mkdtempSync(join(tmpdir(), 'mimo-e2e-'));
  const forget = onExit(() => rmSync(dir, { recursive: true, force: true }));
  const workspaceDir = join(dir, 'workspace');
  mkdirSync(workspaceDir);
  for (const [path, content] of Object.entries(options.files ?? {})) {
    mkdirSync(dirname(join(workspaceDir, path)), { recursive: true });
    writeFileSync(join(workspaceDir, path), content);
  }
  const userDataDir = join(dir, 'user');
  if (options.vsix !== undefined) await installVsix(userDataDir, options.vsix);
  const server = await startServer({
    userDataDir,
    workspaceTrust: options.trust === false,
    settings: {
      ...quietSettings,
      'workbench.colorTheme': themes[options.theme ?? 'dark'],
      ...options.settings,
    },
    ...(options.env && { env: options.env }),
  });
  const { width, height } = options;
  const context = await openBrowser({
    profileDir: join(dir, 'profile'),
    ...(width !== undefined && { width }),
    ...(height !== undefined && { height }),
  });
  // The key with which the workbench encrypts secrets: without an answer they last only until a reload.
  if (options.keepsSecrets !== false) {
    await context.route('**/mint-key', (route) =>
      route.fulfill({ contentType: 'application/octet-stream', body: Buffer.alloc(32, 7) }),
    );
  }
  const locale = options.locale ?? 'en';
  await context.addInitScript((language) => {
    Reflect.set(globalThis, '_VSCODE_NLS_LANGUAGE', language);
  }, locale);
  const page = context.pages()[0] ?? (await context.newPage());
  const url = windowUrl(
    server,
    workspaceDir,
    options.vsix === undefined
      ? [['extensionDevelopmentPath', remoteUri(server, developmentLink(userDataDir))]]
      : [],
  );
  const workbench = new Workbench({ page, context, server, workspaceDir, locale, url, dir, forget });
  try {
    await page.goto(url);
    await workbench.ready();
  } catch (error) {
    await workbench.screenshot(`failed-${Date.now()}`);
    await workbench.close();
    throw error;
  }
  return workbench;
}

interface Deps {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly server: Server;
  readonly workspaceDir: string;
  readonly locale: Locale;
  readonly url: string;
  readonly dir: string;
  readonly forget: () => void;
}

export class Workbench {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly server: Server;
  readonly workspaceDir: string;
  readonly locale: Locale;
  readonly chat: ChatView;
  readonly #deps: Deps;

  constructor(deps: Deps) {
    ({
      page: this.page,
      context: this.context,
      server: this.server,
      workspaceDir: this.workspaceDir,
      locale: this.locale,
    } = deps);
    this.#deps = deps;
    this.chat = new ChatView(deps.page, deps.locale);
  }

  /** Waits until the window is drawn and knows its extensions. */
  async ready(): Promise<void> {
    // The workbench's own mark. Before it, the activity bar holds stand-ins from the last session.
    await this.page.waitForFunction(() => performance.getEntriesByName('code/didLoadExtensions').length > 0);
    await this.chat.icon.waitFor();
  }

  /** A second window of the same user, on another folder; it goes with this one. */
  async another(workspaceDir: string): Promise<Workbench> {
    const url = new URL(this.#deps.url);
    url.searchParams.set('folder', workspaceDir);
    const page = await this.context.newPage();
    const other = new Workbench({ ...this.#deps, page, workspaceDir, url: url.href });
    await page.goto(url.href);
    await other.ready();
    return other;
  }

  /** Runs a command through the palette, by its title as shown there, such as `MiMo: New Chat`. */
  async runCommand(title: string): Promise<void> {
    await this.page.keyboard.press('F1');
    await this.pick(`>${title}`, title);
  }

  /** Opens a workspace file, by its path, in the editor, and puts the cursor there. */
  async openFile(path: string): Promise<void> {
    const [name, folder] = [basename(path), dirname(path)];
    await this.page.keyboard.press('Control+P');
    await this.pick(path, folder === '.' ? name : `${name} ${folder}`);
    await this.page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
    await this.page.locator('.editor-instance .monaco-editor.focused').waitFor();
  }

  /** Selects whole lines of the active editor, counted from 1, the last one without its line break. */
  async select(from: number, to = from): Promise<void> {
    await this.page.keyboard.press('Control+G');
    const input = this.quickInput();
    await input.fill(`:${from}:1`);
    await input.press('Enter');
    await input.waitFor({ state: 'hidden' });
    for (let line = from; line < to; line += 1) await this.page.keyboard.press('Shift+ArrowDown');
    await this.page.keyboard.press('Shift+End');
    await this.page
      .locator('#status\\.editor\\.selection')
      .filter({ hasText: words[this.locale].atLine(to) })
      .waitFor();
  }

  /** The text field of the palette, a quick pick or an input box. */
  quickInput(): Locator {
    return this.page.locator('.quick-input-widget:visible input:visible').last();
  }

  /** Types into the open quick pick and takes the row with the label, by default the text itself. */
  async pick(text: string, label = text): Promise<void> {
    await this.quickInput().fill(text);
    // A description follows the label after a comma.
    const row = this.page
      .locator('.quick-input-list .monaco-list-row')
      .and(this.page.locator(`[aria-label="${label}"], [aria-label^="${label},"]`))
      .first();
    await row.waitFor();
    // By keyboard: a hover that the resting mouse brings up may cover the row.
    for (let steps = 0; !/\bfocused\b/.test((await row.getAttribute('class')) ?? ''); steps += 1) {
      if (steps === 100) throw new Error(`The arrow keys do not reach "${label}".`);
      await this.page.keyboard.press('ArrowDown');
    }
    await this.page.keyboard.press('Enter');
  }

  /** Answers the open input box. */
  async type(text: string): Promise<void> {
    await this.quickInput().fill(text);
    await this.quickInput().press('Enter');
  }

  /** A notification that holds the text. */
  notification(text: string | RegExp): Locator {
    return this.page.locator('.notification-list-item').filter({ hasText: text });
  }

  /** Reloads the window as a person does, so that the workbench saves its state; `page.reload()` is a crash to it. */
  async reload(): Promise<void> {
    const loaded = this.page.waitForEvent('load');
    await this.runCommand('Developer: Reload Window');
    await loaded;
    await this.ready();
  }

  /** Saves what is on screen into test/output; gives the file's path. */
  async screenshot(name: string): Promise<string> {
    const path = join(outputDir, `${name}.png`);
    await this.page.screenshot({ path });
    return path;
  }

  async close(): Promise<void> {
    await this.context.close();
    await this.server.stop();
    rmSync(this.#deps.dir, { recursive: true, force: true });
    this.#deps.forget();
  }
}
