// What a conversation looks like to everyone who shows it. The host owns this state; a webview holds a copy.
import type { Citation, ErrorKind, FinishReason, Protocol, Usage } from '../mimo/types.ts';

/** A piece of context that was frozen when the message was sent. Lines are 1-based and inclusive. */
export interface Attachment {
  readonly kind: 'selection';
  readonly uri: string;
  /** Path as people read it: relative to the workspace folder where there is one. */
  readonly path: string;
  readonly languageId: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly text: string;
}

/** `parentId` makes a conversation a tree; the root's is undefined. Times are milliseconds since the epoch. */
export interface UserMessage {
  readonly role: 'user';
  readonly id: string;
  readonly parentId?: string;
  readonly time: number;
  readonly text: string;
  readonly attachments: readonly Attachment[];
}

export type AssistantPart =
  | { readonly type: 'text'; readonly text: string }
  | {
      readonly type: 'reasoning';
      readonly text: string;
      readonly signature?: string;
      readonly startedAt: number;
      /** Set when the first thing after the reasoning arrives, or the answer ends. */
      readonly endedAt?: number;
    }
  | { readonly type: 'toolCall'; readonly id: string; readonly name: string; readonly arguments: string };

/** What the user can do about an error; the label is the view's. */
export type ErrorAction =
  | 'retry'
  | 'continue'
  | 'setApiKey'
  | 'chooseModel'
  | 'openSettings'
  | 'openConsole'
  | 'showLog';

/** `message` is a sentence in the user's language; `detail` is what the service or the network said, if anything. */
export interface ErrorInfo {
  readonly kind: ErrorKind;
  readonly message: string;
  readonly detail?: string;
  readonly actions: readonly ErrorAction[];
}

/** `streaming` while the answer arrives; `interrupted` when the window went away before it ended. */
export type AnswerStatus = 'streaming' | 'finished' | 'failed' | 'interrupted';

export interface AssistantMessage {
  readonly role: 'assistant';
  readonly id: string;
  readonly parentId?: string;
  readonly time: number;
  readonly protocol: Protocol;
  readonly model: string;
  readonly status: AnswerStatus;
  readonly parts: readonly AssistantPart[];
  readonly citations: readonly Citation[];
  readonly usage?: Usage;
  readonly finishReason?: FinishReason | 'aborted';
  readonly error?: ErrorInfo;
  readonly endedAt?: number;
}

export type ChatMessage = UserMessage | AssistantMessage;

export interface QueuedMessage {
  readonly id: string;
  readonly text: string;
}

/**
 * `missing`: no key for the selected host. `lost`: one was stored and is gone (a VS Code that keeps no secrets).
 * `unknown`: it cannot be told (a bad base URL, a secret storage that fails): the error is told when something is sent.
 */
export type KeyState = 'unknown' | 'present' | 'missing' | 'lost';

/** What the next request of this conversation will use. */
export interface ConnectionState {
  readonly key: KeyState;
  /** Host name that requests go to, as shown to people. */
  readonly host: string;
  readonly protocol: Protocol;
  readonly model: string;
  readonly thinking: boolean;
}

export type SendKey = 'enter' | 'ctrlEnter';

export interface ChatState {
  readonly conversationId: string;
  /** The visible path through the tree, oldest first, without the answer that is streaming. */
  readonly messages: readonly ChatMessage[];
  /** Kept apart from `messages`, so that a token costs the same in a long conversation as in a short one. */
  readonly streaming?: AssistantMessage;
  readonly queue: readonly QueuedMessage[];
  readonly draft: string;
  readonly connection: ConnectionState;
  readonly sendKey: SendKey;
}
