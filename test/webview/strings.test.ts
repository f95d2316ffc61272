import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stringsFor } from '../../src/webview/strings.ts';

test('Chinese punctuation is full-width', () => {
  for (const [key, value] of Object.entries(stringsFor('zh-cn'))) {
    const make = value as string | ((...args: readonly string[]) => string);
    const text = typeof make === 'string' ? make : make('<1>', '<2>', '<3>');
    assert.doesNotMatch(text, /\p{sc=Han}[,:?!()]|[,:?!()]\p{sc=Han}/u, key);
  }
});
