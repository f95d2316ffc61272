// What is tried again, when, and what is not. Time is mocked: nothing waits.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import type { ObservedEvent } from '../../../src/mimo/types.ts';
import { client, drain, errorOf, fakeFetch, piecesOf, question } from './support.ts';

const answer = (): Response =>
  new Response('data: {"choices":[{"delta":{"content":"ok"},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n');
const status =
  (code: number, headers: Record<string, string> = {}) =>
  () =>
    new Response('{"error":{"message":"no"}}', { status: code, headers });
const refusedConnection = (): Promise<Response> =>
  Promise.reject(
    new TypeError('fetch failed', { cause: Object.assign(new Error(), { code: 'ECONNREFUSED' }) }),
  );

const broken = (): Response =>
  new Response(
    new ReadableStream({
      pull(controller) {
        controller.error(new TypeError('terminated'));
      },
    }),
  );

/** Ends a back-off of up to 1 ms. */
const skipWait = (event: ObservedEvent): void => {
  if (event.type === 'retry') setImmediate(() => mock.timers.tick(1));
};

/** Streams one answer, skipping over every back-off, and tells what was waited for. */
async function play(
  answers: readonly (() => Response | Promise<Response>)[],
  options: Parameters<typeof client>[0] = {},
): Promise<{ sent: number; delays: number[]; kind: string | undefined; retryAfterMs: number | undefined }> {
  const { fetch, sent } = fakeFetch(...answers);
  const delays: number[] = [];
  const observe = (event: ObservedEvent): void => {
    if (event.type !== 'retry') return;
    delays.push(event.delayMs);
    // The timer is set right after this call.
    setImmediate(() => mock.timers.tick(event.delayMs));
  };
  const { error } = await drain(client({ fetch, observe, ...options }).stream(question));
  return { sent: sent.length, delays, kind: error?.kind, retryAfterMs: error?.retryAfterMs };
}

describe('before the first byte', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1_800_000_000_000 }));
  afterEach(() => {
    mock.timers.reset();
    mock.restoreAll();
  });

  for (const code of [429, 500, 502, 503, 504, 529]) {
    it(`${code} is tried again`, async () => {
      const { sent, kind } = await play([status(code), answer]);
      assert.equal(sent, 2);
      assert.equal(kind, undefined);
    });
  }

  for (const code of [400, 401, 402, 403, 404, 408, 413, 421, 422, 501]) {
    it(`${code} is not tried again`, async () => {
      assert.equal((await play([status(code), answer])).sent, 1);
    });
  }

  it('a refused connection is tried again', async () => {
    assert.equal((await play([refusedConnection, refusedConnection, answer])).kind, undefined);
  });

  it('a certificate that is not trusted is not', async () => {
    const cause = Object.assign(new Error(), { code: 'SELF_SIGNED_CERT_IN_CHAIN' });
    const { sent, kind } = await play([() => Promise.reject(new TypeError('fetch failed', { cause }))]);
    assert.deepEqual([sent, kind], [1, 'network']);
  });

  it('a body that breaks before its first byte is tried again', async () => {
    assert.deepEqual(await play([broken, answer]).then(({ sent, kind }) => [sent, kind]), [2, undefined]);
  });

  it('the third attempt is the last, and the number can be set', async () => {
    assert.deepEqual(await play([status(503)]).then(({ sent, kind }) => [sent, kind]), [3, 'server']);
    assert.equal((await play([status(503)], { retries: 0 })).sent, 1);
    assert.equal((await play([status(503)], { retries: 4 })).sent, 5);
  });

  it('the wait doubles, is spread by half, and stays below 8 s', async () => {
    mock.method(Math, 'random', () => 1);
    assert.deepEqual((await play([status(503)], { retries: 6 })).delays, [500, 1000, 2000, 4000, 8000, 8000]);
    mock.restoreAll();
    mock.method(Math, 'random', () => 0);
    assert.deepEqual((await play([status(503)])).delays, [250, 500]);
  });

  const retryAfter: readonly (readonly [Record<string, string>, number])[] = [
    [{ 'retry-after': '7' }, 7000],
    [{ 'retry-after': '0' }, 0],
    [{ 'retry-after': '0.5' }, 500],
    [{ 'retry-after-ms': '30', 'retry-after': '7' }, 30],
    [{ 'retry-after': new Date(1_800_000_009_000).toUTCString() }, 9000],
    [{ 'retry-after': new Date(1_700_000_000_000).toUTCString() }, 0],
    [{ 'retry-after': '60' }, 60_000],
  ];
  for (const [headers, delay] of retryAfter) {
    it(`${JSON.stringify(headers)} is waited for exactly`, async () => {
      assert.deepEqual((await play([status(429, headers), answer])).delays, [delay]);
    });
  }

  it('a Retry-After that says nothing is ignored', async () => {
    mock.method(Math, 'random', () => 1);
    for (const value of ['soon', '-1', '']) {
      assert.deepEqual((await play([status(429, { 'retry-after': value }), answer])).delays, [500]);
    }
  });

  it('a Retry-After above 60 s is not waited for but reported', async () => {
    assert.deepEqual(await play([status(429, { 'retry-after': '61' }), answer]), {
      sent: 1,
      delays: [],
      kind: 'rateLimit',
      retryAfterMs: 61_000,
    });
  });

  it('402 is tried again once, on Token Plan hosts only', async () => {
    const plan = { baseUrl: 'https://token-plan-sgp.xiaomimimo.com' };
    assert.deepEqual(await play([status(402), answer], plan).then(({ sent, kind }) => [sent, kind]), [
      2,
      undefined,
    ]);
    assert.deepEqual(await play([status(402)], plan).then(({ sent, kind }) => [sent, kind]), [2, 'balance']);
    assert.deepEqual(await play([status(402)]).then(({ sent, kind }) => [sent, kind]), [1, 'balance']);
  });

  it('complete and listModels try again in the same way', async () => {
    const { fetch, sent } = fakeFetch(status(503, { 'retry-after': '0' }));
    await errorOf(client({ fetch, observe: skipWait }).complete(question));
    assert.equal(sent.length, 3);
    await errorOf(client({ fetch, observe: skipWait }).listModels());
    assert.equal(sent.length, 6);
  });

  it('an abort ends the back-off at once', async () => {
    const { fetch, sent } = fakeFetch(status(503));
    const abort = new AbortController();
    const observe = (event: ObservedEvent): void => {
      if (event.type === 'retry') setImmediate(() => abort.abort());
    };
    const { error } = await drain(client({ fetch, observe }).stream(question, abort.signal));
    assert.equal(error?.kind, 'aborted');
    assert.equal(sent.length, 1);
  });
});

describe('after the first byte', () => {
  it('nothing is tried again', async () => {
    const encoder = new TextEncoder();
    const cases: readonly (readonly [() => ReadableStream<Uint8Array>, string])[] = [
      [() => piecesOf([encoder.encode('data: {"choices":[]}\n\n')]), 'protocol'],
      [() => piecesOf([encoder.encode('data: {"error":{"code":"503","message":"no"}}\n\n')]), 'server'],
      [
        () => {
          let pulls = 0;
          return new ReadableStream({
            pull(controller) {
              if (pulls++ === 0) controller.enqueue(encoder.encode(': hello\n\n'));
              else controller.error(new TypeError('terminated'));
            },
          });
        },
        'network',
      ],
    ];
    for (const [body, kind] of cases) {
      const { fetch, sent } = fakeFetch(() => new Response(body()));
      const { error } = await drain(client({ fetch }).stream(question));
      assert.equal(error?.kind, kind);
      assert.equal(sent.length, 1);
    }
  });
});
