import * as vscode from 'vscode';
import * as assert from './assert.ts';
import { activated } from './host.ts';
import { forgetRequests, seenRequests, useSandbox } from './sandboxClient.ts';

interface Result {
  readonly text: string;
  readonly reasoning: string;
  readonly finishReason?: string;
  readonly usage?: { readonly inputTokens: number; readonly outputTokens: number };
  readonly error?: { readonly kind: string; readonly message: string };
}

function ask(prompt: string, newChat = false): Thenable<Result> {
  return vscode.commands.executeCommand('mimo.ask', { prompt, newChat });
}

interface Body {
  readonly messages: readonly { readonly role: string; readonly content: unknown }[];
}

/** The texts of a request's messages, whatever the protocol wraps them in. */
function messageTexts(body: unknown): readonly string[] {
  return (body as Body).messages.map(({ content }) =>
    typeof content === 'string'
      ? content
      : (content as readonly { readonly text?: string }[]).map((part) => part.text ?? '').join(''),
  );
}

for (const protocol of ['openai', 'anthropic'] as const) {
  suite(`Chat over ${protocol}`, () => {
    suiteSetup(activated);
    setup(async () => {
      await useSandbox(protocol);
      await forgetRequests();
    });

    test('an answer comes back with its reasoning, reason and usage', async () => {
      const result = await ask('Hello');
      assert.equal(result.error, undefined);
      assert.ok(result.text.length > 0);
      assert.ok(result.reasoning.length > 0);
      assert.equal(result.finishReason, 'stop');
      assert.ok(result.usage && result.usage.inputTokens > 0 && result.usage.outputTokens > 0);
    });

    test('the second question carries the first one and its answer', async () => {
      const first = await ask('Hello');
      await ask('And a table?');
      const texts = messageTexts((await seenRequests())[1]?.body).filter(
        (text) => !text.includes('You are MiMo'),
      );
      assert.deepEqual(texts, ['Hello', first.text, 'And a table?']);
    });

    test('a new chat begins without them', async () => {
      await ask('Hello');
      await ask('Something else', true);
      const texts = messageTexts((await seenRequests())[1]?.body).filter(
        (text) => !text.includes('You are MiMo'),
      );
      assert.deepEqual(texts, ['Something else']);
    });

    test('a second question waits for the first answer', async () => {
      const [first, second] = await Promise.all([ask('Hello'), ask('And a table?')]);
      assert.equal(first.finishReason, 'stop');
      assert.equal(second.finishReason, 'stop');
      assert.equal((await seenRequests()).length, 2);
    });

    test('two conversations stream at once', async () => {
      const slow = ask('ping /fault slow');
      await assert.eventually(async () => (await seenRequests()).length === 1, 'the first request arrives');
      assert.equal((await ask('Hello', true)).finishReason, 'stop');
      assert.ok(!(await seenRequests())[0]?.ended);
      // The slow one is no longer shown, so it is left to end by itself.
      assert.ok((await slow).text.length > 0);
    }).timeout(60_000);

    test('Stop keeps the text and closes the connection', async () => {
      const asked = ask('/fault stall-mid');
      await assert.eventually(async () => (await seenRequests())[0]?.status === 200, 'the answer has begun');
      await vscode.commands.executeCommand('mimo.stop');
      const result = await asked;
      assert.equal(result.finishReason, 'aborted');
      assert.equal(result.error, undefined);
      await assert.eventually(async () => (await seenRequests())[0]?.aborted, 'the connection is closed');
    });

    const faults: readonly (readonly [string, string])[] = [
      ['401', 'auth'],
      ['402', 'balance'],
      ['403', 'permission'],
      ['404', 'notFound'],
      ['421', 'moderation'],
      ['429', 'rateLimit'],
      ['500', 'server'],
      ['cut', 'protocol'],
      ['garbage', 'protocol'],
      ['html', 'server'],
      ['error-in-stream', 'server'],
      ['redirect', 'network'],
    ];
    for (const [fault, kind] of faults) {
      test(`a fault "${fault}" resolves to ${kind}, with a sentence`, async () => {
        const result = await ask(`/fault ${fault}`);
        assert.equal(result.error?.kind, kind);
        assert.match(result.error.message, /127\.0\.0\.1/);
      });
    }

    test('what had arrived before a cut is returned with the error', async () => {
      const result = await ask('/fault cut');
      assert.ok(result.text.length > 0 || result.reasoning.length > 0);
      assert.equal(result.error?.kind, 'protocol');
    });

    test('a refactoring is proposed and accepted', async () => {
      const content = 'var a = 1;\n';
      const editor = await vscode.window.showTextDocument(
        await vscode.workspace.openTextDocument({ content }),
      );
      editor.selection = new vscode.Selection(0, 0, 1, 0);
      const proposed: { hunks: readonly object[] } = await vscode.commands.executeCommand(
        'mimo.refactorSelection',
        { instruction: '' },
      );
      assert.equal(proposed.hunks.length, 1);
      await vscode.commands.executeCommand('mimo.acceptEdit');
      assert.equal(editor.document.getText(), 'const a = 1;\n');
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    });

    test('after a failure the next question works', async () => {
      await ask('/fault 401');
      assert.equal((await ask('Hello')).finishReason, 'stop');
    });
  });
}

suite('Explain', () => {
  suiteSetup(activated);
  setup(async () => {
    await useSandbox();
    await forgetRequests();
  });
  // Untitled documents with text would ask whether to save them.
  teardown(() => vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor'));

  const code = 'export function add(a: number, b: number): number {\n  return a + b;\n}\n\nconst one = 1;\n';

  async function open(content: string, language: string): Promise<vscode.TextEditor> {
    return vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content, language }));
  }

  function explain(): Thenable<Result> {
    return vscode.commands.executeCommand('mimo.explainSelection');
  }

  test('sends the selection with its language and lines', async () => {
    const editor = await open(code, 'typescript');
    editor.selection = new vscode.Selection(1, 0, 1, 15);
    const result = await explain();
    assert.equal(result.error, undefined);
    assert.ok(result.text.length > 0);
    const text = messageTexts((await seenRequests())[0]?.body).at(-1) ?? '';
    assert.match(text, /:2\n```typescript\n {2}return a \+ b;\n```/);
    assert.match(text, /Explain this code/);
    assert.ok(!text.includes('const one'));
  });

  test('without a selection it takes the symbol at the cursor', async () => {
    const editor = await open(code, 'typescript');
    editor.selection = new vscode.Selection(1, 4, 1, 4);
    await explain();
    const text = messageTexts((await seenRequests())[0]?.body).at(-1) ?? '';
    assert.match(text, /export function add/);
    assert.ok(!text.includes('const one'));
  });

  test('code that holds fences is fenced with more of them', async () => {
    const editor = await open('# A\n\n```js\n1\n```\n', 'markdown');
    editor.selection = new vscode.Selection(0, 0, 5, 0);
    await explain();
    const text = messageTexts((await seenRequests())[0]?.body).at(-1) ?? '';
    assert.match(text, /````markdown\n# A\n\n```js\n1\n```\n````/);
  });

  test('a gb18030 file is sent as what it says, and stays as it is', async () => {
    const folder = vscode.workspace.workspaceFolders?.[0];
    assert.ok(folder);
    const uri = vscode.Uri.joinPath(folder.uri, 'explain-gb.py');
    // '# 你好\nprint(1)\n'
    const bytes = [0x23, 0x20, 0xc4, 0xe3, 0xba, 0xc3, 0x0a, ...new TextEncoder().encode('print(1)\n')];
    await vscode.workspace.fs.writeFile(uri, new Uint8Array(bytes));
    const document = await vscode.workspace.openTextDocument(uri, { encoding: 'gb18030' });
    const editor = await vscode.window.showTextDocument(document);
    editor.selection = new vscode.Selection(0, 0, 2, 0);
    await explain();
    const text = messageTexts((await seenRequests())[0]?.body).at(-1) ?? '';
    assert.match(text, /# 你好\nprint\(1\)/);
    assert.equal(document.isDirty, false);
    assert.deepEqual([...(await vscode.workspace.fs.readFile(uri))], bytes);
  });

  test('without an editor it says so and sends nothing', async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    const result = await explain();
    assert.equal(result.error?.kind, 'badRequest');
    assert.equal((await seenRequests()).length, 0);
  });

  test('in an empty file it says so and sends nothing', async () => {
    await open('', 'typescript');
    assert.equal((await explain()).error?.kind, 'badRequest');
    assert.equal((await seenRequests()).length, 0);
  });
});
