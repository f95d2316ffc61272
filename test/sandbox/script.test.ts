// What is said to which prompt, without a server.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { messageText } from '../../src/chat/attachments.ts';
import { explainPrompt, refactorDefault, refactorPrompt } from '../../src/chat/prompts.ts';
import { reply } from './answer.ts';
import { conversations } from './conversations.ts';
import { findModel } from './models.ts';
import { fenced, type Language, readPrompt } from './prompt.ts';
import { refactored } from './refactor.ts';
import type { Answer, SandboxRequest, Turn } from './request.ts';
import { tokens } from './tokens.ts';

function turn(role: 'user' | 'assistant', text: string): Turn {
  return { role, text, media: [], calls: [] };
}

function answer(turns: readonly Turn[], extra: Partial<SandboxRequest> = {}): Answer {
  const model = findModel('mimo-v2.6-pro');
  assert.ok(model);
  return reply({
    protocol: 'openai',
    model,
    system: '',
    turns,
    tools: [],
    toolChoice: 'auto',
    thinking: true,
    stream: true,
    includeUsage: true,
    maxTokens: model.maxOutput,
    stop: [],
    json: false,
    webSearch: false,
    ...extra,
  }).answer;
}

const say = (prompt: string): Answer => answer([turn('user', prompt)]);
const hasHan = (text: string): boolean => /\p{Script=Han}/u.test(text);

const snippet = fenced({ language: 'ts', code: 'var 数量 = 1;\nconsole.log(数量);' });
const asExample = (example: string): string => example.replace(/ ?\(.*\)$/, `\n\n${snippet}`);

for (const { name, examples } of conversations) {
  for (const language of ['en', 'zh'] as const satisfies readonly Language[]) {
    test(`${name}: the ${language} example leads to it, and is answered and thought about in that language`, () => {
      const prompt = readPrompt(asExample(examples[language]));
      assert.equal(conversations.find((each) => each.matches(prompt))?.name, name);
      const { text, reasoning } = say(asExample(examples[language]));
      assert.notEqual(text, '');
      assert.equal(hasHan(reasoning.replaceAll(/".*"/gs, '')), language === 'zh');
      const words = readPrompt(text).words.replaceAll(/`[^`]*`/g, '');
      if (language === 'zh' && words !== '' && words !== 'pong') assert.ok(hasHan(words), words);
      if (language === 'en' && !name.includes('markdown')) assert.ok(!hasHan(words), words);
    });
  }
}

test('the long answer has several thousand tokens', () => {
  for (const prompt of ['a long answer, please', '写一篇长文'])
    assert.ok(tokens(say(prompt).text).length > 3000);
});

test('anything else is echoed, with the number of the question', () => {
  const { text } = answer([turn('user', 'A'), turn('assistant', 'B'), turn('user', 'Why is the sky blue?')]);
  assert.match(text, /> Why is the sky blue\?/);
  assert.match(text, /\*\*number 2\*\*/);
});

test('an explanation quotes the code, whatever the code holds', () => {
  const code = 'const fence = "```";\n// 注释';
  const { text } = say(`src/table.ts:1-2\n${fenced({ language: 'ts', code })}\n\nExplain this code.`);
  assert.deepEqual(readPrompt(text).blocks[0], { language: 'ts', code });
  assert.match(text, /2 lines.*`fence`/);
});

test('the path of an attachment chooses no answer', () => {
  assert.match(say(`src/table.ts:1-2\n${snippet}\n\nWhy?`).text, /You asked:\n\n> Why\?/);
});

test('"refactor, do not explain" is a refactoring, and answers with code alone', () => {
  const { text } = say(`Do not explain anything. Refactor this code.\n${snippet}`);
  assert.equal(text, '```ts\nconst 数量 = 1;\nconsole.log(数量);\n```');
});

for (const language of ['en', 'zh-cn'] as const) {
  test(`the prompts of the product (${language}) lead to an explanation and to changed code`, () => {
    const code = 'function f() {\n  var 数 = "```";\n}';
    const attached = {
      kind: 'selection',
      uri: 'file:///w/src/table.ts',
      path: 'src/table.ts',
      languageId: 'typescript',
      startLine: 3,
      endLine: 5,
      text: code,
    } as const;
    const explained = readPrompt(say(messageText(explainPrompt(language), [attached])).text);
    assert.equal(explained.blocks[0]?.code, code);
    assert.notEqual(explained.words, '');
    for (const instruction of [refactorDefault(language), 'Use const, please', '把 var 改成 const']) {
      const changed = readPrompt(say(messageText(refactorPrompt(language, instruction), [attached])).text);
      assert.deepEqual(changed.blocks, [{ language: 'typescript', code: code.replace('var', 'const') }]);
      assert.equal(changed.words, '');
    }
  });
}

const refactor = (words: string, code: string, language = 'ts'): string =>
  refactored(readPrompt(words), { language, code }).code;

test('a renaming takes whole words only, Chinese ones too', () => {
  assert.equal(
    refactor('rename total to sum', 'let total = subtotal + $total;'),
    'let sum = subtotal + $total;',
  );
  assert.equal(refactor('Rename `数` to `总数`', '数 = 数字 + 数;'), '总数 = 数字 + 总数;');
  assert.equal(refactor('把 total 重命名为 sum', 'total++;'), 'sum++;');
  assert.equal(refactor('rename $a to b', 'f($a, a);'), 'f(b, a);');
});

test('without a name to change, var becomes const', () => {
  assert.equal(refactor('make it simpler', 'var a;\r\nvariable;\r\n'), 'const a;\r\nvariable;\r\n');
});

test('else a comment line goes above, in the language of the code, with its indentation and line ends', () => {
  assert.match(
    refactor('make it simpler', '  a();\r\n  b();', 'java'),
    /^ {2}\/\/ .*\r\n {2}a\(\);\r\n {2}b\(\);$/,
  );
  assert.match(refactor('add a comment', 'var a;'), /^\/\/ .*\nvar a;$/);
  assert.match(refactor('x', 'a = 1', 'python'), /^# .*\na = 1$/);
  assert.match(refactor('x', '<p>', 'html'), /^<!-- .* -->\n<p>$/);
  assert.match(refactor('x', 'SELECT 1', 'sql'), /^-- .*\nSELECT 1$/);
  assert.match(refactor('加注释', 'a();'), /^\/\/ 已整理.*\na\(\);$/);
});

test('a refactoring changes any code and loses no line of it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (code) => {
      const changed = refactor('make it simpler', code);
      assert.notEqual(changed, code);
      if (!/\bvar\b/.test(code)) assert.ok(changed.endsWith(code));
    }),
    { seed: 1, numRuns: 300 },
  );
});

test('tokens put together again are the text, and no character is cut', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const pieces = tokens(text);
      assert.equal(pieces.join(''), text);
      assert.ok(pieces.every((piece) => !/\p{Surrogate}/u.test(piece)));
    }),
    { seed: 1, numRuns: 300 },
  );
  assert.deepEqual(tokens('Hello, 世界 🧑'), ['Hello', ',', ' 世', '界', ' 🧑']);
});

test('"continue" gives the rest of an answer that was cut', () => {
  for (const question of ['Write some code in several languages', '/fault cut']) {
    const whole = say(question).text;
    const partial = whole.slice(0, 100);
    const { text } = answer([turn('user', question), turn('assistant', partial), turn('user', 'Continue')]);
    assert.equal(partial + text, whole);
  }
});
