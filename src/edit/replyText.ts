import { codeBlocks, type CodeBlock } from './fences.ts';
import { splitLines } from './textRange.ts';

/** `cut`: the reply ends before its code does. `empty`: there is nothing in it. */
export type ReplyText =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'cut' }
  | { readonly kind: 'empty' };

export interface ReplyContext {
  /** The text that the reply is to replace. */
  readonly original: string;
  /** True when the model did not end by itself: token limit, filter, Stop. */
  readonly cut?: boolean;
}

/**
 * The replacement that a model's reply holds: its fenced block, or the whole reply where there is no fence. Of several
 * blocks the one that shares the most lines with the original, then the longest, then the last; a block that only
 * repeats the original does not count. An empty block is a text: it deletes. Line breaks are `\n`, none at the end.
 */
export function replyToText(reply: string, context: ReplyContext): ReplyText {
  const blocks = codeBlocks(reply);
  if (blocks.some((block) => !block.closed)) return { kind: 'cut' };
  const block = bestBlock(blocks, context.original);
  if (block) return { kind: 'text', text: block.text };
  if (reply.trim() === '') return { kind: 'empty' };
  return context.cut ? { kind: 'cut' } : { kind: 'text', text: trimBlankLines(splitLines(reply)).join('\n') };
}

/**
 * What can be shown while the reply arrives: the code so far, without a line that may yet become the closing fence.
 * Undefined until there is a fence, because what comes before one is prose.
 */
export function partialReplyText(reply: string, original: string): string | undefined {
  return bestBlock(codeBlocks(reply.replace(/(^|\n)[ \t]*[`~]+[ \t]*$/, '$1')), original)?.text;
}

/** Lines without the blank ones at both ends. */
export function trimBlankLines(lines: readonly string[]): string[] {
  const first = lines.findIndex((line) => line.trim() !== '');
  if (first === -1) return [];
  return lines.slice(first, lines.findLastIndex((line) => line.trim() !== '') + 1);
}

function bestBlock(blocks: readonly CodeBlock[], original: string): CodeBlock | undefined {
  const known = new Set(significantLines(original));
  const repeated = trimBlankLines(splitLines(original)).join('\n');
  const changed = blocks.filter((block) => trimBlankLines(splitLines(block.text)).join('\n') !== repeated);
  let best: CodeBlock | undefined;
  let bestShared = -1;
  for (const block of changed.length > 0 ? changed : blocks) {
    const shared = new Set(significantLines(block.text).filter((line) => known.has(line))).size;
    if (!best || shared > bestShared || (shared === bestShared && block.text.length >= best.text.length)) {
      best = block;
      bestShared = shared;
    }
  }
  return best;
}

/** Lines that tell one piece of code from another: not `}` or `);`. */
function significantLines(text: string): string[] {
  return splitLines(text)
    .map((line) => line.trim())
    .filter((line) => line.length > 3);
}
