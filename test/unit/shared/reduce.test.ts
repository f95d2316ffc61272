import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AssistantMessage, ChatState, UserMessage } from '../../../src/shared/chatState.ts';
import type { HostEvent } from '../../../src/shared/contract.ts';
import { answerText, foldStreamEvent, reasoningText, reduce } from '../../../src/shared/reduce.ts';
import type { StreamEvent } from '../../../src/mimo/types.ts';

const connection = { key: 'present', host: 'h', protocol: 'openai', model: 'm', thinking: true } as const;
const empty: ChatState = {
  conversationId: 'c1',
  messages: [],
  queue: [],
  draft: '',
  connection,
  sendKey: 'enter',
};
const question: UserMessage = { role: 'user', id: 'u1', time: 1, text: 'Hi', attachments: [] };
const begun: AssistantMessage = {
  role: 'assistant',
  id: 'a1',
  time: 1,
  protocol: 'openai',
  model: 'm',
  status: 'streaming',
  parts: [],
  citations: [],
};

function fold(events: readonly HostEvent[], state = empty): ChatState {
  return events.reduce(reduce, state);
}

function stream(...events: readonly StreamEvent[]): AssistantMessage {
  return events.reduce((message, event, index) => foldStreamEvent(message, event, 100 * (index + 1)), begun);
}

test('a whole answer goes from started to the end of the messages', () => {
  const state = fold([
    { type: 'path', keep: 0, messages: [question] },
    { type: 'started', message: begun },
    { type: 'delta', time: 10, events: [{ type: 'reasoning', text: 'Hm' }] },
    {
      type: 'delta',
      time: 20,
      events: [
        { type: 'text', text: 'Hel' },
        { type: 'text', text: 'lo' },
      ],
    },
    { type: 'delta', time: 30, events: [{ type: 'finish', reason: 'stop' }] },
    { type: 'ended', time: 40, status: 'finished' },
  ]);
  assert.equal(state.streaming, undefined);
  assert.equal('streaming' in state, false);
  const [, answer] = state.messages;
  assert.deepEqual(answer, {
    ...begun,
    status: 'finished',
    finishReason: 'stop',
    endedAt: 40,
    parts: [
      { type: 'reasoning', text: 'Hm', startedAt: 10, endedAt: 20 },
      { type: 'text', text: 'Hello' },
    ],
  });
});

test('an end closes reasoning that nothing followed, and adds the error and the reason of the end', () => {
  const error = { kind: 'network', message: 'gone', actions: ['retry'] } as const;
  const state = fold([
    { type: 'started', message: begun },
    { type: 'delta', time: 10, events: [{ type: 'reasoning', text: 'Hm' }] },
    { type: 'ended', time: 25, status: 'failed', finishReason: 'aborted', error },
  ]);
  const answer = state.messages[0] as AssistantMessage;
  assert.deepEqual(answer.parts, [{ type: 'reasoning', text: 'Hm', startedAt: 10, endedAt: 25 }]);
  assert.deepEqual(answer.error, error);
  assert.equal(answer.finishReason, 'aborted');
  assert.equal(answer.status, 'failed');
});

test('path keeps the first messages and puts the new ones after them', () => {
  const other = { ...question, id: 'u2' };
  const state = fold([
    { type: 'path', keep: 0, messages: [question, other] },
    { type: 'path', keep: 1, messages: [{ ...question, id: 'u3' }] },
  ]);
  assert.deepEqual(
    state.messages.map(({ id }) => id),
    ['u1', 'u3'],
  );
});

test('deltas and an end without a streaming message change nothing', () => {
  assert.equal(reduce(empty, { type: 'delta', time: 1, events: [{ type: 'text', text: 'x' }] }), empty);
  assert.equal(reduce(empty, { type: 'ended', time: 1, status: 'finished' }), empty);
  assert.equal(reduce(empty, { type: 'focus', target: 'composer' }), empty);
});

test('a token leaves the finished messages untouched', () => {
  const before = fold([
    { type: 'path', keep: 0, messages: [question] },
    { type: 'started', message: begun },
  ]);
  const after = reduce(before, { type: 'delta', time: 1, events: [{ type: 'text', text: 'x' }] });
  assert.equal(after.messages, before.messages);
});

test('snapshot, queue, draft, connection and sendKey replace what they name', () => {
  const queue = [{ id: 'q', text: 'later' }];
  const changed = { ...connection, model: 'other' };
  const state = fold([
    { type: 'queue', queue },
    { type: 'draft', text: 'half' },
    { type: 'connection', connection: changed },
    { type: 'sendKey', sendKey: 'ctrlEnter' },
  ]);
  assert.deepEqual(state, { ...empty, queue, draft: 'half', connection: changed, sendKey: 'ctrlEnter' });
  assert.equal(reduce(state, { type: 'snapshot', state: empty }), empty);
});

test('reasoning grows until its signature; what follows is a block of its own', () => {
  const message = stream(
    { type: 'reasoning', text: 'a' },
    { type: 'reasoning', text: 'b' },
    { type: 'reasoningSignature', signature: 's1' },
    { type: 'reasoningSignature', signature: 's2' },
    { type: 'reasoning', text: 'c' },
    { type: 'text', text: 't' },
  );
  assert.deepEqual(message.parts.slice(0, 2), [
    { type: 'reasoning', text: 'ab', signature: 's1s2', startedAt: 100 },
    { type: 'reasoning', text: 'c', startedAt: 500, endedAt: 600 },
  ]);
  assert.equal(reasoningText(message), 'abc');
  assert.equal(answerText(message), 't');
});

test('tool calls that are open at once keep their own arguments', () => {
  const message = stream(
    { type: 'toolCallStart', index: 0, id: 'x', name: 'read' },
    { type: 'toolCallDelta', index: 0, arguments: '{"a"' },
    { type: 'toolCallStart', index: 1, id: 'y', name: 'write' },
    { type: 'toolCallDelta', index: 1, arguments: '{}' },
    { type: 'toolCallDelta', index: 0, arguments: ':1}' },
  );
  assert.deepEqual(message.parts, [
    { type: 'toolCall', id: 'x', name: 'read', arguments: '{"a":1}' },
    { type: 'toolCall', id: 'y', name: 'write', arguments: '{}' },
  ]);
});

test('the last usage wins, citations add up, and the service names the model', () => {
  const message = stream(
    { type: 'start', model: 'mimo-real' },
    { type: 'start' },
    { type: 'usage', usage: { inputTokens: 1, outputTokens: 0 } },
    { type: 'usage', usage: { inputTokens: 2, outputTokens: 3 } },
    { type: 'citation', url: 'https://a' },
    { type: 'citation', url: 'https://b', title: 'B' },
  );
  assert.equal(message.model, 'mimo-real');
  assert.deepEqual(message.usage, { inputTokens: 2, outputTokens: 3 });
  assert.deepEqual(message.citations, [{ url: 'https://a' }, { url: 'https://b', title: 'B' }]);
});
