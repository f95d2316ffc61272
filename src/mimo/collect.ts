import type { Citation, Completion, FinishReason, Part, StreamEvent, Usage } from './types.ts';

/** The answer that the events of a finished stream add up to. */
export function collect(events: Iterable<StreamEvent>): Completion {
  let start: Extract<StreamEvent, { type: 'start' }> | undefined;
  let usage: Usage = { inputTokens: 0, outputTokens: 0 };
  let finishReason: FinishReason = 'unknown';
  const citations: Citation[] = [];
  const content: Part[] = [];
  const toolCallAt: number[] = [];
  for (const event of events) {
    const last = content.at(-1);
    switch (event.type) {
      case 'start':
        start = event;
        break;
      case 'text':
        if (last?.type === 'text') content[content.length - 1] = { ...last, text: last.text + event.text };
        else content.push({ type: 'text', text: event.text });
        break;
      case 'reasoning':
        // A signature closes its block.
        if (last?.type === 'reasoning' && last.signature === undefined) {
          content[content.length - 1] = { ...last, text: last.text + event.text };
        } else content.push({ type: 'reasoning', text: event.text });
        break;
      case 'reasoningSignature':
        if (last?.type === 'reasoning') {
          const signature = (last.signature ?? '') + event.signature;
          content[content.length - 1] = { ...last, signature };
        } else content.push({ type: 'reasoning', text: '', signature: event.signature });
        break;
      case 'toolCallStart':
        toolCallAt[event.index] = content.length;
        content.push({ type: 'toolCall', id: event.id, name: event.name, arguments: '' });
        break;
      case 'toolCallDelta': {
        const at = toolCallAt[event.index] ?? -1;
        const call = content[at];
        if (call?.type === 'toolCall') content[at] = { ...call, arguments: call.arguments + event.arguments };
        break;
      }
      case 'citation': {
        const { type: _type, ...citation } = event;
        citations.push(citation);
        break;
      }
      case 'usage':
        usage = event.usage;
        break;
      case 'finish':
        finishReason = event.reason;
        break;
    }
  }
  return {
    ...(start?.id === undefined ? {} : { id: start.id }),
    ...(start?.model === undefined ? {} : { model: start.model }),
    message: { role: 'assistant', content },
    citations,
    usage,
    finishReason,
  };
}
