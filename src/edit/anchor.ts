// A place in a document, in UTF-16 offsets, that moves along while the document changes around it.

export interface Anchor {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
}

/** As in VS Code's change events: all offsets of one event are those of the text before the event. */
export interface ContentChange {
  readonly rangeOffset: number;
  readonly rangeLength: number;
  readonly text: string;
}

/**
 * The anchor after the changes of one event, in any order. Text typed at either edge stays outside. A change inside or
 * across an edge makes the anchor grow around all it touched, so that `holds` fails until it is undone.
 */
export function moveAnchor(anchor: Anchor, changes: readonly ContentChange[]): Anchor {
  // From the last to the first: what is applied never moves what is still to come.
  const ordered = changes.toSorted((a, b) => b.rangeOffset - a.rangeOffset);
  let { start, end } = anchor;
  for (const change of ordered) {
    const changeEnd = change.rangeOffset + change.rangeLength;
    const growth = change.text.length - change.rangeLength;
    if (changeEnd <= start) {
      start += growth;
      end += growth;
    } else if (change.rangeOffset < end) {
      start = Math.min(start, change.rangeOffset);
      end = Math.max(end, changeEnd) + growth;
    }
  }
  return { start, end };
}

/** Whether the place still has the text that it was made for. Line breaks of another kind are no difference. */
export function holds(documentText: string, anchor: Anchor, original: string): boolean {
  return withLf(documentText.slice(anchor.start, anchor.end)) === withLf(original);
}

/** The single change that turns one text into the other, for when nobody was there to see the changes. */
export function changeBetween(oldText: string, newText: string): ContentChange {
  const shorter = Math.min(oldText.length, newText.length);
  let head = 0;
  while (head < shorter && oldText[head] === newText[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && oldText.at(-1 - tail) === newText.at(-1 - tail)) tail += 1;
  return {
    rangeOffset: head,
    rangeLength: oldText.length - head - tail,
    text: newText.slice(head, newText.length - tail),
  };
}

/** The anchor after nothing but the document's line breaks has changed. `documentText` is the text before. */
export function anchorWithEol(anchor: Anchor, documentText: string, eol: '\n' | '\r\n'): Anchor {
  const moved = (offset: number): number => withEol(documentText.slice(0, offset), eol).length;
  return { start: moved(anchor.start), end: moved(anchor.end) };
}

/** The text with only `\n`, or only `\r\n`, between its lines. */
export function withEol(text: string, eol: '\n' | '\r\n'): string {
  return text.replaceAll(/\r\n|\r|\n/g, eol);
}

function withLf(text: string): string {
  return withEol(text, '\n');
}
