import { Tokenizer, type Tokens } from 'marked';

/** `**名词：**后文` and `前文**“引文”**`: CommonMark sees no emphasis there, because it expects spaces around words. */
const closesBeforeCjk =
  /^\*\*(?!\s)([^*`\n]*\p{P})\*\*(?=[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}])/u;
const opensAfterCjk = /^\*\*(\p{P}[^*`\n]*[^*`\s])\*\*(?!\*)/u;
const cjk = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]$/u;

/** Full-width and CJK punctuation ends a bare URL: nobody means `https://example.com。` */
const cjkPunctuation = /[\u3000-\u303f\uff00-\uffef\u2018\u2019\u201c\u201d]/;

/** marked's rules with two corrections for text without spaces between words. */
export class CjkTokenizer extends Tokenizer {
  override emStrong(src: string, maskedSrc: string, prevChar = ''): Tokens.Em | Tokens.Strong | undefined {
    const match = closesBeforeCjk.exec(src) ?? (cjk.test(prevChar) ? opensAfterCjk.exec(src) : null);
    const text = match?.[1];
    if (!match || text === undefined) return super.emStrong(src, maskedSrc, prevChar);
    return { type: 'strong', raw: match[0], text, tokens: this.lexer.inlineTokens(text) };
  }

  override url(src: string): Tokens.Link | undefined {
    const end = src.search(cjkPunctuation);
    return super.url(end > 0 ? src.slice(0, end) : src);
  }
}
