import * as fc from 'fast-check';

/** What breaks code that counts characters: surrogate pairs, joined emoji, combining marks, wide characters. */
const words = ['x', 'foo();', '}', '你好，世界', '🙂', '👩‍👩‍👧', 'é', '𠮷', ' ', '```', '\u2028', '\ufeff'];

/** One line without its break. */
export const lineText = fc
  .tuple(
    fc.constantFrom('', '  ', '    ', '\t', '\t\t', '\t  '),
    fc.array(fc.constantFrom(...words), { maxLength: 3 }),
  )
  .map(([indent, parts]) => indent + parts.join(''));

/** Text with `\n` between its lines, often with lines that come twice. */
export const codeText = fc.array(lineText, { maxLength: 8 }).map((lines) => lines.join('\n'));

export const eols = fc.constantFrom<'\n' | '\r\n'>('\n', '\r\n');

export interface Selected {
  readonly document: string;
  readonly start: number;
  readonly end: number;
}

/** A document and a range in it, never between the two halves of a line break; often at the edges of lines. */
export const selected: fc.Arbitrary<Selected> = fc
  .tuple(codeText, eols, fc.nat(), fc.nat(), fc.boolean())
  .map(([code, eol, a, b, atLines]) => {
    const document = code.replaceAll('\n', eol);
    const stops = [...Array(document.length + 1).keys()].filter((at) => {
      if (document[at] === '\n' && document[at - 1] === '\r') return false;
      return !atLines || at === 0 || at === document.length || document[at - 1] === '\n';
    });
    const [start = 0, end = 0] = [stops[a % stops.length] ?? 0, stops[b % stops.length] ?? 0].sort(
      (x, y) => x - y,
    );
    return { document, start, end };
  });
