// A real HTTP server on a free port of this machine, for what only sockets show.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Handler = (request: IncomingMessage, response: ServerResponse, count: number) => unknown;

export interface TestServer extends AsyncDisposable {
  readonly url: string;
  /** Requests that have arrived. */
  readonly requests: readonly IncomingMessage[];
  /** Connections that were opened. */
  readonly connections: number;
}

/** `count` of the handler is 1 for the first request. */
export async function serve(handler: Handler): Promise<TestServer> {
  const requests: IncomingMessage[] = [];
  let connections = 0;
  const server = createServer((request, response) => {
    requests.push(request);
    // A client that goes away in mid-answer is what these tests are about.
    response.on('error', () => {});
    handler(request, response, requests.length);
    // An unread body would turn the end of a connection into a reset. A handler may have begun to read it.
    if (request.readableFlowing === null && !request.readableDidRead) request.resume();
  });
  server.on('connection', () => connections++);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    get connections() {
      return connections;
    },
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** Headers of an event stream, sent at once. */
export function begin(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.flushHeaders();
}

/** A promise that the test resolves itself, like `Promise.withResolvers` of later lib versions. */
export function deferred(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = (): void => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

/** Long enough for everything that is ready to run, however the promises are chained. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 5; i++) await new Promise((done) => setImmediate(done));
}
