import { Lexer, type MarkedToken, type TokensList } from 'marked';
import { CjkTokenizer } from './tokenizer.ts';

export interface Block {
  readonly token: MarkedToken;
  /** Equal keys draw the same: a block is drawn again only when its own has changed. */
  readonly key: string;
}

/** A text that was lexed, with `\n` as its only line end. */
export interface Lexed {
  readonly text: string;
  readonly blocks: readonly Block[];
  /** Closed by a lex of the whole text, the only one that knows link definitions further down. */
  readonly whole: boolean;
}

export const nothingLexed: Lexed = { text: '', blocks: [], whole: true };

/** Lexes a text from its start. */
export function lexWhole(source: string): Lexed {
  const text = normalise(source);
  const tokens = lex(text);
  const links = JSON.stringify(tokens.links);
  return { text, blocks: toBlocks(tokens, links === '{}' ? '' : links), whole: true };
}

/** Lexes a text that has grown since `before`: only from the first block that the new end can still change. */
export function lexGrown(before: Lexed, source: string): Lexed {
  const text = normalise(source);
  if (text === before.text) return before;
  if (before.blocks.length === 0 || !text.startsWith(before.text)) return { ...lexWhole(text), whole: false };
  const stable = before.blocks.slice(0, firstOpen(before.blocks));
  const head = stable.map((block) => block.token.raw).join('');
  // In rare cases marked rewrites what it read ("- " becomes "-\n"): then offsets mean nothing.
  if (!text.startsWith(head)) return { ...lexWhole(text), whole: false };
  const tail = toBlocks(lex(text.slice(head.length)), '');
  return { text, blocks: [...stable, ...tail], whole: false };
}

/** marked counts these away, and the offsets above need lengths that agree. */
function normalise(source: string): string {
  return source.replace(/\r\n?/g, '\n');
}

function lex(text: string): TokensList {
  return new Lexer({ gfm: true, tokenizer: new CjkTokenizer() }).lex(text);
}

function toBlocks(tokens: TokensList, links: string): readonly Block[] {
  return (tokens as readonly MarkedToken[]).map((token) => ({ token, key: links + token.raw }));
}

/**
 * Index of the first block that more text may change: the last one; those before it that no blank line separates;
 * a list before it, which a further item would continue.
 */
function firstOpen(blocks: readonly Block[]): number {
  let open = blocks.length - 1;
  while (open > 0 && blocks[open]?.token.type === 'space') open -= 1;
  for (let index = open - 1; index >= 0; index -= 1) {
    const token = blocks[index]?.token;
    if (token === undefined) break;
    if (token.type === 'space' && blocks[index - 1]?.token.type !== 'list') break;
    if (token.type !== 'space' && token.type !== 'list' && /\n\s*\n$/.test(token.raw)) break;
    open = index;
  }
  return open;
}
