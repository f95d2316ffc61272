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
