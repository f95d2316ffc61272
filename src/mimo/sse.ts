import { createParser, type EventSourceMessage } from 'eventsource-parser';
import type { Call } from './call.ts';
import { reportedReason, type Decoder } from './decoder.ts';
import { MimoError, toMimoError } from './errors.ts';
import type { HttpBody } from './responseBody.ts';
import { errorFromEvent, errorInAnswer, excerpt, parseBody, serviceErrorOf } from './serviceErrors.ts';
import type { StreamEvent } from './types.ts';

export interface EventReaderDeps {
  readonly call: Call;
  readonly body: HttpBody;
  readonly decoder: Decoder;
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
 */
export class EventReader {
  readonly #deps: EventReaderDeps;
  readonly #text = new TextDecoder();
  readonly #parser = createParser({ onEvent: (event) => this.#event(event) });
  #out: StreamEvent[] = [];
  #failure: MimoError | undefined;
  #eventCount = 0;
  #head = '';
  #limitMs: number;
  #deadline: number;

  constructor(deps: EventReaderDeps) {
    this.#deps = deps;
    this.#limitMs = deps.firstEventTimeoutMs;
    this.#deadline = deps.body.sentAt + this.#limitMs;
  }

  /**
   * The next events, as many as came at once. The last of all is `finish`; do not call it again after that.
   * @throws MimoError
   */
  async next(): Promise<readonly StreamEvent[]> {
    for (;;) {
      if (this.#failure) throw this.#failure;
      const bytes = await this.#read();
      if (!bytes) return this.#end();
      const before = this.#eventCount;
      const piece = this.#text.decode(bytes, { stream: true });
      if (before === 0 && this.#head.length < maxHeadLength) this.#head += piece;
      this.#parser.feed(piece);
      this.#setDeadline(before);
      if (this.#out.length > 0) return this.#take();
    }
  }

  async #read(): Promise<Uint8Array | undefined> {
    const { body, decoder } = this.#deps;
    try {
      return await body.read(this.#deadline - Date.now(), this.#limitMs);
    } catch (error) {
      // What was said to be over is over, however its connection ended.
      const over = decoder.done || decoder.finishReason !== undefined;
      if (over && !(error instanceof MimoError && error.kind === 'aborted')) return undefined;
      throw error;
    }
  }

  #setDeadline(eventsBefore: number): void {
    if (this.#eventCount === 0) return;
    const { decoder, idleTimeoutMs } = this.#deps;
    const now = Date.now();
    if (decoder.done) this.#deadline = Math.min(this.#deadline, now + silenceAfterDoneMs);
    else if (decoder.finishReason === undefined) {
      this.#limitMs = idleTimeoutMs;
      this.#deadline = now + idleTimeoutMs;
    } else if (this.#eventCount > eventsBefore) {
      this.#deadline = now + Math.min(idleTimeoutMs, silenceAfterFinishMs);
    }
  }

  #event({ event, data }: EventSourceMessage): void {
    this.#eventCount++;
    const { call, decoder } = this.#deps;
    if (call.observed) {
      call.observe({ type: 'rawEvent', ...(event === undefined ? {} : { event }), data: call.redact(data) });
    }
    if (decoder.done || this.#failure) return;
    try {
      if (event === 'error') throw errorFromEvent(data);
      decoder.event(data, this.#out);
    } catch (thrown) {
      const error = toMimoError(thrown, call.redact.bind(call));
      // Data that cannot be read matters only while the answer is not whole.
      if (error.kind !== 'protocol' || decoder.finishReason === undefined) this.#failure = error;
    }
  }

  #end(): readonly StreamEvent[] {
    // The last event may lack its blank line.
    this.#parser.feed(`${this.#text.decode()}\n\n`);
    const { call, decoder } = this.#deps;
    decoder.flush(this.#out);
    const reason = reportedReason(decoder);
    if (reason !== undefined && !this.#failure) this.#out.push({ type: 'finish', reason });
    else if (this.#failure?.kind === 'protocol' || !this.#failure) {
      // An event that was cut in two is no JSON: that it was cut is the better sentence.
      this.#failure = this.#eventCount === 0 ? notAStream(call.redact(this.#head)) : truncated();
    }
    if (this.#out.length > 0) return this.#take();
    throw this.#failure ?? truncated();
  }

  #take(): readonly StreamEvent[] {
    const events = this.#out;
    this.#out = [];
    return events;
  }
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
