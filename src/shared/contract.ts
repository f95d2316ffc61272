// Everything that crosses between the extension host and the webview. Events come down, commands go up.
import type { Protocol, StreamEvent } from '../mimo/types.ts';
import type {
  AnswerStatus,
  AssistantMessage,
  ChatMessage,
  ChatState,
  ConnectionState,
  ErrorAction,
  ErrorInfo,
  QueuedMessage,
  SendKey,
} from './chatState.ts';

export type HostEvent =
  /** The whole state: the answer to every `ready`, and to a switch of conversation. */
  | { readonly type: 'snapshot'; readonly state: ChatState }
  /** The visible path keeps its first `keep` messages, and `messages` follow them. */
  | { readonly type: 'path'; readonly keep: number; readonly messages: readonly ChatMessage[] }
  | { readonly type: 'started'; readonly message: AssistantMessage }
  /** Stream events for the message that is streaming; `time` is when they arrived. */
  | { readonly type: 'delta'; readonly time: number; readonly events: readonly StreamEvent[] }
  /** The streaming message is complete and joins `messages`. */
  | {
      readonly type: 'ended';
      readonly time: number;
      readonly status: Exclude<AnswerStatus, 'streaming'>;
      readonly finishReason?: NonNullable<AssistantMessage['finishReason']>;
      readonly error?: ErrorInfo;
    }
  | { readonly type: 'queue'; readonly queue: readonly QueuedMessage[] }
  /** The host replaces the composer's text. */
  | { readonly type: 'draft'; readonly text: string }
  | { readonly type: 'connection'; readonly connection: ConnectionState }
  | { readonly type: 'sendKey'; readonly sendKey: SendKey }
  /** Moves the focus; no state. */
  | { readonly type: 'focus'; readonly target: 'composer' | 'lastMessage' };

export type ViewCommand =
  | { readonly type: 'ready' }
  | { readonly type: 'send'; readonly text: string }
  | { readonly type: 'stop' }
  | { readonly type: 'regenerate'; readonly messageId: string }
  | { readonly type: 'unqueue'; readonly id: string }
  | { readonly type: 'newChat' }
  | { readonly type: 'draft'; readonly conversationId: string; readonly text: string }
  | { readonly type: 'pickModel' }
  | { readonly type: 'setProtocol'; readonly protocol: Protocol }
  | { readonly type: 'setThinking'; readonly thinking: boolean }
  /** A button of an error, or of the empty state (without a message). */
  | { readonly type: 'action'; readonly action: ErrorAction; readonly messageId?: string }
  | { readonly type: 'copy'; readonly text: string }
  | { readonly type: 'insertAtCursor'; readonly text: string }
  | { readonly type: 'openAsNewFile'; readonly text: string; readonly language: string }
  | { readonly type: 'openLink'; readonly href: string };

const errorActions: ReadonlySet<string> = new Set<ErrorAction>([
  'retry',
  'continue',
  'setApiKey',
  'chooseModel',
  'openSettings',
  'openConsole',
  'showLog',
]);

/** Characters; above it a text from the view is refused. A 1M-token context is about 4M characters. */
const maxTextLength = 8_000_000;
const maxIdLength = 200;
const maxLinkLength = 8_192;

function isText(value: unknown, maxLength = maxTextLength): value is string {
  return typeof value === 'string' && value.length <= maxLength;
}

/**
 * Takes whatever a webview posted and gives a command with exactly the known fields, or undefined.
 * A webview is not trusted: markdown from a model is drawn in it.
 */
export function parseViewCommand(value: unknown): ViewCommand | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const command = value as Readonly<Record<string, unknown>>;
  const { type, text, messageId } = command;
  switch (type) {
    case 'ready':
    case 'stop':
    case 'newChat':
    case 'pickModel':
      return { type };
    case 'send':
    case 'copy':
    case 'insertAtCursor':
      return isText(text) ? { type, text } : undefined;
    case 'draft': {
      const { conversationId } = command;
      // It becomes a file name.
      const isId = isText(conversationId, maxIdLength) && /^[\w-]+$/.test(conversationId);
      return isId && isText(text) ? { type, conversationId, text } : undefined;
    }
    case 'openAsNewFile': {
      const { language } = command;
      return isText(text) && isText(language, maxIdLength) ? { type, text, language } : undefined;
    }
    case 'regenerate':
      return isText(messageId, maxIdLength) ? { type, messageId } : undefined;
    case 'unqueue': {
      const { id } = command;
      return isText(id, maxIdLength) ? { type, id } : undefined;
    }
    case 'setProtocol': {
      const { protocol } = command;
      return protocol === 'openai' || protocol === 'anthropic' ? { type, protocol } : undefined;
    }
    case 'setThinking': {
      const { thinking } = command;
      return typeof thinking === 'boolean' ? { type, thinking } : undefined;
    }
    case 'action': {
      const { action } = command;
      if (typeof action !== 'string' || !errorActions.has(action)) return undefined;
      if (messageId === undefined) return { type, action: action as ErrorAction };
      return isText(messageId, maxIdLength) ? { type, action: action as ErrorAction, messageId } : undefined;
    }
    case 'openLink': {
      const { href } = command;
      return isText(href, maxLinkLength) ? { type, href } : undefined;
    }
    default:
      return undefined;
  }
}
