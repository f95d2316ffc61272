import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { ViewCommand } from '../../src/shared/contract.ts';
import { startViews, type View, type Views } from './page.ts';
import { answer, chat, question, started } from './states.ts';

let views: Views;
before(async () => {
  views = await startViews();
});
after(() => views.close());

const box = (view: View) => view.page.getByRole('textbox', { name: 'Message MiMo' });
const sent = (commands: readonly ViewCommand[]) => commands.filter((command) => command.type === 'send');
const streaming = () => chat({ messages: [question('u1', 'Hi')], streaming: started('a1') });

test('Enter sends, Shift+Enter breaks the line, and the box is empty afterwards', async () => {
  const view = await views.open(chat());
  await box(view).fill('one');
  await box(view).press('Shift+Enter');
  await box(view).pressSequentially('two');
  assert.equal(await box(view).inputValue(), 'one\ntwo');
  assert.deepEqual(sent(await view.takePosted()), []);
  await box(view).press('Enter');
  assert.deepEqual(sent(await view.takePosted()), [{ type: 'send', text: 'one\ntwo' }]);
  assert.equal(await box(view).inputValue(), '');
  await view.close();
});

test('with mimo.sendKey ctrlEnter, Enter breaks the line and Ctrl+Enter sends', async () => {
  const view = await views.open(chat({ sendKey: 'ctrlEnter' }));
  await box(view).fill('one');
  await box(view).press('Enter');
  await box(view).pressSequentially('two');
  assert.deepEqual(sent(await view.takePosted()), []);
  await box(view).press('Control+Enter');
  assert.deepEqual(sent(await view.takePosted()), [{ type: 'send', text: 'one\ntwo' }]);
  await view.emit({ type: 'sendKey', sendKey: 'enter' });
  await box(view).fill('three');
  await box(view).press('Enter');
  assert.deepEqual(sent(await view.takePosted()), [{ type: 'send', text: 'three' }]);
  await view.close();
});

test('an empty message is not sent', async () => {
  const view = await views.open(chat());
  assert.equal(await view.page.getByRole('button', { name: 'Send' }).isDisabled(), true);
  await box(view).fill(' \n ');
  await box(view).press('Enter');
  assert.equal(await view.page.getByRole('button', { name: 'Send' }).isDisabled(), true);
  assert.deepEqual(sent(await view.takePosted()), []);
  await view.close();
});

test('Enter and Escape while an input method composes neither send nor stop', async () => {
  const view = await views.open(streaming());
  await box(view).focus();
  const devtools = await view.page.context().newCDPSession(view.page);
  await devtools.send('Input.imeSetComposition', { text: 'ni hao', selectionStart: 6, selectionEnd: 6 });
  await view.page.keyboard.press('Enter');
  await view.page.keyboard.press('Escape');
  assert.deepEqual(
    (await view.takePosted()).filter(({ type }) => type === 'send' || type === 'stop'),
    [],
  );
  await devtools.send('Input.imeSetComposition', { text: 'ni hao', selectionStart: 6, selectionEnd: 6 });
  await devtools.send('Input.insertText', { text: '你好' });
  assert.match(await box(view).inputValue(), /你好/);
  await box(view).press('Enter');
  assert.equal(sent(await view.takePosted()).length, 1);
  await view.close();
});

test('key code 229 belongs to an input method even when the browser says nothing of composing', async () => {
  const view = await views.open(streaming());
  await box(view).fill('text');
  await box(view).evaluate((element) => {
    for (const key of ['Enter', 'Escape']) {
      element.dispatchEvent(
        new KeyboardEvent('keydown', { key, keyCode: 229, bubbles: true, cancelable: true }),
      );
    }
  });
  assert.deepEqual(
    (await view.takePosted()).filter(({ type }) => type === 'send' || type === 'stop'),
    [],
  );
  await view.close();
});

test('Escape and the Stop button stop a streaming answer, and the focus goes to the composer', async () => {
  const view = await views.open(streaming());
  await view.page.getByRole('log').focus();
  await view.page.keyboard.press('Escape');
  assert.deepEqual(await view.takePosted(), [{ type: 'stop' }]);
  await view.page.getByRole('button', { name: 'Stop' }).click();
  assert.deepEqual(await view.takePosted(), [{ type: 'stop' }]);
  assert.equal(await box(view).evaluate((element) => element === document.activeElement), true);
  await view.emit({ type: 'ended', time: 1, status: 'finished', finishReason: 'aborted' });
  assert.equal(await view.page.getByRole('status').textContent(), 'Answer stopped');
  await view.page.keyboard.press('Escape');
  assert.deepEqual(await view.takePosted(), []);
  await view.close();
});

test('while an answer streams a message is queued, shown, and can be taken back', async () => {
  const view = await views.open(streaming());
  await box(view).fill('next question');
  await view.page.getByRole('button', { name: 'Send' }).click();
  assert.deepEqual(sent(await view.takePosted()), [{ type: 'send', text: 'next question' }]);
  await view.emit({ type: 'queue', queue: [{ id: 'q1', text: 'next question' }] });
  const queue = view.page.getByRole('list', { name: 'Waiting to be sent' });
  await queue.getByText('next question').waitFor();
  await queue.getByRole('button', { name: 'Remove from the queue: next question' }).click();
  assert.deepEqual(await view.takePosted(), [{ type: 'unqueue', id: 'q1' }]);
  await view.emit({ type: 'queue', queue: [] });
  assert.equal(await queue.count(), 0);
  await view.close();
});

test('a draft is posted when typing pauses, and at once when the box loses the focus', async () => {
  const view = await views.open(chat());
  await box(view).pressSequentially('abc');
  assert.deepEqual(await view.posted('draft'), { type: 'draft', conversationId: 'c1', text: 'abc' });
  assert.equal((await view.takePosted()).length, 1);
  await box(view).pressSequentially('d');
  await box(view).blur();
  assert.deepEqual(await view.takePosted(), [{ type: 'draft', conversationId: 'c1', text: 'abcd' }]);
  await view.close();
});

test('New chat posts the draft of the old conversation first', async () => {
  const view = await views.open(chat());
  await box(view).fill('half a thought');
  await view.page.getByRole('button', { name: 'New chat' }).click();
  assert.deepEqual(await view.takePosted(), [
    { type: 'draft', conversationId: 'c1', text: 'half a thought' },
    { type: 'newChat' },
  ]);
  await view.emit({ type: 'snapshot', state: chat({ conversationId: 'c2' }) });
  assert.equal(await box(view).inputValue(), '');
  await view.emit({ type: 'snapshot', state: chat({ draft: 'half a thought' }) });
  assert.equal(await box(view).inputValue(), 'half a thought');
  await view.close();
});

test('a draft that the host never got survives a reload, and the host gets it then', async () => {
  const view = await views.open(chat());
  await box(view).fill('typed a moment ago');
  await view.page.reload();
  await view.posted('ready');
  await view.takePosted();
  await view.emit({ type: 'snapshot', state: chat() });
  assert.equal(await box(view).inputValue(), 'typed a moment ago');
  assert.deepEqual(await view.takePosted(), [
    { type: 'draft', conversationId: 'c1', text: 'typed a moment ago' },
  ]);
  await view.close();
});

test('a message that was sent into nothing comes back as a draft, one that arrived does not', async () => {
  const view = await views.open(chat());
  await box(view).fill('lost on the way');
  await box(view).press('Enter');
  await view.page.reload();
  await view.posted('ready');
  await view.emit({ type: 'snapshot', state: chat() });
  assert.equal(await box(view).inputValue(), 'lost on the way');
  await box(view).press('Enter');
  await view.page.reload();
  await view.posted('ready');
  await view.emit({ type: 'snapshot', state: chat({ messages: [question('u1', 'lost on the way')] }) });
  assert.equal(await box(view).inputValue(), '');
  await view.close();
});

test('a draft that the host hands back does not replace what was typed meanwhile', async () => {
  const view = await views.open(chat());
  await box(view).fill('refused');
  await box(view).press('Enter');
  await box(view).pressSequentially('typed on');
  await view.emit({ type: 'draft', text: 'refused' });
  assert.equal(await box(view).inputValue(), 'refused\ntyped on');
  await view.close();
});

test('the draft of a snapshot and of the host fill the box; the box grows with its text up to a limit', async () => {
  const view = await views.open(chat({ draft: 'from before' }));
  assert.equal(await box(view).inputValue(), 'from before');
  const height = async () => (await box(view).boundingBox())?.height ?? 0;
  const one = await height();
  await view.emit({ type: 'draft', text: 'a\nb\nc' });
  assert.equal(await box(view).inputValue(), 'a\nb\nc');
  const three = await height();
  await box(view).fill('line\n'.repeat(100));
  const many = await height();
  assert.ok(one < three && three < many && many <= 160, `${one} ${three} ${many}`);
  await view.close();
});

test('Model, protocol and thinking show what the next request uses and ask the host to change it', async () => {
  const view = await views.open(chat());
  const { page } = view;
  await page.getByRole('button', { name: 'Model: mimo-v2.6-pro' }).click();
  await page.getByRole('button', { name: 'Protocol: OpenAI' }).click();
  const thinking = page.getByRole('switch', { name: 'Thinking mode' });
  assert.equal(await thinking.isChecked(), true);
  await thinking.click();
  assert.deepEqual(await view.takePosted(), [
    { type: 'pickModel' },
    { type: 'setProtocol', protocol: 'anthropic' },
    { type: 'setThinking', thinking: false },
  ]);
  const changed = { ...chat().connection, protocol: 'anthropic' as const, thinking: false, model: 'other' };
  await view.emit({ type: 'connection', connection: changed });
  await page.getByRole('button', { name: 'Protocol: Anthropic' }).waitFor();
  await page.getByRole('button', { name: 'Model: other' }).waitFor();
  assert.equal(await thinking.isChecked(), false);
  await view.close();
});

test('Regenerate stands under the last answer only, and not while one streams', async () => {
  const messages = [question('u1', 'a'), answer('a1', 'x'), question('u2', 'b'), answer('a2', 'y')];
  const view = await views.open(chat({ messages }));
  await view.page.getByRole('button', { name: 'Regenerate' }).click();
  assert.deepEqual(await view.takePosted(), [{ type: 'regenerate', messageId: 'a2' }]);
  await view.emit({ type: 'path', keep: 3, messages: [] }, { type: 'started', message: started('a3') });
  assert.equal(await view.page.getByRole('button', { name: 'Regenerate' }).count(), 0);
  await view.close();
});

test('the host moves the focus to the composer and to the last message', async () => {
  const view = await views.open(chat({ messages: [question('u1', 'a'), answer('a1', 'x')] }));
  const focused = () =>
    view.page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? undefined);
  await view.emit({ type: 'focus', target: 'composer' });
  await view.page.waitForFunction(() => document.activeElement?.localName === 'textarea');
  await view.emit({ type: 'focus', target: 'lastMessage' });
  await view.page.waitForFunction(() => document.activeElement?.localName === 'article');
  assert.equal(await focused(), 'MiMo');
  await view.close();
});
