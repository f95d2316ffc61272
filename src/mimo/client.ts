import { AnthropicDecoder } from './anthropicDecoder.ts';
import { encodeAnthropic } from './anthropicRequest.ts';
import { Call } from './call.ts';
import { collect } from './collect.ts';
import { parseWhole, reportedReason, type Decoder } from './decoder.ts';
import { chatUrl, modelsUrl } from './endpoints.ts';
import { MimoError, toMimoError } from './errors.ts';
import { EventIterator } from './eventIterator.ts';
import { open, type HttpOptions, type HttpRequest } from './http.ts';
import { OpenAiDecoder } from './openaiDecoder.ts';
import { encodeOpenAi } from './openaiRequest.ts';
import { redactor } from './redact.ts';
import { readText } from './responseBody.ts';
import { EventReader } from './sse.ts';
import type { ChatRequest, ClientOptions, Completion, MimoClient, Protocol, StreamEvent } from './types.ts';

const defaultRetries = 2;
const defaultTimeoutMs = 120_000;

interface Codec {
  encode(request: ChatRequest, stream: boolean): Record<string, unknown>;
  decoder(): Decoder;
}

const codecs: Readonly<Record<Protocol, Codec>> = {
  openai: { encode: encodeOpenAi, decoder: () => new OpenAiDecoder() },
  anthropic: { encode: encodeAnthropic, decoder: () => new AnthropicDecoder() },
};

/** A client for one endpoint and key. Nothing is checked or sent before a method is called. */
export function createClient(options: ClientOptions): MimoClient {
  const codec = codecs[options.protocol];
  const redact = redactor(options.apiKey.trim());
  const timeouts = {
    firstEventTimeoutMs: options.firstEventTimeoutMs ?? defaultTimeoutMs,
    idleTimeoutMs: options.idleTimeoutMs ?? defaultTimeoutMs,
  };
  const http: HttpOptions = {
    apiKey: options.apiKey.trim(),
    auth: options.auth ?? 'api-key',
    headers: options.headers ?? {},
    fetch: options.fetch,
    retries: options.retries ?? defaultRetries,
    firstEventTimeoutMs: timeouts.firstEventTimeoutMs,
  };

  function newCall(signal: AbortSignal | undefined): Call {
    return new Call({ signal, observe: options.observe, redact });
  }

  function chatRequest(request: ChatRequest, stream: boolean): HttpRequest {
    return {
      method: 'POST',
      url: chatUrl(options.protocol, options.baseUrl),
      accept: stream ? 'text/event-stream' : 'application/json',
      body: JSON.stringify(codec.encode(request, stream)),
    };
  }

  async function fetchText(call: Call, request: HttpRequest): Promise<string> {
    const body = await open(call, request, http);
    const text = await readText(body, timeouts.idleTimeoutMs);
    if (call.observed) call.observe({ type: 'rawEvent', data: redact(text) });
    return text;
  }

  /** Runs one call to its end: whatever is thrown becomes a MimoError without the key. */
  async function run<T>(signal: AbortSignal | undefined, work: (call: Call) => Promise<T>): Promise<T> {
    const call = newCall(signal);
    try {
      const result = await work(call);
      call.end(undefined);
      return result;
    } catch (thrown) {
      const error = toMimoError(thrown, redact);
      call.end(error);
      throw error;
    }
  }

  return {
    stream(request, signal): AsyncIterable<StreamEvent> {
      let call: Call | undefined;
      let reader: EventReader | undefined;
      let over = false;
      async function pull(): Promise<readonly StreamEvent[] | undefined> {
        if (over) return undefined;
        const current = (call ??= newCall(signal));
        try {
          if (!reader) {
            const body = await open(current, chatRequest(request, true), http);
            reader = new EventReader({ call: current, body, decoder: codec.decoder(), ...timeouts });
          }
          const events = await reader.next();
          over = events.at(-1)?.type === 'finish';
          if (over) current.end(undefined);
          return events;
        } catch (thrown) {
          over = true;
          const error = toMimoError(thrown, redact);
          current.end(error);
          throw error;
        }
      }
      function leave(): void {
        over = true;
        call?.abort();
        call?.end(undefined);
      }
      return new EventIterator({ pull, leave, aborted: () => call?.aborted });
    },

    complete(request, signal): Promise<Completion> {
      return run(signal, async (call) => {
        const text = await fetchText(call, chatRequest(request, false));
        const decoder = codec.decoder();
        const events: StreamEvent[] = [];
        decoder.whole(parseWhole(text), events);
        decoder.flush(events);
        const reason = reportedReason(decoder);
        if (reason !== undefined) events.push({ type: 'finish', reason });
        const completion = collect(events);
        if (reason === undefined && completion.message.content.length === 0) {
          throw new MimoError('protocol', 'The service sent an answer without a message');
        }
        return completion;
      });
    },

    listModels(signal): Promise<string[]> {
      return run(signal, async (call) => {
        const url = modelsUrl(options.baseUrl);
        const text = await fetchText(call, { method: 'GET', url, accept: 'application/json' });
        const { data } = parseWhole(text);
        if (!Array.isArray(data)) {
          throw new MimoError('protocol', `${new URL(url).host} did not answer with a list of models`);
        }
        return data.flatMap((entry: { id?: unknown } | null) =>
          typeof entry?.id === 'string' && entry.id !== '' ? [entry.id] : [],
        );
      });
    },
  };
}
