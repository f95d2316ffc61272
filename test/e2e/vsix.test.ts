// The packaged extension, installed as a person installs it: nothing of the development folder is in reach.
import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { type PackagedExtension, packageExtension } from '../helpers/vsix.ts';
import { type Sandbox, startSandbox } from '../sandbox/server.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

suite('The installed VSIX', () => {
  let packaged: PackagedExtension;
  let sandbox: Sandbox;
  let window: Workbench;

  before(async () => {
    packaged = await packageExtension();
    sandbox = await startSandbox();
    window = await openWorkbench({
      vsix: packaged.vsix,
      locale: 'zh-cn',
      settings: { 'mimo.endpoint': 'custom', 'mimo.customBaseUrl': sandbox.url },
    });
  });
  after(async () => {
    await window?.close();
    await sandbox?.close();
    await packaged?.remove();
  });

  test('activates when its view is opened, and runs from where it is installed', async () => {
    await window.chat.open();
    const page = await window.chat.frame.locator('script[type=module]').getAttribute('src');
    assert.match(
      decodeURIComponent(page ?? ''),
      /\/extensions\/mimo-chat\.mimo-chat-[\d.]+[^/]*\/dist\/webview\/main\.js$/,
    );
  });

  test('brings its texts along: command titles and messages are Chinese', async () => {
    await window.runCommand('MiMo: 设置 API 密钥…');
    await window.page.locator('.quick-input-title', { hasText: 'MiMo API 密钥' }).waitFor();
    await window.type('sk-vsix');
    // Where tests drive the window, VS Code shows notifications in their list only.
    await window.runCommand('Notifications: Show Notifications');
    await window.notification('已保存 127.0.0.1').waitFor();
  });

  test('chats, and loads the highlighting of the code in an answer', async () => {
    await window.chat.ask('用几种语言写一段代码');
    assert.match(await window.chat.answered(), /function|def|fn/);
    await window.chat.lastAnswer.locator('.hljs-keyword').first().waitFor();
    assert.deepEqual(
      sandbox.journal.map(({ path, status }) => [path, status]),
      [['/v1/chat/completions', 200]],
    );
  });
});
