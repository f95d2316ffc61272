import { parse } from 'acorn';
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { inflateRawSync } from 'node:zlib';
import { type PackagedExtension, packageExtension } from '../helpers/vsix.ts';

/** What is in the package; a chunk's name is a hash of its content. */
const files = [
  '[Content_Types].xml',
  'extension.vsixmanifest',
  'extension/LICENSE.txt',
  'extension/changelog.md',
  'extension/dist/extension.cjs',
  'extension/dist/web/extension.cjs',
  'extension/dist/webview/chunk-*.js',
  'extension/dist/webview/main.js',
  'extension/dist/webview/style.css',
  'extension/l10n/bundle.l10n.json',
  'extension/l10n/bundle.l10n.zh-cn.json',
  'extension/media/icon.png',
  'extension/media/mimo.svg',
  'extension/package.json',
  'extension/package.nls.json',
  'extension/package.nls.zh-cn.json',
  'extension/readme.md',
];

const kilobyte = 1_024;

interface Entry {
  readonly name: string;
  readonly data: Buffer;
}

/** The files of a zip archive, by its central directory (APPNOTE.TXT, 4.3.12). vsce writes no zip64. */
function unzip(zip: Buffer): readonly Entry[] {
  const end = zip.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  assert.notEqual(end, -1, 'no zip archive');
  const entries: Entry[] = [];
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    const method = zip.readUInt16LE(at + 10);
    const size = zip.readUInt32LE(at + 20);
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) =>
      zip.readUInt16LE(at + offset),
    );
    const local = zip.readUInt32LE(at + 42);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const packed = zip.subarray(start, start + size);
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength!);
    entries.push({ name, data: method === 0 ? packed : inflateRawSync(packed) });
    at += 46 + nameLength! + extraLength! + commentLength!;
  }
  return entries;
}

suite('the package', () => {
  let packaged: PackagedExtension;
  let zip: Buffer;
  let entries: readonly Entry[];

  const data = (name: string): Buffer => {
    const entry = entries.find((candidate) => candidate.name === `extension/${name}`);
    assert.ok(entry, `${name} is missing`);
    return entry.data;
  };

  before(async () => {
    packaged = await packageExtension();
    zip = await readFile(packaged.vsix);
    entries = unzip(zip);
  });
  after(() => packaged?.remove());

  test('holds what VS Code loads and people read, and nothing else', () => {
    const names = entries.map(({ name }) => name.replace(/chunk-[A-Z0-9]{8}\.js$/, 'chunk-*.js'));
    assert.deepEqual([...new Set(names)].sort(), files);
  });

  test('holds the bundles as they were built, without source maps', async () => {
    for (const { name } of entries.filter((entry) => entry.name.startsWith('extension/dist/'))) {
      const path = name.slice('extension/'.length);
      assert.deepEqual(data(path), await readFile(join(packaged.folder, path)), path);
      assert.doesNotMatch(data(path).toString(), /sourceMappingURL|sourcesContent/, path);
    }
  });

  test('stays small: 700 KB as a whole, 300 KB to start the extension, 180 KB of script to open the chat', () => {
    assert.ok(zip.length <= 700 * kilobyte, `VSIX: ${zip.length}`);
    for (const bundle of ['dist/extension.cjs', 'dist/web/extension.cjs']) {
      assert.ok(data(bundle).length <= 300 * kilobyte, `${bundle}: ${data(bundle).length}`);
    }
    const scripts = firstLoad('main.js');
    const size = scripts
      .map((name) => data(`dist/webview/${name}`).length)
      .reduce((sum, length) => sum + length);
    assert.ok(size <= 180 * kilobyte, `${scripts.join(', ')}: ${size}`);
    assert.ok(
      entries.some(({ name }) => name.includes('/chunk-') && !scripts.includes(name.split('/').at(-1)!)),
      'everything is loaded at once',
    );
  });

  test('a browser gets no part of Node', () => {
    assert.doesNotMatch(data('dist/web/extension.cjs').toString(), /require\("(?!vscode")/);
  });

  test('pictures in the readme are on the web, as the marketplace shows no others', () => {
    const links = [
      ...data('readme.md')
        .toString()
        .matchAll(/!\[[^\]]*\]\(([^)]+)\)|<img[^>]+src="([^"]+)"/g),
    ];
    assert.ok(links.length > 0);
    for (const [, markdown, html] of links) assert.match(markdown ?? html ?? '', /^https:\/\//);
  });

  /** A script of the webview with all that it imports before it runs. */
  function firstLoad(name: string, seen = new Set<string>()): readonly string[] {
    seen.add(name);
    const { body } = parse(data(`dist/webview/${name}`).toString(), {
      ecmaVersion: 'latest',
      sourceType: 'module',
    });
    for (const node of body) {
      const source = 'source' in node && node.source ? String(node.source.value).replace('./', '') : name;
      if (!seen.has(source)) firstLoad(source, seen);
    }
    return [...seen];
  }
});
