// Keys, windows and places: what happens around the chat.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, suite, test } from 'node:test';
import { type Sandbox, startSandbox } from '../sandbox/server.ts';
import { openWorkbench, type Workbench, type WorkbenchOptions } from './workbench.ts';

suite('Around the chat', () => {
  let sandbox: Sandbox;
  let window: Workbench;

  before(async () => {
    sandbox = await startSandbox();
  });
  after(() => sandbox.close());
  afterEach(() => window.close());

  async function open(options: WorkbenchOptions = {}): Promise<void> {
    sandbox.clear();
    window = await openWorkbench(options);
    await window.chat.open();
  }

  function withKey(): WorkbenchOptions {
    return { env: { MIMO_API_KEY: 'sk-e2e-key', MIMO_BASE_URL: sandbox.url } };
  }

  function atSandbox(): WorkbenchOptions {
    return { settings: { 'mimo.endpoint': 'custom', 'mimo.customBaseUrl': sandbox.url } };
  }

  test('a key of unknown kind asks for the service, and Escape there brings the key back', async () => {
    await open();
    const status = window.page.locator('#mimo-chat\\.mimo-chat\\.mimo\\.status');
    await status.filter({ hasText: 'MiMo: no API key' }).waitFor();
    await window.chat.button('Set API key').click();
    await window.type('a key with spaces');
    await window.page.locator('.quick-input-message', { hasText: 'no spaces' }).waitFor();
    assert.equal(
      await window.quickInput().inputValue(),
      'a key with spaces',
      'A failure keeps what was typed.',
    );
    await window.type('another-kind-of-key');
    const title = window.page.locator('.quick-input-titlebar');
    await title.filter({ hasText: 'Which service does this key belong to?' }).waitFor();
    await window.page.keyboard.press('Escape');
    await title.filter({ hasText: 'MiMo API key' }).waitFor();
    assert.equal(await window.quickInput().inputValue(), 'another-kind-of-key');
    await window.quickInput().press('Enter');
    await window.pick('Another URL…');
    await title.filter({ hasText: 'Base URL of the service' }).waitFor();
    await window.quickInput().fill('http://gateway.example.com');
    await window.page.locator('.quick-input-message', { hasText: 'https://' }).waitFor();
    await window.type(sandbox.url);
    await window.chat.button('Set API key').waitFor({ state: 'hidden' });
    await window.chat.ask('Hello');
    await window.chat.answered();
    assert.equal(sandbox.journal[0]?.status, 200);
    await status.filter({ hasText: 'mimo-v2.6-pro' }).waitFor();
  });

  test('sending without a key asks for one, keeps the text, and then sends it', async () => {
    await open(atSandbox());
    await window.chat.input.fill('My first question');
    await window.chat.input.press('Enter');
    await window.quickInput().waitFor();
    assert.equal(await window.quickInput().getAttribute('type'), 'password');
    await window.page.keyboard.press('Escape');
    await window.page.waitForFunction(
      () => document.querySelector('.quick-input-widget')?.checkVisibility() === false,
    );
    assert.equal(await window.chat.input.inputValue(), 'My first question');
    assert.equal(sandbox.journal.length, 0);
    await window.chat.input.press('Enter');
    await window.type('sk-e2e-key');
    await window.chat.questions.first().waitFor();
    await window.chat.answered();
    assert.equal(sandbox.journal.length, 1);
    assert.equal(await window.chat.input.inputValue(), '');
  });

  test('a key that VS Code did not keep is told in a sentence that names MIMO_API_KEY', async () => {
    await open({ ...atSandbox(), keepsSecrets: false });
    await window.chat.button('Set API key').click();
    await window.type('sk-e2e-key');
    await window.chat.ask('Hello');
    await window.chat.answered();
    await window.chat.button('New chat').click();
    await window.chat.answers.first().waitFor({ state: 'detached' });
    await window.reload();
    await window.chat.frame.getByText(/MIMO_API_KEY/).waitFor();
    await window.chat.button('Set API key').waitFor();
    assert.equal(sandbox.journal.length, 1);
  });

  test('each window reopens its own last conversation', async () => {
    await open(withKey());
    await window.chat.ask('From the first window');
    await window.chat.answered();
    const folder = join(window.workspaceDir, '../other');
    mkdirSync(folder);
    const second = await window.another(folder);
    await second.chat.open();
    await second.chat.ask('From the second window');
    await second.chat.answered();
    for (const [each, text] of [
      [window, 'From the first window'],
      [second, 'From the second window'],
    ] as const) {
      await each.reload();
      await each.chat.questions.first().waitFor();
      assert.deepEqual(await each.chat.questions.count(), 1);
      assert.match(await each.chat.questions.first().innerText(), new RegExp(text));
    }
  });

  test('in Restricted Mode the chat works, and the send key is the chosen one', async () => {
    await open({ ...withKey(), trust: false, settings: { 'mimo.sendKey': 'ctrlEnter' } });
    await window.chat.input.fill('Hello');
    await window.chat.input.press('Enter');
    assert.equal(await window.chat.input.inputValue(), 'Hello\n', 'The setting sends with Ctrl+Enter only.');
    await window.chat.input.press('Control+Enter');
    await window.chat.answered();
    assert.equal(sandbox.journal[0]?.status, 200);
  });

  test('moved to the panel and back, the conversation and the draft are there', async () => {
    await open(withKey());
    await window.chat.ask('Hello');
    await window.chat.answered();
    await window.chat.input.fill('typed before the move');
    await window.runCommand('View: Move View');
    await window.pick('Chat');
    await window.pick('New Panel Entry');
    await window.page.locator('.part.panel').getByRole('tab', { name: 'MiMo' }).waitFor();
    await window.chat.answers.first().waitFor();
    assert.equal(await window.chat.input.inputValue(), 'typed before the move');
    await window.runCommand('View: Reset View Locations');
    await window.page.locator('.activitybar').getByRole('tab', { name: 'MiMo' }).waitFor();
    await window.runCommand('MiMo: Focus Chat');
    await window.chat.answers.first().waitFor();
    assert.equal(await window.chat.input.inputValue(), 'typed before the move');
  });

  test('a pinned model is used for this conversation and for new ones', async () => {
    await open(withKey());
    await window.chat.button('Model').click();
    const row = window.page
      .locator('.quick-input-list .monaco-list-row')
      .filter({ hasText: 'mimo-v2.6-flash' });
    await row.hover();
    await row.locator('.codicon-pinned').click();
    await window.chat.button('Model: mimo-v2.6-flash').waitFor();
    await window.chat.ask('Hello');
    await window.chat.answered();
    await window.chat.button('New chat').click();
    await window.chat.answers.first().waitFor({ state: 'detached' });
    await window.chat.button('Model: mimo-v2.6-flash').waitFor();
  });
});
