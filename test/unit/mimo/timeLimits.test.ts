// When the client stops waiting. Time is mocked, and the body is fed by hand.
import assert from 'node:assert/strict';
import { beforeEach, describe, it, mock, afterEach } from 'node:test';
import type { ClientOptions, StreamEvent } from '../../../src/mimo/types.ts';
import { settle } from './server.ts';
import { client, drain, errorOf, protocols, question } from './support.ts';
import { wire } from './wire.ts';

interface Feed {
  readonly fetch: typeof fetch;
  /** Puts text into the body and lets the client read it. */
  write(text: string): Promise<void>;
  cancelled(): boolean;
}

function feed(): Feed {
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  let cancelled = false;
  const body = new ReadableStream<Uint8Array>({
    start(given) {
      controller = given;
    },
    cancel() {
      cancelled = true;
      // A reader that hangs: its cancellation never ends.
      return new Promise(() => {});
    },
  });
  return {
    fetch: async () => new Response(body),
    async write(text) {
      controller?.enqueue(new TextEncoder().encode(text));
      await settle();
    },
    cancelled: () => cancelled,
  };
}

type Outcome = Awaited<ReturnType<typeof drain>>;

/** Lets time pass and everything that it triggers happen. */
async function pass(ms: number): Promise<void> {
  mock.timers.tick(ms);
  await settle();
}

for (const protocol of protocols) {
  const { text, finish, done, whole, half, events } = wire[protocol];

  describe(`time limits on ${protocol}`, () => {
    beforeEach(() => mock.timers.enable({ apis: ['setTimeout', 'Date'] }));
    afterEach(() => mock.timers.reset());

    /** Starts a stream; `outcome` is undefined until it has ended. */
    async function start(
      options: Partial<ClientOptions> = {},
      signal?: AbortSignal,
    ): Promise<Feed & { outcome(): Outcome | undefined }> {
      const source = feed();
      let outcome: Outcome | undefined;
      void drain(client({ protocol, fetch: source.fetch, ...options }).stream(question, signal)).then(
        (result) => {
          outcome = result;
        },
      );
      await settle();
      return { ...source, outcome: () => outcome };
    }

    it('the first event has 120 s', async () => {
      const stream = await start();
      await pass(119_999);
      assert.equal(stream.outcome(), undefined);
      await pass(1);
      assert.equal(stream.outcome()?.error?.kind, 'timeout');
      assert.equal(
        stream.outcome()?.error?.message,
        'api.xiaomimimo.com sent no part of an answer for 120 s',
      );
      assert.ok(stream.cancelled());
    });

    it('comments before the first event do not prolong that', async () => {
      const stream = await start({ firstEventTimeoutMs: 1000 });
      for (let i = 0; i < 9; i++) {
        await pass(100);
        await stream.write(': keep-alive\n\n');
      }
      assert.equal(stream.outcome(), undefined);
      await pass(100);
      assert.equal(stream.outcome()?.error?.kind, 'timeout');
    });

    it('the next event has 120 s from the last one', async () => {
      const stream = await start();
      await pass(100_000);
      await stream.write(text);
      await pass(119_999);
      await stream.write(text);
      await pass(119_999);
      assert.equal(stream.outcome(), undefined);
      await pass(1);
      const outcome = stream.outcome();
      assert.equal(outcome?.error?.kind, 'timeout');
      assert.deepEqual(outcome?.events.slice(0, half.length), half);
    });

    it('a comment after the first event shows that the service is alive', async () => {
      const stream = await start({ idleTimeoutMs: 1000 });
      await stream.write(text);
      for (let i = 0; i < 5; i++) {
        await pass(999);
        await stream.write(': keep-alive\n\n');
      }
      await stream.write(whole.slice(text.length));
      await pass(100);
      assert.deepEqual(stream.outcome(), { events });
    });

    it('after the finish reason 2 s of silence are success, whatever comments say', async () => {
      const stream = await start();
      await stream.write(text + finish);
      await pass(1000);
      await stream.write(': keep-alive\n\n');
      await pass(999);
      assert.equal(stream.outcome(), undefined);
      await pass(1);
      assert.deepEqual(stream.outcome(), { events });
      assert.ok(stream.cancelled());
    });

    it('after the end mark an open connection gets 100 ms', async () => {
      const stream = await start();
      await stream.write(text + finish + done);
      await pass(99);
      assert.equal(stream.outcome(), undefined);
      await pass(1);
      assert.deepEqual(stream.outcome(), { events });
    });

    it('after the end mark an open connection does not hide that the answer was cut', async () => {
      const stream = await start();
      await stream.write(text + done);
      await pass(100);
      assert.deepEqual(stream.outcome()?.events, half);
      assert.equal(stream.outcome()?.error?.kind, 'protocol');
    });

    it('time in which nobody asks for the next event does not count', async () => {
      const source = feed();
      const stream = client({ protocol, fetch: source.fetch, idleTimeoutMs: 1000 }).stream(question);
      const iterator = stream[Symbol.asyncIterator]();
      const seen: StreamEvent[] = [];
      await source.write(text);
      for (let i = 0; i < half.length; i++) seen.push((await iterator.next()).value);
      await pass(60_000);
      const next = iterator.next();
      await settle();
      await source.write(finish + done);
      await pass(100);
      seen.push((await next).value);
      assert.deepEqual(seen, events);
    });

    it('limits beyond what a timer can hold are none', async () => {
      const stream = await start({ firstEventTimeoutMs: Number.POSITIVE_INFINITY, idleTimeoutMs: 2 ** 40 });
      await pass(2 ** 30);
      await stream.write(text);
      await pass(2 ** 30);
      assert.equal(stream.outcome(), undefined);
      await stream.write(finish + done);
      await pass(100);
      assert.deepEqual(stream.outcome(), { events });
    });

    it('an abort ends everything at once, though the reader hangs', async () => {
      const abort = new AbortController();
      const stream = await start({}, abort.signal);
      await stream.write(text);
      abort.abort();
      await settle();
      const outcome = stream.outcome();
      assert.equal(outcome?.error?.kind, 'aborted');
      assert.deepEqual(outcome?.events, half);
      assert.ok(stream.cancelled());
    });

    it('an abort ends it also while fetch hangs and takes no notice', async () => {
      const abort = new AbortController();
      const hanging: typeof fetch = () => new Promise(() => {});
      const api = client({ protocol, fetch: hanging });
      const failures = [api.stream(question, abort.signal), 'complete', 'models'].map((what) => {
        if (what === 'complete') return errorOf(api.complete(question, abort.signal));
        if (what === 'models') return errorOf(api.listModels(abort.signal));
        return errorOf(drain(what as AsyncIterable<StreamEvent>).then(({ error }) => Promise.reject(error)));
      });
      await settle();
      abort.abort();
      for (const failure of failures) assert.equal((await failure).kind, 'aborted');
    });

    it('an abort beforehand sends nothing', async () => {
      let calls = 0;
      const counting: typeof fetch = async () => {
        calls++;
        return new Response(whole);
      };
      const api = client({ protocol, fetch: counting });
      assert.equal((await drain(api.stream(question, AbortSignal.abort()))).error?.kind, 'aborted');
      assert.equal((await errorOf(api.complete(question, AbortSignal.abort()))).kind, 'aborted');
      assert.equal((await errorOf(api.listModels(AbortSignal.abort()))).kind, 'aborted');
      assert.equal(calls, 0);
    });

    it('an abort between two events of one piece holds back the rest', async () => {
      const abort = new AbortController();
      const api = client({ protocol, fetch: async () => new Response(whole) });
      const seen: StreamEvent[] = [];
      const reading = (async () => {
        for await (const event of api.stream(question, abort.signal)) {
          seen.push(event);
          abort.abort();
        }
      })();
      assert.equal((await errorOf(reading)).kind, 'aborted');
      assert.equal(seen.length, 1);
    });

    it('an abort after the end changes nothing', async () => {
      const abort = new AbortController();
      const api = client({ protocol, fetch: async () => new Response(whole) });
      const outcome = await drain(api.stream(question, abort.signal));
      abort.abort();
      assert.deepEqual(outcome, { events });
    });

    it('calls of next that overlap lose nothing and keep the order', async () => {
      const source = feed();
      const stream = client({ protocol, fetch: source.fetch }).stream(question);
      const iterator = stream[Symbol.asyncIterator]();
      const results = Array.from(events, () => iterator.next());
      await source.write(whole);
      await pass(100);
      const seen = (await Promise.all(results)).map((result) => result.value);
      assert.deepEqual(seen, events);
      assert.equal((await iterator.next()).done, true);
    });
  });
}
