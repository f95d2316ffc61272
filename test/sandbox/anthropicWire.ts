// Messages as MiMo sends it.
import type { WireObject } from './encoder.ts';
import type { Answer } from './request.ts';
import { tokens } from './tokens.ts';

interface Envelope {
  readonly answer: Answer;
  /** Left out: the answer does not report usage. */
  readonly usage?: object;
}

/** The events of the stream, each with its empty line. */
export function messageStream(encoded: readonly WireObject[], envelope: Envelope): readonly string[] {
  const empty = new Set(
    emptyTextBlocks(
      encoded,
      encoded.flatMap((event) => (event['delta']?.text ? [event['index']] : [])),
    ),
  );
  return encoded
    .filter((event) => !empty.has(event['index']))
    .flatMap((event) => pieces(event))
    .flatMap((event) => finished(event, envelope))
    .map((event) => `event: ${event['type']}\ndata: ${JSON.stringify(event)}\n\n`);
}

function emptyTextBlocks(encoded: readonly WireObject[], filled: readonly number[]): readonly number[] {
  return encoded
    .filter((event) => event['content_block']?.type === 'text' && !filled.includes(event['index']))
    .map((event) => event['index']);
}

const growing = { text_delta: 'text', thinking_delta: 'thinking', input_json_delta: 'partial_json' } as const;

function pieces(event: WireObject): readonly WireObject[] {
  const field = growing[event['delta']?.type as keyof typeof growing];
  if (field === undefined) return [event];
  return tokens(event['delta'][field]).map((piece) => ({
    ...event,
    delta: { ...event['delta'], [field]: piece },
  }));
}

function finished(event: WireObject, { answer, usage }: Envelope): readonly WireObject[] {
  if (event['type'] === 'message_start') {
    const { usage: _, ...message } = event['message'];
    const atStart = usage ? { usage: { ...usage, output_tokens: 0 } } : {};
    return [{ ...event, message: { ...message, ...atStart } }, { type: 'ping' }];
  }
  if (event['type'] === 'message_delta') {
    const delta = { ...event['delta'], stop_sequence: answer.stoppedBy ?? null };
    return [{ type: 'message_delta', delta, ...(usage ? { usage } : {}) }];
  }
  return [event];
}

/** The body of an answer that is not streamed. */
export function wholeMessage([encoded]: readonly WireObject[], { answer, usage }: Envelope): string {
  const { usage: _, content, ...message } = encoded as WireObject;
  return JSON.stringify({
    ...message,
    content: content.filter((block: WireObject) => block['type'] !== 'text' || block['text'] !== ''),
    stop_sequence: answer.stoppedBy ?? null,
    ...(usage ? { usage } : {}),
  });
}
