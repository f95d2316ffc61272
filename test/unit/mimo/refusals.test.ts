// Statuses over real sockets: what is asked again, how often, and where the key goes.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ObservedEvent } from '../../../src/mimo/types.ts';
import { begin, serve, settle } from './server.ts';
import { client, drain, errorOf, protocols, question } from './support.ts';
import { wire } from './wire.ts';

for (const protocol of protocols) {
  describe(`a refusal of ${protocol} over a socket`, () => {
    it('429, then 200, gives the answer', async () => {
      await using server = await serve((_request, response, count) => {
        if (count === 1) {
          response.writeHead(429, { 'retry-after-ms': '5' });
          response.end('{"error":{"message":"Too many requests"}}');
          return;
        }
        begin(response);
        response.end(wire[protocol].whole);
      });
      const { events } = wire[protocol];
      assert.deepEqual(await drain(client({ protocol, baseUrl: server.url }).stream(question)), { events });
      assert.equal(server.requests.length, 2);
    });

    it('429 with a Retry-After that is too long is not waited for', async () => {
      await using server = await serve((_request, response) => {
        response.writeHead(429, { 'retry-after': '3600' });
        response.end('{"error":{"message":"Quota used up"}}');
      });
      const { error } = await drain(client({ protocol, baseUrl: server.url }).stream(question));
      assert.equal(error?.kind, 'rateLimit');
      assert.equal(error?.retryAfterMs, 3_600_000);
      assert.equal(server.requests.length, 1);
    });

    for (const [status, kind] of [
      [401, 'auth'],
      [421, 'moderation'],
    ] as const) {
      it(`${status} arrives once and keeps what the service said`, async () => {
        await using server = await serve((_request, response) => {
          response.writeHead(status, { 'www-authenticate': 'Bearer' });
          response.end('{"error":{"message":"So it is"}}');
        });
        const api = client({ protocol, baseUrl: server.url });
        for (const error of [
          (await drain(api.stream(question))).error,
          await errorOf(api.complete(question)),
        ]) {
          assert.equal(error?.kind, kind);
          assert.equal(error?.message, `So it is (HTTP ${status})`);
        }
        assert.equal(server.requests.length, 2);
      });
    }

    it('an error body that never ends does not hide the status', async (t) => {
      t.mock.timers.enable({ apis: ['setTimeout'] });
      await using server = await serve((_request, response) => {
        response.writeHead(401);
        response.write('{"error":');
      });
      const observe = (event: ObservedEvent): void => {
        if (event.type === 'response') void settle().then(() => t.mock.timers.tick(5_000));
      };
      const { error } = await drain(client({ protocol, baseUrl: server.url, observe }).stream(question));
      assert.equal(error?.kind, 'auth');
    });

    it('an error body without an end in size does not fill the memory', async () => {
      await using server = await serve((_request, response) => {
        response.writeHead(403);
        const page = Buffer.alloc(65_536, 'x');
        const fill = (): void => {
          if (response.destroyed) return;
          if (response.write(page)) setImmediate(fill);
          else response.once('drain', fill);
        };
        fill();
      });
      const { error } = await drain(client({ protocol, baseUrl: server.url }).stream(question));
      assert.equal(error?.kind, 'permission');
      assert.ok(error && error.message.length < 250);
    });

    for (const status of [301, 302, 303, 307, 308]) {
      it(`${status} is not followed, and the key goes nowhere else`, async () => {
        await using other = await serve((_request, response) => response.end());
        await using server = await serve((_request, response) => {
          response.writeHead(status, { location: `${other.url}/v1/chat/completions` });
          response.end();
        });
        const api = client({ protocol, baseUrl: server.url });
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

    it('no one listening is an error that names the host and the reason', async () => {
      const server = await serve(() => {});
      await server[Symbol.asyncDispose]();
      const { error } = await drain(client({ protocol, baseUrl: server.url, retries: 0 }).stream(question));
      assert.equal(error?.kind, 'network');
      assert.match(error?.message ?? '', /127\.0\.0\.1:\d+: the connection was refused \(ECONNREFUSED\)/);
    });
  });
}
