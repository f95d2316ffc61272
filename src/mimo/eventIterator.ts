import type { MimoError } from './errors.ts';
import type { StreamEvent } from './types.ts';

type Result = IteratorResult<StreamEvent, undefined>;

export interface EventIteratorDeps {
  /** The events in pieces as the network delivered them. Runs from the first `next` on, and cleans up when it ends. */
  readonly pieces: AsyncGenerator<readonly StreamEvent[], void, undefined>;
  /** The error to throw once the answer was aborted. */
  readonly aborted: () => MimoError | undefined;
  /** Closes the connection at once, also while a `next` waits for it. */
  readonly leave: () => void;
}

/**
 * Gives the events one by one. Not a generator, because that costs several promises for each event, and because its
 * `return` waits for a pending `next`: leaving must work while the network hangs.
 */
export class EventIterator implements AsyncIterableIterator<StreamEvent, undefined> {
  readonly #deps: EventIteratorDeps;
  #events: readonly StreamEvent[] = [];
  #at = 0;
  #pulling: Promise<unknown> | undefined;

  constructor(deps: EventIteratorDeps) {
    this.#deps = deps;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<Result> {
    const event = this.#events[this.#at];
    if (event === undefined) return this.#pull();
    const aborted = this.#deps.aborted();
    if (aborted) {
      void this.return();
      return Promise.reject(aborted);
    }
    this.#at++;
    return Promise.resolve({ done: false, value: event });
  }

  return(): Promise<Result> {
    this.#events = [];
    this.#deps.leave();
    // A pending `next` fails with `aborted`, and the generator with it.
    void this.#deps.pieces.return().catch(() => {});
    return Promise.resolve({ done: true, value: undefined });
  }

  /** One piece at a time, so that two calls of `next` in a row cannot lose events. */
  #pull(): Promise<Result> {
    if (this.#pulling) return this.#pulling.then(() => this.next());
    const pulled = this.#deps.pieces.next();
    const settled = (): void => {
      this.#pulling = undefined;
    };
    this.#pulling = pulled.then(settled, settled);
    return pulled.then((piece): Result | Promise<Result> => {
      if (piece.done) return { done: true, value: undefined };
      this.#events = piece.value;
      this.#at = 0;
      return this.next();
    });
  }
}
