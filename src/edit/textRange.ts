// Positions and ranges as VS Code counts them: 0-based lines, 0-based UTF-16 characters.

export interface TextPosition {
  readonly line: number;
  readonly character: number;
}

export interface TextRange {
  readonly start: TextPosition;
  /** Exclusive. */
  readonly end: TextPosition;
}

/** What VS Code takes for a line break. */
const lineBreak = /\r\n|\r|\n/;

/** The lines of a text without their breaks; a text that ends with a break has an empty last line. */
export function splitLines(text: string): string[] {
  return text.split(lineBreak);
}

/** The lines of a text, each with its break; joined they are the text. An empty text has none. */
export function linesWithBreaks(text: string): string[] {
  return text.match(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+/g) ?? [];
}

/** Where a text ends that begins at `start`. */
export function positionAfter(start: TextPosition, text: string): TextPosition {
  const lines = splitLines(text);
  const last = lines.at(-1) ?? '';
  return lines.length === 1
    ? { line: start.line, character: start.character + last.length }
    : { line: start.line + lines.length - 1, character: last.length };
}
