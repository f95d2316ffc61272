import * as vscode from 'vscode';
import * as assert from './assert.ts';
import { activated } from './host.ts';
import { forgetRequests, seenRequests, useSandbox } from './sandboxClient.ts';

interface Hunk {
  readonly id: string;
  readonly uri: vscode.Uri;
  readonly range: vscode.Range;
  readonly oldText: string;
  readonly newText: string;
}

interface Edit {
  readonly hunks: readonly Hunk[];
  readonly error?: { readonly kind: string; readonly message: string };
}

function refactor(instruction: string): Thenable<Edit> {
  return vscode.commands.executeCommand('mimo.refactorSelection', { instruction });
}

function accept(): Thenable<Edit> {
  return vscode.commands.executeCommand('mimo.acceptEdit');
}

function reject(): Thenable<Partial<Edit> | undefined> {
  return vscode.commands.executeCommand('mimo.rejectEdit');
}

async function openUntitled(content: string, language = 'plaintext'): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content, language }));
}

function workspaceFile(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder);
  return vscode.Uri.joinPath(folder.uri, name);
}

async function openFile(name: string, content: string): Promise<vscode.TextEditor> {
  const uri = workspaceFile(name);
  await vscode.workspace.fs.writeFile(uri, ascii(content));
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: false });
}

/** Selects whole lines, 0-based; the line after the last one is where the selection ends. */
function selectLines(editor: vscode.TextEditor, first: number, next: number): void {
  editor.selection = new vscode.Selection(first, 0, next, 0);
}

async function type(document: vscode.TextDocument, at: vscode.Position, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.insert(document.uri, at, text);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

function ascii(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

function diffTabs(): readonly vscode.TabInputTextDiff[] {
  return vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .map((tab) => tab.input)
    .filter((input) => input instanceof vscode.TabInputTextDiff)
    .filter((input) => input.modified.scheme === 'mimo-proposal');
}

function proposedDocument(): vscode.TextDocument | undefined {
  const modified = diffTabs().at(-1)?.modified.toString();
  return vscode.workspace.textDocuments.find((document) => document.uri.toString() === modified);
}

const three = 'var a = 1;\nvar b = 2;\nvar c = 3;\n';

suite('Proposed edits', function () {
  // The first one waits for VS Code's language services to start.
  this.timeout(30_000);
  suiteSetup(activated);
  setup(async () => {
    await useSandbox();
    await forgetRequests();
  });
  teardown(async () => {
    while (!(await reject())?.error);
    // Closing alone would ask what to do with what was changed.
    while (vscode.window.tabGroups.activeTabGroup.activeTab) {
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    }
  });

  test('a refactoring is shown as a diff in the file’s language, and nothing is written yet', async () => {
    const editor = await openUntitled(three, 'javascript');
    selectLines(editor, 1, 2);
    const edit = await refactor('rename b to beta');
    assert.equal(edit.error, undefined);
    assert.equal(edit.hunks.length, 1);
    assert.equal(edit.hunks[0]?.oldText, 'var b = 2;\n');
    assert.equal(edit.hunks[0].newText, 'var beta = 2;\n');
    assert.deepEqual(edit.hunks[0].range, new vscode.Range(1, 0, 2, 0));
    assert.equal(edit.hunks[0].uri.toString(), editor.document.uri.toString());
    const proposed = await assert.eventually(proposedDocument, 'the diff is open');
    await assert.eventually(
      () => proposed.getText() === three.replace('var b', 'var beta'),
      'the diff shows the new code',
    );
    assert.equal(proposed.languageId, 'javascript');
    assert.equal(editor.document.getText(), three);
  });

  test('Accept writes one undo step, closes the diff and shows the place; undo gives the exact text back', async () => {
    const text = `${'// 你好 🙂\n'.repeat(200)}${three}`;
    const editor = await openFile('accept.js', text);
    await type(editor.document, new vscode.Position(0, 0), 'typed before\n');
    selectLines(editor, 201, 204);
    await refactor('');
    const { hunks, error } = await accept();
    assert.equal(error, undefined);
    assert.equal(hunks.length, 1);
    assert.equal(editor.document.getText(), `typed before\n${text.replaceAll('var ', 'const ')}`);
    assert.equal(diffTabs().length, 0);
    const active = vscode.window.activeTextEditor;
    assert.equal(active?.document, editor.document);
    assert.ok(active.visibleRanges.some((range) => range.contains(new vscode.Position(201, 0))));
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), `typed before\n${text}`);
  });

  test('Accept keeps CRLF, also in lines that are new', async () => {
    const editor = await openFile('crlf.js', 'let x;\r\nfoo();\r\nlet y;\r\n');
    selectLines(editor, 1, 2);
    await refactor('add a comment');
    await accept();
    assert.match(editor.document.getText(), /^let x;\r\n\/\/ [^\r\n]+\r\nfoo\(\);\r\nlet y;\r\n$/);
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), 'let x;\r\nfoo();\r\nlet y;\r\n');
  });

  test('Accept follows line breaks that were switched meanwhile', async () => {
    const editor = await openFile('eol.js', three);
    selectLines(editor, 2, 3);
    await refactor('rename c to gamma');
    const source = await vscode.window.showTextDocument(editor.document, { preview: false });
    await source.edit((edit) => edit.setEndOfLine(vscode.EndOfLine.CRLF));
    assert.equal((await accept()).error, undefined);
    assert.equal(editor.document.getText(), 'var a = 1;\r\nvar b = 2;\r\nvar gamma = 3;\r\n');
  });

  test('Accept keeps tabs, and the base indentation of a selection that begins after it', async () => {
    const editor = await openUntitled('if (a) {\n\t\tfoo();\n\t\tbar();\n}\n', 'javascript');
    editor.selection = new vscode.Selection(1, 1, 2, 8);
    await refactor('add a comment');
    await accept();
    assert.match(
      editor.document.getText(),
      /^if \(a\) \{\n\t\t\/\/ [^\n]+\n\t\tfoo\(\);\n\t\tbar\(\);\n\}\n$/,
    );
  });

  test('in the middle of a line only the selected part changes', async () => {
    const editor = await openUntitled('  call(var1, var2) + rest;');
    editor.selection = new vscode.Selection(0, 7, 0, 11);
    await refactor('rename var1 to first');
    await accept();
    assert.equal(editor.document.getText(), '  call(first, var2) + rest;');
  });

  test('what is typed elsewhere meanwhile moves the place, and stays', async () => {
    const editor = await openUntitled(three);
    selectLines(editor, 1, 2);
    await refactor('rename b to beta');
    await type(editor.document, new vscode.Position(0, 0), '新的\n🙂');
    await type(editor.document, new vscode.Position(4, 0), 'end');
    assert.equal((await accept()).error, undefined);
    assert.equal(editor.document.getText(), '新的\n🙂var a = 1;\nvar beta = 2;\nvar c = 3;\nend');
  });

  test('what is typed inside meanwhile refuses Accept and loses nothing; once undone it can be accepted', async () => {
    const editor = await openFile('conflict.js', three);
    selectLines(editor, 1, 2);
    await refactor('rename b to beta');
    await type(editor.document, new vscode.Position(1, 4), 'my');
    const refused = await accept();
    assert.equal(refused.error?.kind, 'conflict');
    assert.match(refused.error.message, /conflict\.js/);
    assert.equal(editor.document.getText(), three.replace('var b', 'var myb'));
    assert.equal(diffTabs().length, 1);
    await vscode.window.showTextDocument(editor.document);
    await vscode.commands.executeCommand('undo');
    assert.equal((await accept()).error, undefined);
    assert.equal(editor.document.getText(), three.replace('var b', 'var beta'));
  });

  test('two identical places are told apart', async () => {
    const editor = await openUntitled('same();\nsame();\nsame();\n');
    selectLines(editor, 1, 2);
    await refactor('rename same to other');
    await type(editor.document, new vscode.Position(0, 0), 'same();\n');
    await accept();
    assert.equal(editor.document.getText(), 'same();\nsame();\nother();\nsame();\n');
  });

  test('Reject closes the diff and leaves the text alone; then there is nothing to accept', async () => {
    const editor = await openUntitled(three);
    selectLines(editor, 1, 2);
    await refactor('rename b to beta');
    assert.equal(await reject(), undefined);
    assert.equal(diffTabs().length, 0);
    assert.equal(editor.document.getText(), three);
    assert.equal((await accept()).error?.kind, 'noProposal');
    assert.equal((await reject())?.error?.kind, 'noProposal');
  });

  test('a proposal whose diff was closed by hand can still be accepted', async () => {
    const editor = await openUntitled(three);
    selectLines(editor, 1, 2);
    await refactor('rename b to beta');
    await assert.eventually(() => diffTabs().length === 1, 'the diff is open');
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    assert.equal(diffTabs().length, 0);
    assert.equal((await accept()).error, undefined);
    assert.equal(editor.document.getText(), three.replace('var b', 'var beta'));
  });

  test('Accept works in a file that no editor shows any more, and leaves it unsaved', async () => {
    const editor = await openFile('background.js', three);
    selectLines(editor, 1, 2);
    await refactor('rename b to beta');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    assert.equal((await accept()).error, undefined);
    const document = vscode.window.activeTextEditor?.document;
    assert.equal(document?.uri.toString(), workspaceFile('background.js').toString());
    assert.equal(document.getText(), three.replace('var b', 'var beta'));
    assert.ok(document.isDirty);
  });

  test('Accept refuses for an untitled document that was closed, and keeps the proposal', async () => {
    const editor = await openUntitled(three);
    selectLines(editor, 1, 2);
    await refactor('rename b to beta');
    await vscode.window.showTextDocument(editor.document);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await assert.eventually(() => editor.document.isClosed, 'the document is closed');
    assert.equal((await accept()).error?.kind, 'documentGone');
    assert.equal(diffTabs().length, 1);
  });

  test('of two proposals Accept takes the one whose diff is active, else the newest', async () => {
    const first = await openFile('first.js', three);
    selectLines(first, 0, 1);
    await refactor('rename a to alpha');
    const second = await openFile('second.js', three);
    selectLines(second, 1, 2);
    await refactor('rename b to beta');
    assert.equal(diffTabs().length, 2);

    const [older] = diffTabs();
    assert.ok(older);
    await vscode.commands.executeCommand('vscode.diff', older.original, older.modified);
    await accept();
    assert.equal(first.document.getText(), three.replace('var a', 'var alpha'));
    assert.equal(second.document.getText(), three);

    await accept();
    assert.equal(second.document.getText(), three.replace('var b', 'var beta'));
    assert.equal(diffTabs().length, 0);
  });

  test('two proposals for one file are both right, in either order', async () => {
    const editor = await openUntitled(three);
    selectLines(editor, 0, 1);
    await refactor('add a comment');
    selectLines(await vscode.window.showTextDocument(editor.document), 2, 3);
    await refactor('rename c to gamma');
    await accept();
    assert.equal(editor.document.getText(), three.replace('var c', 'var gamma'));
    await accept();
    assert.match(editor.document.getText(), /^\/\/ [^\n]+\nvar a = 1;\nvar b = 2;\nvar gamma = 3;\n$/);
  });

  test('a gb18030 file keeps its bytes: accept, save, undo, save', async () => {
    // '// 🙂 旧名\nvar 旧名 = "你好";\n', and the same with 新名 for 旧名.
    const smile = [0x95, 0x30, 0x85, 0x32];
    const hello = [0xc4, 0xe3, 0xba, 0xc3];
    const [before, after] = [
      [0xbe, 0xc9, 0xc3, 0xfb],
      [0xd0, 0xc2, 0xc3, 0xfb],
    ].map((name) => [
      ...ascii('// '),
      ...smile,
      ...ascii(' '),
      ...name,
      ...ascii('\nvar '),
      ...name,
      ...ascii(' = "'),
      ...hello,
      ...ascii('";\n'),
    ]);
    assert.ok(before && after);
    const uri = workspaceFile('gb.js');
    await vscode.workspace.fs.writeFile(uri, new Uint8Array(before));
    const document = await vscode.workspace.openTextDocument(uri, { encoding: 'gb18030' });
    assert.equal(document.getText(), '// 🙂 旧名\nvar 旧名 = "你好";\n');
    const editor = await vscode.window.showTextDocument(document, { preview: false });
    selectLines(editor, 0, 2);

    await refactor('rename 旧名 to 新名');
    assert.equal((await accept()).error, undefined);
    assert.equal(document.getText(), '// 🙂 新名\nvar 新名 = "你好";\n');
    assert.ok(await document.save());
    assert.deepEqual([...(await vscode.workspace.fs.readFile(uri))], after);

    await vscode.commands.executeCommand('undo');
    assert.ok(await document.save());
    assert.deepEqual([...(await vscode.workspace.fs.readFile(uri))], before);
  });

  test('without a selection it takes the function at the cursor', async () => {
    const code = 'var x = 1;\n\nfunction f() {\n  var y = 2;\n  return y;\n}\n\nvar z = 3;\n';
    const editor = await openUntitled(code, 'javascript');
    editor.selection = new vscode.Selection(3, 7, 3, 7);
    await refactor('');
    await accept();
    assert.equal(editor.document.getText(), code.replace('var y', 'const y'));
  });

  test('while the reply is being written Accept refuses and Reject ends it', async () => {
    const editor = await openUntitled(three);
    selectLines(editor, 0, 3);
    const refactoring = refactor('/fault slow');
    await assert.eventually(
      () => (proposedDocument() ?? editor.document).getText() !== three,
      'the diff shows what has arrived',
      20_000,
    );
    assert.equal((await accept()).error?.kind, 'incomplete');
    await reject();
    assert.equal((await refactoring).error?.kind, 'aborted');
    await assert.eventually(async () => (await seenRequests())[0]?.aborted, 'the connection is closed');
    assert.equal(diffTabs().length, 0);
    assert.equal(editor.document.getText(), three);
  });

  for (const fault of ['cut', 'length', 'empty', '401']) {
    test(`a fault "${fault}" resolves to an error, and there is nothing to accept`, async () => {
      const editor = await openUntitled(three);
      selectLines(editor, 0, 3);
      const { error } = await refactor(`/fault ${fault}`);
      assert.equal(error?.kind, fault === '401' ? 'auth' : 'protocol');
      assert.ok(error.message.length > 10);
      assert.ok((await accept()).error);
      assert.equal(editor.document.getText(), three);
    });
  }

  test('incomplete code stays to be looked at until its diff is closed', async () => {
    const editor = await openUntitled(three);
    selectLines(editor, 0, 3);
    assert.equal((await refactor('/fault length')).error?.kind, 'protocol');
    await assert.eventually(
      () => proposedDocument()?.getText().includes('export'),
      'the diff shows the code',
    );
    assert.equal((await accept()).error?.kind, 'incomplete');
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await assert.eventually(async () => (await accept()).error?.kind === 'noProposal', 'it is gone');
    assert.equal(editor.document.getText(), three);
  });
});
