// Whatever a service sends, the client gives events and at most one MimoError: never a bare TypeError, never a hang.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { client, drain, errorOf, fakeFetch, protocols, question } from './support.ts';

const names =
  'id model choices delta message content reasoning_content tool_calls function index name arguments annotations url usage prompt_tokens_details ' +
  'finish_reason error code param type content_block text thinking input stop_reason data';
const types = ['message_start', 'content_block_start', 'content_block_delta', 'message_delta', 'tool_use'];

/** JSON that looks like an answer from afar: the right names with the wrong values. */
const { json } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom<unknown>(null, true, 0, -1, 1.5, '', 'stop', 'constructor', '{"a":', ...types),
    fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...names.split(' ')), tie('json'), { maxKeys: 6 }),
  ),
}));
const event = fc.dictionary(fc.constantFrom(...names.split(' ')), json, { maxKeys: 8 });

describe('an answer of nonsense', () => {
  for (const protocol of protocols) {
    it(`${protocol}: streamed, gives events and at most one MimoError`, async () => {
      const run = async (events: unknown[]): Promise<void> => {
        const body = events.map((one) => `data: ${JSON.stringify(one)}\n\n`).join('');
        const { fetch } = fakeFetch(() => new Response(body));
        // `drain` throws on anything but a MimoError.
        const outcome = await drain(client({ protocol, fetch, retries: 0 }).stream(question));
        const finishes = outcome.events.filter(({ type }) => type === 'finish').length;
        assert.equal(finishes, outcome.error ? 0 : 1);
        if (finishes === 1) assert.equal(outcome.events.at(-1)?.type, 'finish');
      };
      await fc.assert(fc.asyncProperty(fc.array(event, { maxLength: 6 }), run), { seed: 7, numRuns: 300 });
    });

    it(`${protocol}: in one piece, gives a completion or a MimoError`, async () => {
      const run = async (body: unknown): Promise<void> => {
        const { fetch } = fakeFetch(() => Response.json(body));
        const api = client({ protocol, fetch, retries: 0 });
        const completion = await api
          .complete(question)
          .catch((error: unknown) => errorOf(Promise.reject(error)));
        assert.ok(completion);
        await api.listModels().catch((error: unknown) => errorOf(Promise.reject(error)));
      };
      await fc.assert(fc.asyncProperty(json, run), { seed: 7, numRuns: 300 });
    });
  }
});
