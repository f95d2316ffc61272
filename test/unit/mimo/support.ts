// What the suites of the client share: a fetch that answers from memory, and short ways to drive a client.
import { MimoError } from '../../../src/mimo/errors.ts';
import { createClient } from '../../../src/mimo/client.ts';
import type { ChatRequest, ClientOptions, Message, Protocol, StreamEvent } from '../../../src/mimo/types.ts';

export const protocols: readonly Protocol[] = ['openai', 'anthropic'];

export const question: ChatRequest = { model: 'mimo-v2.6-pro', messages: [user('Hello')] };

export function user(text: string): Message {
  return { role: 'user', content: [{ type: 'text', text }] };
}

export interface SentRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly redirect: string | undefined;
  readonly body: string;
}

/** A fetch that answers its n-th call with the n-th answer (the last one again and again) and notes what was sent. */
export function fakeFetch(...answers: readonly (() => Response | Promise<Response>)[]): {
  readonly fetch: typeof fetch;
  readonly sent: SentRequest[];
} {
  const sent: SentRequest[] = [];
  return {
    sent,
    fetch: async (input, init) => {
      const body = typeof init?.body === 'string' ? init.body : '';
      sent.push({
        url: String(input),
        method: init?.method ?? 'GET',
        headers: new Headers(init?.headers),
        redirect: init?.redirect,
        body,
      });
      const answer = answers[Math.min(sent.length, answers.length) - 1];
      if (!answer) throw new Error('no answer prepared');
      return answer();
    },
  };
}

/** A body that delivers exactly these pieces. */
export function piecesOf(pieces: readonly Uint8Array[]): ReadableStream<Uint8Array> {
  let next = 0;
  return new ReadableStream({
    pull(controller) {
      const piece = pieces[next++];
      if (piece) controller.enqueue(piece);
      else controller.close();
    },
  });
}

export function client(options: Partial<ClientOptions> = {}): ReturnType<typeof createClient> {
  return createClient({
    protocol: 'openai',
    baseUrl: 'https://api.xiaomimimo.com',
    apiKey: 'sk-secret',
    ...options,
  });
}

/** Everything that a stream gave, and how it ended. */
export async function drain(
  stream: AsyncIterable<StreamEvent>,
): Promise<{ readonly events: StreamEvent[]; readonly error?: MimoError }> {
  const events: StreamEvent[] = [];
  try {
    for await (const event of stream) events.push(event);
    return { events };
  } catch (error) {
    if (!(error instanceof MimoError)) throw error;
    return { events, error };
  }
}

export async function errorOf(promise: Promise<unknown>): Promise<MimoError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof MimoError) return error;
    throw error;
  }
  throw new Error('it did not fail');
}

export type Json = Record<string, unknown>;

/** The body that a client sends for this request. The answer does not matter. */
export async function sentBody(protocol: Protocol, request: Partial<ChatRequest>): Promise<Json> {
  const { fetch, sent } = fakeFetch(() => new Response('', { status: 400 }));
  await drain(client({ protocol, fetch }).stream({ ...question, ...request }));
  return JSON.parse(sent[0]?.body ?? '') as Json;
}
