import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseViewCommand, type ViewCommand } from '../../../src/shared/contract.ts';

const valid: readonly ViewCommand[] = [
  { type: 'ready' },
  { type: 'stop' },
  { type: 'newChat' },
  { type: 'pickModel' },
  { type: 'send', text: 'hello' },
  { type: 'copy', text: '' },
  { type: 'insertAtCursor', text: 'x' },
  { type: 'draft', conversationId: 'c1', text: '' },
  { type: 'openAsNewFile', text: 'x', language: 'python' },
  { type: 'regenerate', messageId: 'm1' },
  { type: 'unqueue', id: 'q1' },
  { type: 'setProtocol', protocol: 'openai' },
  { type: 'setProtocol', protocol: 'anthropic' },
  { type: 'setThinking', thinking: false },
  { type: 'action', action: 'setApiKey' },
  { type: 'action', action: 'retry', messageId: 'm1' },
  { type: 'openLink', href: 'https://example.com' },
];

for (const command of valid) {
  test(`accepts ${JSON.stringify(command)} and drops what it does not know`, () => {
    assert.deepEqual(parseViewCommand(command), command);
    assert.deepEqual(parseViewCommand({ ...command, extra: 1 }), command);
  });
}

const long = 'x'.repeat(8_193);

const invalid: readonly unknown[] = [
  undefined,
  null,
  'ready',
  7,
  [],
  {},
  { type: 'unknown' },
  { type: 'constructor' },
  { type: 'send' },
  { type: 'send', text: 1 },
  { type: 'send', text: ['x'] },
  { type: 'draft', text: 'x' },
  // It becomes a file name.
  { type: 'draft', conversationId: '../../settings', text: 'x' },
  { type: 'draft', conversationId: '', text: 'x' },
  { type: 'draft', conversationId: 1, text: 'x' },
  { type: 'draft', conversationId: long, text: 'x' },
  { type: 'openAsNewFile', text: 'x' },
  { type: 'openAsNewFile', text: 'x', language: long },
  { type: 'regenerate' },
  { type: 'regenerate', messageId: long },
  { type: 'unqueue', id: null },
  { type: 'setProtocol', protocol: 'grpc' },
  { type: 'setThinking', thinking: 'true' },
  { type: 'action' },
  { type: 'action', action: 'format disk' },
  { type: 'action', action: 'retry', messageId: 5 },
  { type: 'openLink', href: `https://${long}` },
  { type: 'openLink', href: new URL('https://example.com') },
];

for (const command of invalid) {
  const shown = JSON.stringify(command)?.slice(0, 60) ?? 'undefined';
  test(`refuses ${shown}`, () => assert.equal(parseViewCommand(command), undefined));
}

test('refuses a text above eight million characters', () => {
  assert.notEqual(parseViewCommand({ type: 'send', text: 'x'.repeat(8_000_000) }), undefined);
  assert.equal(parseViewCommand({ type: 'send', text: 'x'.repeat(8_000_001) }), undefined);
});
