import type { StreamEvent } from '../mimo/types.ts';

/** Adds an event to a batch in place; text after text and reasoning after reasoning become one event. */
export function mergeEvent(batch: StreamEvent[], event: StreamEvent): void {
  const last = batch.at(-1);
  if (last && (event.type === 'text' || event.type === 'reasoning') && last.type === event.type) {
    batch[batch.length - 1] = { type: event.type, text: last.text + event.text };
  } else {
    batch.push(event);
  }
}
