// aimock puts an answer into the words of a protocol; the wire files make MiMo's dialect of it.
import { LLMock } from '@copilotkit/aimock';
import type { Answer, WireProtocol } from './request.ts';

export type WireObject = Readonly<Record<string, any>>;

export interface EncodeOptions {
  readonly protocol: WireProtocol;
  readonly model: string;
  readonly stream: boolean;
  readonly id: string;
  readonly callIds: readonly string[];
  readonly signature: string;
}

export interface Encoder {
  /** The objects of the stream, each text, thought and argument in one piece; or the one object of a whole answer. */
  encode(answer: Answer, options: EncodeOptions): Promise<readonly WireObject[]>;
  close(): Promise<void>;
}

/** Longer than any answer, so that cutting into pieces is left to the wire files. */
const onePiece = 1_000_000_000;

export async function startEncoder(): Promise<Encoder> {
  const mock = new LLMock({ port: 0, host: '127.0.0.1', chunkSize: onePiece, journalMaxEntries: 1 });
  // The one message of each request is the answer that is wanted.
  mock.on({ predicate: () => true }, (request) => JSON.parse(String(request.messages.at(-1)?.content)));
  await mock.start();
  return {
    encode: async (answer, options) => {
      const path = options.protocol === 'openai' ? '/v1/chat/completions' : '/v1/messages';
      const response = await fetch(`${mock.url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          model: options.model,
          max_tokens: 1,
          stream: options.stream,
          messages: [{ role: 'user', content: JSON.stringify(fixture(answer, options)) }],
        }),
      });
      const body = await response.text();
      if (!response.ok) throw new Error(`aimock answered ${response.status}: ${body}`);
      if (!options.stream) return [JSON.parse(body) as WireObject];
      return body
        .split('\n')
        .filter((line) => line.startsWith('data: ') && line !== 'data: [DONE]')
        .map((line) => JSON.parse(line.slice('data: '.length)) as WireObject);
    },
    close: () => mock.stop(),
  };
}

function fixture(answer: Answer, { protocol, id, callIds, signature }: EncodeOptions): object {
  const finish = answer.finish === 'stop_sequence' && protocol === 'openai' ? 'stop' : answer.finish;
  return {
    id,
    content: answer.text,
    finishReason: finish,
    ...(answer.reasoning === '' ? {} : { reasoning: answer.reasoning, reasoningSignature: signature }),
    ...(answer.calls.length === 0
      ? {}
      : { toolCalls: answer.calls.map((call, index) => ({ ...call, id: callIds[index] })) }),
  };
}
