import type { IncomingHttpHeaders } from 'node:http';
import type { KeyHeader } from './keys.ts';

export interface JournalEntry {
  /** Milliseconds since 1970, when the request had arrived completely. */
  readonly time: number;
  readonly method: string;
  readonly path: string;
  /** Values that carry a key are replaced by `<key>`. */
  readonly headers: Readonly<Record<string, string>>;
  /** The header that carried the key; left out: there was none. */
  readonly auth?: KeyHeader;
  readonly rawBody: string;
  /** Left out: the body is empty or not JSON. */
  readonly body?: unknown;
  /** 0 until it is sent, and for good if the connection was dropped before. */
  readonly status: number;
  /** The usage object of the answer, in the words of its protocol. */
  readonly usage?: object;
  /** The client closed the connection before the answer was complete. */
  readonly aborted: boolean;
  /** The exchange is over: answered, dropped or aborted. */
  readonly ended: boolean;
}

type Draft = { -readonly [Field in keyof JournalEntry]: JournalEntry[Field] };

const secretHeaders: ReadonlySet<string> = new Set(['api-key', 'authorization', 'x-api-key']);

export class Journal {
  #entries: Draft[] = [];
  #waiting: (() => void)[] = [];

  get entries(): readonly JournalEntry[] {
    return this.#entries;
  }

  add(entry: Omit<JournalEntry, 'headers'>, headers: IncomingHttpHeaders): JournalEntry {
    const redacted = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [
        name,
        secretHeaders.has(name) ? '<key>' : String(value),
      ]),
    );
    const draft = { ...entry, headers: redacted };
    this.#entries.push(draft);
    this.#changed();
    return draft;
  }

  update(entry: JournalEntry, change: Partial<JournalEntry>): void {
    Object.assign(entry, change);
    this.#changed();
  }

  clear(): void {
    this.#entries = [];
  }

  /** The first entry, there already or to come, that the predicate accepts; it is asked again at each change. */
  waitFor(predicate: (entry: JournalEntry) => boolean): Promise<JournalEntry> {
    return new Promise((resolve) => {
      const look = (): void => {
        const found = this.#entries.find(predicate);
        if (!found) return;
        this.#waiting = this.#waiting.filter((other) => other !== look);
        resolve(found);
      };
      this.#waiting.push(look);
      look();
    });
  }

  #changed(): void {
    for (const look of this.#waiting) look();
  }
}
