import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { decodeConversation, encodeRecord } from '../../../src/chat/archive.ts';
import { pathTo } from '../../../src/chat/conversation.ts';
import { MimoError } from '../../../src/mimo/errors.ts';
import { reduce } from '../../../src/shared/reduce.ts';
import { answer, fakeSession, until } from './fakeSession.ts';

suite('chat session', () => {
  test('an answer is streamed, returned and joins the conversation', async () => {
    const { session } = fakeSession([answer('Hello!')]);
    const result = await session.send('Hi');
    assert.equal(result.text, 'Hello!');
    assert.equal(result.reasoning, 'Hmm.');
    assert.equal(result.finishReason, 'stop');
    assert.deepEqual(result.usage, { inputTokens: 3, outputTokens: 5 });
    assert.deepEqual(
      session.state.messages.map((message) => message.role),
      ['user', 'assistant'],
    );
    assert.equal(session.state.streaming, undefined);
  });

  test('a view that folds the events arrives at the same state', async () => {
    const { session, events } = fakeSession([answer('One'), answer('Two')]);
    let view = session.state;
    await session.send('first');
    await session.send('second');
    for (const event of events) view = reduce(view, event);
    assert.deepEqual(view, session.state);
  });

  test('the next request carries the conversation so far', async () => {
    const { session, requests } = fakeSession([answer('One'), answer('Two')]);
    await session.send('first');
    await session.send('second');
    assert.deepEqual(
      requests[1]?.messages.map((message) => message.role),
      ['user', 'assistant', 'user'],
    );
  });

  test('stop keeps what has arrived and is no error', async () => {
    const { session } = fakeSession([{ events: [{ type: 'text', text: 'Half' }], hang: true }]);
    const sent = session.send('Hi');
    await until(() => session.state.streaming?.parts.length === 1);
    await session.stop();
    const result = await sent;
    assert.equal(result.text, 'Half');
    assert.equal(result.finishReason, 'aborted');
    assert.equal(result.error, undefined);
  });

  test('a failure keeps what has arrived, inside its message', async () => {
    const { session } = fakeSession([
      { events: [{ type: 'text', text: 'Half' }], error: new MimoError('protocol', 'cut') },
    ]);
    const result = await session.send('Hi');
    assert.equal(result.text, 'Half');
    assert.equal(result.error?.kind, 'protocol');
    const last = session.state.messages.at(-1);
    assert.ok(last?.role === 'assistant');
    assert.equal(last.status, 'failed');
    assert.equal(last.error?.message, 'cut');
  });

  test('without a connection nothing is sent and the text goes back into the draft', async () => {
    const { session, requests } = fakeSession([], {
      open: () => Promise.resolve({ error: { kind: 'auth', message: 'No key', actions: ['setApiKey'] } }),
    });
    const result = await session.send('A long question');
    assert.equal(result.error?.kind, 'auth');
    assert.equal(result.messageId, undefined);
    assert.equal(session.state.draft, 'A long question');
    assert.equal(session.state.messages.length, 0);
    assert.equal(requests.length, 0);
  });

  test('a second message waits for the first answer', async () => {
    const { session, requests } = fakeSession([answer('One'), answer('Two')]);
    const first = session.send('first');
    const second = session.send('second');
    assert.deepEqual(
      session.state.queue.map((queued) => queued.text),
      ['second'],
    );
    assert.equal((await first).text, 'One');
    assert.equal((await second).text, 'Two');
    assert.equal(requests.length, 2);
    assert.deepEqual(session.state.queue, []);
  });

  test('after Stop the queued message goes next', async () => {
    const { session } = fakeSession([
      { events: [{ type: 'text', text: 'Half' }], hang: true },
      answer('Two'),
    ]);
    const first = session.send('first');
    const second = session.send('second');
    await until(() => session.state.streaming !== undefined);
    await session.stop();
    assert.equal((await first).finishReason, 'aborted');
    assert.equal((await second).text, 'Two');
  });

  test('after a failure queued messages are not sent but go back into the draft', async () => {
    const { session, requests } = fakeSession([{ events: [], error: new MimoError('balance', 'empty') }]);
    const first = session.send('first');
    const second = session.send('second');
    assert.equal((await first).error?.kind, 'balance');
    assert.equal((await second).error?.kind, 'balance');
    assert.equal((await second).messageId, (await first).messageId, 'The error stands in one message only.');
    assert.equal(session.state.draft, 'second');
    assert.equal(requests.length, 1);
  });

  test('after a failure a queued command about code leaves the draft alone: it can be run again', async () => {
    const { session } = fakeSession([{ events: [], error: new MimoError('balance', 'empty') }]);
    const first = session.send('first');
    const code = {
      kind: 'selection',
      uri: 'file:///a.ts',
      path: 'a.ts',
      languageId: 'typescript',
      startLine: 1,
      endLine: 1,
      text: 'a',
    } as const;
    const explained = session.send('Explain this code.', [code]);
    const typed = session.send('typed');
    await first;
    assert.equal((await explained).error?.kind, 'balance');
    assert.equal((await typed).error?.kind, 'balance');
    assert.equal(session.state.draft, 'typed');
  });

  test('a queued message can be taken back', async () => {
    const { session, requests } = fakeSession([answer('One')]);
    const first = session.send('first');
    const second = session.send('second');
    session.unqueue(session.state.queue[0]?.id ?? '');
    assert.equal((await second).finishReason, 'aborted');
    await first;
    assert.equal(requests.length, 1);
  });

  test('regenerate gives a sibling and keeps the first answer in the tree', async () => {
    const { session, records, requests } = fakeSession([answer('One'), answer('Two')]);
    const first = await session.send('Hi');
    const second = await session.regenerate(first.messageId ?? '');
    assert.equal(second?.text, 'Two');
    assert.equal(session.state.messages.length, 2);
    assert.equal(requests[1]?.messages.length, 1);
    const stored = decodeConversation('c1', [
      [{ type: 'segment', version: 1, conversationId: 'c1', time: 1 } as const, ...records]
        .map(encodeRecord)
        .join(''),
    ]);
    assert.ok(stored);
    assert.equal(stored.messages.size, 3);
    assert.deepEqual(pathTo(stored, stored.leafId).length, 2);
    assert.equal(stored.leafId, second?.messageId);
  });

  test('a second answer that fails before its first word leaves the first one in sight', async () => {
    const { session, records } = fakeSession([
      answer('One'),
      { events: [], error: new MimoError('auth', 'refused') },
    ]);
    const first = await session.send('Hi');
    const second = await session.regenerate(first.messageId ?? '');
    assert.equal(second?.error?.kind, 'auth');
    assert.equal(second?.messageId, undefined);
    assert.equal(session.state.messages.at(-1)?.id, first.messageId);
    assert.deepEqual(records.at(-1), { type: 'leaf', id: first.messageId });
  });

  test('a second answer that fails after some words is shown with its error', async () => {
    const { session } = fakeSession([
      answer('One'),
      { events: [{ type: 'text', text: 'Half' }], error: new MimoError('protocol', 'cut') },
    ]);
    const first = await session.send('Hi');
    const second = await session.regenerate(first.messageId ?? '');
    assert.equal(second?.text, 'Half');
    assert.equal(session.state.messages.at(-1)?.id, second?.messageId);
  });

  test('Stop ends the wait for a connection, and the text goes back into the draft', async () => {
    const { session, requests } = fakeSession([], { open: () => new Promise(() => undefined) });
    const sent = session.send('A long question');
    await session.stop();
    assert.equal((await sent).finishReason, 'aborted');
    assert.equal(session.state.draft, 'A long question');
    assert.equal(requests.length, 0);
    assert.equal(session.isBusy, false);
  });

  test('regenerate refuses while an answer streams and for a message of the user', async () => {
    const { session } = fakeSession([answer('One')]);
    const sent = session.send('Hi');
    assert.equal(session.regenerate('anything'), undefined);
    await sent;
    assert.equal(session.regenerate(session.state.messages[0]?.id ?? ''), undefined);
  });

  test('what is streamed reaches the record before the answer ends', async () => {
    const { session, records } = fakeSession([{ events: [{ type: 'text', text: 'Half' }], hang: true }]);
    const sent = session.send('Hi');
    await until(() => session.state.streaming?.parts.length === 1);
    session.flush();
    const text = [{ type: 'segment', version: 1, conversationId: 'c1', time: 1 } as const, ...records]
      .map(encodeRecord)
      .join('');
    const stored = decodeConversation('c1', [text]);
    const last = stored && pathTo(stored, stored.leafId).at(-1);
    assert.ok(last?.role === 'assistant');
    assert.equal(last.status, 'interrupted');
    assert.deepEqual(last.parts, [{ type: 'text', text: 'Half' }]);
    await session.stop();
    await sent;
  });

  test('a choice of model is recorded with the conversation', () => {
    const { session, records } = fakeSession([]);
    session.setChoice({ model: 'mimo-v2.6-flash', thinking: false });
    assert.deepEqual(records, [{ type: 'choice', choice: { model: 'mimo-v2.6-flash', thinking: false } }]);
  });
});
