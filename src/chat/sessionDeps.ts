// What a session needs from its surroundings.
import type { MimoError } from '../mimo/errors.ts';
import type { ChatRequest, MimoClient, Protocol } from '../mimo/types.ts';
import type { ChatMessage, ConnectionState, ErrorInfo, SendKey } from '../shared/chatState.ts';
import type { HostEvent } from '../shared/contract.ts';
import type { ArchiveRecord } from './archive.ts';
import type { Conversation, ConversationChoice } from './conversation.ts';

/** A client for the next request, or why there is none (no key, a bad URL): then nothing was sent. */
/** `url` of an error: where the request would have gone; none where the URL itself is the trouble. */
export type Opened = OpenClient | { readonly error: ErrorInfo; readonly url?: string };

export interface OpenClient {
  readonly client: MimoClient;
  /** The full route that requests go to. */
  readonly url: string;
  readonly protocol: Protocol;
  readonly model: string;
  readonly thinking: boolean;
}

export interface SessionDeps {
  open(choice: ConversationChoice): Promise<Opened>;
  buildRequest(path: readonly ChatMessage[], opened: OpenClient): ChatRequest;
  describeError(error: MimoError, opened: OpenClient): ErrorInfo;
  /** Appends to the conversation's file; keeps the order, never throws. */
  record(records: readonly ArchiveRecord[]): void;
  onEvent(event: HostEvent): void;
  now(): number;
  newId(): string;
}

export interface SessionStart {
  readonly conversation: Conversation;
  readonly draft: string;
  readonly connection: ConnectionState;
  readonly sendKey: SendKey;
}
