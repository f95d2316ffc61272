import type { Protocol } from '../mimo/types.ts';
import type { ChatMessage } from '../shared/chatState.ts';

/** What the requests of one conversation use. Left out: the setting's value at that time. */
export interface ConversationChoice {
  readonly protocol?: Protocol;
  readonly model?: string;
  readonly thinking?: boolean;
}

/**
 * A tree of messages: an edited message or a second answer is a sibling, nothing is overwritten.
 * `leafId` is the end of the path that is shown.
 */
export interface Conversation {
  readonly id: string;
  readonly createdAt: number;
  readonly messages: ReadonlyMap<string, ChatMessage>;
  readonly leafId?: string;
  readonly choice: ConversationChoice;
}

export function emptyConversation(id: string, createdAt: number): Conversation {
  return { id, createdAt, messages: new Map(), choice: {} };
}

/** The messages from the root to `leafId`, oldest first; empty where there is no such message. */
export function pathTo(conversation: Conversation, leafId: string | undefined): readonly ChatMessage[] {
  const path: ChatMessage[] = [];
  const seen = new Set<string>();
  let id = leafId;
  // `seen` guards against a cycle in a damaged file.
  while (id !== undefined && !seen.has(id)) {
    seen.add(id);
    const message = conversation.messages.get(id);
    if (!message) break;
    path.push(message);
    id = message.parentId;
  }
  return path.toReversed();
}
