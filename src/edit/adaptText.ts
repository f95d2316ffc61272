import { trimBlankLines } from './replyText.ts';
import { splitLines } from './textRange.ts';

/** The place that a text is fitted to. */
export interface TextPlace {
  /** The text that it replaces. */
  readonly original: string;
  /** What stands before the range on its first line. */
  readonly linePrefix: string;
  readonly eol: '\n' | '\r\n';
  /** The editor's setting, for where the original shows no style of its own. */
  readonly insertSpaces: boolean;
  readonly tabSize: number;
}

/**
 * Fits code to the place of the original: its line breaks, tabs or spaces, the indentation of its first line, and the
 * blank lines or the final newline around it. Relative indentation is the code's own. Code that already stands at the
 * original's indentation keeps every character; code of blank lines only becomes nothing, without a line left over.
 */
export function adaptText(text: string, place: TextPlace): string {
  const code = trimBlankLines(splitLines(text));
  if (code.length === 0) return '';
  const old = splitLines(place.original);
  if (code.join('\n') === trimBlankLines(old).join('\n')) return old.join(place.eol);
  const before = old.findIndex((line) => line.trim() !== '');
  const after = old.findLastIndex((line) => line.trim() !== '');
  const [firstOld = '', ...restOld] = old;
  const wholeLines = [indentOf(place.linePrefix) + firstOld, ...restOld];
  const fitted = atIndentation(inStyle(code, wholeLines, place), wholeLines);
  // The start of the first line is outside the range, and stays as it is.
  if (before <= 0 && place.linePrefix !== '') fitted[0] = indentOf(firstOld) + (fitted[0] ?? '').trimStart();
  const lines =
    before === -1 ? [...fitted, ...restOld] : [...old.slice(0, before), ...fitted, ...old.slice(after + 1)];
  return lines.join(place.eol);
}

function indentOf(line: string): string {
  return /^[ \t]*/.exec(line)?.[0] ?? '';
}

/** Turns tabs into spaces or back, where the code uses only the style that the original does not. */
function inStyle(code: readonly string[], old: readonly string[], place: TextPlace): string[] {
  const balance = count(old, tabs) - count(old, spaces);
  const wantsTabs = balance === 0 ? !place.insertSpaces : balance > 0;
  const hasTabs = count(code, tabs) > 0;
  const hasSpaces = count(code, spaces) > 0;
  if (wantsTabs && hasSpaces && !hasTabs) {
    const unit = indentUnit(code) ?? place.tabSize;
    return code.map((line) =>
      line.replace(
        /^ +/,
        (run) => '\t'.repeat(Math.floor(run.length / unit)) + ' '.repeat(run.length % unit),
      ),
    );
  }
  if (!wantsTabs && hasTabs && !hasSpaces) {
    return code.map((line) => line.replace(/^\t+/, (run) => ' '.repeat(run.length * place.tabSize)));
  }
  return [...code];
}

// Lines with text only. One space is the alignment of a block comment, not indentation.
const tabs = /^\t\s*\S/;
const spaces = /^ {2}\s*\S/;

function count(lines: readonly string[], pattern: RegExp): number {
  return lines.filter((line) => pattern.test(line)).length;
}

/** The smallest step to the right between neighbouring lines, in spaces. */
function indentUnit(lines: readonly string[]): number | undefined {
  let unit: number | undefined;
  let previous: number | undefined;
  for (const line of lines) {
    if (line.trim() === '') continue;
    const indent = indentOf(line).length;
    const step = previous === undefined ? 0 : indent - previous;
    if (step >= 2 && (unit === undefined || step < unit)) unit = step;
    previous = indent;
  }
  return unit;
}

/** Moves the code so that its first line stands where the original's first line does. */
function atIndentation(code: string[], old: readonly string[]): string[] {
  const [first = '', ...rest] = code;
  const [oldFirst = old[0] ?? '', ...oldRest] = trimBlankLines(old);
  const target = indentOf(oldFirst);
  const smallest = smallestIndent(rest);
  const oldSmallest = smallestIndent(oldRest);
  const own = indentOf(first).length;
  // Already at the original's level. The first line may legitimately have moved: an `else` that went away.
  if (Math.min(own, smallest) === Math.min(target.length, oldSmallest)) return code;
  // Only the first line lost its indentation, as when a selection is echoed from its first word on.
  if (own === 0 && rest.length > 0 && smallest === oldSmallest) return [target + first, ...rest];
  const shift = target.length - own;
  return code.map((line) => {
    if (line.trim() === '') return line;
    return shift >= 0 ? target.slice(0, shift) + line : line.slice(Math.min(indentOf(line).length, -shift));
  });
}

/** In characters; infinite where there is no line with text. */
function smallestIndent(lines: readonly string[]): number {
  return Math.min(
    ...lines.filter((line) => line.trim() !== '').map((line) => indentOf(line).length),
    Infinity,
  );
}
