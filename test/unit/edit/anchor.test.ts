import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as fc from 'fast-check';
import {
  anchorWithEol,
  changeBetween,
  holds,
  moveAnchor,
  withEol,
  type Anchor,
  type ContentChange,
} from '../../../src/edit/anchor.ts';
import { codeText, eols, selected } from './arbitraries.ts';

function apply(document: string, changes: readonly ContentChange[]): string {
  let text = document;
  for (const change of changes.toSorted((a, b) => b.rangeOffset - a.rangeOffset)) {
    text =
      text.slice(0, change.rangeOffset) + change.text + text.slice(change.rangeOffset + change.rangeLength);
  }
  return text;
}

function at(document: string, anchor: Anchor): string {
  return document.slice(anchor.start, anchor.end);
}

const change = (rangeOffset: number, rangeLength: number, text: string): ContentChange => ({
  rangeOffset,
  rangeLength,
  text,
});

suite('an anchor', () => {
  // one [two] three
  const document = 'one two three';
  const anchor: Anchor = { start: 4, end: 7 };

  function after(...changes: ContentChange[]): { text: string; held: boolean } {
    const changed = apply(document, changes);
    const moved = moveAnchor(anchor, changes);
    return { text: at(changed, moved), held: holds(changed, moved, 'two') };
  }

  test('follows what is typed and deleted before it, and ignores what comes after', () => {
    assert.deepEqual(after(change(0, 0, 'zero ')), { text: 'two', held: true });
    assert.deepEqual(after(change(0, 4, '')), { text: 'two', held: true });
    assert.deepEqual(after(change(8, 5, '')), { text: 'two', held: true });
    assert.deepEqual(after(change(8, 1, 'x'), change(0, 3, '🙂')), { text: 'two', held: true });
    assert.deepEqual(after(change(0, 3, ''), change(9, 0, 'x')), { text: 'two', held: true });
  });

  test('leaves out what is typed at its edges', () => {
    assert.deepEqual(after(change(4, 0, 'x')), { text: 'two', held: true });
    assert.deepEqual(after(change(7, 0, 'x')), { text: 'two', held: true });
  });

  test('does not hold after a change inside it or across an edge', () => {
    assert.deepEqual(after(change(5, 0, 'x')), { text: 'txwo', held: false });
    assert.deepEqual(after(change(4, 3, '')), { text: '', held: false });
    assert.equal(after(change(3, 2, '')).held, false);
    assert.equal(after(change(6, 3, '')).held, false);
    assert.equal(after(change(0, 13, 'all new')).held, false);
  });

  test('holds again when the change inside it is undone', () => {
    const moved = moveAnchor(moveAnchor(anchor, [change(5, 1, 'WWW')]), [change(5, 3, 'w')]);
    assert.deepEqual(moved, anchor);
  });

  test('stays with its text through any typing elsewhere', () => {
    const typing = fc.array(fc.tuple(fc.boolean(), fc.nat(), fc.nat(), codeText), { maxLength: 6 });
    fc.assert(
      fc.property(selected, typing, ({ document, start, end }, edits) => {
        const original = document.slice(start, end);
        let text = document;
        let anchor: Anchor = { start, end };
        for (const [isBefore, a, b, typed] of edits) {
          const [low, high] = isBefore ? [0, anchor.start] : [anchor.end, text.length];
          const from = low + (a % (high - low + 1));
          const edit = change(from, b % (high - from + 1), typed);
          // At an empty anchor the two sides are the same place, and what is typed there counts as before it.
          text = apply(text, [edit]);
          anchor = moveAnchor(anchor, [edit]);
        }
        assert.equal(at(text, anchor), original);
      }),
    );
  });

  test('does not hold after any change inside that leaves another text', () => {
    fc.assert(
      fc.property(selected, fc.nat(), fc.nat(), codeText, ({ document, start, end }, a, b, typed) => {
        fc.pre(end - start >= 2);
        const from = start + 1 + (a % (end - start - 1));
        const edit = change(from, b % (end - from), typed);
        const text = apply(document, [edit]);
        const moved = moveAnchor({ start, end }, [edit]);
        const same = withEol(at(text, moved), '\n') === withEol(document.slice(start, end), '\n');
        assert.equal(holds(text, moved, document.slice(start, end)), same);
        assert.equal(text.slice(0, moved.start), document.slice(0, start));
        assert.equal(text.slice(moved.end), document.slice(end));
      }),
    );
  });

  test('keeps its lines when the line breaks of the document change', () => {
    fc.assert(
      fc.property(selected, eols, ({ document, start, end }, eol) => {
        const moved = anchorWithEol({ start, end }, document, eol);
        const converted = withEol(document, eol);
        assert.equal(at(converted, moved), withEol(document.slice(start, end), eol));
        assert.ok(holds(converted, moved, document.slice(start, end)));
      }),
    );
  });

  test('can be moved by the difference of two texts', () => {
    fc.assert(
      fc.property(codeText, codeText, (a, b) => {
        assert.equal(apply(a, [changeBetween(a, b)]), b);
      }),
    );
    const edit = changeBetween(document, 'zero one two three');
    assert.deepEqual(moveAnchor(anchor, [edit]), { start: 9, end: 12 });
  });
});
