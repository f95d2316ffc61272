import * as vscode from 'vscode';
import { ProposedText } from '../../src/host/proposedText.ts';
import * as assert from './assert.ts';

let files = 0;

/** In files of their own: an untitled document may take over the name of one that is still being closed. */
async function open(content: string): Promise<vscode.TextDocument> {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder);
  files += 1;
  const uri = vscode.Uri.joinPath(folder.uri, `proposed-${files}.txt`);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(content));
  return vscode.workspace.openTextDocument(uri);
}

suite('A proposed text whose document was closed and is opened again', () => {
  /** Proposes `B();` for the second line, and opens the document with another text. */
  async function reopened(content: string): Promise<ProposedText> {
    const document = await open('a();\nb();\nc();\n');
    const text = new ProposedText({ id: '7', document, range: new vscode.Range(1, 0, 2, 0) });
    text.set('B();');
    text.reopened(await open(content));
    return text;
  }

  test('has its place where its code is now', async () => {
    const text = await reopened('b();\nnew();\na();\nb();\nc();\n');
    assert.ok(text.fits());
    assert.deepEqual(text.hunks()[0]?.range, new vscode.Range(3, 0, 4, 0));
    assert.equal(text.hunks()[0]?.newText, 'B();\n');
  });

  test('takes the line breaks that the document has now', async () => {
    const text = await reopened('new();\r\na();\r\nb();\r\nc();\r\n');
    assert.ok(text.fits());
    assert.deepEqual(text.hunks()[0]?.range, new vscode.Range(2, 0, 3, 0));
    assert.equal(text.text, 'B();\r\n');
  });

  test('does not fit when its code has changed or is gone', async () => {
    assert.ok(!(await reopened('a();\nbb();\nc();\n')).fits());
    assert.ok(!(await reopened('a();\nc();\n')).fits());
    assert.ok(!(await reopened('')).fits());
  });
});
