// Answers of POST /anthropic/v1/messages: mimo-api.md, "Responses". Any field may be null or missing.
import { argumentsOf, countOf, parseEvent, textOf, type Decoder } from './decoder.ts';
import { errorFromEvent } from './serviceErrors.ts';
import { ToolCallTracker } from './toolCallTracker.ts';
import type { FinishReason, StreamEvent } from './types.ts';

type Maybe<T> = T | null | undefined;

interface Block {
  readonly type?: Maybe<string>;
  readonly text?: Maybe<string>;
  readonly thinking?: Maybe<string>;
  readonly signature?: Maybe<string>;
  readonly id?: Maybe<string>;
  readonly name?: Maybe<string>;
  readonly input?: unknown;
}

interface Delta {
  readonly type?: Maybe<string>;
  readonly text?: Maybe<string>;
  readonly thinking?: Maybe<string>;
  readonly signature?: Maybe<string>;
  readonly partial_json?: Maybe<string>;
  readonly stop_reason?: Maybe<string>;
}

interface WireUsage {
  readonly input_tokens?: Maybe<number>;
  readonly output_tokens?: Maybe<number>;
  readonly cache_read_input_tokens?: Maybe<number>;
  readonly cache_creation_input_tokens?: Maybe<number>;
}

interface WireMessage {
  readonly id?: Maybe<string>;
  readonly model?: Maybe<string>;
  readonly content?: Maybe<readonly Maybe<Block>[]>;
  readonly stop_reason?: Maybe<string>;
  readonly usage?: Maybe<WireUsage>;
}

interface WireEvent {
  readonly type?: Maybe<string>;
  readonly index?: Maybe<number>;
  readonly message?: Maybe<WireMessage>;
  readonly content_block?: Maybe<Block>;
  readonly delta?: Maybe<Delta>;
  readonly usage?: Maybe<WireUsage>;
}

const finishReasons: ReadonlyMap<string, FinishReason> = new Map<string, FinishReason>([
  ['end_turn', 'stop'],
  ['max_tokens', 'length'],
  ['model_context_window_exceeded', 'length'],
  ['tool_use', 'toolCalls'],
  ['stop_sequence', 'stopSequence'],
  ['content_filter', 'contentFilter'],
  ['refusal', 'contentFilter'],
  ['repetition_truncation', 'repetition'],
]);

export class AnthropicDecoder implements Decoder {
  readonly #tools = new ToolCallTracker();
  /** Tool inputs that came whole with their block, by block; they count unless pieces follow. */
  readonly #inputs = new Map<number, string>();
  #usage: WireUsage = {};
  #started = false;
  finishReason: FinishReason | undefined;
  done = false;

  get toolCalls(): number {
    return this.#tools.started;
  }

  event(data: string, out: StreamEvent[]): void {
    const event = parseEvent(data) as WireEvent;
    const index = event.index ?? 0;
    switch (event.type) {
      case 'content_block_delta':
        if (event.delta) this.#delta(index, event.delta, out);
        break;
      case 'content_block_start':
        this.#start(undefined, out);
        if (event.content_block) this.#block(index, event.content_block, false, out);
        break;
      case 'content_block_stop':
        this.#blockEnd(index, out);
        break;
      case 'message_start':
        this.#start(event.message, out);
        this.#mergeUsage(event.message?.usage, out);
        break;
      case 'message_delta':
        this.#finish(event.delta?.stop_reason);
        this.#mergeUsage(event.usage, out);
        break;
      case 'message_stop':
        this.done = true;
        break;
      case 'error':
        throw errorFromEvent(data);
    }
  }

  whole(answer: Readonly<Record<string, unknown>>, out: StreamEvent[]): void {
    const message = answer as WireMessage;
    this.#start(message, out);
    (message.content ?? []).forEach((block, index) => {
      if (!block) return;
      this.#block(index, block, true, out);
      this.#blockEnd(index, out);
    });
    this.#finish(message.stop_reason);
    this.#mergeUsage(message.usage, out);
  }

  flush(out: StreamEvent[]): void {
    for (const index of this.#inputs.keys()) this.#blockEnd(index, out);
    this.#tools.flush(out);
  }

  #start(message: Maybe<WireMessage>, out: StreamEvent[]): void {
    if (this.#started) return;
    this.#started = true;
    const id = textOf(message?.id);
    const model = textOf(message?.model);
    out.push({ type: 'start', ...(id === '' ? {} : { id }), ...(model === '' ? {} : { model }) });
  }

  #block(index: number, block: Block, whole: boolean, out: StreamEvent[]): void {
    if (block.type === 'tool_use') {
      const input = argumentsOf(block.input);
      // A stream begins every call with `{}`, whatever pieces follow.
      if (input !== '' && (whole || input !== '{}')) this.#inputs.set(index, input);
      this.#tools.add(index, textOf(block.id), textOf(block.name), '', out);
      return;
    }
    // A block may begin with text of its own; a whole answer's blocks hold all of it.
    this.#text(block, out);
  }

  #delta(index: number, delta: Delta, out: StreamEvent[]): void {
    if (delta.type === 'input_json_delta') {
      const piece = textOf(delta.partial_json);
      if (piece === '') return;
      this.#inputs.delete(index);
      this.#tools.add(index, '', '', piece, out);
      return;
    }
    this.#text(delta, out);
  }

  #text(from: Block | Delta, out: StreamEvent[]): void {
    const thinking = textOf(from.thinking);
    if (thinking !== '') out.push({ type: 'reasoning', text: thinking });
    const signature = textOf(from.signature);
    if (signature !== '') out.push({ type: 'reasoningSignature', signature });
    const text = textOf(from.text);
    if (text !== '') out.push({ type: 'text', text });
  }

  #blockEnd(index: number, out: StreamEvent[]): void {
    const input = this.#inputs.get(index);
    if (input === undefined) return;
    this.#inputs.delete(index);
    this.#tools.add(index, '', '', input, out);
  }

  #finish(reason: Maybe<string>): void {
    if (reason && this.finishReason === undefined) this.finishReason = finishReasons.get(reason) ?? 'unknown';
  }

  /** `message_start` and `message_delta` each hold a part: a number replaces the earlier one, `null` does not. */
  #mergeUsage(usage: Maybe<WireUsage>, out: StreamEvent[]): void {
    if (!usage) return;
    const known = Object.entries(usage).filter(([, value]) => countOf(value) !== undefined);
    this.#usage = { ...this.#usage, ...Object.fromEntries(known) };
    const cached = countOf(this.#usage.cache_read_input_tokens);
    const written = countOf(this.#usage.cache_creation_input_tokens) ?? 0;
    out.push({
      type: 'usage',
      usage: {
        inputTokens: (countOf(this.#usage.input_tokens) ?? 0) + (cached ?? 0) + written,
        outputTokens: countOf(this.#usage.output_tokens) ?? 0,
        ...(cached === undefined ? {} : { cachedInputTokens: cached }),
      },
    });
  }
}
