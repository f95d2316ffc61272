// Each recorded body, as on the wire, must give the events written down beside it, however the network cuts it.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import type { Protocol } from '../../../src/mimo/types.ts';
import { client, drain, fakeFetch, piecesOf, question } from './support.ts';

const folder = new URL('../../fixtures/', import.meta.url);
const suffix = '.chunks.txt';
const names = readdirSync(folder)
  .filter((name) => name.endsWith(suffix))
  .map((name) => name.slice(0, -suffix.length));

/** mulberry32: small, and the same on every machine. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function randomPieces(bytes: Uint8Array, seed: number): Uint8Array[] {
  const next = random(seed);
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length;) {
    const length = 1 + Math.floor(next() ** 3 * 200);
    pieces.push(bytes.subarray(at, at + length));
    at += length;
  }
  return pieces;
}

const cuts: Readonly<Record<string, (bytes: Uint8Array) => Uint8Array[]>> = {
  'in one piece': (bytes) => [bytes],
  'byte by byte': (bytes) => Array.from(bytes, (byte) => Uint8Array.of(byte)),
  'in random pieces (seed 1)': (bytes) => randomPieces(bytes, 1),
  'in random pieces (seed 2)': (bytes) => randomPieces(bytes, 2),
  'in random pieces (seed 3)': (bytes) => randomPieces(bytes, 3),
};

describe('a recorded stream', () => {
  it('is there for both protocols', () => {
    assert.ok(names.filter((name) => name.startsWith('openai-')).length >= 20);
    assert.ok(names.filter((name) => name.startsWith('anthropic-')).length >= 20);
  });

  for (const name of names) {
    const protocol = name.slice(0, name.indexOf('-')) as Protocol;
    const bytes = new Uint8Array(readFileSync(new URL(`${name}${suffix}`, folder)));
    const expected: unknown = JSON.parse(readFileSync(new URL(`${name}.events.json`, folder), 'utf8'));
    for (const [how, cut] of Object.entries(cuts)) {
      it(`${name} gives its events ${how}`, async () => {
        const { fetch } = fakeFetch(() => new Response(piecesOf(cut(bytes))));
        const { events, error } = await drain(client({ protocol, fetch }).stream(question));
        const { kind, message, status, param } = error ?? {};
        const seen = error ? { events, error: { kind, message, status, param } } : { events };
        assert.deepEqual(JSON.parse(JSON.stringify(seen)), expected);
      });
    }
  }
});
