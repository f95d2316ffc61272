import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { ViewBridge } from '../../../src/host/viewBridge.ts';
import type { ChatState } from '../../../src/shared/chatState.ts';
import type { HostEvent } from '../../../src/shared/contract.ts';

function text(value: string, time: number): HostEvent {
  return { type: 'delta', time, events: [{ type: 'text', text: value }] };
}

suite('view bridge', () => {
  test('stream events of one frame become one message', (context) => {
    context.mock.timers.enable({ apis: ['setTimeout'] });
    const posted: HostEvent[] = [];
    const bridge = new ViewBridge((event) => posted.push(event));
    bridge.send(text('a', 1));
    bridge.send(text('b', 2));
    assert.deepEqual(posted, []);
    context.mock.timers.tick(16);
    assert.deepEqual(posted, [text('ab', 1)]);
    bridge.send(text('c', 3));
    context.mock.timers.tick(16);
    assert.deepEqual(posted, [text('ab', 1), text('c', 3)]);
  });

  test('other events go at once, after the stream events before them', (context) => {
    context.mock.timers.enable({ apis: ['setTimeout'] });
    const posted: HostEvent[] = [];
    const bridge = new ViewBridge((event) => posted.push(event));
    const ended: HostEvent = { type: 'ended', time: 2, status: 'finished' };
    bridge.send(text('a', 1));
    bridge.send(ended);
    assert.deepEqual(posted, [text('a', 1), ended]);
    context.mock.timers.tick(100);
    assert.equal(posted.length, 2);
  });

  test('a snapshot replaces what was waiting, because it holds it', (context) => {
    context.mock.timers.enable({ apis: ['setTimeout'] });
    const posted: HostEvent[] = [];
    const bridge = new ViewBridge((event) => posted.push(event));
    bridge.send(text('a', 1));
    const snapshot: HostEvent = { type: 'snapshot', state: {} as ChatState };
    bridge.send(snapshot);
    context.mock.timers.tick(100);
    assert.deepEqual(posted, [snapshot]);
  });
});
