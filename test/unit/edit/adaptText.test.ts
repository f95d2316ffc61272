import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as fc from 'fast-check';
import { adaptText, type TextPlace } from '../../../src/edit/adaptText.ts';
import { codeText, eols, lineText } from './arbitraries.ts';

function place(original: string, overrides: Partial<TextPlace> = {}): TextPlace {
  return { original, linePrefix: '', eol: '\n', insertSpaces: true, tabSize: 4, ...overrides };
}

function unindented(text: string): string {
  return text
    .split(/\r\n|\n/)
    .map((line) => line.replace(/^[ \t]+/, ''))
    .join('\n')
    .trim();
}

suite('fitting code to its place', () => {
  test('takes the line breaks of the document', () => {
    assert.equal(adaptText('a\nb\r\nc\rd', place('x\r\ny', { eol: '\r\n' })), 'a\r\nb\r\nc\r\nd');
    assert.equal(adaptText('a\r\nb', place('x\ny\n')), 'a\nb\n');
  });

  test('ends as the original ended: with a final newline, without, with blank lines after it', () => {
    assert.equal(adaptText('a\nb', place('x\n')), 'a\nb\n');
    assert.equal(adaptText('a\nb\n\n', place('x')), 'a\nb');
    assert.equal(adaptText('a', place('\nx\n\n    ')), '\na\n\n    ');
  });

  test('moves dedented code to the level of the original', () => {
    assert.equal(
      adaptText('if (a) {\n  b();\n\n}', place('    old();\n    more();\n')),
      '    if (a) {\n      b();\n\n    }\n',
    );
    assert.equal(
      adaptText('def f():\n    return 2', place('    def f():\n        return 1')),
      '    def f():\n        return 2',
    );
  });

  test('leaves code at the original’s level alone, whatever its first line does', () => {
    const original = '      x();\n    }\n    y();';
    assert.equal(adaptText('    }\n    y();', place(original)), '    }\n    y();');
    assert.equal(adaptText('  x();\n}\ny();', place(original)), original);
  });

  test('gives back only the first line’s indentation where only that was lost', () => {
    assert.equal(
      adaptText('go() {\n    fast();\n  }', place('  run() {\n    slow();\n  }\n')),
      '  go() {\n    fast();\n  }\n',
    );
  });

  test('moves code back that stands too deep', () => {
    assert.equal(adaptText('    if (a) {\n      b();\n    }', place('old();\n')), 'if (a) {\n  b();\n}\n');
  });

  test('in the middle of a line leaves what stands before it, and indents what follows', () => {
    const middle = place('foo(a,\n    b)', { linePrefix: '  const x = ' });
    assert.equal(adaptText('bar({\n  a,\n})', middle), 'bar({\n    a,\n  })');
    assert.equal(adaptText('foo(b,\n    a)', middle), 'foo(b,\n    a)');
    assert.equal(adaptText('  a();\n  b();', place('old();', { linePrefix: '  ' })), 'a();\n  b();');
  });

  test('at an empty line indents as far as the cursor stands', () => {
    assert.equal(adaptText('a {\n  b\n}', place('', { linePrefix: '    ' })), 'a {\n      b\n    }');
    assert.equal(adaptText('a', place('\n')), 'a\n');
    assert.equal(adaptText('a', place('')), 'a');
  });

  test('turns spaces into the tabs of the original, the code’s own step being one tab', () => {
    assert.equal(
      adaptText('if a {\n  if b {\n    c()\n  }\n}', place('\tif x {\n\t\ty()\n\t}\n')),
      '\tif a {\n\t\tif b {\n\t\t\tc()\n\t\t}\n\t}\n',
    );
    assert.equal(
      adaptText('/**\n * a\n */\nf() {\n    b\n}', place('\tx\n')),
      '\t/**\n\t * a\n\t */\n\tf() {\n\t\tb\n\t}\n',
    );
  });

  test('turns tabs into the spaces of the original', () => {
    assert.equal(
      adaptText('f:\n\tg\n\t\th', place('  f:\n    g\n', { tabSize: 2 })),
      '  f:\n    g\n      h\n',
    );
  });

  test('asks the editor’s setting where the original shows no style', () => {
    assert.equal(adaptText('f {\n  g\n}', place('f\n', { insertSpaces: false })), 'f {\n\tg\n}\n');
    assert.equal(adaptText('f {\n\tg\n}', place('f\n', { tabSize: 2 })), 'f {\n  g\n}\n');
  });

  test('leaves code alone that mixes tabs and spaces itself', () => {
    assert.equal(adaptText('f\n\tg\n  h', place('x\n  y\n')), 'f\n\tg\n  h\n');
  });

  test('makes nothing of nothing, so that deleted lines leave no empty one', () => {
    assert.equal(adaptText('', place('a\nb\n')), '');
    assert.equal(adaptText(' \n\n', place('a', { eol: '\r\n' })), '');
  });

  test('gives the original back for the original, in every text', () => {
    fc.assert(
      fc.property(codeText, eols, fc.boolean(), lineText, (code, eol, insertSpaces, linePrefix) => {
        const original = code.replaceAll('\n', eol);
        fc.pre(code.trim() !== '');
        assert.equal(adaptText(code, place(original, { eol, insertSpaces, linePrefix })), original);
      }),
    );
  });

  test('changes nothing but line breaks, blank lines around the code and white space at the start of lines', () => {
    fc.assert(
      fc.property(
        codeText,
        codeText,
        eols,
        fc.boolean(),
        lineText,
        (code, original, eol, insertSpaces, linePrefix) => {
          const adapted = adaptText(
            code,
            place(original.replaceAll('\n', eol), { eol, insertSpaces, linePrefix }),
          );
          assert.equal(unindented(adapted), unindented(code));
          assert.equal(adapted.replaceAll(eol, '').includes('\n'), false);
        },
      ),
    );
  });
});
