// The neutral model that both protocols are mapped to. Everything outside src/mimo speaks these types only.

export type Protocol = 'openai' | 'anthropic';

/** Which header carries the key; the service accepts both on both protocols (mimo-api.md, "Hosts, plans, keys"). */
export type AuthHeader = 'api-key' | 'bearer';

export interface TextPart {
  readonly type: 'text';
  readonly text: string;
}

/** Media inside a user message or a tool result. `data` is base64 without the `data:` prefix. */
export interface MediaPart {
  readonly type: 'image' | 'audio' | 'video';
  readonly mime: string;
  readonly data: string;
}

/** The model's thinking. `signature` exists on the Anthropic protocol only and must be returned unchanged. */
export interface ReasoningPart {
  readonly type: 'reasoning';
  readonly text: string;
  readonly signature?: string;
}

/** `arguments` is the JSON text as the model wrote it: it may be empty or invalid. */
export interface ToolCallPart {
  readonly type: 'toolCall';
  readonly id: string;
  readonly name: string;
  readonly arguments: string;
}

export interface ToolResultPart {
  readonly type: 'toolResult';
  /** The id of the tool call that this answers. */
  readonly id: string;
  readonly content: readonly (TextPart | (MediaPart & { readonly type: 'image' }))[];
  readonly isError?: boolean;
}

export type Part = TextPart | MediaPart | ReasoningPart | ToolCallPart;

export type Message =
  | { readonly role: 'user'; readonly content: readonly Part[] }
  | { readonly role: 'assistant'; readonly content: readonly Part[] }
  | { readonly role: 'tool'; readonly content: readonly ToolResultPart[] };

export interface Tool {
  readonly name: string;
  readonly description?: string;
  /** JSON Schema of the arguments. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** MiMo's own search tool; OpenAI protocol only, needs a paid plugin (mimo-api.md, "Chat Completions request"). */
export interface WebSearch {
  readonly forceSearch?: boolean;
  readonly maxKeyword?: number;
  readonly limit?: number;
  readonly userLocation?: Readonly<Record<string, unknown>>;
}

export interface ChatRequest {
  readonly model: string;
  readonly system?: string;
  readonly messages: readonly Message[];
  /** Includes reasoning tokens. */
  readonly maxTokens?: number;
  readonly temperature?: number;
  readonly topP?: number;
  readonly frequencyPenalty?: number;
  readonly presencePenalty?: number;
  readonly stop?: readonly string[];
  /** Left out: the service's own default for the model. */
  readonly thinking?: boolean;
  readonly tools?: readonly Tool[];
  readonly toolChoice?: 'auto' | 'none' | { readonly name: string };
  readonly responseFormat?: 'text' | 'json';
  readonly webSearch?: WebSearch;
}

export type FinishReason =
  | 'stop'
  | 'length'
  | 'toolCalls'
  | 'stopSequence'
  | 'contentFilter'
  | 'repetition'
  | 'unknown';

/** Token counts as the service reported them. `inputTokens` includes the cached ones on both protocols. */
export interface Usage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cachedInputTokens?: number;
  readonly reasoningTokens?: number;
}

export interface Citation {
  readonly url: string;
  readonly title?: string;
  readonly summary?: string;
  readonly siteName?: string;
  readonly publishTime?: string;
}

export type StreamEvent =
  | { readonly type: 'start'; readonly id?: string; readonly model?: string }
  | { readonly type: 'reasoning'; readonly text: string }
  | { readonly type: 'reasoningSignature'; readonly signature: string }
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'toolCallStart'; readonly index: number; readonly id: string; readonly name: string }
  | { readonly type: 'toolCallDelta'; readonly index: number; readonly arguments: string }
  | ({ readonly type: 'citation' } & Citation)
  /** Complete in itself; may come more than once, the last one wins. */
  | { readonly type: 'usage'; readonly usage: Usage }
  /** Always the last event. */
  | { readonly type: 'finish'; readonly reason: FinishReason };

/** A whole answer. `message.content` holds reasoning, text and tool calls in the order of the service. */
export interface Completion {
  readonly id?: string;
  readonly model?: string;
  readonly message: { readonly role: 'assistant'; readonly content: readonly Part[] };
  readonly citations: readonly Citation[];
  readonly usage: Usage;
  readonly finishReason: FinishReason;
}

export type ErrorKind =
  | 'auth'
  | 'permission'
  | 'balance'
  | 'rateLimit'
  | 'badRequest'
  | 'unknownModel'
  | 'reasoningRequired'
  | 'notFound'
  | 'moderation'
  | 'server'
  | 'network'
  | 'timeout'
  | 'protocol'
  | 'aborted';

/** What the client did, for a log or an inspector. The key is redacted in every field. Times are milliseconds. */
export type ObservedEvent =
  | {
      readonly type: 'request';
      readonly attempt: number;
      readonly method: string;
      readonly url: string;
      readonly headers: Readonly<Record<string, string>>;
      readonly body?: string;
    }
  | {
      readonly type: 'response';
      readonly attempt: number;
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly elapsedMs: number;
    }
  | {
      readonly type: 'retry';
      readonly attempt: number;
      readonly delayMs: number;
      readonly error: { readonly kind: ErrorKind; readonly status?: number; readonly message: string };
    }
  | { readonly type: 'rawEvent'; readonly event?: string; readonly data: string }
  | {
      readonly type: 'end';
      readonly elapsedMs: number;
      readonly error?: { readonly kind: ErrorKind; readonly status?: number; readonly message: string };
    };

export interface ClientOptions {
  readonly protocol: Protocol;
  /** A root, a `/v1` or `/anthropic` base, or the full route. Plain `http:` for loopback only. */
  readonly baseUrl: string;
  readonly apiKey: string;
  /** Default `api-key`. */
  readonly auth?: AuthHeader;
  readonly headers?: Readonly<Record<string, string>>;
  readonly fetch?: typeof fetch;
  /** Further attempts before the first byte of the body. Default 2. */
  readonly retries?: number;
  /** From each attempt's request to its first event; for `complete` and `listModels`, to the first byte. Default 120,000. */
  readonly firstEventTimeoutMs?: number;
  /** After the first event: without any byte, keep-alive comments included. Default 120,000. */
  readonly idleTimeoutMs?: number;
  readonly observe?: (event: ObservedEvent) => void;
}

/** All three methods throw a MimoError (errors.ts) and nothing else. */
export interface MimoClient {
  /** Streams one answer. What was yielded before an error stays valid; leaving the iterator early aborts the request. */
  stream(request: ChatRequest, signal?: AbortSignal): AsyncIterable<StreamEvent>;
  /** One answer without streaming. */
  complete(request: ChatRequest, signal?: AbortSignal): Promise<Completion>;
  /** Model ids, from the OpenAI base of the same host on both protocols. */
  listModels(signal?: AbortSignal): Promise<string[]>;
}
