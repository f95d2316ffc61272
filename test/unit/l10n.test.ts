import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { explainPrompt, refactorDefault, refactorPrompt } from '../../src/chat/prompts.ts';
import type { Language } from '../../src/chat/request.ts';
import type { Protocol } from '../../src/mimo/types.ts';
import type { ErrorAction } from '../../src/shared/chatState.ts';
import { stringsFor } from '../../src/webview/strings.ts';
import { repoDir } from '../helpers/paths.ts';
import { sourceFiles } from './sourceTree.ts';
import {
  foreignPunctuation,
  placeholders,
  translations,
  untranslatedInHost,
  untranslatedInWebview,
  usedStrings,
} from './userTexts.ts';

type Table = Readonly<Record<string, string>>;

function readTable(path: string): Table {
  return JSON.parse(readFileSync(join(repoDir, path), 'utf8')) as Table;
}

/** Names that are the same in both languages. */
const sameInChinese = new Set(['MiMo', 'OpenAI', 'Anthropic', '`Authorization: Bearer KEY`']);

/** What is wrong between the texts of one place in both languages; keys are names, or the English texts themselves. */
function tableProblems(english: Table, chinese: Table): readonly string[] {
  const problems: string[] = [];
  for (const key of new Set([...Object.keys(english), ...Object.keys(chinese)])) {
    const [en, zh] = [english[key], chinese[key]];
    if (en === undefined) problems.push(`no English: ${key}`);
    else if (zh === undefined) problems.push(`no Chinese: ${key}`);
    else {
      if (en.trim() === '' || zh.trim() === '') problems.push(`empty: ${key}`);
      if (en === zh && !sameInChinese.has(en)) problems.push(`not translated: ${key}`);
      if (placeholders(en).join() !== placeholders(zh).join()) problems.push(`other placeholders: ${key}`);
      const sign = foreignPunctuation(zh);
      if (sign !== undefined) problems.push(`punctuation ${sign}: ${key}`);
    }
  }
  return problems;
}

/** What is used and not there, and what is there and not used. */
function keyProblems(used: Iterable<string>, table: Table): readonly string[] {
  const keys = new Set(used);
  return [
    ...[...keys].filter((key) => !Object.hasOwn(table, key)).map((key) => `missing: ${key}`),
    ...Object.keys(table)
      .filter((key) => !keys.has(key))
      .map((key) => `left over: ${key}`),
  ];
}

/** The `%key%` of a manifest, wherever they stand. */
function manifestKeys(value: unknown): readonly string[] {
  if (typeof value === 'string') return /^%.+%$/.test(value) ? [value.slice(1, -1)] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(manifestKeys) : [];
}

/** The webview's strings as texts: a function's parameters become `{0}`, `{1}` and so on. */
function asTable(strings: Readonly<Record<string, string | ((...values: string[]) => string)>>): Table {
  return Object.fromEntries(
    Object.entries(strings).map(([key, value]) => [
      key,
      typeof value === 'string' ? value : value('{0}', '{1}', '{2}'),
    ]),
  );
}

suite('texts of the extension host', () => {
  const files = sourceFiles('src/host');
  const english = readTable('l10n/bundle.l10n.json');
  const chinese = readTable('l10n/bundle.l10n.zh-cn.json');
  const found = files.map(translations);

  test('every l10n.t has a plain literal with a value for each placeholder', () => {
    assert.deepEqual(
      found.flatMap(({ problems }) => problems),
      [],
    );
  });

  test('both bundles hold exactly the texts that the code uses, sorted', () => {
    const used = found.flatMap(({ keys }) => keys);
    for (const bundle of [english, chinese]) {
      assert.deepEqual(keyProblems(used, bundle), []);
      assert.deepEqual(Object.keys(bundle), Object.keys(bundle).sort());
    }
    for (const [key, value] of Object.entries(english)) assert.equal(value, key);
  });

  test('each text has its own Chinese with the same placeholders', () => {
    assert.deepEqual(tableProblems(english, chinese), []);
  });

  test('no text reaches a user without l10n.t', () => {
    assert.deepEqual(files.flatMap(untranslatedInHost), []);
  });
});

suite('texts of the manifest', () => {
  const english = readTable('package.nls.json');

  test('package.nls.json holds exactly the keys that package.json uses', () => {
    assert.deepEqual(keyProblems(manifestKeys(readTable('package.json')), english), []);
  });

  test('each text has its own Chinese', () => {
    assert.deepEqual(tableProblems(english, readTable('package.nls.zh-cn.json')), []);
  });

  test('a setting that a description names is one of ours, the same in both languages', () => {
    const names = (text: string) => text.match(/`#[^#]+#`/g) ?? [];
    const chinese = readTable('package.nls.zh-cn.json');
    for (const [key, text] of Object.entries(english)) {
      assert.deepEqual(names(chinese[key] ?? ''), names(text), key);
    }
  });
});

suite('texts of the webview', () => {
  const files = sourceFiles('src/webview');
  const english = asTable(stringsFor('en'));

  test('each text has its own Chinese with the same placeholders', () => {
    const problems = tableProblems(english, asTable(stringsFor('zh-cn')));
    // A path and its lines are written the same way.
    assert.deepEqual(problems, ['not translated: lines']);
  });

  test('the table holds exactly the texts that the code uses', () => {
    // `t[action]` and `t[protocol]`.
    const byType: readonly (ErrorAction | Protocol)[] = [
      'retry',
      'continue',
      'setApiKey',
      'chooseModel',
      'openSettings',
      'openConsole',
      'showLog',
      'openai',
      'anthropic',
    ];
    assert.deepEqual(keyProblems([...files.flatMap(usedStrings), ...byType], english), []);
  });

  test('no letter in JSX stands outside the table', () => {
    assert.deepEqual(files.flatMap(untranslatedInWebview), []);
  });

  test('every Chinese VS Code gets Chinese, every other one English', () => {
    assert.equal(stringsFor('zh-cn').send, stringsFor('zh-TW').send);
    assert.notEqual(stringsFor('zh-cn').send, stringsFor('en').send);
    assert.equal(stringsFor('de').send, stringsFor('en').send);
  });
});

suite('texts of editor commands, which people see in the chat and in an input box', () => {
  test('each has its own Chinese', () => {
    const table = (language: Language): Table => ({
      explain: explainPrompt(language),
      refactor: refactorPrompt(language, '{0}'),
      refactorDefault: refactorDefault(language),
    });
    assert.deepEqual(tableProblems(table('en'), table('zh-cn')), []);
  });
});

suite('these checks can fail', () => {
  const host = (code: string) => ({ path: 'sample.ts', code });
  const view = (code: string) => ({ path: 'sample.tsx', code });

  test('a key that is missing, left over, not translated or has other placeholders', () => {
    assert.deepEqual(keyProblems(['a'], { b: '' }), ['missing: a', 'left over: b']);
    assert.deepEqual(tableProblems({ a: 'A', b: 'Same', c: '{0}', d: 'D' }, { b: 'Same', c: '{1}', d: '' }), [
      'no Chinese: a',
      'not translated: b',
      'other placeholders: c',
      'empty: d',
    ]);
    assert.deepEqual(tableProblems({}, { z: 'Z' }), ['no English: z']);
    assert.deepEqual(tableProblems({ a: 'A, b' }, { a: '\u7532,\u4e59' }), ['punctuation \u7532,: a']);
  });

  test('a key in package.json', () => {
    assert.deepEqual(manifestKeys({ a: ['%x.y%', 'plain'], b: { c: '%z%' } }), ['x.y', 'z']);
  });

  for (const code of [
    'vscode.l10n.t(text)',
    'vscode.l10n.t(`a ${b}`)',
    "l10n.t('a' + b)",
    "vscode.l10n.t('Hello {0}')",
    "vscode.l10n.t('Hello', name)",
  ]) {
    test(`host: ${code}`, () => assert.equal(translations(host(code)).problems.length, 1));
  }

  for (const code of [
    "vscode.window.showErrorMessage('Failed')",
    'void vscode.window.showWarningMessage(`Failed: ${reason}`)',
    "window.showInformationMessage(vscode.l10n.t('Saved.'), 'OK')",
    "window.showInformationMessage(failed ? 'Failed' : vscode.l10n.t('Saved.'))",
    "const open = 'Open'; window.showInformationMessage(vscode.l10n.t('Saved.'), open)",
    "window.showInputBox({ title: vscode.l10n.t('Name'), placeHolder: 'Name' })",
    "window.showQuickPick(['Yes', vscode.l10n.t('No')])",
    "box.prompt = 'Name'",
    'item.text = `$(sparkle) ${count} tokens`',
    "window.withProgress({ location, title: 'Loading' + name }, work)",
    "commandError({ kind: 'badRequest', message: 'Empty' })",
    'const sentences = { auth: (host) => `The key for ${host} is wrong.` }',
    "const text = '\u4f60\u597d'",
  ]) {
    test(`host: ${code}`, () => assert.equal(untranslatedInHost(host(code)).length, 1));
  }

  test('logs, exceptions, signs, icons, URLs and names need no translation', () => {
    const code = `
      log.warn('The page sent nothing.');
      throw new MimoError('protocol', \`No answer from \${host}.\`);
      item.text = \`$(sparkle) \${model}\`;
      item.name = 'MiMo';
      box.placeholder = 'sk-… / tp-…';
      box.placeholder = 'https://gateway.example.com/v1';
      item.description = marks.join(' · ');
      window.showErrorMessage(vscode.l10n.t('Failed.'));`;
    assert.deepEqual(untranslatedInHost(host(code)), []);
  });

  for (const code of [
    'const a = <p>Hello</p>',
    'const a = <p>{t.hello} <b>x</b></p>',
    'const a = <p>{open ? t.close : "Open"}</p>',
    'const a = <p>{open && "Open"}</p>',
    'const a = <p>{`${count} tokens`}</p>',
    'const a = <>Hello</>',
    'const a = <button title="Send" />',
    'const a = <button aria-label={`Model: ${name}`} {...rest} />',
    'const a = <img alt={name || "Image"} />',
    'const a = <textarea placeholder="Ask" />',
    'const a = <IconButton icon="send" label="Send" />',
    'const name = "Send"; const a = <IconButton label={name} />',
    'document.title = "Chat"',
    'element.setAttribute("aria-label", "Chat")',
  ]) {
    test(`webview: ${code}`, () => assert.equal(untranslatedInWebview(view(code)).length, 1));
  }

  test('signs, classes and roles in JSX need no translation', () => {
    const code =
      'const a = <p class="usage" role="status" id={`x${id}`}>{[a, b].join(" · ")} · {t.hello}</p>';
    assert.deepEqual(untranslatedInWebview(view(code)), []);
  });
});
