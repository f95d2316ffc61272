import { systemPrompt } from '../mimo/systemPrompt.ts';
import type { ChatRequest, Message, Part } from '../mimo/types.ts';
import type { AssistantMessage, ChatMessage } from '../shared/chatState.ts';
import { messageText } from './attachments.ts';

export type Language = 'en' | 'zh-cn';

export interface RequestInput {
  readonly model: string;
  readonly thinking: boolean;
  /** The shown path, oldest first, ending with the message to answer. */
  readonly path: readonly ChatMessage[];
  /** Language of MiMo's recommended system prompt. */
  readonly language: Language;
  readonly now: Date;
}

/** What is sent for a conversation. The beginning stays the same from turn to turn, so that MiMo's cache holds. */
export function buildRequest(input: RequestInput): ChatRequest {
  const { model, thinking, path, language, now } = input;
  return {
    model,
    thinking,
    system: systemPrompt(language, now),
    messages: path.map(toMessage).filter((message) => message.content.length > 0),
  };
}

function toMessage(message: ChatMessage): Message {
  if (message.role === 'assistant') return { role: 'assistant', content: assistantParts(message) };
  return { role: 'user', content: [{ type: 'text', text: messageText(message.text, message.attachments) }] };
}

/**
 * Reasoning goes back only with the tool calls that it led to (mimo-api.md, "The rule that breaks most clients"):
 * there it is demanded, elsewhere it would be paid for without need. Calls made without thinking say so by an empty one.
 */
function assistantParts(message: AssistantMessage): readonly Part[] {
  const hasToolCalls = message.parts.some((part) => part.type === 'toolCall');
  const hasReasoning = message.parts.some((part) => part.type === 'reasoning');
  const parts: Part[] = hasToolCalls && !hasReasoning ? [{ type: 'reasoning', text: '' }] : [];
  for (const part of message.parts) {
    if (part.type === 'text' && part.text !== '') parts.push(part);
    if (!hasToolCalls) continue;
    if (part.type === 'toolCall') parts.push(part);
    if (part.type === 'reasoning') {
      const { text, signature } = part;
      parts.push({ type: 'reasoning', text, ...(signature === undefined ? {} : { signature }) });
    }
  }
  return parts;
}
