import type { StreamEvent } from '../mimo/types.ts';
import type { HostEvent } from '../shared/contract.ts';
import { mergeEvent } from '../shared/mergeEvents.ts';

/** Milliseconds; one frame at 60 Hz. A view cannot show more often than that, so it is not told more often. */
const frameMs = 16;

/** Passes events to one view: stream events merged for at most one frame, everything else at once and in order. */
export class ViewBridge {
  readonly #post: (event: HostEvent) => void;
  #events: StreamEvent[] = [];
  #time = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(post: (event: HostEvent) => void) {
    this.#post = post;
  }

  send(event: HostEvent): void {
    if (event.type === 'delta') {
      if (this.#events.length === 0) {
        this.#time = event.time;
        this.#timer = setTimeout(() => this.#flush(), frameMs);
      }
      for (const streamEvent of event.events) mergeEvent(this.#events, streamEvent);
      return;
    }
    // A snapshot holds what waits already.
    if (event.type === 'snapshot') this.clear();
    else this.#flush();
    this.#post(event);
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.#events = [];
  }

  #flush(): void {
    if (this.#events.length === 0) return;
    const events = this.#events;
    this.clear();
    this.#post({ type: 'delta', time: this.#time, events });
  }
}
