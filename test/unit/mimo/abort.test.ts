// Stopping over real sockets: the server must see the connection close.
import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { describe, it } from 'node:test';
import { begin, deferred, serve } from './server.ts';
import { client, drain, errorOf, protocols, question } from './support.ts';
import { wire } from './wire.ts';

for (const protocol of protocols) {
  const { text, half } = wire[protocol];
  const midStream = (response: ServerResponse): void => {
    begin(response);
    response.write(text);
  };

  describe(`stopping ${protocol}`, () => {
    const moments: Readonly<Record<string, (response: ServerResponse) => void>> = {
      'before the headers': () => {},
      'before the first byte': begin,
      'in mid-stream': midStream,
      'in an error body': (response) => {
        response.writeHead(500);
        response.write('{');
      },
    };
    for (const [when, stall] of Object.entries(moments)) {
      it(`an abort while it stalls ${when} closes the socket`, async () => {
        const closed = deferred();
        const arrived = deferred();
        await using server = await serve((_request, response) => {
          response.on('close', closed.resolve);
          stall(response);
          arrived.resolve();
        });
        const abort = new AbortController();
        const reading = drain(client({ protocol, baseUrl: server.url }).stream(question, abort.signal));
        await arrived.promise;
        abort.abort();
        assert.equal((await reading).error?.kind, 'aborted');
        await closed.promise;
        assert.equal(server.requests.length, 1);
      });
    }

    it('leaving the loop early closes the socket', async () => {
      const closed = deferred();
      await using server = await serve((_request, response) => {
        response.on('close', closed.resolve);
        midStream(response);
      });
      for await (const event of client({ protocol, baseUrl: server.url }).stream(question)) {
        if (event.type === 'text') break;
      }
      await closed.promise;
    });

    it('leaving while the next event is awaited closes the socket', async () => {
      const closed = deferred();
      await using server = await serve((_request, response) => {
        response.on('close', closed.resolve);
        midStream(response);
      });
      const iterator = client({ protocol, baseUrl: server.url }).stream(question)[Symbol.asyncIterator]();
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
        response.on('close', closed.resolve);
        abort.abort();
      });
      const { kind } = await errorOf(
        client({ protocol, baseUrl: server.url }).complete(question, abort.signal),
      );
      assert.equal(kind, 'aborted');
      await closed.promise;
    });
  });
}
