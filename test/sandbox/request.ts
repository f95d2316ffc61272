// What both protocols are read into: the sandbox answers this, not the wire.
import type { Modality, SandboxModel } from './models.ts';

export type WireProtocol = 'openai' | 'anthropic';

export interface WireCall {
  readonly id: string;
  readonly name: string;
  /** JSON text. */
  readonly arguments: string;
}

export interface MediaItem {
  readonly type: Modality;
  /** MIME type, or `url` for something that the service would fetch. */
  readonly mime: string;
  /** Decoded size; 0 for a URL. */
  readonly bytes: number;
}

export interface Turn {
  readonly role: 'user' | 'assistant' | 'tool';
  readonly text: string;
  readonly media: readonly MediaItem[];
  /** Assistant only. */
  readonly calls: readonly WireCall[];
  /** Assistant only: what was passed back. `signature` exists on the Anthropic protocol. */
  readonly reasoning?: string;
  readonly signature?: string;
  /** Tool only: the call that this answers. */
  readonly callId?: string;
}

export interface ToolOffer {
  readonly name: string;
  /** JSON Schema. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

export interface SandboxRequest {
  readonly protocol: WireProtocol;
  readonly model: SandboxModel;
  readonly system: string;
  readonly turns: readonly Turn[];
  readonly tools: readonly ToolOffer[];
  readonly toolChoice: 'auto' | 'none' | { readonly name: string };
  readonly thinking: boolean;
  readonly stream: boolean;
  /** A streamed chat answer reports usage only when asked to. */
  readonly includeUsage: boolean;
  readonly maxTokens: number;
  readonly stop: readonly string[];
  readonly json: boolean;
  readonly webSearch: boolean;
}

export interface SearchHit {
  readonly url: string;
  readonly title: string;
  readonly summary: string;
  readonly siteName: string;
}

export type Finish =
  | 'stop'
  | 'length'
  | 'tool_calls'
  | 'stop_sequence'
  | 'content_filter'
  | 'repetition_truncation';

/** What the model says, before it is put into the words of a protocol. */
export interface Answer {
  readonly reasoning: string;
  readonly text: string;
  readonly calls: readonly Omit<WireCall, 'id'>[];
  readonly finish: Finish;
  readonly citations?: readonly SearchHit[];
  readonly stoppedBy?: string;
}
