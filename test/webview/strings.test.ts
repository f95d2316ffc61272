import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { stringsFor } from '../../src/webview/strings.ts';
import { repoDir } from '../helpers/paths.ts';

/** Names that are the same in both languages. */
const same: ReadonlySet<string> = new Set(['mimo', 'openai', 'anthropic', 'lines']);
const samples = ['<1>', '<2>', '<3>'] as const;

function filled(language: string): Readonly<Record<string, string>> {
  const entries = Object.entries(stringsFor(language)).map(([key, value]) => {
    const make = value as string | ((...args: readonly string[]) => string);
    return [key, typeof make === 'string' ? make : make(...samples.slice(0, make.length))];
  });
  return Object.fromEntries(entries) as Record<string, string>;
}

test('every text is translated, has the same parameters and is not empty', () => {
  const english = filled('en');
  const chinese = filled('zh-cn');
  assert.deepEqual(Object.keys(chinese), Object.keys(english));
  for (const [key, text] of Object.entries(english)) {
    const translated = chinese[key] ?? '';
    assert.notEqual(text.trim(), '', key);
    if (same.has(key)) continue;
    assert.notEqual(translated, text, key);
    assert.match(translated, /\p{sc=Han}/u, key);
    assert.deepEqual(translated.match(/<\d>/g)?.sort(), text.match(/<\d>/g)?.sort(), key);
  }
});

test('Chinese punctuation is full-width', () => {
  for (const [key, text] of Object.entries(filled('zh-cn'))) {
    assert.doesNotMatch(text, /\p{sc=Han}[,:?!()]|[,:?!()]\p{sc=Han}/u, key);
  }
});

test('other languages get English', () => {
  assert.equal(stringsFor('fr').send, 'Send');
  assert.equal(stringsFor('').send, 'Send');
  assert.equal(stringsFor('zh-CN').send, '发送');
});

test('no component holds a text of its own', () => {
  const dir = join(repoDir, 'src/webview');
  const files = readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.tsx'),
  );
  assert.ok(files.length > 10);
  for (const file of files) {
    const source = readFileSync(join(dir, file), 'utf8');
    const inMarkup = source.match(/>[ \t]*[\p{L}][^<>{}=;()]*<\//gu) ?? [];
    const inAttributes = source.match(/\b(?:aria-label|title|label|hint|placeholder|alt)="[^"]*"/g) ?? [];
    assert.deepEqual([...inMarkup, ...inAttributes], [], file);
  }
});
