import { type ArchiveRecord, archiveVersion, decodeConversation, encodeRecord } from '../chat/archive.ts';
import type { Conversation } from '../chat/conversation.ts';
import type { Storage } from './storage.ts';

export interface ArchiveStoreDeps {
  readonly storage: Storage;
  /** This window's name among the writers of a conversation. */
  readonly windowId: string;
  readonly now: () => number;
  /** A write failed; the chat goes on in memory. */
  readonly onWriteError: (error: unknown) => void;
}

/**
 * Conversations on disk: `conversations/<id>/<start>-<window>.jsonl`, one segment per writing window.
 * Nobody but its writer touches a segment, so two windows never overwrite each other.
 */
export class ArchiveStore {
  readonly #deps: ArchiveStoreDeps;
  readonly #writers = new Map<string, SegmentWriter>();

  constructor(deps: ArchiveStoreDeps) {
    this.#deps = deps;
  }

  /** The stored conversation; undefined where there is none. Throws the file system's errors. */
  async load(id: string): Promise<Conversation | undefined> {
    const folder = `conversations/${id}`;
    const names = (await this.#deps.storage.list(folder)).filter((name) => name.endsWith('.jsonl'));
    const texts = await Promise.all(names.map((name) => this.#deps.storage.read(`${folder}/${name}`)));
    return decodeConversation(
      id,
      texts.filter((text) => text !== undefined),
    );
  }

  /** Appends records in the order of the calls. Never throws: see `onWriteError`. */
  record(id: string, records: readonly ArchiveRecord[]): void {
    let writer = this.#writers.get(id);
    if (!writer) {
      const time = this.#deps.now();
      // The time comes first and has a fixed width until the year 2286: names sort by age.
      writer = new SegmentWriter(`conversations/${id}/${time}-${this.#deps.windowId}.jsonl`, this.#deps);
      writer.add([{ type: 'segment', version: archiveVersion, conversationId: id, time }]);
      this.#writers.set(id, writer);
    }
    writer.add(records);
  }

  /** Settles when everything recorded so far is on the disk, or failed to get there. */
  async settled(): Promise<void> {
    await Promise.all([...this.#writers.values()].map((writer) => writer.settled));
  }
}

class SegmentWriter {
  readonly #path: string;
  readonly #deps: ArchiveStoreDeps;
  #pending = '';
  settled: Promise<void> = Promise.resolve();

  constructor(path: string, deps: ArchiveStoreDeps) {
    this.#path = path;
    this.#deps = deps;
  }

  add(records: readonly ArchiveRecord[]): void {
    this.#pending += records.map(encodeRecord).join('');
    this.settled = this.settled.then(() => this.#flush());
  }

  async #flush(): Promise<void> {
    const addition = this.#pending;
    if (addition === '') return;
    this.#pending = '';
    try {
      await this.#deps.storage.append(this.#path, addition);
    } catch (error) {
      // Goes with the next write. Part of it may be in the file: the line break closes a torn line, which is passed over.
      this.#pending = `\n${addition}${this.#pending}`;
      this.#deps.onWriteError(error);
    }
  }
}
