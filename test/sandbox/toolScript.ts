// Tool calls: when the prompt asks for them, with arguments that fit the offered schema.
import type { Prompt } from './prompt.ts';
import type { Answer, SandboxRequest, ToolOffer, Turn } from './request.ts';

type Said = Pick<Answer, 'reasoning' | 'text' | 'calls'>;

/**
 * The next step of a conversation with tools; undefined if no tool is wanted. One call as a rule; two at once for
 * "parallel", one after the other for "step by step"; then an answer that quotes the results.
 */
export function toolStep(
  request: SandboxRequest,
  prompt: Prompt,
  sinceUser: readonly Turn[],
): Said | undefined {
  const { tools, toolChoice } = request;
  const results = sinceUser.filter((turn) => turn.role === 'tool');
  const wanted = tools.length > 0 && toolChoice !== 'none' ? wantedTools(request, prompt) : [];
  const done = new Set(sinceUser.flatMap((turn) => turn.calls.map((call) => call.name)));
  const missing = wanted.filter((tool) => !done.has(tool.name));
  if (missing.length > 0 && (results.length === 0 || isStepwise(prompt))) {
    const now = isParallel(prompt) ? twoOf(missing) : missing.slice(0, 1);
    return callsFor(now, prompt);
  }
  return results.length > 0 ? conclusion(results, sinceUser, prompt) : undefined;
}

const isParallel = ({ words }: Prompt): boolean =>
  /parallel|at once|at the same time|both|同时|并行/i.test(words);
const isStepwise = ({ words }: Prompt): boolean =>
  /step by step|one after the other|and then|逐步|然后|依次/i.test(words);

function wantedTools({ tools, toolChoice }: SandboxRequest, prompt: Prompt): readonly ToolOffer[] {
  if (typeof toolChoice === 'object') return tools.filter((tool) => tool.name === toolChoice.name);
  const named = tools.filter((tool) => prompt.words.includes(tool.name));
  if (named.length > 0) return named;
  return /\btools?\b|工具/i.test(prompt.words)
    ? tools.slice(0, isParallel(prompt) || isStepwise(prompt) ? 2 : 1)
    : [];
}

/** A single tool is called twice when two calls are wanted at once. */
function twoOf(tools: readonly ToolOffer[]): readonly ToolOffer[] {
  const [first, second = first] = tools;
  return first && second ? [first, second] : [];
}

function callsFor(tools: readonly ToolOffer[], { words, language }: Prompt): Said {
  const names = tools.map((tool) => `\`${tool.name}\``).join(language === 'zh' ? '和' : ' and ');
  return {
    reasoning:
      language === 'zh'
        ? `用户需要的信息我手头没有。我应该调用 ${names}，再根据结果回答。`
        : `I do not have what the user needs at hand. I should call ${names} and answer from the result.`,
    text: language === 'zh' ? `我先查一下 ${names}。` : `Let me look that up with ${names}.`,
    calls: tools.map((tool) => ({ name: tool.name, arguments: argumentsFor(tool, words) })),
  };
}

/** Empty text for a tool without parameters, as the service may send it; else JSON with every property. */
function argumentsFor(tool: ToolOffer, words: string): string {
  const properties = tool.parameters['properties'];
  if (typeof properties !== 'object' || properties === null || Object.keys(properties).length === 0)
    return '';
  return JSON.stringify(sample(tool.parameters, '', words));
}

function sample(schema: unknown, name: string, words: string): unknown {
  const { type, enum: choices, properties, items, minimum } = (schema ?? {}) as Record<string, any>;
  if (Array.isArray(choices)) return choices[0];
  const kind = Array.isArray(type) ? type[0] : type;
  if (kind === 'object' || properties) {
    return Object.fromEntries(
      Object.entries(properties ?? {}).map(([key, inner]) => [key, sample(inner, key, words)]),
    );
  }
  if (kind === 'array') return [sample(items, name, words)];
  if (kind === 'number' || kind === 'integer') return typeof minimum === 'number' ? minimum : 1;
  if (kind === 'boolean') return false;
  if (kind === 'null') return null;
  return sampleText(name, words);
}

function sampleText(name: string, words: string): string {
  const quoted = /["'`“「]([^"'`”」]+)["'`”」]/u.exec(words)?.[1];
  if (/path|file|uri|folder|dir/i.test(name))
    return /[\w./-]*\w\.\w+/.exec(words)?.[0] ?? quoted ?? 'README.md';
  if (/city|location|place/i.test(name))
    return quoted ?? (/\p{Script=Han}/u.test(words) ? '北京' : 'Beijing');
  return quoted ?? words.slice(0, 60);
}

function conclusion(results: readonly Turn[], sinceUser: readonly Turn[], { language }: Prompt): Said {
  const nameOf = (id: string | undefined): string =>
    sinceUser.flatMap((turn) => turn.calls).find((call) => call.id === id)?.name ?? 'tool';
  const lines = results.map((turn) => {
    const seen = turn.text === '' ? (language === 'zh' ? '(没有文字)' : '(no text)') : turn.text;
    return `- \`${nameOf(turn.callId)}\`: ${seen.slice(0, 500).replaceAll('\n', '\n  ')}`;
  });
  return language === 'zh'
    ? {
        reasoning: '工具已经返回结果，可以回答了。',
        text: `根据工具的结果：\n\n${lines.join('\n')}\n\n这就是我查到的。`,
        calls: [],
      }
    : {
        reasoning: 'The results are here, so I can answer now.',
        text: `Here is what the tools returned:\n\n${lines.join('\n')}\n\nThat answers the question.`,
        calls: [],
      };
}
