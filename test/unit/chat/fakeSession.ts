import type { ArchiveRecord } from '../../../src/chat/archive.ts';
import { emptyConversation } from '../../../src/chat/conversation.ts';
import { ChatSession } from '../../../src/chat/session.ts';
import type { Opened, SessionStart } from '../../../src/chat/sessionDeps.ts';
import { MimoError } from '../../../src/mimo/errors.ts';
import type { ChatRequest, MimoClient, StreamEvent } from '../../../src/mimo/types.ts';
import type { HostEvent } from '../../../src/shared/contract.ts';

/** One scripted answer: its events, then an error, or nothing more until it is aborted (`hang`). */
export interface Script {
  readonly events: readonly StreamEvent[];
  readonly error?: MimoError;
  readonly hang?: boolean;
}

export interface FakeSession {
  readonly session: ChatSession;
  readonly requests: ChatRequest[];
  readonly records: ArchiveRecord[];
  readonly events: HostEvent[];
}

/** A session whose model answers from `scripts`, one a request; `open` replaces the connection. */
export function fakeSession(
  scripts: readonly Script[],
  options: { readonly open?: () => Promise<Opened>; readonly start?: Partial<SessionStart> } = {},
): FakeSession {
  const requests: ChatRequest[] = [];
  const records: ArchiveRecord[] = [];
  const events: HostEvent[] = [];
  const queue = [...scripts];
  let id = 0;
  let time = 1_000;
  const client: MimoClient = {
    async *stream(request, signal) {
      requests.push(request);
      const script = queue.shift();
      if (!script) throw new Error('A request that no script answers');
      yield* script.events;
      if (script.error) throw script.error;
      if (script.hang) {
        await new Promise((_resolve, reject) => {
          const abort = (): void => reject(new MimoError('aborted', 'Stopped'));
          if (signal?.aborted) abort();
          signal?.addEventListener('abort', abort);
        });
      }
    },
    complete: () => Promise.reject(new Error('not used')),
    listModels: () => Promise.reject(new Error('not used')),
  };
  const opened: Opened = {
    client,
    url: 'https://api.example.com/v1/chat/completions',
    protocol: 'openai',
    model: 'mimo-v2.6-pro',
    thinking: true,
  };
  const session = new ChatSession(
    {
      open: options.open ?? (() => Promise.resolve(opened)),
      buildRequest: (path, { model, thinking }) => ({
        model,
        thinking,
        messages: path.map((message) => ({
          role: message.role,
          content: [{ type: 'text', text: message.role === 'user' ? message.text : message.id }],
        })),
      }),
      describeError: (error) => ({ kind: error.kind, message: error.message, actions: ['retry'] }),
      record: (added) => records.push(...added),
      onEvent: (event) => events.push(event),
      now: () => (time += 1),
      newId: () => `id${(id += 1)}`,
    },
    {
      conversation: emptyConversation('c1', 1_000),
      draft: '',
      connection: {
        key: 'present',
        host: 'api.example.com',
        protocol: 'openai',
        model: 'mimo-v2.6-pro',
        thinking: true,
      },
      sendKey: 'enter',
      ...options.start,
    },
  );
  return { session, requests, records, events };
}

/** Settles at the first state that fits; the session's own events drive it. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

export function answer(text: string): Script {
  return {
    events: [
      { type: 'start', model: 'mimo-v2.6-pro' },
      { type: 'reasoning', text: 'Hmm.' },
      { type: 'text', text },
      { type: 'usage', usage: { inputTokens: 3, outputTokens: 5 } },
      { type: 'finish', reason: 'stop' },
    ],
  };
}
