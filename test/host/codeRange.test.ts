import * as vscode from 'vscode';
import { codeRange, toAttachment } from '../../src/host/codeRange.ts';
import * as assert from './assert.ts';

async function open(content: string): Promise<vscode.TextDocument> {
  return vscode.workspace.openTextDocument({ content, language: 'plaintext' });
}

/** The text that is taken, for a selection given as [line, character, line, character]. */
async function taken(
  content: string,
  ...selection: [number, number, number, number]
): Promise<string | undefined> {
  const document = await open(content);
  const range = await codeRange(document, new vscode.Selection(...selection));
  return range && document.getText(range);
}

function symbol(
  kind: vscode.SymbolKind,
  range: vscode.Range,
  children: vscode.DocumentSymbol[] = [],
): vscode.DocumentSymbol {
  const result = new vscode.DocumentSymbol('name', '', kind, range, range);
  result.children = children;
  return result;
}

suite('The code that a command works on', () => {
  const block = '  one(\n    two);\n\n  three();\n';

  test('is the selection, with the white space of lines that it begins or ends in', async () => {
    assert.equal(await taken(block, 0, 1, 1, 9), '  one(\n    two);');
    assert.equal(await taken(block, 0, 2, 1, 0), '  one(\n');
    assert.equal(await taken(block, 0, 2, 3, 1), '  one(\n    two);\n\n');
    assert.equal(await taken('a  \nb', 0, 0, 0, 1), 'a  ');
  });

  test('is exactly the selection inside a line', async () => {
    assert.equal(await taken('  call(a, b);', 0, 7, 0, 8), 'a');
    assert.equal(await taken('  call(a,\n    b);', 0, 7, 1, 5), 'a,\n    b');
  });

  test('is the block between blank lines where there are no symbols', async () => {
    assert.equal(await taken('zero\n\n  one\n  two\n\nthree', 3, 0, 3, 0), '  one\n  two');
    assert.equal(await taken('zero\n\n  one\n  two\n\nthree', 3, 0, 3, 2), '  one\n  two');
  });

  test('is nothing on a blank line or in an empty file', async () => {
    assert.equal(await taken('a\n\nb', 1, 0, 1, 0), undefined);
    assert.equal(await taken('', 0, 0, 0, 0), undefined);
  });

  suite('with symbols', () => {
    const code = [
      'export class A {',
      '  count = 0;',
      '  get one() { return 1; }',
      '  run() {',
      '    const x = 1;',
      '  }',
      '}',
      '',
      'const y = 2;',
    ];
    const at = (line: number): Promise<string | undefined> => taken(code.join('\n'), line, 3, line, 3);
    const lines = (from: number, to: number): vscode.Range =>
      new vscode.Range(from, 2, to, (code[to] ?? '').length);
    let registration: vscode.Disposable;

    suiteSetup(() => {
      const { Class, Constant, Method, Property } = vscode.SymbolKind;
      registration = vscode.languages.registerDocumentSymbolProvider('plaintext', {
        provideDocumentSymbols: () => [
          symbol(Class, lines(0, 6), [
            symbol(Property, lines(1, 1)),
            symbol(Method, lines(2, 2)),
            symbol(Method, lines(3, 5), [symbol(Constant, lines(4, 4))]),
          ]),
          symbol(Constant, lines(8, 8)),
        ],
      });
    });
    suiteTeardown(() => registration.dispose());

    test('is the whole lines of the innermost one', async () => {
      assert.equal(await at(3), code.slice(3, 6).join('\n'));
      assert.equal(await at(2), code[2]);
      assert.equal(await at(0), code.slice(0, 7).join('\n'));
    });

    test('is not a variable or field of one line inside another symbol', async () => {
      assert.equal(await at(4), code.slice(3, 6).join('\n'));
      assert.equal(await at(1), code.slice(0, 7).join('\n'));
      assert.equal(await at(8), code[8]);
    });
  });

  test('is attached with its path, language and lines, 1-based and inclusive', async () => {
    const document = await open('a\nb\nc\n');
    const attachment = toAttachment(document, new vscode.Range(1, 0, 2, 0));
    assert.equal(attachment.startLine, 2);
    assert.equal(attachment.endLine, 2);
    assert.equal(attachment.text, 'b\n');
    assert.equal(attachment.languageId, 'plaintext');
    assert.equal(attachment.uri, document.uri.toString());
    assert.equal(toAttachment(document, new vscode.Range(0, 0, 1, 1)).endLine, 2);
    assert.equal(toAttachment(document, new vscode.Range(1, 0, 1, 0)).endLine, 2);
  });
});
