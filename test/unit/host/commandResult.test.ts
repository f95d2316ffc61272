import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import vm from 'node:vm';
import { commandError, commandOptions, textOption } from '../../../src/host/commandResult.ts';

suite('command arguments', () => {
  test('a plain object is taken as options', () => {
    assert.deepEqual(commandOptions({ prompt: 'Hi' }), { prompt: 'Hi' });
  });

  test("another extension's plain object is taken too", () => {
    const foreign: unknown = vm.runInNewContext('({ prompt: "Hi" })');
    assert.equal(commandOptions(foreign)['prompt'], 'Hi');
  });

  test('what menus and key bindings pass counts as none', () => {
    class Uri {
      readonly prompt = 'not ours';
    }
    for (const argument of [undefined, null, 'text', 42, new Uri(), { $mid: 1, prompt: 'not ours' }, []]) {
      assert.deepEqual(commandOptions(argument), {}, String(argument));
    }
  });

  test('an option of another type counts as not given', () => {
    assert.equal(textOption({ prompt: 42 }, 'prompt'), undefined);
    assert.equal(textOption({ prompt: 'Hi' }, 'prompt'), 'Hi');
    assert.equal(textOption({}, 'prompt'), undefined);
  });

  test('an error carries its sentence and what the service said', () => {
    const error = commandError({ kind: 'auth', message: 'Not accepted.', detail: '401 · Invalid API Key' });
    assert.deepEqual(error, { error: { kind: 'auth', message: 'Not accepted. (401 · Invalid API Key)' } });
  });
});
