import { diffArrays } from 'diff';
import { linesWithBreaks, positionAfter, type TextPosition, type TextRange } from './textRange.ts';

/** One run of changed lines. `range` is where `oldText` stands in the document before any hunk is applied. */
export interface Hunk {
  readonly id: string;
  readonly range: TextRange;
  readonly oldText: string;
  readonly newText: string;
}

/** Line changes beyond which the diff is one hunk: 2,000 take about 0.2 s, and the time grows with the square. */
const maxChangedLines = 2_000;

/**
 * The line hunks that turn `oldText`, which begins at `start` in its document, into `newText`, in their order.
 * Applied together they give `newText` exactly; equal texts have none.
 */
export function computeHunks(oldText: string, newText: string, start: TextPosition): Hunk[] {
  const changes = diffArrays(linesWithBreaks(oldText), linesWithBreaks(newText), {
    maxEditLength: maxChangedLines,
  }) ?? [
    { value: [oldText], added: false, removed: true },
    { value: [newText], added: true, removed: false },
  ];
  const hunks: Hunk[] = [];
  let position = start;
  let removed = '';
  let added = '';
  const close = (): void => {
    if (removed === '' && added === '') return;
    const end = positionAfter(position, removed);
    hunks.push({
      id: String(hunks.length + 1),
      range: { start: position, end },
      oldText: removed,
      newText: added,
    });
    position = end;
    removed = '';
    added = '';
  };
  for (const change of changes) {
    const text = change.value.join('');
    if (change.removed) removed += text;
    else if (change.added) added += text;
    else {
      close();
      position = positionAfter(position, text);
    }
  }
  close();
  return hunks;
}
