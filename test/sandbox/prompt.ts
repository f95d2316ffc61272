// What a user's message holds: words, code in fences, and the language that it is asked in.

export type Language = 'en' | 'zh';

export interface CodeBlock {
  /** As the fence says; may be empty. */
  readonly language: string;
  /** Without the line break before the closing fence. */
  readonly code: string;
}

export interface Prompt {
  /** Everything outside the fences, without the `path:line` labels of attachments. */
  readonly words: string;
  readonly blocks: readonly CodeBlock[];
  readonly language: Language;
}

export function readPrompt(message: string): Prompt {
  const words: string[] = [];
  const blocks: CodeBlock[] = [];
  let open: { fence: string; language: string; lines: string[] } | undefined;
  for (const line of message.split('\n')) {
    const fence = /^ {0,3}(`{3,}|~{3,})\s*([^`\s]*)[^`]*$/.exec(line.replace(/\r$/, ''));
    if (!open) {
      if (fence) open = { fence: fence[1] ?? '', language: fence[2] ?? '', lines: [] };
      else if (!/^\S+:\d+(-\d+)?$/.test(line.trim())) words.push(line);
    } else if (fence?.[2] === '' && fence[1]?.startsWith(open.fence)) {
      blocks.push({ language: open.language, code: open.lines.join('\n') });
      open = undefined;
    } else open.lines.push(line);
  }
  if (open) blocks.push({ language: open.language, code: open.lines.join('\n') });
  const text = words.join('\n').trim();
  return { words: text, blocks, language: /\p{Script=Han}/u.test(text) ? 'zh' : 'en' };
}

/** A fenced block that the code cannot end. */
export function fenced({ language, code }: CodeBlock): string {
  let fence = '```';
  while (code.includes(fence)) fence += '`';
  return `${fence}${language}\n${code}\n${fence}`;
}
