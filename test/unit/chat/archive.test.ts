import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { type ArchiveRecord, decodeConversation, encodeRecord } from '../../../src/chat/archive.ts';
import { pathTo } from '../../../src/chat/conversation.ts';
import type { AssistantMessage, UserMessage } from '../../../src/shared/chatState.ts';

const segment: ArchiveRecord = { type: 'segment', version: 1, conversationId: 'c', time: 5 };
const question: UserMessage = { role: 'user', id: 'q', time: 6, text: '问题 🙂', attachments: [] };
const started: AssistantMessage = {
  role: 'assistant',
  id: 'a',
  parentId: 'q',
  time: 7,
  protocol: 'anthropic',
  model: 'mimo-v2.6-pro',
  status: 'streaming',
  parts: [],
  citations: [],
};
const records: readonly ArchiveRecord[] = [
  segment,
  { type: 'message', message: question },
  { type: 'message', message: started },
  { type: 'delta', id: 'a', time: 8, events: [{ type: 'reasoning', text: 'Think' }] },
  { type: 'delta', id: 'a', time: 9, events: [{ type: 'text', text: 'Answer' }] },
  { type: 'ended', id: 'a', time: 10, status: 'finished', finishReason: 'stop' },
];

function write(some: readonly ArchiveRecord[]): string {
  return some.map(encodeRecord).join('');
}

suite('archive', () => {
  test('a conversation comes back as it was written', () => {
    const read = decodeConversation('c', [write(records)]);
    assert.ok(read);
    assert.equal(read.createdAt, 5);
    assert.deepEqual(pathTo(read, read.leafId), [
      question,
      {
        ...started,
        status: 'finished',
        finishReason: 'stop',
        endedAt: 10,
        parts: [
          { type: 'reasoning', text: 'Think', startedAt: 8, endedAt: 9 },
          { type: 'text', text: 'Answer' },
        ],
      },
    ]);
  });

  test('an answer without its end is interrupted and keeps its text', () => {
    const read = decodeConversation('c', [write(records.slice(0, -1))]);
    const last = read && pathTo(read, read.leafId).at(-1);
    assert.ok(last?.role === 'assistant');
    assert.equal(last.status, 'interrupted');
    assert.equal(last.parts.length, 2);
    assert.equal(last.endedAt, 9);
  });

  test('thinking that was cut off ends when its last words came', () => {
    const thinking: ArchiveRecord = {
      type: 'delta',
      id: 'a',
      time: 9,
      events: [{ type: 'reasoning', text: '…' }],
    };
    const read = decodeConversation('c', [write([...records.slice(0, 4), thinking])]);
    const last = read && pathTo(read, read.leafId).at(-1);
    assert.ok(last?.role === 'assistant');
    assert.deepEqual(last.parts, [{ type: 'reasoning', text: 'Think…', startedAt: 8, endedAt: 9 }]);
  });

  test('a file cut at any byte is readable up to its last whole line', () => {
    const bytes = new TextEncoder().encode(write(records));
    const ends = records.map((_record, i) => {
      const lines = new TextEncoder().encode(write(records.slice(0, i + 1)));
      return lines.length - 1;
    });
    const firstLine = new TextEncoder().encode(write([segment])).length;
    for (let length = firstLine; length < bytes.length; length += 1) {
      const read = decodeConversation('c', [new TextDecoder().decode(bytes.subarray(0, length))]);
      assert.ok(read, `cut at ${length}`);
      // A line that lacks only its line break is whole.
      const whole = ends.filter((end) => end <= length).length;
      assert.equal(read.messages.size, Math.min(2, whole - 1), `cut at ${length}`);
    }
  });

  test('a torn line in the middle, a foreign line and damaged records are passed over', () => {
    const damage = [
      '{"type":"mess',
      'not json',
      '42',
      'null',
      '{"type":"message"}',
      '{"type":"message","message":{"id":"x","role":"assistant"}}',
      '{"type":"delta","id":"a","time":1,"events":[null]}',
      '{"type":"ended","id":"nobody","time":1,"status":"finished"}',
      '{"type":"later","something":1}',
      '{"type":"choice"}',
    ].join('\n');
    const text = `${write(records.slice(0, 3))}${damage}\n${write(records.slice(3))}`;
    assert.deepEqual(decodeConversation('c', [text]), decodeConversation('c', [write(records)]));
  });

  test('segments of two windows are merged', () => {
    const second: UserMessage = {
      role: 'user',
      id: 'q2',
      parentId: 'a',
      time: 20,
      text: 'more',
      attachments: [],
    };
    const read = decodeConversation('c', [
      write(records),
      write([
        { ...segment, time: 19 },
        { type: 'message', message: second },
      ]),
    ]);
    assert.ok(read);
    assert.deepEqual(
      pathTo(read, read.leafId).map((message) => message.id),
      ['q', 'a', 'q2'],
    );
  });

  test('a cycle of parents in a damaged file ends', () => {
    const loop: UserMessage = { role: 'user', id: 'q', parentId: 'q', time: 1, text: '', attachments: [] };
    const read = decodeConversation('c', [write([segment, { type: 'message', message: loop }])]);
    assert.ok(read);
    assert.equal(pathTo(read, 'q').length, 1);
  });

  test('no segment, no conversation', () => {
    assert.equal(decodeConversation('c', []), undefined);
    assert.equal(decodeConversation('c', ['']), undefined);
  });
});
