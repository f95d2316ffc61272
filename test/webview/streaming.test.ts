import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { StreamEvent } from '../../src/mimo/types.ts';
import type { HostEvent } from '../../src/shared/contract.ts';
import { startViews, type Views } from './page.ts';
import { longMarkdown } from './samples.ts';
import { answer, chat, question, started } from './states.ts';

let views: Views;
before(async () => {
  views = await startViews();
});
after(() => views.close());

const delta = (time: number, ...events: readonly StreamEvent[]): HostEvent => ({
  type: 'delta',
  time,
  events,
});
const text = (value: string): StreamEvent => ({ type: 'text', text: value });

test('an answer appears piece by piece, in order, and its end is announced once', async () => {
  const view = await views.open(chat());
  const { page } = view;
  const log = page.getByRole('log', { name: 'Conversation' });
  assert.equal(await log.getAttribute('aria-live'), 'off');

  await view.emit(
    { type: 'path', keep: 0, messages: [question('u1', 'Why is the sky blue?')] },
    { type: 'started', message: started('a1') },
  );
  assert.deepEqual(
    await log
      .getByRole('article')
      .all()
      .then((all) => all.length),
    2,
  );
  await log.getByRole('article', { name: 'You' }).getByText('Why is the sky blue?').waitFor();
  const answerArticle = log.getByRole('article', { name: 'MiMo' });
  await answerArticle.getByText('Waiting for MiMo').waitFor();
  await page.getByRole('button', { name: 'Stop' }).waitFor();
  const status = page.getByRole('status');
  assert.equal(await status.textContent(), '');

  const pieces = ['Light ', 'is **scat', 'tered**', ' by air.\n\n', '- short', ' waves\n- most'];
  for (const piece of pieces) await view.emit(delta(2_000, text(piece)));
  assert.equal(await answerArticle.locator('strong').textContent(), 'scattered');
  assert.deepEqual(await answerArticle.locator('li').allTextContents(), ['short waves', 'most']);
  assert.equal(await status.textContent(), '');

  await view.emit(
    delta(
      3_000,
      { type: 'usage', usage: { inputTokens: 1234, outputTokens: 56 } },
      { type: 'finish', reason: 'stop' },
    ),
    { type: 'ended', time: 3_000, status: 'finished' },
  );
  assert.equal(await status.textContent(), 'MiMo answered');
  assert.equal(await page.getByRole('button', { name: 'Stop' }).count(), 0);
  await answerArticle.getByText('mimo-v2.6-pro · 1,234 in · 56 out').waitFor();
  await view.close();
});

test('the article of an answer stays the same element when it ends', async () => {
  const view = await views.open(chat({ messages: [question('u1', 'Hi')], streaming: started('a1') }));
  const article = await view.page.getByRole('article', { name: 'MiMo' }).elementHandle();
  await view.emit(delta(1, text('Hello')), {
    type: 'ended',
    time: 2,
    status: 'finished',
    finishReason: 'stop',
  });
  assert.equal(
    await article?.evaluate((element) => element.isConnected && element.textContent?.includes('Hello')),
    true,
  );
  await view.close();
});

test('a selection inside the growing paragraph is kept while the answer streams', async () => {
  const view = await views.open(chat({ messages: [question('u1', 'Hi')], streaming: started('a1') }));
  await view.emit(delta(1, text('First paragraph.\n\nThe second one gro')));
  await view.page.evaluate(() => {
    const node = document.querySelector('.markdown p:last-child')?.firstChild;
    if (node) getSelection()?.setBaseAndExtent(node, 4, node, 10);
  });
  for (const piece of ['ws and', ' grows **with bold**', ' text.\n\nA third.'])
    await view.emit(delta(2, text(piece)));
  await view.emit({ type: 'ended', time: 3, status: 'finished', finishReason: 'stop' });
  assert.equal(await view.page.evaluate(() => getSelection()?.toString()), 'second');
  await view.close();
});

test('events that arrive in one frame are drawn once', async () => {
  const view = await views.open(chat({ messages: [question('u1', 'Hi')], streaming: started('a1') }));
  await view.emit(delta(1, text('x')));
  const draws = await view.page.evaluate(async () => {
    let count = 0;
    const target = document.querySelector('[role=log]');
    if (!target) return -1;
    const observer = new MutationObserver(() => (count += 1));
    observer.observe(target, { subtree: true, characterData: true, childList: true });
    await new Promise(requestAnimationFrame);
    for (let index = 0; index < 50; index += 1) {
      window.postMessage({ type: 'delta', time: 2, events: [{ type: 'text', text: `w${index} ` }] }, '*');
    }
    await new Promise((resolve) => setTimeout(resolve));
    await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
    observer.disconnect();
    return count;
  });
  assert.match((await view.page.getByRole('article', { name: 'MiMo' }).textContent()) ?? '', /w0 .*w49/);
  assert.ok(draws >= 1 && draws <= 2, `drawn ${draws} times`);
  await view.close();
});

test('a token touches the open block and nothing else', async () => {
  const messages = [question('u1', 'Hi'), answer('a1', longMarkdown), question('u2', 'More')];
  const view = await views.open(chat({ messages, streaming: started('a2') }));
  await view.emit(delta(1, text(`${longMarkdown}\n\nThe last`)));
  await view.page.locator('.hljs-keyword').first().waitFor();
  await view.page.evaluate(() => {
    const target = document.querySelector('main');
    const seen = window as unknown as { touched: string[] };
    seen.touched = [];
    const observer = new MutationObserver((records) => {
      for (const { target: node } of records) {
        const block = (node instanceof Element ? node : node.parentElement)?.closest('.markdown > *');
        seen.touched.push(block?.textContent ?? node.nodeName);
      }
    });
    if (target)
      observer.observe(target, { subtree: true, characterData: true, childList: true, attributes: true });
  });
  for (const piece of [' paragraph', ' grows', ' a bit']) await view.emit(delta(2, text(piece)));
  const touched = await view.page.evaluate(() => (window as unknown as { touched: string[] }).touched);
  assert.deepEqual(touched, [
    'The last paragraph',
    'The last paragraph grows',
    'The last paragraph grows a bit',
  ]);
  await view.close();
});

test('an answer that was streaming when the view was made goes on from the snapshot', async () => {
  const partial = { ...started('a1'), parts: [{ type: 'text' as const, text: 'Half of ' }] };
  const view = await views.open(chat({ messages: [question('u1', 'Hi')], streaming: partial }));
  await view.emit(delta(1, text('an answer')));
  await view.page.getByRole('article', { name: 'MiMo' }).getByText('Half of an answer').waitFor();
  await view.close();
});

test('each way in which an answer can end has its note', async () => {
  const cases = [
    [answer('a', 'x', { finishReason: 'aborted' }), 'Stopped'],
    [answer('a', 'x', { finishReason: 'length' }), 'Reached its length limit'],
    [answer('a', 'x', { finishReason: 'contentFilter' }), 'Ended by the content filter of the service'],
    [answer('a', 'x', { finishReason: 'repetition' }), 'Ended by the service because it repeated itself'],
    [answer('a', ''), 'MiMo sent an empty answer'],
  ] as const;
  const view = await views.open(chat());
  for (const [message, note] of cases) {
    await view.emit({ type: 'snapshot', state: chat({ messages: [question('u', 'Hi'), message] }) });
    assert.equal(await view.page.locator('.ending').textContent(), note);
  }
  await view.close();
});
