// Which answer a message gets: chosen by its words, in the language that it is asked in.
import { faultLines } from './faults.ts';
import { type CodeBlock, fenced, type Language, type Prompt } from './prompt.ts';
import { puzzle } from './puzzle.ts';
import { refactored } from './refactor.ts';
import { longText } from './longText.ts';
import { sampleCode, sampleExplanation } from './sample.ts';
import { code, formula, hello, markdown, nested, table } from './texts.ts';

export interface Said {
  /** Left out: a short thought about the question. */
  readonly reasoning?: string;
  readonly text: string;
}

export interface Conversation {
  readonly name: string;
  /** What to type to get it. */
  readonly examples: Readonly<Record<Language, string>>;
  readonly matches: (prompt: Prompt) => boolean;
  readonly answer: (prompt: Prompt) => Said;
}

const says =
  (words: RegExp) =>
  (prompt: Prompt): boolean =>
    words.test(prompt.words);

const tells =
  (texts: Readonly<Record<Language, string>>) =>
  ({ language }: Prompt): Said => ({ text: texts[language] });

const editWords =
  /refactor|rewrite|edit|change|rename|convert|modify|simplify|improve|fix|optimi[sz]e|document|translate|重构|重写|改|转换|简化|优化|修复|补充|翻译/i;
const explainWords = /expla|what does|how does|解释|说明|讲解|什么意思|做什么/i;
const negated = /(?:do not|don't|without|no|不要|无需|不用)\s*(?:any |an )?(?:expla\w*|解释|说明)/gi;

/** Which of two wishes comes first in the words; -1 for neither. */
function firstOf(words: string, one: RegExp, other: RegExp): 'one' | 'other' | undefined {
  const asked = words.replace(negated, '');
  const first = asked.search(one);
  const second = asked.search(other);
  if (first < 0 && second < 0) return undefined;
  return second < 0 || (first >= 0 && first < second) ? 'one' : 'other';
}

function wish({ words, blocks }: Prompt): 'edit' | 'explain' | undefined {
  if (blocks.length === 0) return undefined;
  const first = firstOf(words, editWords, explainWords);
  return first === 'one' ? 'edit' : first === 'other' ? 'explain' : undefined;
}

/** The first that matches answers; what matches nothing is answered by `otherwise`. */
export const conversations: readonly Conversation[] = [
  {
    name: 'connection test',
    examples: { en: 'ping', zh: '测试连接' },
    matches: ({ words, blocks }) =>
      blocks.length === 0 &&
      words.length <= 80 &&
      /^(ping\b|reply with|respond with|answer with|say (ok|hi|hello)\b|测试连接|只?(回复|回答)|在吗)/i.test(
        words,
      ),
    answer: ({ words, language }) => ({
      text: /^ping\b/i.test(words) ? 'pong' : language === 'zh' ? '好' : 'OK',
    }),
  },
  {
    name: 'refactoring of attached code',
    examples: { en: 'Refactor this code. (with code in a fence)', zh: '重构这段代码。(附上代码块)' },
    matches: (prompt) => wish(prompt) === 'edit',
    answer: (prompt) => ({
      reasoning:
        prompt.language === 'zh'
          ? '我要保持行为不变，只改需要改的那几行，其余的原样保留。'
          : 'The behaviour has to stay as it is, so I change only the lines that need it and keep all others.',
      text: fenced(refactored(prompt, lastBlock(prompt))),
    }),
  },
  {
    name: 'explanation of attached code',
    examples: { en: 'Explain this code. (with code in a fence)', zh: '解释这段代码。(附上代码块)' },
    matches: (prompt) => wish(prompt) === 'explain',
    answer: explanation,
  },
  {
    name: 'everything markdown has',
    examples: { en: 'Show me all of markdown', zh: '展示 markdown 的全部语法' },
    matches: says(/markdown/i),
    answer: tells(markdown),
  },
  {
    name: 'a long answer',
    examples: { en: 'Write a long answer about streaming', zh: '写一篇关于流式传输的长文' },
    matches: says(/\blong (answer|text|essay|story|article)|\bessay\b|长文|长篇|很长/i),
    answer: ({ language }) => ({ text: longText(language) }),
  },
  {
    name: 'a table',
    examples: { en: 'Compare sorting algorithms in a table', zh: '用表格比较排序算法' },
    matches: says(/\btable\b|表格/i),
    answer: tells(table),
  },
  {
    name: 'formulas',
    examples: { en: 'Show me the quadratic formula', zh: '写出求根公式' },
    matches: says(/\bformulas?\b|\bequation|公式|方程/i),
    answer: tells(formula),
  },
  {
    name: 'nested lists',
    examples: { en: 'Give me a nested list', zh: '给我一个嵌套列表' },
    matches: says(/\bnested\b|\blists?\b|列表|清单/i),
    answer: tells(nested),
  },
  {
    name: 'long reasoning',
    examples: { en: 'Think hard about the puzzle of the two trains', zh: '仔细思考两列火车的谜题' },
    matches: says(/\bthink\b|\breason|puzzle|思考|推理|谜/i),
    answer: ({ language }) => puzzle[language],
  },
  {
    name: 'code in several languages',
    examples: { en: 'Write some code in several languages', zh: '用几种语言写一段代码' },
    matches: says(/\bcode\b|\bfunction\b|typescript|javascript|python|\brust\b|\bjava\b|代码|函数/i),
    answer: tells(code),
  },
  {
    name: 'introduction',
    examples: { en: 'Hello, please introduce yourself', zh: '你好，请介绍一下你自己' },
    matches: says(/^\s*(hello|hi|hey)\b|introduce|who are you|你好|您好|介绍|你是谁/i),
    answer: tells(hello),
  },
];

/** `/fault` with a name that does not exist. */
export function faultHelp(language: Language, asked: string): Said {
  const lines = faultLines().map((line) => line.replace(/^([^:]+): (.*)$/, '- `$1`: $2'));
  const intro =
    language === 'zh' ? `没有名为“${asked}”的故障。可用的有：` : `There is no fault "${asked}". These exist:`;
  return { text: [intro, '', ...lines].join('\n') };
}

export function otherwise({ words, language }: Prompt, turn: number): Said {
  const question = (words === '' ? '…' : words).slice(0, 200).replaceAll('\n', '\n> ');
  return language === 'zh'
    ? {
        text: `你问的是：\n\n> ${question}\n\n这是沙盒的回答，不是真正的模型。这是本次对话的**第 ${turn} 个**问题。输入“你好”、“用表格比较排序算法”或 \`/fault\` 试试其他内容。`,
      }
    : {
        text: `You asked:\n\n> ${question}\n\nThis answer comes from a sandbox, not from a real model. It is question **number ${turn}** of our conversation. Try "hello", "compare sorting algorithms in a table" or \`/fault\` for more.`,
      };
}

export function shortThought({ words, language }: Prompt): string {
  const topic = words.slice(0, 80).replaceAll('\n', ' ');
  return language === 'zh'
    ? `用户说的是“${topic}”。我先想清楚他们需要什么，然后简短地回答。`
    : `The user says "${topic}". Let me see what they need, then answer it briefly.`;
}

function lastBlock({ blocks }: Prompt): CodeBlock {
  return blocks.at(-1) ?? { language: '', code: '' };
}

function explanation(prompt: Prompt): Said {
  const { language } = prompt;
  const block = lastBlock(prompt);
  if (block.code.includes(sampleCode)) return sampleExplanation[language];
  const lines = block.code.split('\n').filter((line) => line.trim() !== '');
  const declared =
    /\b(?:function|class|def|fn|func|const|let|var|interface|type|struct|enum)\s+([\p{L}_$][\p{L}\p{N}_$]*)/gu;
  const names = [...new Set([...block.code.matchAll(declared)].map((match) => `\`${match[1]}\``))];
  const steps = lines
    .slice(0, 5)
    .map((line, index) => `${index + 1}. \`${line.trim().replaceAll('`', 'ˋ')}\``);
  if (language === 'zh') {
    return {
      text: `这段代码有 **${lines.length} 行**${names.length > 0 ? `，声明了 ${names.join('、')}` : ''}。\n\n${fenced(block)}\n\n它依次做了这些事：\n\n${steps.join('\n')}\n\n没有发现有风险的地方。`,
    };
  }
  return {
    text: `This code has **${lines.length} ${lines.length === 1 ? 'line' : 'lines'}**${names.length > 0 ? ` and declares ${names.join(', ')}` : ''}.\n\n${fenced(block)}\n\nIt works like this:\n\n${steps.join('\n')}\n\nNothing in it looks risky.`,
  };
}
