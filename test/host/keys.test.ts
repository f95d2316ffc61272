import * as vscode from 'vscode';
import { Connection } from '../../src/host/connection.ts';
import { Keys } from '../../src/host/keys.ts';
import { setApiKey } from '../../src/host/setApiKey.ts';
import * as assert from './assert.ts';
import { setUserSetting } from './sandboxClient.ts';

class FakeSecrets implements vscode.SecretStorage {
  readonly stored = new Map<string, string>();
  readonly onDidChange = new vscode.EventEmitter<vscode.SecretStorageChangeEvent>().event;
  failure: Error | undefined;

  keys(): Promise<string[]> {
    return Promise.resolve([...this.stored.keys()]);
  }

  get(name: string): Promise<string | undefined> {
    return this.failure ? Promise.reject(this.failure) : Promise.resolve(this.stored.get(name));
  }

  store(name: string, value: string): Promise<void> {
    if (this.failure) return Promise.reject(this.failure);
    this.stored.set(name, value);
    return Promise.resolve();
  }

  delete(name: string): Promise<void> {
    this.stored.delete(name);
    return Promise.resolve();
  }
}

class FakeMemory implements vscode.Memento {
  readonly #values = new Map<string, unknown>();

  keys(): readonly string[] {
    return [...this.#values.keys()];
  }

  get(name: string): never {
    return this.#values.get(name) as never;
  }

  update(name: string, value: unknown): Promise<void> {
    this.#values.set(name, value);
    return Promise.resolve();
  }
}

suite('Keys', () => {
  const origin = 'https://api.xiaomimimo.com';
  let secrets: FakeSecrets;
  let keys: Keys;
  let connection: Connection;

  setup(async () => {
    await setUserSetting('endpoint', undefined);
    secrets = new FakeSecrets();
    keys = new Keys({ secrets, memory: new FakeMemory() });
    connection = new Connection({ keys, observe: () => undefined });
  });
  teardown(async () => {
    connection.dispose();
    keys.dispose();
    await setUserSetting('endpoint', undefined);
  });

  test('each origin has a key of its own', async () => {
    await keys.set(origin, 'sk-one');
    await keys.set('https://gateway.example.com', 'two');
    assert.equal(await keys.get(origin), 'sk-one');
    assert.equal(await keys.get('https://gateway.example.com'), 'two');
    assert.equal(await keys.get('https://api.mimo-v2.com'), undefined);
  });

  test('a blank key is no key', async () => {
    await keys.set(origin, '  ');
    assert.equal(await keys.get(origin), undefined);
  });

  test('a key that VS Code did not keep is told as lost, in a sentence that names MIMO_API_KEY', async () => {
    await keys.set(origin, 'sk-one');
    secrets.stored.clear();
    assert.equal((await connection.state({})).key, 'lost');
    const opened = await connection.open({});
    assert.ok('error' in opened);
    assert.equal(opened.error.kind, 'auth');
    assert.match(opened.error.message, /MIMO_API_KEY/);
  });

  test('a key that was removed on purpose is missing, not lost', async () => {
    await keys.set(origin, 'sk-one');
    await keys.delete(origin);
    assert.equal((await connection.state({})).key, 'missing');
  });

  test('a secret storage that cannot store is told, with the way on, and nothing is selected', async () => {
    secrets.failure = new Error('no keyring');
    const result = await setApiKey({ key: 'tp-abc', endpoint: 'tokenPlanAms' }, { keys, connection });
    assert.ok(result && 'error' in result);
    assert.match(result.error.message, /no keyring/);
    assert.match(result.error.message, /MIMO_API_KEY/);
    assert.equal(vscode.workspace.getConfiguration('mimo').get('endpoint'), 'payAsYouGo');
  });

  test('a secret storage that cannot be read is told when something is to be sent', async () => {
    secrets.failure = new Error('locked');
    const opened = await connection.open({});
    assert.ok('error' in opened);
    assert.match(opened.error.message, /locked/);
  });
});
