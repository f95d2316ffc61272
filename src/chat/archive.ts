// The stored form of a conversation: one JSON record a line, only ever appended.
import { endAnswer, foldStreamEvent } from '../shared/reduce.ts';
import type { StreamEvent } from '../mimo/types.ts';
import type { AnswerStatus, AssistantMessage, ChatMessage, ErrorInfo } from '../shared/chatState.ts';
import type { Conversation, ConversationChoice } from './conversation.ts';

/** Raised when a reader of an older version could misread a newer file. */
export const archiveVersion = 1;

export type ArchiveRecord =
  /** The first line of every segment. Times are milliseconds since the epoch. */
  | {
      readonly type: 'segment';
      readonly version: number;
      readonly conversationId: string;
      readonly time: number;
    }
  /** A message; an answer is written when it starts, so its parts follow. It becomes the leaf. */
  | { readonly type: 'message'; readonly message: ChatMessage }
  | {
      readonly type: 'delta';
      readonly id: string;
      readonly time: number;
      readonly events: readonly StreamEvent[];
    }
  | {
      readonly type: 'ended';
      readonly id: string;
      readonly time: number;
      readonly status: Exclude<AnswerStatus, 'streaming'>;
      readonly finishReason?: NonNullable<AssistantMessage['finishReason']>;
      readonly error?: ErrorInfo;
    }
  /** The shown path ends here now; no id: before the first message. */
  | { readonly type: 'leaf'; readonly id?: string }
  | { readonly type: 'choice'; readonly choice: ConversationChoice };

export function encodeRecord(record: ArchiveRecord): string {
  return `${JSON.stringify(record)}\n`;
}

/**
 * Reads the segments of one conversation, oldest first.
 * A torn or foreign line is passed over: what stands before and after it stays readable.
 * An answer without its end was cut off when its window went away: it comes back as `interrupted`.
 */
export function decodeConversation(id: string, segments: readonly string[]): Conversation | undefined {
  const records = segments.flatMap((text) => text.split('\n').map(parseRecord));
  const first = records.find((record) => record?.type === 'segment');
  if (!first) return undefined;
  const messages = new Map<string, ChatMessage>();
  let leafId: string | undefined;
  let choice: ConversationChoice = {};
  const lastTimes = new Map<string, number>();
  for (const record of records) {
    switch (record?.type) {
      case 'message':
        messages.set(record.message.id, record.message);
        leafId = record.message.id;
        break;
      case 'delta':
      case 'ended': {
        const message = messages.get(record.id);
        if (message?.role !== 'assistant') break;
        lastTimes.set(record.id, record.time);
        messages.set(
          record.id,
          record.type === 'ended'
            ? endAnswer(message, record)
            : record.events.reduce((folded, event) => foldStreamEvent(folded, event, record.time), message),
        );
        break;
      }
      case 'leaf':
        leafId = record.id;
        break;
      case 'choice':
        choice = record.choice;
        break;
      default:
    }
  }
  for (const [messageId, message] of messages) {
    if (message.role === 'assistant' && message.status === 'streaming') {
      const time = lastTimes.get(messageId) ?? message.time;
      messages.set(messageId, endAnswer(message, { time, status: 'interrupted' }));
    }
  }
  return { id, createdAt: first.time, messages, choice, ...(leafId === undefined ? {} : { leafId }) };
}

function parseRecord(line: string): ArchiveRecord | undefined {
  if (line === '') return undefined;
  try {
    const value: unknown = JSON.parse(line);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Shape checks deep enough that folding cannot throw; the file is ours, but a disk or a person may have changed it. */
function isRecord(value: unknown): value is ArchiveRecord {
  if (!isObject(value)) return false;
  switch (value['type']) {
    case 'segment':
      return typeof value['version'] === 'number' && typeof value['time'] === 'number';
    case 'message':
      return isMessage(value['message']);
    case 'delta':
      return (
        typeof value['id'] === 'string' && Array.isArray(value['events']) && value['events'].every(isObject)
      );
    case 'ended':
      return typeof value['id'] === 'string' && typeof value['status'] === 'string';
    case 'leaf':
      return value['id'] === undefined || typeof value['id'] === 'string';
    case 'choice':
      return isObject(value['choice']);
    default:
      return false;
  }
}

function isMessage(value: unknown): value is ChatMessage {
  if (!isObject(value) || typeof value['id'] !== 'string') return false;
  if (value['role'] === 'user')
    return typeof value['text'] === 'string' && Array.isArray(value['attachments']);
  return value['role'] === 'assistant' && Array.isArray(value['parts']) && Array.isArray(value['citations']);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
