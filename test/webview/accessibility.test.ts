import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import type { ChatState } from '../../src/shared/chatState.ts';
import { picture, startViews, type View, type Views } from './page.ts';
import { chineseMarkdown, longMarkdown, sampleCode } from './samples.ts';
import { answer, chat, connection, failed, question, started } from './states.ts';
import { type ThemeName, themes } from './themes.ts';

let views: Views;
before(async () => {
  views = await startViews();
});
after(() => views.close());

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface AxeWindow {
  readonly axe: {
    run(options: object): Promise<{
      readonly violations: readonly {
        readonly id: string;
        readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
      }[];
    }>;
  };
}

const attachment = {
  kind: 'selection',
  uri: 'file:///w/src/area.ts',
  path: 'src/area.ts',
  languageId: 'typescript',
  startLine: 10,
  endLine: 12,
  text: sampleCode,
} as const;

const usage = { inputTokens: 1234, outputTokens: 56 };
const states: Readonly<Record<string, ChatState>> = {
  'no key': chat({ connection: { ...connection, key: 'missing' } }),
  'a lost key': chat({ connection: { ...connection, key: 'lost', thinking: false } }),
  'an empty conversation': chat(),
  'a conversation': chat({
    messages: [
      question('u1', 'Explain', { attachments: [attachment] }),
      answer('a1', '', {
        usage,
        parts: [
          { type: 'reasoning', text: '# Plan\n\nI *think* `x`.', startedAt: 0, endedAt: 12_000 },
          { type: 'text', text: `${longMarkdown}\n\n${chineseMarkdown}` },
        ],
      }),
    ],
  }),
  'a streaming answer': chat({
    messages: [
      question('u1', 'Hi'),
      answer('a0', 'Half', { status: 'interrupted' }),
      question('u2', 'Again'),
    ],
    streaming: { ...started('a1'), parts: [{ type: 'text', text: 'Some\n\n```js\nlet a = 1;\nlet' }] },
    queue: [{ id: 'q1', text: 'next' }],
    draft: 'typed',
  }),
  'an error': chat({
    messages: [
      question('u1', 'Hi'),
      failed('a1', {
        kind: 'auth',
        message: 'The key was refused.',
        detail: '401 Invalid API Key',
        actions: ['setApiKey', 'openConsole', 'showLog'],
      }),
    ],
  }),
};

/** What axe finds, with every rule of these sets; it is in the page already. */
function complaints({ page }: View): Promise<readonly string[]> {
  return page.evaluate(async () => {
    const { axe } = window as unknown as AxeWindow;
    const { violations } = await axe.run({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`),
    );
  });
}

for (const theme of Object.keys(themes) as ThemeName[]) {
  for (const language of ['en', 'zh-cn'] as const) {
    test(`axe finds nothing to complain of in ${theme}, ${language}`, async () => {
      const view = await views.open(undefined, {
        theme,
        language,
        width: 320,
        height: 3200,
        reducedMotion: true,
      });
      const { page } = view;
      await page.evaluate(axe);
      for (const [name, state] of Object.entries(states)) {
        await view.emit({ type: 'snapshot', state: { ...state, conversationId: name } });
        const folded = page.locator('[aria-expanded=false]');
        while ((await folded.count()) > 0) await folded.first().click();
        for (const summary of await page.locator('summary').all()) await summary.click();
        if (name === 'a conversation') await page.locator('.hljs-keyword').first().waitFor();
        assert.deepEqual(await complaints(view), [], name);
        if (language === 'en' || theme === 'dark') {
          await picture(view, `${name.replaceAll(' ', '-')}-${theme}-${language}`);
        }
      }
      assert.deepEqual(await view.violations(), []);
      await view.close();
    });
  }
}

test('a text that is too pale would be found', async () => {
  const view = await views.open(states['a conversation']);
  await view.page.evaluate(axe);
  await view.page.evaluate(() =>
    document.documentElement.style.setProperty('--vscode-descriptionForeground', '#444444'),
  );
  assert.match((await complaints(view)).join('\n'), /^color-contrast/m);
  await view.close();
});

test('Tab reaches every control, and each shows a focus ring', async () => {
  const view = await views.open(states['a conversation']);
  const { page } = view;
  const expected = await page.locator('button:enabled, a, textarea, [tabindex="0"]').count();
  const seen = new Set<string>();
  await page.getByRole('button', { name: 'Protocol' }).focus();
  for (let step = 0; step <= expected; step += 1) {
    const here = await page.evaluate(() => {
      const element = document.activeElement as HTMLElement;
      if (element === document.body) return undefined;
      const style = getComputedStyle(element);
      const frame =
        element.localName === 'textarea' ? getComputedStyle(element.parentElement ?? element) : undefined;
      const ring = frame ? frame.borderColor : style.outlineStyle === 'none' ? '' : style.outlineColor;
      const path = Array.from(document.querySelectorAll('*')).indexOf(element);
      return { ring, key: `${path}` };
    });
    if (here) {
      // --vscode-focusBorder of the dark theme
      assert.equal(here.ring, 'rgb(0, 120, 212)');
      seen.add(here.key);
    }
    await page.keyboard.press('Tab');
  }
  assert.equal(seen.size, expected);
  await view.close();
});

test('with reduced motion nothing moves by itself', async () => {
  const running = async (reducedMotion: boolean) => {
    const view = await views.open(chat({ messages: [question('u', 'Hi')], streaming: started('a') }), {
      reducedMotion,
    });
    await view.page.getByText('Waiting for MiMo').waitFor();
    const count = await view.page.evaluate(() => document.getAnimations().length);
    await view.close();
    return count;
  };
  assert.equal(await running(false), 1);
  assert.equal(await running(true), 0);
});
