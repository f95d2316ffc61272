import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { HostEvent } from '../../src/shared/contract.ts';
import { startViews, type View, type Views } from './page.ts';
import { answer, chat, question, started } from './states.ts';

let views: Views;
before(async () => {
  views = await startViews();
});
after(() => views.close());

const lines = (count: number) =>
  Array.from({ length: count }, (_, index) => `Paragraph ${index}.`).join('\n\n');
const grow = (): HostEvent => ({
  type: 'delta',
  time: 1,
  events: [{ type: 'text', text: `\n\n${lines(6)}` }],
});

async function openLong(): Promise<View> {
  const streaming = { ...started('a2'), parts: [{ type: 'text' as const, text: lines(10) }] };
  return views.open(
    chat({ messages: [question('u1', 'Hi'), answer('a1', lines(40)), question('u2', 'More')], streaming }),
  );
}

const log = (view: View) => view.page.getByRole('log');
const pill = (view: View) => view.page.getByRole('button', { name: 'Jump to latest' });
const top = (view: View) => log(view).evaluate((element) => element.scrollTop);
const gap = (view: View) =>
  log(view).evaluate((element) =>
    Math.round(element.scrollHeight - element.clientHeight - element.scrollTop),
  );

const waysUp: Readonly<Record<string, (view: View) => Promise<void>>> = {
  'the wheel': async (view) => {
    await log(view).hover();
    await view.page.mouse.wheel(0, -30);
  },
  'the keyboard': async (view) => {
    await log(view).focus();
    // The browser animates it.
    const ended = log(view).evaluate(
      (element) => new Promise<void>((resolve) => element.addEventListener('scrollend', () => resolve())),
    );
    await view.page.keyboard.press('PageUp');
    await ended;
  },
  'the scrollbar': async (view) => {
    await log(view).evaluate((element) => {
      element.scrollTop -= 200;
    });
  },
  'selecting text': async (view) => {
    const paragraph = log(view).locator('p', { hasText: 'Paragraph 9.' }).last();
    const place = await paragraph.boundingBox();
    assert.ok(place);
    await view.page.mouse.move(place.x + 4, place.y + 8);
    await view.page.mouse.down();
    await view.page.mouse.move(place.x + 50, place.y + 8, { steps: 4 });
  },
};

for (const [name, goUp] of Object.entries(waysUp)) {
  test(`going up by ${name} ends following: nothing moves, and the pill leads back`, async () => {
    const view = await openLong();
    assert.equal(await gap(view), 0);
    await view.emit(grow());
    assert.equal(await gap(view), 0);
    assert.equal(await pill(view).count(), 0);

    await goUp(view);
    await view.emit(grow());
    await pill(view).waitFor();
    const before = await top(view);
    await view.emit(grow(), grow());
    assert.equal(await top(view), before);
    await view.page.mouse.up();

    await pill(view).click();
    assert.equal(await gap(view), 0);
    await view.emit(grow());
    assert.equal(await gap(view), 0);
    assert.equal(await pill(view).count(), 0);
    await view.close();
  });
}

test('scrolling down to the end follows again', async () => {
  const view = await openLong();
  await log(view).hover();
  await view.page.mouse.wheel(0, -300);
  await pill(view).waitFor();
  await view.page.mouse.wheel(0, 2_000);
  await pill(view).waitFor({ state: 'detached' });
  await view.emit(grow());
  assert.equal(await gap(view), 0);
  await view.close();
});

test('an own message leads to the end, the end of an answer does not', async () => {
  const view = await openLong();
  await log(view).hover();
  await view.page.mouse.wheel(0, -400);
  await pill(view).waitFor();
  const before = await top(view);
  await view.emit({ type: 'ended', time: 1, status: 'finished', finishReason: 'stop' });
  assert.equal(await top(view), before);
  await view.emit({ type: 'path', keep: 4, messages: [question('u3', lines(3))] });
  await pill(view).waitFor({ state: 'detached' });
  assert.equal(await gap(view), 0);
  await view.close();
});

test('a view that changes its size keeps the end in sight while following', async () => {
  const view = await openLong();
  await view.page.setViewportSize({ width: 300, height: 400 });
  await view.page.waitForFunction(() => document.documentElement.clientWidth === 300);
  await view.emit();
  assert.equal(await gap(view), 0);
  await view.page.getByRole('textbox').fill('a\nb\nc\nd');
  await view.emit();
  assert.equal(await gap(view), 0);
  await view.close();
});

test('folding something open far up does not move what is being read', async () => {
  const view = await views.open(
    chat({
      messages: [
        question('u1', 'Hi'),
        answer('a1', lines(60), {
          parts: [
            { type: 'reasoning', text: lines(20), startedAt: 0, endedAt: 1_000 },
            { type: 'text', text: lines(60) },
          ],
        }),
      ],
    }),
  );
  await log(view).evaluate((element) => {
    element.scrollTop = 0;
  });
  const button = view.page.getByRole('button', { name: /^Thinking/ });
  const place = await button.boundingBox();
  await button.click();
  await view.emit();
  assert.deepEqual(await button.boundingBox(), place);
  await view.close();
});

test('a page that was taken away and made again shows what was being read', async () => {
  const view = await openLong();
  await log(view).evaluate(
    (element) =>
      new Promise<void>((resolve) => {
        element.addEventListener('scrollend', () => resolve(), { once: true });
        element.scrollTop = 333;
      }),
  );
  const before = await top(view);
  const messages = [question('u1', 'Hi'), answer('a1', lines(40)), question('u2', 'More')];
  const again = async (conversationId: string) => {
    await view.page.reload();
    await view.posted('ready');
    await view.emit({ type: 'snapshot', state: chat({ conversationId, messages }) });
  };
  await again('c1');
  assert.equal(await top(view), before);
  await pill(view).waitFor();
  await again('another');
  assert.equal(await gap(view), 0);
  await again('c1');
  assert.equal(await gap(view), 0);
  await view.close();
});
