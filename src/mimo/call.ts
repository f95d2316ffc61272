import { MimoError } from './errors.ts';
import type { ErrorKind, ObservedEvent } from './types.ts';

/** setTimeout fires at once above this; a wait that long is no limit. */
const maxTimerMs = 2_147_483_647;

interface ErrorSummary {
  readonly kind: ErrorKind;
  readonly status?: number;
  readonly message: string;
}

export interface CallDeps {
  readonly signal: AbortSignal | undefined;
  readonly observe: ((event: ObservedEvent) => void) | undefined;
  readonly redact: (text: string) => string;
}

/**
 * One call of the client, from its first attempt to its end: what aborts it, what it waits for, who watches it.
 * An abort ends the current wait at once, whatever the network does meanwhile.
 */
export class Call {
  readonly #deps: CallDeps;
  readonly #controller = new AbortController();
  readonly #startedAt = Date.now();
  #rejectWait: ((error: MimoError) => void) | undefined;
  #aborted: MimoError | undefined;
  #ended = false;

  constructor(deps: CallDeps) {
    this.#deps = deps;
    if (deps.signal?.aborted) this.abort();
    else deps.signal?.addEventListener('abort', this.abort);
  }

  /** For fetch: fires when the call is aborted, times out or is left early. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get observed(): boolean {
    return this.#deps.observe !== undefined;
  }

  /** What to throw once the call was aborted. */
  get aborted(): MimoError | undefined {
    return this.#aborted;
  }

  /** Ends the current wait and closes the connection. Without effect on a call that has ended. */
  readonly abort = (): void => {
    if (this.#ended) return;
    this.#aborted = new MimoError('aborted', 'The request was aborted');
    this.#rejectWait?.(this.#aborted);
    this.#controller.abort();
  };

  redact(text: string): string {
    return this.#deps.redact(text);
  }

  /** An error for an observer. */
  summary(error: MimoError): ErrorSummary {
    const { kind, status } = error;
    return { kind, message: this.redact(error.message), ...(status === undefined ? {} : { status }) };
  }

  /** Texts inside the event have been redacted by the caller. An observer that throws changes nothing. */
  observe(event: ObservedEvent): void {
    try {
      this.#deps.observe?.(event);
    } catch {
      // A log must not break an answer.
    }
  }

  /**
   * The promise's outcome, unless the call is aborted or the time is over first. One wait at a time.
   * @param ms at most this long
   * @param onTimeout makes the error to throw when the time is over
   */
  async wait<T>(promise: Promise<T>, ms: number, onTimeout: () => MimoError): Promise<T> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    try {
      return await new Promise<T>((resolve, reject) => {
        promise.then(resolve, reject);
        if (this.#aborted) return reject(this.#aborted);
        this.#rejectWait = reject;
        if (ms <= maxTimerMs) timer = setTimeout(() => reject(onTimeout()), Math.max(0, ms));
      });
    } finally {
      clearTimeout(timer);
      this.#rejectWait = undefined;
    }
  }

  /** Rejects when the call is aborted meanwhile. */
  async sleep(ms: number): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const slept = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, ms);
    });
    try {
      await this.wait(slept, Number.POSITIVE_INFINITY, () => new MimoError('timeout', ''));
    } finally {
      clearTimeout(timer);
    }
  }

  /** Must be called once, on every way out. Closes what is still open. */
  end(error: MimoError | undefined): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#deps.signal?.removeEventListener('abort', this.abort);
    this.#controller.abort();
    this.observe({
      type: 'end',
      elapsedMs: Date.now() - this.#startedAt,
      ...(error ? { error: this.summary(error) } : {}),
    });
  }
}
