import type { StreamEvent } from '../mimo/types.ts';
import type { AssistantMessage, AssistantPart, ChatState } from './chatState.ts';
import type { HostEvent } from './contract.ts';

/** The one way in which state changes, in the host and in the webview alike. Pure. */
export function reduce(state: ChatState, event: HostEvent): ChatState {
  switch (event.type) {
    case 'snapshot':
      return event.state;
    case 'path':
      return { ...state, messages: [...state.messages.slice(0, event.keep), ...event.messages] };
    case 'started':
      return { ...state, streaming: event.message };
    case 'delta': {
      if (!state.streaming) return state;
      let message = state.streaming;
      for (const streamEvent of event.events) message = foldStreamEvent(message, streamEvent, event.time);
      return { ...state, streaming: message };
    }
    case 'ended': {
      const { streaming, ...rest } = state;
      if (!streaming) return state;
      return { ...rest, messages: [...state.messages, endAnswer(streaming, event)] };
    }
    case 'queue':
      return { ...state, queue: event.queue };
    case 'draft':
      return { ...state, draft: event.text };
    case 'connection':
      return { ...state, connection: event.connection };
    case 'sendKey':
      return { ...state, sendKey: event.sendKey };
    case 'focus':
      return state;
  }
}

/** One stream event added to an answer. `time`: when it arrived, milliseconds since the epoch. */
export function foldStreamEvent(
  message: AssistantMessage,
  event: StreamEvent,
  time: number,
): AssistantMessage {
  const { parts } = message;
  switch (event.type) {
    case 'start':
      return event.model ? { ...message, model: event.model } : message;
    case 'reasoning': {
      const last = parts.at(-1);
      // A signature closes its block: what comes after belongs to a block of its own.
      if (last?.type === 'reasoning' && last.signature === undefined) {
        return withLast(message, { ...last, text: last.text + event.text });
      }
      return { ...message, parts: [...parts, { type: 'reasoning', text: event.text, startedAt: time }] };
    }
    case 'reasoningSignature': {
      const last = parts.at(-1);
      if (last?.type === 'reasoning') {
        return withLast(message, { ...last, signature: (last.signature ?? '') + event.signature });
      }
      return {
        ...message,
        parts: [...parts, { type: 'reasoning', text: '', signature: event.signature, startedAt: time }],
      };
    }
    case 'text': {
      const last = parts.at(-1);
      if (last?.type === 'text') return withLast(message, { ...last, text: last.text + event.text });
      return { ...message, parts: [...endReasoning(parts, time), { type: 'text', text: event.text }] };
    }
    case 'toolCallStart':
      return {
        ...message,
        parts: [
          ...endReasoning(parts, time),
          { type: 'toolCall', id: event.id, name: event.name, arguments: '' },
        ],
      };
    case 'toolCallDelta': {
      // `index` counts the tool calls of this answer in the order of their starts.
      let seen = -1;
      return {
        ...message,
        parts: parts.map((part) => {
          if (part.type !== 'toolCall') return part;
          seen += 1;
          return seen === event.index ? { ...part, arguments: part.arguments + event.arguments } : part;
        }),
      };
    }
    case 'citation': {
      const { type: _type, ...citation } = event;
      return { ...message, citations: [...message.citations, citation] };
    }
    case 'usage':
      return { ...message, usage: event.usage };
    case 'finish':
      return { ...message, finishReason: event.reason };
  }
}

/** How an answer ended, added to it. */
export function endAnswer(
  message: AssistantMessage,
  end: Pick<Extract<HostEvent, { type: 'ended' }>, 'time' | 'status' | 'finishReason' | 'error'>,
): AssistantMessage {
  return {
    ...message,
    parts: endReasoning(message.parts, end.time),
    status: end.status,
    endedAt: end.time,
    ...(end.finishReason === undefined ? {} : { finishReason: end.finishReason }),
    ...(end.error === undefined ? {} : { error: end.error }),
  };
}

function withLast(message: AssistantMessage, part: AssistantPart): AssistantMessage {
  return { ...message, parts: [...message.parts.slice(0, -1), part] };
}

function endReasoning(parts: readonly AssistantPart[], time: number): readonly AssistantPart[] {
  const last = parts.at(-1);
  if (last?.type !== 'reasoning' || last.endedAt !== undefined) return parts;
  return [...parts.slice(0, -1), { ...last, endedAt: time }];
}

/** The answer's visible text, without reasoning. */
export function answerText(message: AssistantMessage): string {
  return message.parts.map((part) => (part.type === 'text' ? part.text : '')).join('');
}

/** The answer's reasoning, all blocks joined. */
export function reasoningText(message: AssistantMessage): string {
  return message.parts.map((part) => (part.type === 'reasoning' ? part.text : '')).join('');
}
