// The client against real sockets. Each wait is for a condition; time limits given to the client are small.
import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { describe, it } from 'node:test';
import { createGzip } from 'node:zlib';
import { createClient } from '../../../src/mimo/client.ts';
import type { ClientOptions, MimoClient, Protocol, StreamEvent } from '../../../src/mimo/types.ts';
import { deferred, serve } from './server.ts';
import { drain, errorOf, protocols, question } from './support.ts';

const sse = (...events: readonly object[]): string =>
  events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('');

/** The same short answer on both protocols, in parts. */
const wire: Readonly<
  Record<Protocol, { readonly text: string; readonly finish: string; readonly done: string }>
> = {
  openai: {
    text: sse({ choices: [{ delta: { content: 'hello' } }] }),
    finish: sse({ choices: [{ delta: {}, finish_reason: 'stop' }] }),
    done: 'data: [DONE]\n\n',
  },
  anthropic: {
    text: sse({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'hello' } }),
    finish: sse({ type: 'message_delta', delta: { stop_reason: 'end_turn' } }),
    done: sse({ type: 'message_stop' }),
  },
};

const expected: Readonly<Record<Protocol, readonly StreamEvent[]>> = {
  openai: [{ type: 'start' }, { type: 'text', text: 'hello' }, { type: 'finish', reason: 'stop' }],
  anthropic: [
    { type: 'text', text: 'hello' },
    { type: 'finish', reason: 'stop' },
  ],
};

function connect(protocol: Protocol, url: string, options: Partial<ClientOptions> = {}): MimoClient {
  return createClient({ protocol, baseUrl: url, apiKey: 'sk-secret', ...options });
}

function begin(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.flushHeaders();
}

for (const protocol of protocols) {
  const { text, finish, done } = wire[protocol];
  const whole = text + finish + done;
  const half = expected[protocol].slice(0, -1);

  describe(`${protocol} over a socket`, () => {
    it('streams, and keeps the connection for the next request', async () => {
      await using server = await serve((_request, response) => {
        begin(response);
        response.end(whole);
      });
      const api = connect(protocol, server.url);
      for (let i = 0; i < 6; i++) {
        assert.deepEqual(await drain(api.stream(question)), { events: expected[protocol] });
      }
      assert.ok(server.connections < 6, `${server.connections} connections for 6 requests`);
    });

    it('reads a gzip stream', async () => {
      await using server = await serve((_request, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream', 'content-encoding': 'gzip' });
        const gzip = createGzip();
        gzip.pipe(response);
        gzip.end(whole);
      });
      assert.deepEqual(await drain(connect(protocol, server.url).stream(question)), {
        events: expected[protocol],
      });
    });

    const stalls: Readonly<Record<string, (response: ServerResponse) => void>> = {
      'before the headers': () => {},
      'before the first byte': begin,
      'after a comment, before the first event': (response) => {
        begin(response);
        response.write(': keep-alive\n\n');
      },
    };
    for (const [where, stall] of Object.entries(stalls)) {
      it(`a stall ${where} is a timeout, and not tried again`, async () => {
        const closed = deferred();
        await using server = await serve((_request, response) => {
          response.on('close', () => closed.resolve());
          stall(response);
        });
        const api = connect(protocol, server.url, { firstEventTimeoutMs: 60, idleTimeoutMs: 60_000 });
        const { events, error } = await drain(api.stream(question));
        assert.deepEqual(events, []);
        assert.equal(error?.kind, 'timeout');
        assert.match(error?.message ?? '', /127\.0\.0\.1:\d+ sent no part of an answer for 1 s/);
        await closed.promise;
        assert.equal(server.requests.length, 1);
      });
    }

    it('a stall in mid-stream is a timeout that keeps what came before', async () => {
      await using server = await serve((_request, response) => {
        begin(response);
        response.write(text);
      });
      const { events, error } = await drain(
        connect(protocol, server.url, { idleTimeoutMs: 60 }).stream(question),
      );
      assert.deepEqual(events, half);
      assert.equal(error?.kind, 'timeout');
    });

    it('a stall of a whole answer is a timeout too', async () => {
      await using server = await serve(() => {});
      const api = connect(protocol, server.url, { firstEventTimeoutMs: 60 });
      assert.equal((await errorOf(api.complete(question))).kind, 'timeout');
      assert.equal((await errorOf(api.listModels())).kind, 'timeout');
    });

    it('comments keep a stream alive longer than the idle limit', async () => {
      await using server = await serve((_request, response) => {
        begin(response);
        response.write(text);
        let comments = 0;
        const timer = setInterval(() => {
          if (++comments < 12) response.write(': keep-alive\n\n');
          else {
            clearInterval(timer);
            response.end(finish + done);
          }
        }, 25);
      });
      const result = await drain(connect(protocol, server.url, { idleTimeoutMs: 200 }).stream(question));
      assert.deepEqual(result, { events: expected[protocol] });
    });

    it('after the finish reason, silence ends the answer well', async () => {
      await using server = await serve((_request, response) => {
        begin(response);
        response.write(text + finish);
      });
      const result = await drain(connect(protocol, server.url, { idleTimeoutMs: 60 }).stream(question));
      assert.deepEqual(result, { events: expected[protocol] });
    });

    it('after the end mark, a connection that stays open is not waited for', async () => {
      await using server = await serve((_request, response) => {
        begin(response);
        response.write(whole);
      });
      const startedAt = Date.now();
      assert.deepEqual(await drain(connect(protocol, server.url).stream(question)), {
        events: expected[protocol],
      });
      assert.ok(Date.now() - startedAt < 1_500);
    });

    it('after the finish reason, a reset ends the answer well', async () => {
      await using server = await serve((_request, response) => {
        begin(response);
        response.write(text + finish, () => setImmediate(() => response.destroy()));
      });
      assert.deepEqual(await drain(connect(protocol, server.url).stream(question)), {
        events: expected[protocol],
      });
    });

    it('a reset in mid-stream is a network error that keeps what came before', async () => {
      const arrived = deferred();
      await using server = await serve((_request, response) => {
        begin(response);
        response.write(text);
        void arrived.promise.then(() => response.destroy());
      });
      const events: StreamEvent[] = [];
      const reading = (async () => {
        for await (const event of connect(protocol, server.url).stream(question)) {
          events.push(event);
          if (events.length === half.length) arrived.resolve();
        }
      })();
      const error = await errorOf(reading);
      assert.equal(error.kind, 'network');
      assert.match(error.message, /No answer from|127\.0\.0\.1/);
      assert.deepEqual(events, half);
      assert.equal(server.requests.length, 1);
    });

    it('an end in mid-stream is a cut answer', async () => {
      await using server = await serve((_request, response) => {
        begin(response);
        response.end(text);
      });
      const { events, error } = await drain(connect(protocol, server.url).stream(question));
      assert.deepEqual(events, half);
      assert.equal(error?.kind, 'protocol');
    });

    it('a reset before the first byte is tried again', async () => {
      await using server = await serve((request, response, count) => {
        if (count === 1) request.socket.destroy();
        else if (count === 2) {
          begin(response);
          setImmediate(() => response.destroy());
        } else {
          begin(response);
          response.end(whole);
        }
      });
      assert.deepEqual(await drain(connect(protocol, server.url).stream(question)), {
        events: expected[protocol],
      });
      assert.equal(server.requests.length, 3);
    });

    it('429, then 200', async () => {
      await using server = await serve((_request, response, count) => {
        if (count === 1) {
          response.writeHead(429, { 'retry-after-ms': '5' });
          response.end('{"error":{"message":"Too many requests"}}');
          return;
        }
        begin(response);
        response.end(whole);
      });
      assert.deepEqual(await drain(connect(protocol, server.url).stream(question)), {
        events: expected[protocol],
      });
      assert.equal(server.requests.length, 2);
    });

    it('429 with a Retry-After that is too long is not waited for', async () => {
      await using server = await serve((_request, response) => {
        response.writeHead(429, { 'retry-after': '3600' });
        response.end('{"error":{"message":"Quota used up"}}');
      });
      const { error } = await drain(connect(protocol, server.url).stream(question));
      assert.equal(error?.kind, 'rateLimit');
      assert.equal(error?.retryAfterMs, 3_600_000);
      assert.equal(server.requests.length, 1);
    });

    it('421 arrives once', async () => {
      await using server = await serve((_request, response) => {
        response.writeHead(421);
        response.end('{"error":{"code":"421","message":"Blocked"}}');
      });
      const { error } = await drain(connect(protocol, server.url).stream(question));
      assert.equal(error?.kind, 'moderation');
      assert.equal(server.requests.length, 1);
    });

    it('an error body that never ends does not hide the status', async (t) => {
      t.mock.timers.enable({ apis: ['setTimeout'] });
      await using server = await serve((_request, response) => {
        response.writeHead(401);
        response.write('{"error":');
      });
      const observe: ClientOptions['observe'] = (event) => {
        // The wait for the body begins within a few turns of the loop.
        if (event.type === 'response') setImmediate(() => setImmediate(() => t.mock.timers.tick(5_000)));
      };
      const { error } = await drain(connect(protocol, server.url, { observe }).stream(question));
      assert.equal(error?.kind, 'auth');
    });

    for (const status of [301, 302, 303, 307, 308]) {
      it(`${status} is not followed, and the key goes nowhere else`, async () => {
        await using other = await serve((_request, response) => response.end());
        await using server = await serve((_request, response) => {
          response.writeHead(status, { location: `${other.url}/v1/chat/completions` });
          response.end();
        });
        const api = connect(protocol, server.url);
        for (const error of [(await drain(api.stream(question))).error, await errorOf(api.listModels())]) {
          assert.equal(error?.kind, 'network');
          assert.equal(error?.status, status);
          assert.ok(error?.message.includes(new URL(server.url).host), error?.message);
          assert.ok(error?.message.includes(new URL(other.url).host), error?.message);
        }
        assert.equal(server.requests.length, 2);
        assert.equal(other.requests.length, 0);
      });
    }

    const aborts: Readonly<Record<string, (response: ServerResponse) => void>> = {
      ...stalls,
      'in mid-stream': (response) => {
        begin(response);
        response.write(text);
      },
    };
    for (const [when, stall] of Object.entries(aborts)) {
      it(`an abort while it stalls ${when} closes the socket at once`, async () => {
        const closed = deferred();
        const arrived = deferred();
        await using server = await serve((_request, response) => {
          response.on('close', () => closed.resolve());
          stall(response);
          arrived.resolve();
        });
        const abort = new AbortController();
        const reading = drain(connect(protocol, server.url).stream(question, abort.signal));
        await arrived.promise;
        abort.abort();
        const startedAt = Date.now();
        const { error } = await reading;
        assert.equal(error?.kind, 'aborted');
        assert.ok(Date.now() - startedAt < 100);
        await closed.promise;
        assert.equal(server.requests.length, 1);
      });
    }

    it('leaving the loop early closes the socket', async () => {
      const closed = deferred();
      await using server = await serve((_request, response) => {
        response.on('close', () => closed.resolve());
        begin(response);
        response.write(text);
      });
      for await (const event of connect(protocol, server.url).stream(question)) {
        if (event.type === 'text') break;
      }
      await closed.promise;
    });

    it('leaving while the next event is awaited closes the socket', async () => {
      const closed = deferred();
      await using server = await serve((_request, response) => {
        response.on('close', () => closed.resolve());
        begin(response);
        response.write(text);
      });
      const iterator = connect(protocol, server.url).stream(question)[Symbol.asyncIterator]();
      for (let i = 0; i < half.length; i++) await iterator.next();
      const pending = errorOf(iterator.next());
      assert.deepEqual(await iterator.return?.(), { done: true, value: undefined });
      assert.equal((await pending).kind, 'aborted');
      await closed.promise;
      assert.equal((await iterator.next()).done, true);
    });

    it('an abort of a whole answer closes the socket', async () => {
      const closed = deferred();
      const abort = new AbortController();
      await using server = await serve((_request, response) => {
        response.on('close', () => closed.resolve());
        abort.abort();
      });
      assert.equal(
        (await errorOf(connect(protocol, server.url).complete(question, abort.signal))).kind,
        'aborted',
      );
      await closed.promise;
    });
  });
}

describe('the network', () => {
  it('refuses: the error names the host and the reason', async () => {
    const server = await serve(() => {});
    await server[Symbol.asyncDispose]();
    const { error } = await drain(connect('openai', server.url, { retries: 0 }).stream(question));
    assert.equal(error?.kind, 'network');
    assert.match(error?.message ?? '', /127\.0\.0\.1:\d+.*ECONNREFUSED/);
  });
});
