// From a request to what the model says: conversation, tools and limits, without a word of any protocol.
import { conversations, faultHelp, otherwise, type Said, shortThought } from './conversations.ts';
import { type Fault, findFault } from './faults.ts';
import { type Prompt, readPrompt } from './prompt.ts';
import type { Answer, SandboxRequest, Turn } from './request.ts';
import { tokens } from './tokens.ts';
import { toolStep } from './toolScript.ts';
import { victim } from './victim.ts';

export interface Reply {
  readonly answer: Answer;
  readonly fault?: Fault;
}

export function reply(request: SandboxRequest): Reply {
  const { turns } = request;
  const asked = turns.findLastIndex((turn) => turn.role === 'user');
  const message = turns[asked]?.text ?? '';
  const sinceUser = turns.slice(asked + 1);
  // A fault strikes the question, not what follows the tools that it led to.
  const fault = sinceUser.length === 0 ? findFault(message) : undefined;
  const prompt = readPrompt(message);
  const step = fault ? undefined : toolStep(request, prompt, sinceUser);
  const said = step ?? say(request, prompt, asked, fault);
  const whole: Answer = {
    reasoning: request.thinking ? (said.reasoning ?? shortThought(prompt)) : '',
    text: request.json ? JSON.stringify({ answer: said.text }) : said.text,
    calls: step?.calls ?? [],
    finish: step && step.calls.length > 0 ? 'tool_calls' : 'stop',
    ...(request.webSearch ? { citations: searchHits } : {}),
  };
  return { answer: limited(broken(whole, fault), request), ...(fault ? { fault } : {}) };
}

function say(request: SandboxRequest, prompt: Prompt, asked: number, fault: Fault | undefined): Said {
  const { language } = prompt;
  if (fault?.type === 'unknown') return faultHelp(language, fault.asked);
  if (fault) return { text: victim[language] };
  const continued = continuation(request.turns, prompt, asked);
  if (continued !== undefined) return { text: continued };
  const media = request.turns[asked]?.media ?? [];
  if (media.length > 0) {
    const seen = media.map(
      ({ type, mime, bytes }) => `- ${type}: \`${mime}\`${bytes > 0 ? `, ${bytes} bytes` : ''}`,
    );
    const intro = language === 'zh' ? '我收到了:' : 'I received:';
    return { text: `${intro}\n\n${seen.join('\n')}` };
  }
  const found = conversations.find((conversation) => conversation.matches(prompt));
  const questions = request.turns.filter((turn) => turn.role === 'user').length;
  return found ? found.answer(prompt) : otherwise(prompt, questions);
}

/** "continue": the rest of an answer that was cut short; undefined if nothing was. */
function continuation(turns: readonly Turn[], { words }: Prompt, asked: number): string | undefined {
  if (!/^(please )?continue\b|继续/i.test(words) || asked < 2) return undefined;
  const before = turns.slice(0, asked);
  const partial = before.at(-1)?.text ?? '';
  const question = before.findLast((turn) => turn.role === 'user')?.text ?? '';
  const prompt = readPrompt(question);
  const whole = findFault(question)
    ? victim[prompt.language]
    : conversations.find((conversation) => conversation.matches(prompt))?.answer(prompt).text;
  if (!whole || partial === '' || !whole.startsWith(partial)) return undefined;
  return whole.slice(partial.length) || undefined;
}

function broken(answer: Answer, fault: Fault | undefined): Answer {
  if (fault?.type !== 'named') return answer;
  const half = answer.text.slice(0, answer.text.length / 2);
  switch (fault.name) {
    case 'length':
      return { ...answer, text: half, finish: 'length' };
    case 'filter':
      return { ...answer, text: half, finish: 'content_filter' };
    case 'repetition':
      return {
        ...answer,
        text: `${answer.text.split('\n')[0]}\n`.repeat(20),
        finish: 'repetition_truncation',
      };
    case 'empty':
      return { ...answer, text: '' };
    default:
      return answer;
  }
}

/** Stop sequences and the token limit. The limit counts reasoning first, so a small one leaves no text at all. */
function limited(answer: Answer, { stop, maxTokens }: SandboxRequest): Answer {
  const hits = stop
    .map((word) => ({ word, at: answer.text.indexOf(word) }))
    .filter(({ word, at }) => word && at >= 0);
  const first = hits.sort((one, other) => one.at - other.at)[0];
  const stopped: Answer = first
    ? {
        ...answer,
        text: answer.text.slice(0, first.at),
        calls: [],
        finish: 'stop_sequence',
        stoppedBy: first.word,
      }
    : answer;
  const reasoning = tokens(stopped.reasoning);
  const text = tokens(stopped.text);
  const calls = tokens(stopped.calls.map((call) => `${call.name}${call.arguments}`).join(''));
  if (reasoning.length + text.length + calls.length <= maxTokens) return stopped;
  const { stoppedBy: _, ...rest } = stopped;
  return {
    ...rest,
    reasoning: reasoning.slice(0, maxTokens).join(''),
    text: text.slice(0, Math.max(0, maxTokens - reasoning.length)).join(''),
    calls: [],
    finish: 'length',
  };
}

const searchHits: NonNullable<Answer['citations']> = [
  {
    url: 'https://platform.xiaomimimo.com/docs',
    title: 'Xiaomi MiMo API Open Platform',
    summary: 'Documentation of the MiMo API.',
    siteName: 'Xiaomi MiMo',
  },
  {
    url: 'https://github.com/XiaomiMiMo/MiMo',
    title: 'XiaomiMiMo/MiMo',
    summary: 'The models and their reports.',
    siteName: 'GitHub',
  },
];
