// The main job as a person does it: give a key, ask, stop, explain, refactor, accept, reload, and find it all again.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import type { Sandbox } from '../sandbox/server.ts';
import { startSandbox } from '../sandbox/server.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

const files = {
  'cart.ts': [
    'export interface Item {',
    '  price: number;',
    '  count: number;',
    '}',
    '',
    'export function total(items: Item[]): number {',
    '  var sum = 0;',
    '  for (var i = 0; i < items.length; i++) {',
    '    sum = sum + items[i].price * items[i].count;',
    '  }',
    '  return sum;',
    '}',
    '',
  ].join('\n'),
};

const titles = {
  en: {
    setKey: 'Set API key',
    explain: 'MiMo: Explain Selection',
    refactor: 'MiMo: Refactor Selection…',
    accept: 'MiMo: Accept Proposed Change',
    question: 'Hello! Please introduce yourself.',
    copyCode: 'Copy code',
    insert: 'Insert at cursor',
    stopped: 'Stopped',
    thinking: 'Thinking',
    protocol: { openai: 'Protocol: OpenAI', anthropic: 'Protocol: Anthropic' },
  },
  'zh-cn': {
    setKey: '设置 API 密钥',
    explain: 'MiMo: 解释所选代码',
    refactor: 'MiMo: 重构所选代码…',
    accept: 'MiMo: 接受建议的更改',
    question: '你好,请介绍一下你自己。',
    copyCode: '复制代码',
    insert: '插入到光标处',
    stopped: '已停止',
    thinking: '思考',
    protocol: { openai: '协议：OpenAI', anthropic: '协议：Anthropic' },
  },
} as const;

for (const locale of ['en', 'zh-cn'] as const) {
  for (const protocol of ['openai', 'anthropic'] as const) {
    suite(`The main job in ${locale} over ${protocol}`, () => {
      const title = titles[locale];
      let sandbox: Sandbox;
      let window: Workbench;

      before(async () => {
        sandbox = await startSandbox();
        window = await openWorkbench({
          locale,
          files,
          settings: {
            'mimo.endpoint': 'custom',
            'mimo.customBaseUrl': sandbox.url,
            'mimo.protocol': protocol,
          },
        });
      });
      after(async () => {
        await window.close();
        await sandbox.close();
      });

      test('the wizard asks for the key, hides it, and keeps it', async () => {
        await window.chat.open();
        await window.chat.button(title.setKey).click();
        assert.equal(await window.quickInput().getAttribute('type'), 'password');
        await window.type('sk-e2e');
        await window.chat.button(title.setKey).waitFor({ state: 'hidden' });
        assert.equal(sandbox.journal.length, 0, 'Nothing is sent that the user did not ask for.');
      });

      test('a question gets a streamed answer over the chosen protocol', async () => {
        await window.chat.button(title.protocol[protocol]).waitFor();
        await window.chat.ask(title.question);
        assert.match(await window.chat.answered(), /MiMo/);
        const path = protocol === 'openai' ? '/v1/chat/completions' : '/anthropic/v1/messages';
        assert.deepEqual(
          sandbox.journal.map((entry) => [entry.path, entry.status]),
          [[path, 200]],
        );
      });

      test('Stop keeps what has arrived and closes the connection', async () => {
        await window.chat.ask('/fault stall-mid');
        await window.chat.lastAnswer.getByRole('button', { name: title.thinking }).waitFor();
        await window.chat.stop();
        assert.match(await window.chat.lastAnswer.innerText(), new RegExp(title.stopped));
        await sandbox.waitFor((entry) => entry.rawBody.includes('stall-mid') && entry.aborted);
      });

      test('Explain streams into the chat, and its code can be inserted', async () => {
        await window.openFile('cart.ts');
        await window.select(6, 12);
        const before = await window.chat.answers.count();
        await window.runCommand(title.explain);
        await window.chat.answers.nth(before).waitFor();
        const text = await window.chat.answered();
        assert.match(await window.chat.questions.last().innerText(), /cart\.ts:6-12/);
        assert.match(text, /total/);
        const insert = window.chat.lastAnswer.getByRole('button', { name: title.insert }).first();
        await insert.scrollIntoViewIfNeeded();
        await insert.click();
        await window.page.locator('.tab.active.dirty[data-resource-name="cart.ts"]').waitFor();
        await window.page.locator('.editor-instance .monaco-editor.focused').waitFor();
        await window.page.keyboard.press('Control+Z');
        await window.page.locator('.tab.active:not(.dirty)[data-resource-name="cart.ts"]').waitFor();
      });

      test('Refactor shows a diff, and Accept writes it as one undo step', async () => {
        await window.openFile('cart.ts');
        await window.select(6, 12);
        await window.runCommand(title.refactor);
        await window.type('const');
        await window.page.locator('.monaco-diff-editor').waitFor();
        await sandbox.waitFor(
          (entry) => entry.rawBody.includes('Refactor') || entry.rawBody.includes('重构'),
        );
        await window.page.locator('.monaco-diff-editor .line-insert').first().waitFor();
        await window.runCommand(title.accept);
        await window.page.locator('.monaco-diff-editor').waitFor({ state: 'hidden' });
        await window.page.locator('.tab.active.dirty[data-resource-name="cart.ts"]').waitFor();
        await window.page.keyboard.press('Control+S');
        await window.page.locator('.tab.active:not(.dirty)[data-resource-name="cart.ts"]').waitFor();
        const changed = await readFile(join(window.workspaceDir, 'cart.ts'), 'utf8');
        assert.notEqual(changed, files['cart.ts']);
        assert.ok(changed.startsWith('export interface Item {\n  price: number;\n  count: number;\n}\n'));
        await window.page.keyboard.press('Control+Z');
        await window.page.keyboard.press('Control+S');
        await window.page.locator('.tab.active:not(.dirty)[data-resource-name="cart.ts"]').waitFor();
        assert.equal(await readFile(join(window.workspaceDir, 'cart.ts'), 'utf8'), files['cart.ts']);
      });

      test('after a reload the conversation, the key and the draft are there', async () => {
        const requests = sandbox.journal.length;
        const answers = await window.chat.answers.count();
        await window.chat.input.click();
        await window.page.keyboard.type('half a thought');
        await window.reload();
        await window.chat.answers.nth(answers - 1).waitFor();
        assert.equal(await window.chat.answers.count(), answers);
        assert.equal(await window.chat.input.inputValue(), 'half a thought');
        assert.match(await window.chat.answers.first().innerText(), /MiMo/);
        assert.equal(sandbox.journal.length, requests, 'Nothing is sent again by itself.');
        await window.chat.ask(title.question);
        await window.chat.answered();
        assert.equal(sandbox.journal.at(-1)?.status, 200);
      });
    });
  }
}
