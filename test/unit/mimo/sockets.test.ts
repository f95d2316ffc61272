// The client against real sockets. Waits are for conditions; where a limit has to run out, its timer is mocked.
import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { describe, it } from 'node:test';
import { createGzip } from 'node:zlib';
import type { ObservedEvent, StreamEvent } from '../../../src/mimo/types.ts';
import { begin, deferred, serve, settle } from './server.ts';
import { client, drain, errorOf, protocols, question } from './support.ts';
import { wire } from './wire.ts';

for (const protocol of protocols) {
  const { text, finish, whole, half, events } = wire[protocol];

  describe(`${protocol} over a socket`, () => {
    it('streams, and keeps the connection for the next request', async () => {
      await using server = await serve((_request, response) => {
        begin(response);
        response.end(whole);
      });
      const api = client({ protocol, baseUrl: server.url });
      for (let i = 0; i < 6; i++) assert.deepEqual(await drain(api.stream(question)), { events });
      assert.ok(server.connections < 6, `${server.connections} connections for 6 requests`);
    });

    it('sends the body whole, with its length', async () => {
      const bodies: string[] = [];
      await using server = await serve(async (request, response) => {
        const pieces: Buffer[] = [];
        for await (const piece of request) pieces.push(piece as Buffer);
        bodies.push(Buffer.concat(pieces).toString());
        assert.equal(request.headers['content-length'], String(Buffer.concat(pieces).length));
        begin(response);
        response.end(whole);
      });
      const messages = [{ role: 'user', content: [{ type: 'text', text: '你好 👋' }] }] as const;
      await drain(client({ protocol, baseUrl: server.url }).stream({ model: 'mimo-v2.6-pro', messages }));
      assert.match(bodies[0] ?? '', /你好 👋/);
      assert.equal(server.requests[0]?.headers['api-key'], 'sk-secret');
    });

    it('reads a gzip stream', async () => {
      await using server = await serve((_request, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream', 'content-encoding': 'gzip' });
        const gzip = createGzip();
        gzip.pipe(response);
        gzip.end(whole);
      });
      assert.deepEqual(await drain(client({ protocol, baseUrl: server.url }).stream(question)), { events });
    });

    it('passes over keep-alive comments', async () => {
      await using server = await serve((_request, response) => {
        begin(response);
        response.write(': keep-alive\n\n');
        response.write(`${text}: keep-alive\n\n:\n\n`);
        response.end(`${whole.slice(text.length)}: keep-alive\n\n`);
      });
      assert.deepEqual(await drain(client({ protocol, baseUrl: server.url }).stream(question)), { events });
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
      it(`a stall ${where} is a timeout, not tried again, and closes the socket`, async (t) => {
        t.mock.timers.enable({ apis: ['setTimeout', 'Date'] });
        const stalled = deferred();
        const closed = deferred();
        await using server = await serve((_request, response) => {
          response.on('close', closed.resolve);
          stall(response);
          stalled.resolve();
        });
        const reading = drain(client({ protocol, baseUrl: server.url }).stream(question));
        await stalled.promise;
        await settle();
        t.mock.timers.tick(120_000);
        const outcome = await reading;
        assert.deepEqual(outcome.events, []);
        assert.equal(outcome.error?.kind, 'timeout');
        await closed.promise;
        assert.equal(server.requests.length, 1);
      });
    }

    it('a stall in mid-stream is a timeout that keeps what came before', async (t) => {
      t.mock.timers.enable({ apis: ['setTimeout', 'Date'] });
      await using server = await serve((_request, response) => {
        begin(response);
        response.write(text);
      });
      const seen: StreamEvent[] = [];
      const reading = (async () => {
        for await (const event of client({ protocol, baseUrl: server.url }).stream(question)) {
          if (seen.push(event) === half.length) void settle().then(() => t.mock.timers.tick(120_000));
        }
      })();
      assert.equal((await errorOf(reading)).kind, 'timeout');
      assert.deepEqual(seen, half);
    });

    it('a stall of a whole answer is a timeout too', async (t) => {
      t.mock.timers.enable({ apis: ['setTimeout', 'Date'] });
      for (const call of ['complete', 'listModels'] as const) {
        const stalled = deferred();
        await using server = await serve(() => stalled.resolve());
        const here = client({ protocol, baseUrl: server.url });
        const failure = errorOf(call === 'complete' ? here.complete(question) : here.listModels());
        await stalled.promise;
        t.mock.timers.tick(120_000);
        assert.equal((await failure).kind, 'timeout');
      }
    });

    it('a reset after the finish reason ends the answer well', async () => {
      await using server = await serve((_request, response) => {
        begin(response);
        response.write(text + finish, () => response.destroy());
      });
      assert.deepEqual(await drain(client({ protocol, baseUrl: server.url }).stream(question)), { events });
    });

    it('a reset in mid-stream is a network error that keeps what came before', async () => {
      const arrived = deferred();
      await using server = await serve((_request, response) => {
        begin(response);
        response.write(text);
        void arrived.promise.then(() => response.destroy());
      });
      const seen: StreamEvent[] = [];
      const reading = (async () => {
        for await (const event of client({ protocol, baseUrl: server.url }).stream(question)) {
          if (seen.push(event) === half.length) arrived.resolve();
        }
      })();
      const error = await errorOf(reading);
      assert.equal(error.kind, 'network');
      assert.ok(error.message.includes(new URL(server.url).host), error.message);
      assert.deepEqual(seen, half);
      assert.equal(server.requests.length, 1);
    });

    it('an end in mid-stream is a cut answer', async () => {
      await using server = await serve((_request, response) => {
        begin(response);
        response.end(text);
      });
      const outcome = await drain(client({ protocol, baseUrl: server.url }).stream(question));
      assert.deepEqual(outcome.events, half);
      assert.equal(outcome.error?.kind, 'protocol');
      assert.equal(server.requests.length, 1);
    });

    it('a reset before the first byte is tried again', async (t) => {
      t.mock.timers.enable({ apis: ['setTimeout'] });
      await using server = await serve((request, response, count) => {
        if (count === 1) {
          request.socket.destroy();
          return;
        }
        begin(response);
        if (count === 2) setImmediate(() => response.destroy());
        else response.end(whole);
      });
      const observe = (event: ObservedEvent): void => {
        if (event.type === 'retry') setImmediate(() => t.mock.timers.tick(event.delayMs));
      };
      const api = client({ protocol, baseUrl: server.url, observe });
      assert.deepEqual(await drain(api.stream(question)), { events });
      assert.equal(server.requests.length, 3);
    });
  });
}
