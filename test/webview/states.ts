// Conversations for tests: small builders with sensible defaults.
import type {
  AssistantMessage,
  ChatState,
  ConnectionState,
  ErrorInfo,
  UserMessage,
} from '../../src/shared/chatState.ts';

export const connection: ConnectionState = {
  key: 'present',
  host: 'api.xiaomimimo.com',
  protocol: 'openai',
  model: 'mimo-v2.6-pro',
  thinking: true,
};

export function chat(over: Partial<ChatState> = {}): ChatState {
  return { conversationId: 'c1', messages: [], queue: [], draft: '', connection, sendKey: 'enter', ...over };
}

export function question(id: string, text: string, over: Partial<UserMessage> = {}): UserMessage {
  return { role: 'user', id, time: 1_000, text, attachments: [], ...over };
}

/** A finished answer with this text. */
export function answer(id: string, text: string, over: Partial<AssistantMessage> = {}): AssistantMessage {
  return {
    role: 'assistant',
    id,
    time: 1_000,
    protocol: 'openai',
    model: 'mimo-v2.6-pro',
    status: 'finished',
    finishReason: 'stop',
    parts: text === '' ? [] : [{ type: 'text', text }],
    citations: [],
    ...over,
  };
}

/** An answer that has just begun. */
export function started(id: string): AssistantMessage {
  const { finishReason: _, ...rest } = answer(id, '');
  return { ...rest, status: 'streaming' };
}

export function failed(id: string, error: ErrorInfo): AssistantMessage {
  const { finishReason: _, ...rest } = answer(id, '');
  return { ...rest, status: 'failed', error };
}
