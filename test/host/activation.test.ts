import * as vscode from 'vscode';
import * as assert from './assert.ts';
import { activated, expectedHost, sandboxUrl } from './host.ts';

suite('Activation', () => {
  test('runs in the extension host that it was started for', () => {
    assert.equal(typeof process === 'undefined', expectedHost() === 'web');
  });

  test('activates', async () => {
    const extension = await activated();
    assert.ok(extension.isActive);
  });

  test('shows its view in the activity bar container', async () => {
    await vscode.commands.executeCommand('workbench.view.extension.mimo');
    await vscode.commands.executeCommand('mimo.chat.focus');
  });

  test('reaches the sandbox', async () => {
    const response = await fetch(`${sandboxUrl()}/__journal`);
    assert.equal(response.status, 200);
    assert.ok(Array.isArray(await response.json()));
  });
});
