import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ObservedEvent } from '../../../src/mimo/types.ts';
import { client, drain, errorOf, fakeFetch, question, user } from './support.ts';

const body =
  'event: message\ndata: {"choices":[{"delta":{"content":"sk-secret"},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n';

describe('an observer', () => {
  it('sees request, response, raw events and the end, without the key', async () => {
    const headers = { 'retry-after': '0', 'x-echo': 'sk-secret', 'set-cookie': 'session=1' };
    const { fetch } = fakeFetch(
      () => new Response('{"error":{"message":"sk-secret is busy"}}', { status: 429, headers }),
      () => new Response(body, { headers: { 'x-echo': 'sk-secret' } }),
    );
    const seen: ObservedEvent[] = [];
    const api = client({
      fetch,
      auth: 'bearer',
      baseUrl: 'https://api.xiaomimimo.com/v1?key=sk-secret',
      headers: { 'x-api-key': 'other-secret', 'x-note': 'for sk-secret' },
      observe: (event) => seen.push(event),
    });
    const { events } = await drain(api.stream({ ...question, messages: [user('my key is sk-secret')] }));
    assert.deepEqual(events[1], { type: 'text', text: 'sk-secret' }, 'the answer itself is not touched');

    assert.deepEqual(
      seen.map((event) => event.type),
      ['request', 'response', 'rawEvent', 'retry', 'request', 'response', 'rawEvent', 'rawEvent', 'end'],
    );
    assert.ok(!JSON.stringify(seen).includes('secret'), JSON.stringify(seen));
    const first = seen[0];
    assert.ok(first?.type === 'request');
    assert.equal(first.attempt, 1);
    assert.equal(first.url, 'https://api.xiaomimimo.com/v1/chat/completions?key=[redacted]');
    assert.equal(first.headers['authorization'], '[redacted]');
    assert.match(first.body ?? '', /my key is \[redacted\]/);
    const response = seen[5];
    assert.ok(response?.type === 'response');
    assert.equal(response.attempt, 2);
    assert.equal(response.status, 200);
    assert.ok(response.elapsedMs >= 0);
    assert.deepEqual(seen[3], {
      type: 'retry',
      attempt: 1,
      delayMs: 0,
      error: { kind: 'rateLimit', status: 429, message: '[redacted] is busy (HTTP 429)' },
    });
    const raw = seen[6];
    assert.ok(raw?.type === 'rawEvent');
    assert.equal(raw.event, 'message');
    const end = seen[8];
    assert.ok(end?.type === 'end' && end.error === undefined);
  });

  it('does not see a short key either, also at the start of a line, nor words without the letters of one', async () => {
    for (const [apiKey, text, shown] of [
      ['tp-1', 'tp-1\ntp-1 tp-12', '[redacted]\n[redacted] tp-12'],
      ['k', 'a key', 'a key'],
    ] as const) {
      const { fetch } = fakeFetch(() => new Response(body));
      const seen: ObservedEvent[] = [];
      const api = client({ fetch, apiKey, observe: (event) => seen.push(event) });
      await drain(api.stream({ ...question, messages: [user(text)] }));
      const request = seen[0];
      assert.ok(request?.type === 'request');
      assert.equal(request.headers['api-key'], '[redacted]');
      assert.equal(request.headers['content-type'], 'application/json');
      const { messages } = JSON.parse(request.body ?? '') as { messages: { content: string }[] };
      assert.equal(messages[0]?.content, shown);
    }
  });

  it('is told how a call failed, once, and that nothing was sent', async () => {
    const seen: ObservedEvent[] = [];
    const api = client({ baseUrl: 'http://example.com', observe: (event) => seen.push(event) });
    await drain(api.stream(question));
    await errorOf(api.complete(question));
    assert.deepEqual(
      seen.map((event) => event.type === 'end' && event.error?.kind),
      ['badRequest', 'badRequest'],
    );
  });

  it('that throws does not disturb the answer', async () => {
    const { fetch } = fakeFetch(() => new Response(body));
    const api = client({
      fetch,
      observe: () => {
        throw new Error('log is full');
      },
    });
    const { events, error } = await drain(api.stream(question));
    assert.equal(error, undefined);
    assert.equal(events.at(-1)?.type, 'finish');
  });
});
