// What people do in the chat view besides asking, in a whole window.
import assert from 'node:assert/strict';
import { after, before, beforeEach, suite, test } from 'node:test';
import { type Sandbox, startSandbox } from '../sandbox/server.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

suite('The chat view', () => {
  let sandbox: Sandbox;
  let window: Workbench;

  before(async () => {
    sandbox = await startSandbox();
    window = await openWorkbench({
      files: { 'sum.ts': 'export const sum = (a: number, b: number) => a + b;\n' },
      env: { MIMO_API_KEY: 'sk-e2e-key', MIMO_BASE_URL: sandbox.url },
    });
    await window.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await window.chat.open();
    await window.chat.ask('Hello');
    await window.chat.answered();
  });
  after(async () => {
    await window.close();
    await sandbox.close();
  });

  beforeEach(async () => {
    if (!(await window.chat.input.isVisible())) await window.chat.open();
  });

  interface Body {
    readonly model: string;
    readonly thinking?: { readonly type: string };
  }

  function lastBody(): Body {
    return sandbox.journal.at(-1)?.body as Body;
  }

  function clipboard(): Promise<string> {
    return window.page.evaluate(() => navigator.clipboard.readText());
  }

  async function hide(): Promise<void> {
    await window.page.getByRole('tab', { name: /^Explorer/ }).click();
    await window.chat.input.waitFor({ state: 'detached' });
  }

  test('hidden and shown again, the conversation and the draft are there', async () => {
    const answers = await window.chat.answers.count();
    const text = await window.chat.answers.first().innerText();
    await window.chat.input.fill('not yet sent');
    await hide();
    await window.chat.open();
    await window.chat.answers.nth(answers - 1).waitFor();
    assert.equal(await window.chat.answers.first().innerText(), text);
    assert.equal(await window.chat.input.inputValue(), 'not yet sent');
    await window.chat.input.fill('');
  });

  test('an answer that ends out of sight leaves a badge, which goes when it is seen', async () => {
    const badge = window.chat.icon.locator('.badge-content').filter({ hasText: '1' });
    await window.chat.ask('ping /fault slow');
    await hide();
    await badge.waitFor();
    await window.chat.open();
    await badge.waitFor({ state: 'hidden' });
  });

  test('Escape stops an answer and keeps what has arrived', async () => {
    await window.chat.ask('/fault stall-mid');
    await window.chat.stopButton.waitFor();
    const status = window.page.locator('#mimo-chat\\.mimo-chat\\.mimo\\.status');
    await status.locator('.codicon-loading').waitFor();
    await window.chat.input.press('Escape');
    await window.chat.stopButton.waitFor({ state: 'hidden' });
    assert.match(await window.chat.lastAnswer.innerText(), /Stopped/);
  });

  test('Regenerate asks again and shows the new answer in place of the old', async () => {
    await window.chat.ask('Hello again');
    await window.chat.answered();
    const answers = await window.chat.answers.count();
    const requests = sandbox.journal.length;
    await window.chat.lastAnswer.getByRole('button', { name: 'Regenerate' }).click();
    await sandbox.waitFor(() => sandbox.journal.length === requests + 1);
    await window.chat.answered();
    assert.equal(await window.chat.answers.count(), answers);
    assert.equal(sandbox.journal.length, requests + 1);
  });

  test('a model is chosen for this conversation from the live list with its facts', async () => {
    await window.chat.button('Model').click();
    const rows = window.page.locator('.quick-input-list .monaco-list-row');
    const flash = rows.filter({ hasText: 'mimo-v2.6-flash' });
    await flash.waitFor();
    assert.match(await flash.innerText(), /1M context.*text, images, audio, video.*\$0\.14/s);
    const retired = rows.filter({ hasText: 'mimo-v2-omni' });
    assert.match(await retired.innerText(), /retired 2026-06-30/);
    await window.pick('mimo-v2.6-flash');
    await window.chat.button('Model: mimo-v2.6-flash').waitFor();
    await window.chat.ask('Hello');
    await window.chat.answered();
    assert.equal(lastBody().model, 'mimo-v2.6-flash');
  });

  test('a model that no list names is chosen by typing its id, and its error leads to the list', async () => {
    await window.chat.button('Model').click();
    await window.pick('mimo-v2.6');
    await window.chat.button(/^Model: mimo-v2\.6$/).waitFor();
    await window.chat.ask('Hello');
    await window.chat.answered();
    await window.chat.lastAnswer.getByRole('alert').getByRole('button', { name: 'Choose model' }).click();
    await window.pick('mimo-v2.6-flash');
    await window.chat.button('Model: mimo-v2.6-flash').waitFor();
  });

  test('the protocol is switched for this conversation, which goes on', async () => {
    await window.chat.button('Protocol: OpenAI').click();
    await window.chat.button('Protocol: Anthropic').waitFor();
    await window.chat.ask('And over the other protocol?');
    await window.chat.answered();
    assert.equal(sandbox.journal.at(-1)?.path, '/anthropic/v1/messages');
    assert.equal(sandbox.journal.at(-1)?.status, 200);
  });

  test('Thinking mode off asks for an answer without thinking', async () => {
    const mode = window.chat.frame.getByRole('switch', { name: 'Thinking mode' });
    await mode.click();
    await window.chat.ask('Quickly now');
    await window.chat.answered();
    assert.equal(lastBody().thinking?.type, 'disabled');
    assert.equal(await window.chat.lastAnswer.getByRole('button', { name: /^Thinking/ }).count(), 0);
    await mode.click();
  });

  test('Copy and Copy code put text on the clipboard', async () => {
    await window.chat.ask('Show me code in several languages');
    await window.chat.answered();
    const code = await window.chat.lastAnswer.locator('pre code').first().innerText();
    await window.chat.lastAnswer.getByRole('button', { name: 'Copy code' }).first().click();
    await window.page.waitForFunction(
      (text) => navigator.clipboard.readText().then((copied) => copied.trim() === text.trim()),
      code,
    );
    await window.chat.lastAnswer.getByRole('button', { name: 'Copy', exact: true }).click();
    await window.page.waitForFunction(() =>
      navigator.clipboard.readText().then((text) => text.includes('```')),
    );
    assert.ok((await clipboard()).includes(code.trim()));
  });

  test('Open as new file opens an editor with the code in its language', async () => {
    const block = window.chat.lastAnswer.getByRole('button', { name: 'Open as new file' }).first();
    await block.click();
    await window.page.locator('.tab.active', { hasText: 'Untitled-1' }).waitFor();
    const language = window.page.locator('#status\\.editor\\.mode');
    await language.filter({ hasNotText: 'Plain Text' }).waitFor();
  });

  test('an error stands in its message, and its button leads on', async () => {
    await window.chat.ask('/fault 401');
    await window.chat.answered();
    const alert = window.chat.lastAnswer.getByRole('alert');
    assert.match(await alert.innerText(), /127\.0\.0\.1:\d+ did not accept the API key/);
    await window.page.locator('#mimo-chat\\.mimo-chat\\.mimo\\.status .codicon-error').waitFor();
    await alert.getByRole('button', { name: 'Set API key' }).click();
    assert.equal(await window.quickInput().getAttribute('type'), 'password');
    await window.page.keyboard.press('Escape');
  });

  test('Retry asks again, and the error goes', async () => {
    const requests = sandbox.journal.length;
    await window.chat.ask('Hello /fault 503x3');
    await window.chat.answered();
    await window.chat.lastAnswer.getByRole('alert').getByRole('button', { name: 'Retry' }).click();
    await window.chat.lastAnswer.getByRole('alert').waitFor({ state: 'hidden' });
    await window.chat.answered();
    // Three refusals in a row (one request and two retries), then the one that the button caused.
    assert.deepEqual(
      sandbox.journal.slice(requests).map((entry) => entry.status),
      [503, 503, 503, 200],
    );
  });

  test('the status bar tells the model and opens the choice', async () => {
    const item = window.page.locator('#mimo-chat\\.mimo-chat\\.mimo\\.status');
    await item.filter({ hasText: 'mimo-v2.6-flash' }).waitFor();
    await item.click();
    await window.page.locator('.quick-input-titlebar', { hasText: 'Model for this conversation' }).waitFor();
    await window.page.keyboard.press('Escape');
  });

  test('New chat begins an empty conversation and takes the draft along', async () => {
    await window.chat.input.fill('for the new one');
    await window.chat.button('New chat').click();
    await window.chat.answers.first().waitFor({ state: 'detached' });
    assert.equal(await window.chat.input.inputValue(), 'for the new one');
    await window.chat.input.fill('');
  });

  test('a reload in the middle of an answer leaves it marked, with Retry, and sends nothing by itself', async () => {
    await window.chat.ask('Tell me something /fault stall-mid');
    await window.chat.stopButton.waitFor();
    await window.chat.lastAnswer.getByRole('button', { name: /^Thinking/ }).waitFor();
    await sandbox.waitFor((entry) => entry.rawBody.includes('stall-mid') && entry.status === 200);
    const requests = sandbox.journal.length;
    await window.reload();
    await window.chat.lastAnswer.getByText('Interrupted').waitFor();
    assert.equal(sandbox.journal.length, requests);
    const retry = window.chat.lastAnswer.getByRole('button', { name: 'Retry' });
    await retry.click();
    await window.chat.stopButton.waitFor();
    assert.equal(sandbox.journal.length, requests + 1);
    await window.chat.stop();
  });

  test('Explain and Refactor are in the MiMo submenu of selected code', async () => {
    await window.openFile('sum.ts');
    await window.select(1);
    await window.page.keyboard.press('Shift+F10');
    await window.page.getByRole('menuitem', { name: 'MiMo' }).hover();
    await window.page.getByRole('menuitem', { name: 'Explain Selection' }).waitFor();
    await window.page.getByRole('menuitem', { name: 'Refactor Selection' }).waitFor();
  });
});
