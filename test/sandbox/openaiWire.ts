// Chat Completions as MiMo sends it: keys present with null, the role first, usage last in a chunk without choices.
import type { WireObject } from './encoder.ts';
import type { Answer } from './request.ts';
import { tokens } from './tokens.ts';

interface Envelope {
  readonly id: string;
  readonly model: string;
  readonly answer: Answer;
  /** Left out: the answer does not report usage. */
  readonly usage?: object;
}

/** A fixed time, so that the same request gives the same bytes. */
const created = 1_790_000_000;

const emptyDelta = { role: null, content: null, reasoning_content: null, tool_calls: null };

/** The lines of the stream, each with its empty line. */
export function chatStream(encoded: readonly WireObject[], envelope: Envelope): readonly string[] {
  const { id, model, answer, usage } = envelope;
  const chunk = (choices: readonly object[], report: object | null = null): string =>
    `data: ${JSON.stringify({ id, object: 'chat.completion.chunk', created, model, choices, usage: report })}\n\n`;
  const delta = (fields: object, finish: string | null = null): string =>
    chunk([{ index: 0, delta: { ...emptyDelta, ...fields }, finish_reason: finish }]);

  const choices = encoded.map((object) => object['choices'][0]);
  const deltas: WireObject[] = choices.map((choice) => choice.delta);
  const reasoning = deltas.map((part) => part['reasoning_content'] ?? '').join('');
  const content = deltas.map((part) => part['content'] ?? '').join('');
  const calls = deltas.flatMap((part) => part['tool_calls'] ?? []) as WireObject[];
  return [
    delta({ role: 'assistant', content: '', ...annotations(answer) }),
    ...tokens(reasoning).map((piece) => delta({ reasoning_content: piece })),
    ...tokens(content).map((piece) => delta({ content: piece })),
    ...callDeltas(calls).map((call) => delta({ tool_calls: [call] })),
    delta({ content: '' }, choices.at(-1)?.finish_reason),
    ...(usage ? [chunk([], usage)] : []),
    'data: [DONE]\n\n',
  ];
}

/** All calls are opened first, then their arguments grow side by side: several are open at once. */
function callDeltas(calls: readonly WireObject[]): readonly object[] {
  const opening = calls.filter((call) => call['id'] !== undefined);
  const growing = opening.map((call) =>
    calls
      .filter((part) => part['index'] === call['index'] && part['id'] === undefined)
      .flatMap((part) => tokens(part['function'].arguments))
      .map((piece) => ({
        index: call['index'],
        id: null,
        type: 'function',
        function: { name: null, arguments: piece },
      })),
  );
  const rounds = Math.max(0, ...growing.map((pieces) => pieces.length));
  const pieces = Array.from({ length: rounds }, (_, round) => growing.flatMap((parts) => parts[round] ?? []));
  return [...opening, ...pieces.flat()];
}

/** The body of an answer that is not streamed. */
export function chatCompletion(encoded: readonly WireObject[], envelope: Envelope): string {
  const { id, model, answer, usage } = envelope;
  const { message, finish_reason } = (encoded[0] as WireObject)['choices'][0];
  return JSON.stringify({
    id,
    object: 'chat.completion',
    created,
    model,
    choices: [
      {
        index: 0,
        finish_reason,
        message: {
          role: 'assistant',
          content: message.content ?? '',
          ...(message.reasoning_content === undefined
            ? {}
            : { reasoning_content: message.reasoning_content }),
          tool_calls: message.tool_calls ?? null,
          ...annotations(answer),
        },
      },
    ],
    ...(usage ? { usage } : {}),
  });
}

function annotations({ citations }: Answer): object {
  if (!citations) return {};
  return {
    annotations: citations.map(({ url, title, summary, siteName }) => ({
      type: 'url_citation',
      url,
      title,
      summary,
      site_name: siteName,
      logo_url: '',
      publish_time: '2026-10-01T08:00:00+08:00',
    })),
  };
}
