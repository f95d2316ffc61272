// Answers of POST /v1/chat/completions: mimo-api.md, "Responses". Any field may be null or missing.
import { argumentsOf, countOf, parseEvent, textOf, type Decoder } from './decoder.ts';
import { ToolCallTracker } from './toolCallTracker.ts';
import type { FinishReason, StreamEvent, Usage } from './types.ts';

type Maybe<T> = T | null | undefined;

interface ToolCallDelta {
  readonly index?: Maybe<number>;
  readonly id?: Maybe<string>;
  readonly function?: Maybe<{ readonly name?: Maybe<string>; readonly arguments?: unknown }>;
}

interface Delta {
  readonly content?: Maybe<string>;
  readonly reasoning_content?: Maybe<string>;
  /** The same under the name that some gateways use. */
  readonly reasoning?: Maybe<string>;
  readonly tool_calls?: Maybe<readonly ToolCallDelta[]>;
  readonly annotations?: Maybe<readonly Maybe<Annotation>[]>;
}

interface Annotation {
  readonly url?: Maybe<string>;
  readonly title?: Maybe<string>;
  readonly summary?: Maybe<string>;
  readonly site_name?: Maybe<string>;
  readonly publish_time?: Maybe<string>;
}

interface WireUsage {
  readonly prompt_tokens?: Maybe<number>;
  readonly completion_tokens?: Maybe<number>;
  readonly prompt_tokens_details?: Maybe<{ readonly cached_tokens?: Maybe<number> }>;
  readonly completion_tokens_details?: Maybe<{ readonly reasoning_tokens?: Maybe<number> }>;
}

interface Chunk {
  readonly id?: Maybe<string>;
  readonly model?: Maybe<string>;
  readonly choices?: Maybe<
    readonly Maybe<{
      readonly finish_reason?: Maybe<string>;
      readonly delta?: Maybe<Delta>;
      readonly message?: Maybe<Delta>;
    }>[]
  >;
  readonly usage?: Maybe<WireUsage>;
}

const finishReasons: ReadonlyMap<string, FinishReason> = new Map<string, FinishReason>([
  ['stop', 'stop'],
  ['length', 'length'],
  ['tool_calls', 'toolCalls'],
  ['function_call', 'toolCalls'],
  ['content_filter', 'contentFilter'],
  ['repetition_truncation', 'repetition'],
]);

export class OpenAiDecoder implements Decoder {
  readonly #tools = new ToolCallTracker();
  #started = false;
  #lastKey = -1;
  finishReason: FinishReason | undefined;
  done = false;

  get toolCalls(): number {
    return this.#tools.started;
  }

  event(data: string, out: StreamEvent[]): void {
    if (data === '[DONE]') this.done = true;
    else this.#chunk(parseEvent(data) as Chunk, out, 'delta');
  }

  whole(answer: Readonly<Record<string, unknown>>, out: StreamEvent[]): void {
    this.#chunk(answer as Chunk, out, 'message');
  }

  flush(out: StreamEvent[]): void {
    this.#tools.flush(out);
  }

  #chunk(chunk: Chunk, out: StreamEvent[], field: 'delta' | 'message'): void {
    if (!this.#started) {
      this.#started = true;
      const id = textOf(chunk.id);
      const model = textOf(chunk.model);
      out.push({ type: 'start', ...(id === '' ? {} : { id }), ...(model === '' ? {} : { model }) });
    }
    const choice = chunk.choices?.[0];
    if (choice) {
      const delta = choice[field];
      if (delta) this.#delta(delta, out);
      const reason = choice.finish_reason;
      if (reason && this.finishReason === undefined)
        this.finishReason = finishReasons.get(reason) ?? 'unknown';
    }
    if (chunk.usage) out.push({ type: 'usage', usage: usageOf(chunk.usage) });
  }

  #delta(delta: Delta, out: StreamEvent[]): void {
    if (Array.isArray(delta.annotations)) addCitations(delta.annotations, out);
    const reasoning = textOf(delta.reasoning_content ?? delta.reasoning);
    if (reasoning !== '') out.push({ type: 'reasoning', text: reasoning });
    const text = textOf(delta.content);
    if (text !== '') out.push({ type: 'text', text });
    if (Array.isArray(delta.tool_calls)) {
      for (const call of delta.tool_calls as readonly Maybe<ToolCallDelta>[])
        if (call) this.#toolCall(call, out);
    }
  }

  #toolCall(call: ToolCallDelta, out: StreamEvent[]): void {
    const id = textOf(call.id);
    const name = textOf(call.function?.name);
    // Whole answers and some gateways leave the number out: a name begins a call, the rest continues the last one.
    this.#lastKey = call.index ?? (name === '' ? this.#lastKey : this.#lastKey + 1);
    this.#tools.add(this.#lastKey, id, name, argumentsOf(call.function?.arguments), out);
  }
}

function usageOf(usage: WireUsage): Usage {
  const cached = countOf(usage.prompt_tokens_details?.cached_tokens);
  const reasoning = countOf(usage.completion_tokens_details?.reasoning_tokens);
  return {
    inputTokens: countOf(usage.prompt_tokens) ?? 0,
    outputTokens: countOf(usage.completion_tokens) ?? 0,
    ...(cached === undefined ? {} : { cachedInputTokens: cached }),
    ...(reasoning === undefined ? {} : { reasoningTokens: reasoning }),
  };
}

function addCitations(annotations: readonly Maybe<Annotation>[], out: StreamEvent[]): void {
  for (const annotation of annotations) {
    const url = textOf(annotation?.url);
    if (!annotation || url === '') continue;
    const { title, summary, site_name: siteName, publish_time: publishTime } = annotation;
    out.push({
      type: 'citation',
      url,
      ...(title ? { title } : {}),
      ...(summary ? { summary } : {}),
      ...(siteName ? { siteName } : {}),
      ...(publishTime ? { publishTime } : {}),
    });
  }
}
