import * as vscode from 'vscode';
import * as assert from './assert.ts';
import { activated } from './host.ts';

interface Binding {
  readonly key: string;
  readonly when?: string;
}

suite('Key bindings', () => {
  test('take none of VS Code’s own, and hold only where they belong', async () => {
    const manifest = (await activated()).packageJSON as {
      readonly contributes: { readonly keybindings: readonly Binding[] };
    };
    const ours = manifest.contributes.keybindings;
    await vscode.commands.executeCommand('workbench.action.openDefaultKeybindingsFile');
    const text = await assert.eventually(() => {
      const document = vscode.window.activeTextEditor?.document;
      const shown = document?.uri.scheme === 'vscode' ? document.getText() : '';
      return shown.includes('"key"') ? shown : undefined;
    }, 'the default key bindings are shown');
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    const bindings = text.matchAll(/"key": "([^"]+)",\s+"command": "([^"]+)"/g);
    const theirs = new Set(
      [...bindings].filter(([, , command]) => !command?.startsWith('mimo.')).map(([, key]) => key),
    );
    assert.ok(theirs.has('ctrl+k ctrl+c') || theirs.has('cmd+k cmd+c'), 'The defaults were read.');
    assert.ok(ours.length > 0);
    for (const { key, when } of ours) {
      assert.ok(!theirs.has(key), key);
      assert.ok(when, `${key} holds everywhere`);
    }
  });
});
