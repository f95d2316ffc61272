import { isTokenPlanHost } from './endpoints.ts';
import type { MimoError } from './errors.ts';
import { isCertificateError } from './networkErrors.ts';

const retriedStatuses: ReadonlySet<number> = new Set([429, 500, 502, 503, 504, 529]);

/** First wait; it doubles with each attempt. */
const firstDelayMs = 500;
const maxDelayMs = 8_000;
/** A service that asks for more is not waited for: the user decides. */
const maxRetryAfterMs = 60_000;

/**
 * How long to wait before asking again.
 * @param error what ended the attempt before the first byte of an answer
 * @param attempt counts from 1
 * @param host of the request; Token Plan hosts answer 402 in bursts without meaning it, so there it is asked again once
 * @param random from 0 to 1, spreads clients that failed together
 * @returns milliseconds, or undefined when the error stands
 */
export function retryDelayMs(
  error: MimoError,
  attempt: number,
  host: string,
  random: number,
): number | undefined {
  if (!isRetried(error, attempt, host)) return undefined;
  if (error.retryAfterMs !== undefined) {
    return error.retryAfterMs > maxRetryAfterMs ? undefined : error.retryAfterMs;
  }
  return Math.min(maxDelayMs, firstDelayMs * 2 ** (attempt - 1)) * (0.5 + random / 2);
}

function isRetried(error: MimoError, attempt: number, host: string): boolean {
  // A network error with a status is a redirect: asking again would be answered the same.
  if (error.kind === 'network') return error.status === undefined && !isCertificateError(error);
  if (error.status === 402) return attempt === 1 && isTokenPlanHost(host);
  return error.kind !== 'timeout' && error.status !== undefined && retriedStatuses.has(error.status);
}

/** `retry-after-ms`, or `Retry-After` in seconds or as a date; milliseconds from `now`. */
export function retryAfterOf(headers: Headers, now: number): number | undefined {
  const ms = numberOf(headers.get('retry-after-ms'));
  if (ms !== undefined) return ms;
  const value = headers.get('retry-after');
  const seconds = numberOf(value);
  if (seconds !== undefined) return seconds * 1000;
  // HTTP dates begin with the weekday; Date.parse would take "-1" for a year.
  const date = value !== null && /^[a-z]/i.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

function numberOf(value: string | null): number | undefined {
  if (value === null || value.trim() === '') return undefined;
  const number = Number(value);
  return Number.isFinite(number) && number >= 0 ? number : undefined;
}
