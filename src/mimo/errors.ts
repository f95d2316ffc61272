import type { ErrorKind } from './types.ts';

export interface MimoErrorDetails {
  readonly status?: number;
  /** The service's `Retry-After`, in milliseconds. */
  readonly retryAfterMs?: number;
  readonly requestId?: string;
  readonly param?: string;
  readonly cause?: unknown;
}

/** The only error that src/mimo throws. Its message holds the service's own `message` and `param`, never the key. */
export class MimoError extends Error {
  override readonly name = 'MimoError';
  readonly kind: ErrorKind;
  readonly status?: number;
  readonly retryAfterMs?: number;
  readonly requestId?: string;
  readonly param?: string;

  constructor(kind: ErrorKind, message: string, details: MimoErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.kind = kind;
    if (details.status !== undefined) this.status = details.status;
    if (details.retryAfterMs !== undefined) this.retryAfterMs = details.retryAfterMs;
    if (details.requestId !== undefined) this.requestId = details.requestId;
    if (details.param !== undefined) this.param = details.param;
  }
}

/**
 * Whatever was thrown, as a MimoError without the key. What is not one already is an answer that no decoder foresaw.
 * @param redact takes the key out of a text: a service or a proxy may quote it
 */
export function toMimoError(thrown: unknown, redact: (text: string) => string): MimoError {
  if (thrown instanceof MimoError) {
    const message = redact(thrown.message);
    const { param } = thrown;
    const shownParam = param === undefined ? undefined : redact(param);
    if (message === thrown.message && shownParam === param) return thrown;
    return new MimoError(thrown.kind, message, {
      ...thrown,
      ...(shownParam === undefined ? {} : { param: shownParam }),
      cause: thrown.cause,
    });
  }
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  return new MimoError('protocol', redact(`The service answered in a form that cannot be read: ${reason}`));
}
