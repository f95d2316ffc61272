// npm run screenshots: makes the pictures of the readme from the running product, with the sandbox as the service.
// npm run screenshots -- --all: every state of the chat in each theme into test/output, to be looked at.
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { outputDir, repoDir } from '../helpers/paths.ts';
import { packageExtension } from '../helpers/vsix.ts';
import { type Sandbox, startSandbox } from '../sandbox/server.ts';
import { openWorkbench, type Workbench, type WorkbenchOptions } from './workbench.ts';
import type { Locale } from './words.ts';

const pictureDir = join(repoDir, 'media/screenshots');
const sample = join(repoDir, 'test/fixtures/workspace');
const files = Object.fromEntries(
  ['README.md', 'src/cart.ts', 'src/report.py', 'src/stock.ts'].map((path) => [
    path,
    readFileSync(join(sample, path)),
  ]),
);
/** Lines of `total` in cart.ts. */
const functionLines = [8, 22] as const;

type Theme = NonNullable<WorkbenchOptions['theme']>;

const texts = {
  en: {
    setKey: 'Set API key',
    explain: 'MiMo: Explain Selection',
    refactor: 'MiMo: Refactor Selection…',
    instruction: 'Rename sum to subtotal',
    done: '1 change to review',
    think: 'Think hard about the puzzle of the two trains',
    code: 'Write some code in several languages',
    table: 'Compare sorting algorithms in a table',
    long: 'Write a long answer about streaming',
    thinking: 'Thinking',
  },
  'zh-cn': {
    setKey: '设置 API 密钥',
    explain: 'MiMo: 解释所选代码',
    refactor: 'MiMo: 重构所选代码…',
    instruction: '把 sum 改为 subtotal',
    done: '1 处更改待审阅',
    think: '仔细思考两列火车的谜题',
    code: '用几种语言写一段代码',
    table: '用表格比较排序算法',
    long: '写一篇关于流式传输的长文',
    thinking: '思考',
  },
} as const satisfies Record<Locale, object>;

/** Drags the edge of the side bar until it is this wide, in pixels. */
async function setSideBarWidth({ page }: Workbench, width: number): Promise<void> {
  const box = await page.locator('.part.sidebar').boundingBox();
  if (!box) throw new Error('The side bar is not shown.');
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width, y);
  await page.mouse.down();
  await page.mouse.move(box.x + width, y, { steps: 5 });
  await page.mouse.up();
  // It stays lit until the mouse has gone, which may lead over the webview.
  await page.mouse.move(box.x + width + 100, y, { steps: 5 });
  await page.locator('.monaco-sash.hover').waitFor({ state: 'detached' });
}

/** Saves the window as it is when nobody points at anything. */
async function picture({ page }: Workbench, path: string): Promise<void> {
  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
  // Below the text of the editor: no hover, and the title of what was pointed at goes.
  await page.mouse.move(width * 0.7, height * 0.88);
  await page.locator('.monaco-hover:visible').waitFor({ state: 'detached' });
  await page.screenshot({ path, caret: 'hide' });
  console.log(path);
}

async function explain(window: Workbench, locale: Locale): Promise<void> {
  await window.openFile('src/cart.ts');
  await window.select(...functionLines);
  const before = await window.chat.answers.count();
  await window.runCommand(texts[locale].explain);
  await window.chat.answers.nth(before).waitFor();
  await window.chat.answered();
}

async function refactor(window: Workbench, locale: Locale): Promise<void> {
  await window.openFile('src/cart.ts');
  await window.select(...functionLines);
  await window.runCommand(texts[locale].refactor);
  await window.type(texts[locale].instruction);
  await window.page.getByText(texts[locale].done).first().waitFor();
  // Five lines hold the name; a diff drawn in mid-stream takes the rest of the function for changed too.
  await window.page.waitForFunction(
    () => document.querySelectorAll('.monaco-diff-editor .line-insert').length === 5,
  );
}

/** Of the installed package, as the window of one in development says so in its title. */
async function makeReadmePictures(sandbox: Sandbox, vsix: string): Promise<void> {
  mkdirSync(pictureDir, { recursive: true });
  const env = { MIMO_API_KEY: 'sk-screenshots', MIMO_BASE_URL: sandbox.url };
  const settings = {
    'editor.minimap.enabled': false,
    'editor.renderWhitespace': 'none',
    'editor.lightbulb.enabled': 'off',
    'editor.cursorBlinking': 'solid',
  };
  for (const theme of ['dark', 'light'] as const) {
    const window = await openWorkbench({ theme, files, env, settings, vsix });
    try {
      await window.chat.open();
      await setSideBarWidth(window, 470);
      await explain(window, 'en');
      await picture(window, join(pictureDir, `chat-${theme}.png`));
      if (theme !== 'dark') continue;
      await setSideBarWidth(window, 0);
      await refactor(window, 'en');
      await picture(window, join(pictureDir, `refactor-${theme}.png`));
    } finally {
      await window.close();
    }
  }
}

/** Goes through the states in one window, from the first start to a proposal. */
async function walk(sandbox: Sandbox, theme: Theme, locale: Locale): Promise<void> {
  const { setKey, think, code, table, long, thinking } = texts[locale];
  const settings = { 'mimo.endpoint': 'custom', 'mimo.customBaseUrl': sandbox.url };
  const window = await openWorkbench({ theme, locale, files, settings });
  const { chat } = window;
  const save = (state: string) => picture(window, join(outputDir, `window-${theme}-${locale}-${state}.png`));
  const answer = async (text: string): Promise<void> => {
    await chat.ask(text);
    await chat.answered();
  };
  try {
    await chat.open();
    await save('no-key');
    await chat.button(setKey).click();
    await window.type('sk-screenshots');
    await window.quickInput().waitFor({ state: 'detached' });
    await chat.button(setKey).waitFor({ state: 'hidden' });
    await save('key-present');
    await answer('/fault 401');
    await save('error-300');
    await answer(code);
    await save('code-300');

    await setSideBarWidth(window, 470);
    await save('code');
    await answer('/fault 402');
    await save('error');
    await answer('/fault cut');
    await save('cut');
    await answer(table);
    await save('table');
    await answer(think);
    await chat.lastAnswer.getByRole('button', { name: thinking }).click();
    await save('reasoning');
    await chat.ask(long);
    await chat.lastAnswer.locator('.markdown p').nth(1).waitFor();
    await chat.input.fill(table);
    await chat.input.press('Enter');
    const unqueue = chat.frame.locator('.queue').getByRole('button');
    await unqueue.waitFor();
    await save('streaming');
    await unqueue.click();
    await chat.input.fill('');
    await chat.stop();
    await chat.answered();
    await explain(window, locale);
    await save('explain');
    await refactor(window, locale);
    await save('diff');
  } finally {
    await window.close();
  }
}

async function main(): Promise<void> {
  const sandbox = await startSandbox({ pace: 'natural' });
  try {
    if (!process.argv.includes('--all')) {
      const { vsix, remove } = await packageExtension();
      await makeReadmePictures(sandbox, vsix).finally(remove);
      return;
    }
    for (const theme of ['dark', 'light', 'hcDark', 'hcLight'] as const) await walk(sandbox, theme, 'en');
    for (const theme of ['dark', 'light'] as const) await walk(sandbox, theme, 'zh-cn');
  } finally {
    await sandbox.close();
  }
}

await main();
