// Putting an answer on the wire: at a pace, and broken where a fault says so.
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { FaultName } from './faults.ts';

export interface Delivery {
  readonly contentType: string;
  /** In order; a fault strikes in the middle. */
  readonly pieces: readonly string[];
  readonly fault?: FaultName;
  /** What `garbage` and `error-in-stream` put in the middle. */
  readonly broken: { readonly garbage: string; readonly error: string };
  /** Pieces a second; left out: as fast as it goes. */
  readonly perSecond?: number;
}

/** Before the first piece at a natural pace. */
const firstPieceMs = 400;

/** A reset overtakes what is still on its way, so the half answer gets this long to arrive. */
const beforeResetMs = 50;

/** Resolves when there is nothing more to send; a stalled answer waits for the client to go. */
export async function send(response: ServerResponse, delivery: Delivery): Promise<void> {
  const { pieces, fault, broken } = delivery;
  response.writeHead(200, { 'content-type': delivery.contentType, 'cache-control': 'no-cache' });
  response.flushHeaders();
  if (fault === 'stall') return gone(response);
  if (delivery.perSecond !== undefined) await delay(firstPieceMs);
  const middle = Math.ceil(pieces.length / 2);
  await write(response, pieces.slice(0, middle), delivery.perSecond);
  if (response.destroyed) return;
  switch (fault) {
    case 'cut':
      response.end();
      return;
    case 'stall-mid':
      return gone(response);
    case 'reset':
      await delay(beforeResetMs);
      response.socket?.resetAndDestroy();
      return;
    case 'error-in-stream':
      response.end(broken.error);
      return;
    case 'garbage':
      await write(response, [broken.garbage], delivery.perSecond);
  }
  await write(response, pieces.slice(middle), delivery.perSecond);
  response.end();
}

async function write(response: ServerResponse, pieces: readonly string[], perSecond?: number): Promise<void> {
  if (perSecond === undefined) {
    await flush(response, pieces.join(''));
    return;
  }
  const start = performance.now();
  for (const [index, piece] of pieces.entries()) {
    const due = start + (index * 1000) / perSecond - performance.now();
    if (due > 1) await delay(due);
    if (response.destroyed) return;
    await flush(response, piece);
  }
}

async function flush(response: ServerResponse, text: string): Promise<void> {
  if (text === '' || response.write(text) || response.destroyed) return;
  const settled = new AbortController();
  const { signal } = settled;
  await Promise.race([once(response, 'drain', { signal }), once(response, 'close', { signal })]);
  settled.abort();
}

async function gone(response: ServerResponse): Promise<void> {
  if (!response.destroyed) await once(response, 'close');
}
