import type { StreamEvent } from '../mimo/types.ts';
import { mergeEvent } from '../shared/mergeEvents.ts';
import type { ArchiveRecord } from './archive.ts';

/** Milliseconds of streamed text that a killed window may lose; the promise is one second. */
const recordEveryMs = 500;

export interface DeltaRecorderDeps {
  record(records: readonly ArchiveRecord[]): void;
}

/** Writes the events of one answer to its conversation's file: a line every half a second instead of one a token. */
export class DeltaRecorder {
  readonly #messageId: string;
  readonly #deps: DeltaRecorderDeps;
  #events: StreamEvent[] = [];
  #firstAt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(messageId: string, deps: DeltaRecorderDeps) {
    this.#messageId = messageId;
    this.#deps = deps;
  }

  /** `time`: when the event arrived, milliseconds since the epoch. */
  add(event: StreamEvent, time: number): void {
    if (this.#events.length === 0) {
      this.#firstAt = time;
      this.#timer = setTimeout(() => this.flush(), recordEveryMs);
    }
    mergeEvent(this.#events, event);
  }

  flush(): void {
    clearTimeout(this.#timer);
    if (this.#events.length === 0) return;
    const events = this.#events;
    this.#events = [];
    this.#deps.record([{ type: 'delta', id: this.#messageId, time: this.#firstAt, events }]);
  }
}
