import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { decodeEntities } from '../../src/webview/markdown/entities.ts';
import { type Block, lexGrown, lexWhole, nothingLexed } from '../../src/webview/markdown/lex.ts';
import { safeLink } from '../../src/webview/markdown/links.ts';
import { chineseMarkdown, longMarkdown } from './samples.ts';

const keys = (blocks: readonly Block[]) => blocks.map((block) => `${block.token.type}:${block.key}`);

const paragraphs = [
  'Plain text.',
  '# Heading',
  '- a\n- b',
  '1. one\n2. two',
  '- loose\n\n- list',
  '```js\nconst a = 1;\n\nconst b = 2;\n```',
  '~~~\n```\n~~~',
  '> quote\n> more',
  '| a | b |\n|---|---|\n| 1 | 2 |',
  '---',
  '***bold italic*** and `code`',
  '    indented\n\n    code',
  '<div>\nhtml\n</div>',
  '- nested\n  - deeper\n\n    text of it',
  'Title\n=====',
  '**注意\uff1a**后文',
  'line  \nbreak',
];

test('growing text ends in the same blocks as lexing it whole, however it was cut', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...paragraphs), { minLength: 1, maxLength: 8 }),
      fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 40 }),
      (parts, sizes) => {
        const text = parts.join('\n\n');
        let lexed = nothingLexed;
        for (let end = 0, turn = 0; end < text.length; turn += 1) {
          end = Math.min(text.length, end + (sizes[turn % sizes.length] ?? 1));
          lexed = lexGrown(lexed, text.slice(0, end));
        }
        assert.deepEqual(keys(lexed.blocks), keys(lexWhole(text).blocks));
      },
    ),
    { seed: 7, numRuns: 400 },
  );
});

test('a real answer cut into single characters ends in the same blocks', () => {
  for (const text of [longMarkdown, chineseMarkdown]) {
    let lexed = nothingLexed;
    for (let end = 1; end <= text.length; end += 1) lexed = lexGrown(lexed, text.slice(0, end));
    assert.deepEqual(keys(lexed.blocks), keys(lexWhole(text).blocks));
  }
});

test('blocks above the open one are the same objects after a token', () => {
  const before = lexGrown(nothingLexed, 'One.\n\nTwo.\n\nThree');
  const after = lexGrown(before, 'One.\n\nTwo.\n\nThree is longer');
  assert.equal(after.blocks[0], before.blocks[0]);
  assert.equal(after.blocks[2], before.blocks[2]);
  assert.notEqual(after.blocks[4], before.blocks[4]);
});

test('Windows line ends and a text that was replaced do no harm', () => {
  const before = lexGrown(nothingLexed, 'One.\r\n\r\nTw');
  assert.deepEqual(keys(lexGrown(before, 'One.\r\n\r\nTwo').blocks), keys(lexWhole('One.\n\nTwo').blocks));
  assert.deepEqual(keys(lexGrown(before, 'Else').blocks), keys(lexWhole('Else').blocks));
});

test('a link definition further down draws the blocks again that may use it', () => {
  const source = '[a][x]\n\n[x]: https://example.com';
  assert.notEqual(lexWhole(source).blocks[0]?.key, lexWhole('[a][x]').blocks[0]?.key);
});

test('emphasis beside CJK punctuation is emphasis, and bare links end before it', () => {
  const inline = (text: string) => {
    const token = lexWhole(text).blocks[0]?.token;
    return token?.type === 'paragraph' ? token.tokens.map(({ type, raw }) => `${type} ${raw}`) : [];
  };
  assert.deepEqual(inline('**注意\uff1a**请看**这里**。'), [
    'strong **注意\uff1a**',
    'text 请看',
    'strong **这里**',
    'text 。',
  ]);
  assert.deepEqual(inline('他说**“你好”**了'), ['text 他说', 'strong **“你好”**', 'text 了']);
  assert.deepEqual(inline('见https://example.com/a。然后'), [
    'text 见',
    'link https://example.com/a',
    'text 。然后',
  ]);
  assert.deepEqual(inline('2 ** 3 and a**b'), ['text 2 ** 3 and a**b']);
});

test('character references are decoded, unknown and impossible ones are not trusted', () => {
  assert.equal(decodeEntities('a &amp;&lt;&#65;&#x42;&hellip;'), 'a &<AB…');
  assert.equal(decodeEntities('&unknown; &constructor; & &;'), '&unknown; &constructor; & &;');
  assert.equal(decodeEntities('&#0;&#xd800;&#9999999;'), '\ufffd\ufffd\ufffd');
  assert.equal(decodeEntities('&amp;lt;'), '&lt;');
});

const links: readonly (readonly [string, string | undefined])[] = [
  ['https://example.com/a?b&amp;c', 'https://example.com/a?b&c'],
  ['http://example.com', 'http://example.com/'],
  ['mailto:a@b.c', 'mailto:a@b.c'],
  ['HTTPS://EXAMPLE.com', 'https://example.com/'],
  ['javascript:alert(1)', undefined],
  ['JaVaScRiPt:alert(1)', undefined],
  ['java\nscript:alert(1)', undefined],
  ['&#106;avascript:alert(1)', undefined],
  ['\u0001javascript:alert(1)', undefined],
  ['data:text/html,<script>1</script>', undefined],
  ['vbscript:x', undefined],
  ['file:///etc/passwd', undefined],
  ['command:workbench.action.quit', undefined],
  ['vscode://x/y', undefined],
  ['//evil.example', undefined],
  ['/relative', undefined],
  ['#here', undefined],
  ['', undefined],
];

for (const [href, expected] of links) {
  test(`a link to ${JSON.stringify(href)} ${expected ? 'is kept' : 'is refused'}`, () => {
    assert.equal(safeLink(href), expected);
  });
}
