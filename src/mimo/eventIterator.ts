import type { MimoError } from './errors.ts';
import type { StreamEvent } from './types.ts';

type Result = IteratorResult<StreamEvent, undefined>;

export interface EventIteratorDeps {
  /** The next events, as many as came at once; undefined when the stream is over. Cleans up when it ends or fails. */
  readonly pull: () => Promise<readonly StreamEvent[] | undefined>;
  /** The error to throw once the answer was aborted. */
  readonly aborted: () => MimoError | undefined;
  /** Closes the connection at once. A `pull` that waits for it fails with `aborted`, later ones give undefined. */
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
    return Promise.resolve({ done: true, value: undefined });
  }

  /** One piece at a time, so that two calls of `next` in a row cannot lose events. */
  #pull(): Promise<Result> {
    if (this.#pulling) return this.#pulling.then(() => this.next());
    const pulled = this.#deps.pull();
    const settled = (): void => {
      this.#pulling = undefined;
    };
    this.#pulling = pulled.then(settled, settled);
    return pulled.then((events): Result | Promise<Result> => {
      if (!events) return { done: true, value: undefined };
      this.#events = events;
      this.#at = 0;
      return this.next();
    });
  }
}
