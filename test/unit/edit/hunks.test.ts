import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as fc from 'fast-check';
import { adaptText } from '../../../src/edit/adaptText.ts';
import { computeHunks, type Hunk } from '../../../src/edit/hunks.ts';
import { positionAfter, type TextPosition } from '../../../src/edit/textRange.ts';
import { codeText, eols, selected } from './arbitraries.ts';

const origin: TextPosition = { line: 0, character: 0 };

/** Applies hunks to a document as an editor does: by positions, from the last to the first. */
function apply(document: string, hunks: readonly Hunk[]): string {
  let text = document;
  for (const hunk of hunks.toReversed()) {
    const start = offsetAt(document, hunk.range.start);
    const end = offsetAt(document, hunk.range.end);
    assert.equal(document.slice(start, end), hunk.oldText);
    text = text.slice(0, start) + hunk.newText + text.slice(end);
  }
  return text;
}

function offsetAt(document: string, position: TextPosition): number {
  const lines = document.match(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g) ?? [];
  return lines.slice(0, position.line).join('').length + position.character;
}

suite('hunks', () => {
  test('are the changed lines, with their places in the document', () => {
    assert.deepEqual(computeHunks('a\nb\nc\nd\n', 'a\nB\nc\n', { line: 10, character: 0 }), [
      {
        id: '1',
        range: { start: { line: 11, character: 0 }, end: { line: 12, character: 0 } },
        oldText: 'b\n',
        newText: 'B\n',
      },
      {
        id: '2',
        range: { start: { line: 13, character: 0 }, end: { line: 14, character: 0 } },
        oldText: 'd\n',
        newText: '',
      },
    ]);
  });

  test('count characters on the first line from where the range begins', () => {
    assert.deepEqual(computeHunks('🙂a', '🙂b', { line: 3, character: 8 }), [
      {
        id: '1',
        range: { start: { line: 3, character: 8 }, end: { line: 3, character: 11 } },
        oldText: '🙂a',
        newText: '🙂b',
      },
    ]);
  });

  test('of equal texts are none', () => {
    assert.deepEqual(computeHunks('a\r\nb', 'a\r\nb', origin), []);
    assert.deepEqual(computeHunks('', '', origin), []);
  });

  test('of two long texts with nothing in common are one', () => {
    const [a = '', b = ''] = ['a', 'b'].map((word) =>
      Array.from({ length: 3_000 }, (_, at) => word + at).join('\n'),
    );
    const hunks = computeHunks(a, b, origin);
    assert.equal(hunks.length, 1);
    assert.equal(apply(a, hunks), b);
  });

  test('all applied give the new text, none the old one, and no other byte of the document changes', () => {
    fc.assert(
      fc.property(selected, codeText, eols, ({ document, start, end }, code, eol) => {
        const before = document.slice(0, start);
        const original = document.slice(start, end);
        const replacement = code.replaceAll('\n', eol);
        const hunks = computeHunks(original, replacement, positionAfter(origin, before));
        assert.equal(apply(document, hunks), before + replacement + document.slice(end));
        assert.equal(apply(document, []), document);
        assert.equal(new Set(hunks.map((hunk) => hunk.id)).size, hunks.length);
      }),
    );
  });

  test('of a fitted reply leave the lines around it byte for byte', () => {
    fc.assert(
      fc.property(selected, codeText, fc.boolean(), ({ document, start, end }, code, insertSpaces) => {
        const before = document.slice(0, start);
        const original = document.slice(start, end);
        const replacement = adaptText(code, {
          original,
          linePrefix: before.slice(before.lastIndexOf('\n') + 1),
          eol: document.includes('\r\n') ? '\r\n' : '\n',
          insertSpaces,
          tabSize: 4,
        });
        const result = apply(document, computeHunks(original, replacement, positionAfter(origin, before)));
        assert.equal(result, before + replacement + document.slice(end));
      }),
    );
  });
});
