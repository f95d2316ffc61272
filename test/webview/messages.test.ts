import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { ErrorAction } from '../../src/shared/chatState.ts';
import { startViews, type Views } from './page.ts';
import { sampleCode } from './samples.ts';
import { answer, chat, connection, failed, question, started } from './states.ts';

let views: Views;
before(async () => {
  views = await startViews();
});
after(() => views.close());

const actions: readonly (readonly [ErrorAction, string, string])[] = [
  ['retry', 'Retry', '重试'],
  ['continue', 'Continue', '继续'],
  ['setApiKey', 'Set API key', '设置 API 密钥'],
  ['chooseModel', 'Choose model', '选择模型'],
  ['openSettings', 'Open settings', '打开设置'],
  ['openConsole', 'Open console', '打开控制台'],
  ['showLog', 'Show log', '显示日志'],
];

test('an error stands inside its message, with its detail and a button for each action', async () => {
  for (const language of ['en', 'zh-cn'] as const) {
    const error = {
      kind: 'server',
      message: 'The service is overloaded.',
      detail: '503 <b>busy</b>',
      actions: actions.map(([action]) => action),
    } as const;
    const view = await views.open(chat({ messages: [question('u1', 'Hi'), failed('a1', error)] }), {
      language,
    });
    const alert = view.page.getByRole('article', { name: 'MiMo' }).getByRole('alert');
    await alert.getByText('The service is overloaded.').waitFor();
    await alert.locator('summary').click();
    await alert.getByText('503 <b>busy</b>').waitFor();
    for (const [action, english, chinese] of actions) {
      await alert.getByRole('button', { name: language === 'en' ? english : chinese, exact: true }).click();
      assert.deepEqual(await view.takePosted(), [{ type: 'action', action, messageId: 'a1' }]);
    }
    await view.close();
  }
});

test('an error that the conversation has left behind keeps its words and loses its buttons', async () => {
  const error = { kind: 'server', message: 'Overloaded.', actions: ['retry'] } as const;
  const messages = [question('u1', 'a'), failed('a1', error), question('u2', 'b'), answer('a2', 'fine')];
  const view = await views.open(chat({ messages }));
  await view.page.getByRole('alert').getByText('Overloaded.').waitFor();
  assert.equal(await view.page.getByRole('button', { name: 'Retry' }).count(), 0);
  await view.close();
});

test('a failed answer keeps the text that had arrived, and its failure is announced', async () => {
  const view = await views.open(chat({ messages: [question('u1', 'Hi')], streaming: started('a1') }));
  await view.emit(
    { type: 'delta', time: 1, events: [{ type: 'text', text: 'The first half' }] },
    {
      type: 'ended',
      time: 2,
      status: 'failed',
      error: { kind: 'network', message: 'The connection broke.', actions: ['retry'] },
    },
  );
  const article = view.page.getByRole('article', { name: 'MiMo' });
  await article.getByText('The first half').waitFor();
  await article.getByRole('alert').getByText('The connection broke.').waitFor();
  assert.equal(await view.page.getByRole('status').textContent(), 'MiMo could not answer');
  await view.close();
});

test('an interrupted answer says so and offers Retry', async () => {
  const message = answer('a1', 'Half', { status: 'interrupted' });
  const view = await views.open(chat({ messages: [question('u1', 'Hi'), message] }));
  const article = view.page.getByRole('article', { name: 'MiMo' });
  await article.getByText('Interrupted').waitFor();
  await article.getByRole('button', { name: 'Retry' }).click();
  assert.deepEqual(await view.takePosted(), [{ type: 'action', action: 'retry', messageId: 'a1' }]);
  await view.close();
});

test('reasoning is folded, counts its seconds, and stays open once opened', async () => {
  const view = await views.open(chat({ messages: [question('u1', 'Hi')], streaming: started('a1') }));
  const { page } = view;
  const button = page.getByRole('button', { name: /^Thinking/ });
  const time = await page.evaluate(() => Date.now());
  await view.emit({
    type: 'delta',
    time: time - 7_000,
    events: [{ type: 'reasoning', text: 'First I **weigh** it' }],
  });
  assert.equal(await button.getAttribute('aria-expanded'), 'false');
  assert.equal(await page.getByText('weigh').count(), 0);
  // The host's clock decides: a second event tells that it shows the same time as ours.
  await view.emit({ type: 'delta', time, events: [{ type: 'reasoning', text: ', then' }] });
  await page.getByRole('button', { name: /Thinking… [78] s/ }).waitFor();
  await button.press('Enter');
  assert.equal(await button.getAttribute('aria-expanded'), 'true');
  await page.getByText('weigh').waitFor();
  await view.emit({ type: 'delta', time: time + 5_000, events: [{ type: 'text', text: 'Done.' }] });
  await page.getByRole('button', { name: 'Thinking: Thought for 12 s' }).waitFor();
  await view.emit({ type: 'ended', time: time + 6_000, status: 'finished', finishReason: 'stop' });
  assert.equal(await button.getAttribute('aria-expanded'), 'true');
  await page.getByText('weigh').waitFor();
  await button.press('Space');
  assert.equal(await page.getByText('weigh').count(), 0);
  await view.close();
});

test('no timer and no frame is asked for while nothing streams, and none for a hidden view', async () => {
  const view = await views.open(chat({ messages: [question('u1', 'Hi')], streaming: started('a1') }));
  const time = await view.page.evaluate(() => {
    const counted = window as unknown as { frames: number; timers: number };
    counted.frames = 0;
    counted.timers = 0;
    const frame = window.requestAnimationFrame.bind(window);
    window.requestAnimationFrame = (callback) => {
      counted.frames += 1;
      return frame(callback);
    };
    const interval = window.setInterval.bind(window);
    window.setInterval = ((...args: Parameters<typeof interval>) => {
      counted.timers += 1;
      const id = interval(...args);
      return id;
    }) as typeof window.setInterval;
    const clear = window.clearInterval.bind(window);
    window.clearInterval = (id) => {
      counted.timers -= 1;
      clear(id);
    };
    return Date.now();
  });
  const counts = () =>
    view.page.evaluate(() => {
      const { frames, timers } = window as unknown as { frames: number; timers: number };
      return { frames, timers };
    });
  const hide = (hidden: boolean) =>
    view.page.evaluate((value) => {
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => value });
      document.dispatchEvent(new Event('visibilitychange'));
    }, hidden);
  const send = (text: string) =>
    view.page.evaluate(
      async ([value, now]) => {
        await new Promise((resolve) => {
          window.addEventListener('message', resolve, { once: true });
          const events = [{ type: 'reasoning', text: value }];
          window.postMessage({ type: 'delta', time: now, events }, '*');
        });
      },
      [text, time] as const,
    );

  await send('thinking');
  await view.page.getByRole('button', { name: /^Thinking…/ }).waitFor();
  await view.page.waitForFunction(() => (window as unknown as { timers: number }).timers === 1);
  await hide(true);
  await view.page.waitForFunction(() => (window as unknown as { timers: number }).timers === 0);
  const { frames } = await counts();
  await send(' hard');
  assert.deepEqual(await counts(), { frames, timers: 0 });
  await hide(false);
  await view.page.waitForFunction(() => (window as unknown as { timers: number }).timers === 1);
  await view.page.getByRole('button', { name: /^Thinking/ }).click();
  await view.page.getByText('thinking hard').waitFor();
  await view.emit({ type: 'ended', time, status: 'finished', finishReason: 'stop' });
  await view.page.waitForFunction(() => (window as unknown as { timers: number }).timers === 0);
  await view.close();
});

test('an attachment shows where it comes from and, on request, exactly what was sent', async () => {
  const attachment = {
    kind: 'selection',
    uri: 'file:///w/src/area.ts',
    path: 'src/area.ts',
    languageId: 'typescript',
    startLine: 10,
    endLine: 12,
    text: sampleCode,
  } as const;
  const text = 'Explain\n  this <b>code</b>';
  const view = await views.open(
    chat({ messages: [question('u1', text, { attachments: [attachment, { ...attachment, endLine: 10 }] })] }),
  );
  const article = view.page.getByRole('article', { name: 'You' });
  assert.equal(
    await article.locator('.question-text').evaluate((element) => (element as HTMLElement).innerText),
    text,
  );
  const chip = article.getByRole('button', { name: 'src/area.ts:10-12' });
  await article.getByRole('button', { name: 'src/area.ts:10 typescript' }).waitFor();
  assert.equal(await article.locator('pre').count(), 0);
  await chip.click();
  assert.equal(await chip.getAttribute('aria-expanded'), 'true');
  assert.equal(await article.locator('pre').textContent(), sampleCode);
  await view.close();
});

test('without messages the view shows the way to a first answer, whatever the key', async () => {
  const view = await views.open(chat({ connection: { ...connection, key: 'unknown' } }));
  const { page } = view;
  const log = page.getByRole('log');
  await log.getByRole('list', { name: 'Suggestions' }).waitFor();

  await view.emit({ type: 'connection', connection: { ...connection, key: 'missing' } });
  await log.getByRole('button', { name: 'Set API key' }).click();
  await log.getByRole('button', { name: /console/ }).click();
  assert.deepEqual(await view.takePosted(), [
    { type: 'action', action: 'setApiKey' },
    { type: 'action', action: 'openConsole' },
  ]);

  await view.emit({ type: 'connection', connection: { ...connection, key: 'lost' } });
  await log.getByText('MIMO_API_KEY').waitFor();
  await log.getByRole('button', { name: 'Set API key' }).click();
  assert.deepEqual(await view.takePosted(), [{ type: 'action', action: 'setApiKey' }]);

  await view.emit({ type: 'connection', connection });
  const first = log.getByRole('list', { name: 'Suggestions' }).getByRole('button').first();
  const text = await first.textContent();
  await first.click();
  assert.equal(await page.getByRole('textbox').inputValue(), text);
  assert.equal(await page.evaluate(() => document.activeElement?.localName), 'textarea');
  assert.deepEqual(
    (await view.takePosted()).filter(({ type }) => type === 'send'),
    [],
  );

  await view.emit({ type: 'path', keep: 0, messages: [question('u1', 'Hi')] });
  assert.equal(await log.getByRole('list', { name: 'Suggestions' }).count(), 0);
  await view.close();
});
