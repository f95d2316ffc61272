import { createParser } from 'eventsource-parser';
import type { Call } from './call.ts';
import type { Decoder } from './decoder.ts';
import { reportedReason } from './decoder.ts';
import { MimoError, toMimoError } from './errors.ts';
import type { HttpBody } from './http.ts';
import { errorFromEvent, errorInAnswer, excerpt, parseBody, serviceErrorOf } from './serviceErrors.ts';
import type { StreamEvent } from './types.ts';

export interface StreamLimits {
  readonly firstEventTimeoutMs: number;
  readonly idleTimeoutMs: number;
}

/** After a finish reason a service owes nothing but the usage; after its end mark, nothing but the end. */
const silenceAfterFinishMs = 2_000;
const silenceAfterDoneMs = 100;
/** Of a body without any event, this many characters are kept to say what it was. */
const maxHeadLength = 65_536;

/**
 * Reads an event stream to its end.
 *
 * Time limits: the first event must come within `firstEventTimeoutMs` of the request, whatever comments arrive before
 * it. After it every byte counts as a sign of life, comments too: a service that keeps the connection alive is
 * thinking, and Stop is there for the user. After the finish reason only events count.
 *
 * @returns the events in the pieces in which the network delivered them; the last one holds `finish`
 * @throws MimoError
 */
export async function* readEvents(
  call: Call,
  body: HttpBody,
  decoder: Decoder,
  limits: StreamLimits,
): AsyncGenerator<readonly StreamEvent[], void, undefined> {
  const text = new TextDecoder();
  let out: StreamEvent[] = [];
  let eventCount = 0;
  let head = '';
  const parser = createParser({
    onEvent({ event, data }) {
      eventCount++;
      if (call.observed) {
        call.observe({
          type: 'rawEvent',
          ...(event === undefined ? {} : { event }),
          data: call.redact(data),
        });
      }
      if (decoder.done) return;
      if (event === 'error') throw errorFromEvent(data);
      decoder.event(data, out);
    },
  });
  const feed = (piece: string): MimoError | undefined => {
    try {
      parser.feed(piece);
      return undefined;
    } catch (error) {
      return toMimoError(error, call.redact.bind(call));
    }
  };

  let limitMs = limits.firstEventTimeoutMs;
  let deadline = body.sentAt + limitMs;
  for (;;) {
    let bytes: Uint8Array | undefined;
    try {
      bytes = await body.read(deadline - Date.now(), limitMs);
    } catch (error) {
      if (decoder.finishReason === undefined || isAbort(error)) throw error;
      // A whole answer is not lost because of how its connection ended.
      break;
    }
    if (!bytes) break;
    const piece = text.decode(bytes, { stream: true });
    if (eventCount === 0 && head.length < maxHeadLength) head += piece;
    const before = eventCount;
    const failure = feed(piece);
    if (out.length > 0) {
      yield out;
      out = [];
    }
    if (failure && !isNoise(failure, decoder)) throw failure;
    if (decoder.finishReason === undefined) {
      if (eventCount > 0) {
        limitMs = limits.idleTimeoutMs;
        deadline = Date.now() + limitMs;
      }
    } else if (eventCount > before) {
      deadline = Date.now() + Math.min(limits.idleTimeoutMs, silenceAfterFinishMs);
    }
    if (decoder.done) deadline = Math.min(deadline, Date.now() + silenceAfterDoneMs);
  }
  // The last event may lack its blank line. If it is cut, it is noise: the check below says so better.
  const failure = feed(`${text.decode()}\n\n`);
  decoder.flush(out);
  const reason = reportedReason(decoder);
  if (reason !== undefined) {
    yield [...out, { type: 'finish', reason }];
    return;
  }
  if (out.length > 0) yield out;
  if (failure && failure.kind !== 'protocol') throw failure;
  throw eventCount === 0 ? notAStream(call.redact(head)) : truncated();
}

function isAbort(error: unknown): boolean {
  return error instanceof MimoError && error.kind === 'aborted';
}

/** Data that cannot be read matters only while the answer is not whole. */
function isNoise(error: MimoError, decoder: Decoder): boolean {
  return error.kind === 'protocol' && decoder.finishReason !== undefined;
}

function truncated(): MimoError {
  return new MimoError('protocol', 'The answer was cut off: the stream ended without a finish reason');
}

/** A 200 whose body holds no event: an error as plain JSON, or the page of a proxy. */
function notAStream(head: string): MimoError {
  const service = serviceErrorOf(parseBody(head));
  if (service) return errorInAnswer(service);
  const said = excerpt(head);
  return new MimoError(
    'protocol',
    said === '' ? 'The service sent an empty answer' : `The service did not send an event stream: ${said}`,
  );
}
