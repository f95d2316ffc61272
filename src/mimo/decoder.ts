import { MimoError } from './errors.ts';
import { errorInAnswer, excerpt, parseBody, serviceErrorOf } from './serviceErrors.ts';
import type { FinishReason, StreamEvent } from './types.ts';

/** One answer of one protocol, read piece by piece. */
export interface Decoder {
  /** The first reason that the service gave; undefined while the answer goes on. */
  readonly finishReason: FinishReason | undefined;
  /** How many tool calls have started. */
  readonly toolCalls: number;
  /** The service has said that nothing follows. */
  readonly done: boolean;
  /**
   * Takes the data of one server-sent event.
   * @param out receives the events, all but `finish`
   * @throws MimoError for an error event, or `protocol` for data that is no JSON
   */
  event(data: string, out: StreamEvent[]): void;
  /** Takes a whole answer that did not stream. */
  whole(answer: Readonly<Record<string, unknown>>, out: StreamEvent[]): void;
  /** Gives out what was held back. To be called once, when the answer has ended. */
  flush(out: StreamEvent[]): void;
}

/** The JSON object of one event. Throws what it says if it is an error. */
export function parseEvent(data: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    // Reported below, like everything that is no object.
  }
  return checkAnswer(value, data);
}

/** The JSON object of a whole body, also behind `data:`. Throws what it says if it is an error. */
export function parseWhole(body: string): Readonly<Record<string, unknown>> {
  return checkAnswer(parseBody(body), body);
}

function checkAnswer(value: unknown, text: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) {
    const said = excerpt(text);
    throw new MimoError(
      'protocol',
      said === ''
        ? 'The service sent an empty answer'
        : `The service sent something that is not JSON: ${said}`,
    );
  }
  if ('error' in value && value.error) {
    const error = serviceErrorOf(value);
    if (error) throw errorInAnswer(error);
  }
  return value as Readonly<Record<string, unknown>>;
}

/** The reason to report: some services say `stop` although tools are to be called. */
export function reportedReason(decoder: Decoder): FinishReason | undefined {
  const { finishReason } = decoder;
  return finishReason === 'stop' && decoder.toolCalls > 0 ? 'toolCalls' : finishReason;
}

/** A text field of an answer; everything else, `null` above all, counts as empty. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Arguments of a tool call as text: some gateways send them as an object. */
export function argumentsOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : '';
}

/** A token count, or undefined. */
export function countOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
