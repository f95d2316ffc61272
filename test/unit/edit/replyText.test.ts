import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { partialReplyText, replyToText } from '../../../src/edit/replyText.ts';

/** `'''` stands for three backticks, so that the cases read as a model's reply does. */
function reply(text: string): string {
  return text.replaceAll("'", '`');
}

function textOf(markdown: string, original = 'old();'): string {
  const result = replyToText(reply(markdown), { original });
  assert.equal(result.kind, 'text');
  return result.kind === 'text' ? result.text : '';
}

function kindOf(markdown: string, cut = false): string {
  return replyToText(reply(markdown), { original: 'old();', cut }).kind;
}

suite('the code of a reply', () => {
  test('is the fenced block, without the prose around it', () => {
    assert.equal(
      textOf("Here it is:\n\n'''ts\nconst a = 1;\n\nconst b = 2;\n'''\n\nI named it b."),
      'const a = 1;\n\nconst b = 2;',
    );
  });

  test('may be fenced by tildes, by more backticks and with CRLF', () => {
    assert.equal(textOf('~~~\nx = 1\n~~~'), 'x = 1');
    assert.equal(textOf("'''''py\r\nx = 1\r\ny = 2\r\n'''''"), 'x = 1\ny = 2');
  });

  test('is the whole reply where it holds no fence, without blank lines around it', () => {
    assert.equal(textOf('\n\n  const a = `x`;\n\n'), '  const a = `x`;');
    assert.equal(textOf("'''const a = 1;''' is all"), reply("'''const a = 1;''' is all"));
  });

  test('loses the indentation of the fence in a list, and no other', () => {
    assert.equal(
      textOf("1. So:\n\n    '''ts\n    if (a) {\n      b();\n    }\n    '''"),
      'if (a) {\n  b();\n}',
    );
  });

  test('keeps fences that are inside it: shorter ones, other ones, deeper ones and pairs of its own length', () => {
    assert.equal(textOf("''''\n'''js\na\n'''\n''''"), reply("'''js\na\n'''"));
    assert.equal(textOf("'''\n~~~\na\n'''"), '~~~\na');
    assert.equal(
      textOf(`'''py\ndef f():\n    """\n    '''\n    f()\n    '''\n    """\n'''`).split('\n').length,
      6,
    );
    assert.equal(textOf("'''ts\n/**\n'''js\na\n'''\n*/\nb();\n'''"), reply("/**\n'''js\na\n'''\n*/\nb();"));
  });

  test('of a Markdown file keeps the bare fences that come in pairs', () => {
    assert.equal(
      textOf("'''markdown\n# Title\n\n'''\nnpm ci\n'''\n\nEnd\n'''", '# Old'),
      reply("# Title\n\n'''\nnpm ci\n'''\n\nEnd"),
    );
  });

  test('is the block that is most like the original, not an example beside it', () => {
    const original = 'function total(items) {\n  return items.length;\n}';
    const changed = 'function total(items: Item[]) {\n  return items.length;\n}';
    const example = 'test("total", () => {\n  expect(total([])).toBe(0);\n  expect(total([1])).toBe(1);\n});';
    const markdown = `'''ts\n${changed}\n'''\nA test:\n'''ts\n${example.replaceAll("'", '"')}\n'''`;
    assert.equal(textOf(markdown, original), changed);
  });

  test('is never the block that only repeats the original, unless that is all there is', () => {
    assert.equal(textOf("Before:\n'''\nold();\n'''\nAfter:\n'''\nfresh();\n'''"), 'fresh();');
    assert.equal(textOf("'''\nold();\n'''"), 'old();');
  });

  test('of two equally good blocks is the longer, and of two as long the last', () => {
    assert.equal(textOf("'''\nnpm ci\n'''\n'''\nfresh(1, 2);\n'''\n'''\nx\n'''"), 'fresh(1, 2);');
    assert.equal(textOf("'''\nfirst();\n'''\n'''\nagain();\n'''"), 'again();');
  });

  test('may be empty: that deletes', () => {
    assert.equal(textOf("Remove it:\n'''ts\n'''"), '');
  });

  test('is not there when the reply ends inside the block', () => {
    assert.equal(kindOf("'''ts\nconst a = 1;"), 'cut');
    assert.equal(kindOf("'''ts\nconst a = 1;\n''"), 'cut');
    assert.equal(kindOf("'''ts\nexample();\n'''\nThe whole:\n'''ts\nfunction a() {"), 'cut');
    assert.equal(kindOf("'''md\n# T\n'''js\na\n'''"), 'cut');
    assert.equal(kindOf("'''md\n# T\n'''\na\n'''"), 'cut');
  });

  test('is not there when a reply without a fence was cut, but is when the cut came after the block', () => {
    assert.equal(kindOf('const a = 1;\nconst', true), 'cut');
    assert.equal(kindOf("'''ts\nconst a = 1;\n'''\nThis is", true), 'text');
  });

  test('is not there in an empty reply', () => {
    assert.equal(kindOf(''), 'empty');
    assert.equal(kindOf(' \n\n', true), 'empty');
  });
});

suite('the code of a reply that still arrives', () => {
  test('starts with the fence and never shows a piece of the closing one', () => {
    const whole = reply("Sure:\n'''ts\nconst a = '1';\n  b();\n'''\nDone.");
    const seen = new Set<string | undefined>();
    for (let length = 0; length <= whole.length; length += 1) {
      seen.add(partialReplyText(whole.slice(0, length), 'old();'));
    }
    assert.equal(partialReplyText(whole.slice(0, 8), 'old();'), undefined);
    assert.equal(partialReplyText(whole, 'old();'), 'const a = `1`;\n  b();');
    for (const text of seen) {
      assert.ok(text === undefined || 'const a = `1`;\n  b();\n'.startsWith(text), JSON.stringify(text));
    }
  });
});
