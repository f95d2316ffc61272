// The same short answer on both protocols, in parts.
import type { Protocol, StreamEvent } from '../../../src/mimo/types.ts';

const sse = (...events: readonly object[]): string =>
  events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('');

export interface Wire {
  readonly text: string;
  readonly finish: string;
  readonly done: string;
  readonly whole: string;
  /** Events of `text` alone. */
  readonly half: readonly StreamEvent[];
  /** Events of `whole`. */
  readonly events: readonly StreamEvent[];
}

function wireOf(text: string, finish: string, done: string): Wire {
  const half: readonly StreamEvent[] = [{ type: 'start' }, { type: 'text', text: 'hello' }];
  const events: readonly StreamEvent[] = [...half, { type: 'finish', reason: 'stop' }];
  return { text, finish, done, whole: text + finish + done, half, events };
}

export const wire: Readonly<Record<Protocol, Wire>> = {
  openai: wireOf(
    sse({ choices: [{ delta: { content: 'hello' } }] }),
    sse({ choices: [{ delta: {}, finish_reason: 'stop' }] }),
    'data: [DONE]\n\n',
  ),
  anthropic: wireOf(
    sse(
      { type: 'message_start', message: {} },
      { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'hello' } },
    ),
    sse({ type: 'message_delta', delta: { stop_reason: 'end_turn' } }),
    sse({ type: 'message_stop' }),
  ),
};
