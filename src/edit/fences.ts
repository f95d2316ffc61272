import { splitLines } from './textRange.ts';

/** A fenced code block of a reply. Line breaks are `\n`, none after the last line. */
export interface CodeBlock {
  /** First word after the opening fence, lower case; empty where there is none. */
  readonly language: string;
  readonly text: string;
  /** False when the reply ends before the block does. */
  readonly closed: boolean;
}

interface Fence {
  readonly indent: number;
  readonly marker: string;
  readonly info: string;
}

/**
 * The fenced blocks of a markdown text in their order, read as CommonMark reads them (three or more backticks or
 * tildes), with two allowances for what models write: a fence may be indented by any amount (lists), and a block may
 * hold fences of its own length.
 */
export function codeBlocks(markdown: string): CodeBlock[] {
  const lines = splitLines(markdown);
  const blocks: CodeBlock[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const fence = readFence(lines[at] ?? '');
    if (!fence) continue;
    const close = closingLine(lines, at, fence);
    blocks.push({
      language: (/\S+/.exec(fence.info)?.[0] ?? '').toLowerCase(),
      text: lines
        .slice(at + 1, close)
        .map((line) => outdent(line, fence.indent))
        .join('\n'),
      closed: close !== undefined,
    });
    if (close === undefined) break;
    at = close;
  }
  return blocks;
}

function readFence(line: string): Fence | undefined {
  const match = /^([ \t]*)(`{3,}|~{3,})(.*)$/.exec(line);
  if (!match) return undefined;
  const [, indent = '', marker = '', info = ''] = match;
  // Backticks after backticks make it code in a line of prose.
  if (marker.startsWith('`') && info.includes('`')) return undefined;
  return { indent: indent.length, marker, info: info.trim() };
}

function outdent(line: string, width: number): string {
  const leading = /^[ \t]*/.exec(line)?.[0].length ?? 0;
  return line.slice(Math.min(leading, width));
}

/** Markdown itself holds bare fences in pairs; in other languages a bare fence always closes. */
const markdownLanguage = /^(?:markdown|md|mdx|rmd|qmd)\b/i;

function closingLine(lines: readonly string[], opening: number, fence: Fence): number | undefined {
  const open = [fence.marker];
  const bare: number[] = [];
  const holdsBareFences = markdownLanguage.test(fence.info);
  for (let at = opening + 1; at < lines.length; at += 1) {
    const inner = readFence(lines[at] ?? '');
    // Four columns deeper is code that mentions a fence, in a docstring for example.
    if (!inner || !inner.marker.startsWith(fence.marker) || inner.indent > fence.indent + 3) continue;
    if (inner.info) {
      open.push(inner.marker);
    } else if (open.length > 1) {
      if (inner.marker.length >= (open.at(-1)?.length ?? 0)) open.pop();
    } else if (holdsBareFences) {
      bare.push(at);
    } else {
      return at;
    }
  }
  // An even number leaves the block itself, or one inside, without its end.
  return bare.length % 2 === 1 ? bare.at(-1) : undefined;
}
