// One answer on its way: into the words of its protocol, and onto the wire with the fault that was asked for.
import type { ServerResponse } from 'node:http';
import { messageStream, wholeMessage } from './anthropicWire.ts';
import type { Encoder } from './encoder.ts';
import type { FaultName } from './faults.ts';
import { chatCompletion, chatStream } from './openaiWire.ts';
import { errorBody, Refusal } from './refusal.ts';
import type { Answer, SandboxRequest, WireProtocol } from './request.ts';
import { type Delivery, send } from './send.ts';

export type Pace = 'instant' | 'natural';

export interface DeliverOptions {
  readonly request: SandboxRequest;
  readonly answer: Answer;
  readonly id: string;
  readonly callIds: readonly string[];
  readonly signature: string;
  /** Left out: the answer does not report any. */
  readonly usage?: object;
  readonly fault?: FaultName;
  readonly pace: Pace;
}

/** Tokens a second. */
const naturalPace = 60;
const slowPace = 30;

export async function deliver(
  response: ServerResponse,
  encoder: Encoder,
  options: DeliverOptions,
): Promise<void> {
  const { request, answer, id, callIds, signature, usage, fault, pace } = options;
  const { protocol, stream } = request;
  const model = request.model.id;
  const encoded = await encoder.encode(answer, { protocol, model, stream, id, callIds, signature });
  const envelope = { id, model, answer, ...(usage ? { usage } : {}) };
  const perSecond = fault === 'slow' ? slowPace : pace === 'natural' ? naturalPace : undefined;
  const common = { ...(fault ? { fault } : {}), ...(perSecond ? { perSecond } : {}) };
  if (stream) {
    const pieces = protocol === 'openai' ? chatStream(encoded, envelope) : messageStream(encoded, envelope);
    await send(response, {
      contentType: 'text/event-stream',
      pieces,
      broken: brokenEvents(protocol),
      ...common,
    });
    return;
  }
  const body = protocol === 'openai' ? chatCompletion(encoded, envelope) : wholeMessage(encoded, envelope);
  const middle = Math.floor(body.length / 2);
  // A whole answer cannot turn into an error half-way: it is one from the beginning, with status 200.
  const pieces = fault === 'error-in-stream' ? [] : [body.slice(0, middle), body.slice(middle)];
  const broken = { garbage: '\u0000', error: errorBody(protocol, overloaded) };
  await send(response, { contentType: 'application/json', pieces, broken, ...common });
}

const overloaded = new Refusal(529, 'The service is overloaded');

function brokenEvents(protocol: WireProtocol): Delivery['broken'] {
  const error = errorBody(protocol, overloaded);
  return protocol === 'openai'
    ? { garbage: 'data: {"choices":[{"delta":{"content":\n\n', error: `data: ${error}\n\n` }
    : {
        garbage: 'event: content_block_delta\ndata: {"type":"content_block_delta","delta":\n\n',
        error: `event: error\ndata: ${error}\n\n`,
      };
}
