// A real change of the code that was sent: small, the same each time, and possible in any language.
import type { CodeBlock, Prompt } from './prompt.ts';

/** A name, perhaps in quotes. */
const name = String.raw`["'\x60“「]?([\p{L}_$][\p{L}\p{N}_$]*)["'\x60”」]?`;

const renames: readonly RegExp[] = [
  new RegExp(String.raw`rename\s+${name}\s+(?:to|as|into)\s+${name}`, 'iu'),
  /([A-Za-z_$][\w$]*)[`”」"']?\s*(?:重命名为|改名为|改成|改为)\s*[`“「"']?([A-Za-z_$][\w$]*)/u,
];

/** Renames what the words name, else turns `var` into `const`, else adds a comment line above; keeps all other lines. */
export function refactored(prompt: Prompt, block: CodeBlock): CodeBlock {
  const { words } = prompt;
  const { code } = block;
  for (const pattern of renames) {
    const [, from, to] = pattern.exec(words) ?? [];
    const renamed = from && to ? replaceWord(code, from, to) : code;
    if (renamed !== code) return { ...block, code: renamed };
  }
  const wantsComment = /\b(comment|docs?|document\w*|jsdoc|docstring)\b|注释|文档/i.test(words);
  const constant = replaceWord(code, 'var', 'const');
  if (!wantsComment && constant !== code) return { ...block, code: constant };
  return { ...block, code: commented(prompt, block) };
}

function replaceWord(code: string, from: string, to: string): string {
  const escaped = from.replaceAll('$', String.raw`\$`);
  return code.replace(
    new RegExp(String.raw`(?<![\p{L}\p{N}_$])${escaped}(?![\p{L}\p{N}_$])`, 'gu'),
    () => to,
  );
}

const sentences = {
  en: 'Tidied up; the behaviour is unchanged.',
  zh: '已整理，行为不变。',
} as const;

function commented({ language }: Prompt, { code, language: codeLanguage }: CodeBlock): string {
  const [open, close] = commentMarks(codeLanguage);
  const indent = /^[^\S\r\n]*(?=\S)/mu.exec(code)?.[0] ?? '';
  const newline = code.includes('\r\n') ? '\r\n' : '\n';
  return `${indent}${open}${sentences[language]}${close}${newline}${code}`;
}

function commentMarks(language: string): readonly [string, string] {
  if (
    /^(python|py|ruby|perl|r|shell|shellscript|bash|sh|powershell|yaml|toml|makefile|dockerfile|elixir)$/i.test(
      language,
    )
  ) {
    return ['# ', ''];
  }
  if (/^(sql|lua|haskell|ada|elm)$/i.test(language)) return ['-- ', ''];
  if (/^(html|xml|markdown|md|vue|svg)$/i.test(language)) return ['<!-- ', ' -->'];
  if (/^(css|c)$/i.test(language)) return ['/* ', ' */'];
  return ['// ', ''];
}
