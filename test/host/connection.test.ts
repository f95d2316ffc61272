import * as vscode from 'vscode';
import * as assert from './assert.ts';
import { activated, expectedHost, sandboxUrl } from './host.ts';
import { forgetRequests, seenRequests, setUserSetting, useSandbox } from './sandboxClient.ts';

interface Failure {
  readonly error?: { readonly kind: string; readonly message: string };
}

function setKey(options: object): Thenable<Failure & { endpoint?: string; origin?: string }> {
  return vscode.commands.executeCommand('mimo.setApiKey', options);
}

function testConnection(): Thenable<Failure & { ok: boolean; url: string; latencyMs: number }> {
  return vscode.commands.executeCommand('mimo.testConnection');
}

function ask(prompt: string): Thenable<Failure & { text: string }> {
  return vscode.commands.executeCommand('mimo.ask', { prompt });
}

function endpoint(): string | undefined {
  return vscode.workspace.getConfiguration('mimo').get('endpoint');
}

/** Every origin that a test may have stored a key for, emptied. */
async function forgetKeys(): Promise<void> {
  for (const id of ['payAsYouGo', 'tokenPlanCn', 'tokenPlanSgp', 'tokenPlanAms', 'mimoV2', 'custom']) {
    if (id === 'custom') await setUserSetting('customBaseUrl', sandboxUrl());
    await setUserSetting('endpoint', id);
    await vscode.commands.executeCommand('mimo.clearApiKey');
  }
  await setUserSetting('customBaseUrl', undefined);
  await setUserSetting('endpoint', undefined);
  await setUserSetting('protocol', undefined);
}

/** Runs with `fetch` answering for Xiaomi's hosts: 200 for the listed ones, 401 for the others. */
async function withHosts(accepting: readonly string[], body: (asked: URL[]) => Promise<void>): Promise<void> {
  const original = globalThis.fetch;
  const asked: URL[] = [];
  globalThis.fetch = (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    if (!url.host.endsWith('.xiaomimimo.com')) return original(input, init);
    asked.push(url);
    const accepted = accepting.includes(url.host);
    const answer = accepted
      ? { object: 'list', data: [{ id: 'mimo-v2.6-pro' }] }
      : { error: { message: 'no' } };
    return Promise.resolve(Response.json(answer, { status: accepted ? 200 : 401 }));
  };
  try {
    await body(asked);
  } finally {
    globalThis.fetch = original;
  }
}

suite('Connection', () => {
  suiteSetup(activated);
  setup(async () => {
    await forgetKeys();
    await forgetRequests();
  });
  suiteTeardown(forgetKeys);

  test('an sk- key is stored for pay-as-you-go', async () => {
    const result = await setKey({ key: 'sk-abc' });
    assert.equal(result.endpoint, 'payAsYouGo');
    assert.equal(result.origin, 'https://api.xiaomimimo.com');
  });

  for (const prefix of ['tp-', 'ttp-']) {
    test(`the region of a ${prefix} key is found by asking all three, and remembered`, async () => {
      await withHosts(['token-plan-sgp.xiaomimimo.com'], async (asked) => {
        const result = await setKey({ key: `${prefix}abc` });
        assert.equal(result.endpoint, 'tokenPlanSgp');
        assert.deepEqual(
          asked.map((url) => url.href),
          ['cn', 'sgp', 'ams'].map((region) => `https://token-plan-${region}.xiaomimimo.com/v1/models`),
        );
      });
      assert.equal(endpoint(), 'tokenPlanSgp');
    });
  }

  test('a Token Plan key that no region accepts is refused, and nothing is stored', async () => {
    await withHosts([], async () => {
      const result = await setKey({ key: 'tp-abc' });
      assert.equal(result.error?.kind, 'auth');
    });
    assert.equal(endpoint(), 'payAsYouGo');
  });

  test('with another service selected a prefix does not switch to Xiaomi', async () => {
    await setUserSetting('endpoint', 'mimoV2');
    assert.equal((await setKey({ key: 'sk-abc' })).origin, 'https://api.mimo-v2.com');
    await setUserSetting('customBaseUrl', sandboxUrl());
    await setUserSetting('endpoint', 'custom');
    assert.equal((await setKey({ key: 'sk-abc' })).origin, sandboxUrl());
  });

  const refused: readonly (readonly [string, object])[] = [
    ['an empty key', { key: ' ' }],
    ['a key with a space in it', { key: 'sk-a b' }],
    ['a key with full-width letters', { key: 'sk-\uff41\uff42' }],
    ['an unknown endpoint', { key: 'sk-abc', endpoint: 'nowhere' }],
    ['a base URL that is none', { key: 'sk-abc', baseUrl: 'gateway' }],
    ['an empty base URL', { key: 'sk-abc', baseUrl: '' }],
    ['plain http to another machine', { key: 'sk-abc', baseUrl: 'http://gateway.example.com/v1' }],
    ['a base URL with a password', { key: 'sk-abc', baseUrl: 'https://me:secret@gateway.example.com' }],
  ];
  for (const [name, options] of refused) {
    test(`${name} is refused with a sentence, and nothing is stored`, async () => {
      const result = await setKey(options);
      assert.equal(result.error?.kind, 'badRequest');
      assert.ok(result.error.message.length > 10);
      assert.ok(!result.error.message.includes('secret'));
      assert.equal(endpoint(), 'payAsYouGo');
    });
  }

  for (const protocol of ['openai', 'anthropic'] as const) {
    const route = protocol === 'openai' ? '/v1/chat/completions' : '/anthropic/v1/messages';

    test(`the connection test streams one short answer without thinking over ${protocol}`, async () => {
      await useSandbox(protocol);
      const result = await testConnection();
      assert.equal(result.error, undefined);
      assert.equal(result.ok, true);
      assert.equal(result.url, `${sandboxUrl()}${route}`);
      assert.ok(result.latencyMs >= 0);
      const requests = await seenRequests();
      assert.equal(requests.length, 1);
      const body = requests[0]?.body as { stream: boolean; thinking: { type: string } };
      assert.equal(requests[0]?.path, route);
      assert.equal(body.stream, true);
      assert.equal(body.thinking.type, 'disabled');
    });

    for (const header of ['api-key', 'bearer'] as const) {
      test(`the key travels as ${header} over ${protocol}`, async () => {
        await setUserSetting('authHeader', header);
        await useSandbox(protocol);
        await testConnection();
        await setUserSetting('authHeader', undefined);
        assert.equal((await seenRequests())[0]?.auth, header);
      });
    }

    test(`a key that is not accepted is told with its kind over ${protocol}`, async () => {
      await useSandbox(protocol, 'bad-key');
      const result = await testConnection();
      assert.equal(result.ok, false);
      assert.equal(result.error?.kind, 'auth');
      assert.equal(result.url, `${sandboxUrl()}${route}`);
    });
  }

  for (const suffix of [
    '',
    '/',
    '/v1',
    '/v1/',
    '/anthropic',
    '/v1/chat/completions',
    '/anthropic/v1/messages',
  ]) {
    test(`the base URL may end in "${suffix}"`, async () => {
      await setKey({ key: 'sk-abc', baseUrl: sandboxUrl() + suffix });
      const result = await testConnection();
      assert.equal(result.url, `${sandboxUrl()}/v1/chat/completions`);
      assert.equal(result.ok, true);
    });
  }

  test('a key is not sent to another origin than its own', async () => {
    await useSandbox();
    await setUserSetting('endpoint', 'payAsYouGo');
    await withHosts([], async (asked) => {
      const result = await ask('Hello');
      assert.equal(result.error?.kind, 'auth');
      assert.equal(asked.length, 0);
    });
    assert.equal((await seenRequests()).length, 0);
  });

  test('without a key nothing is sent, and the sentence names the host', async () => {
    const result = await ask('Hello');
    assert.equal(result.error?.kind, 'auth');
    assert.match(result.error.message, /api\.xiaomimimo\.com/);
    const tested = await testConnection();
    assert.equal(tested.ok, false);
    assert.equal(tested.error?.kind, 'auth');
  });

  test('a removed key is gone', async () => {
    await useSandbox();
    await vscode.commands.executeCommand('mimo.clearApiKey');
    assert.equal((await ask('Hello')).error?.kind, 'auth');
    assert.equal((await seenRequests()).length, 0);
  });

  test('a server that is not there is told as a network error that names the machine and what to check', async () => {
    await setKey({ key: 'sk-abc', baseUrl: 'http://127.0.0.1:9' });
    const result = await testConnection();
    assert.equal(result.error?.kind, 'network');
    assert.match(result.error.message, /127\.0\.0\.1:9/);
    assert.match(result.error.message, /http\.proxy/);
    // In the web worker the request leaves from the user's own machine, whatever the window is connected to.
    const isRemote = vscode.env.remoteName !== undefined && expectedHost() === 'node';
    assert.equal(result.error.message.includes('remote.extensionKind'), isRemote);
    assert.equal(result.error.message.includes('this machine'), !isRemote);
  });

  test('workspace settings cannot say where requests go', async () => {
    const settings = vscode.workspace.getConfiguration('mimo');
    for (const name of ['endpoint', 'customBaseUrl', 'protocol', 'authHeader', 'model']) {
      await assert.rejects(
        Promise.resolve(settings.update(name, 'custom', vscode.ConfigurationTarget.Workspace)),
      );
    }
  });

  test('a model can be chosen for the conversation without a dialog', async () => {
    await useSandbox();
    await vscode.commands.executeCommand('mimo.selectModel', { model: 'mimo-v2.6-flash' });
    await ask('Hello');
    await vscode.commands.executeCommand('mimo.selectModel', { model: 'mimo-v2.6-pro' });
    await ask('Hello again');
    const models = (await seenRequests()).map((request) => (request.body as { model: string }).model);
    assert.deepEqual(models, ['mimo-v2.6-flash', 'mimo-v2.6-pro']);
    assert.equal(vscode.workspace.getConfiguration('mimo').get('model'), '');
  });

  test('a model that the service does not have is told as such', async () => {
    await useSandbox();
    await vscode.commands.executeCommand('mimo.selectModel', { model: 'mimo-v99' });
    assert.equal((await ask('Hello')).error?.kind, 'unknownModel');
    await vscode.commands.executeCommand('mimo.selectModel', { model: 'mimo-v2.6-pro' });
  });

  // The web worker extension host has no environment at all.
  const inNode = expectedHost() === 'node' ? suite : () => undefined;
  inNode('Environment', () => {
    teardown(() => {
      delete process.env['MIMO_API_KEY'];
      delete process.env['MIMO_BASE_URL'];
    });

    test('MIMO_API_KEY with MIMO_BASE_URL is used where no key is stored', async () => {
      process.env['MIMO_API_KEY'] = 'any-key';
      process.env['MIMO_BASE_URL'] = sandboxUrl();
      assert.equal((await testConnection()).url, `${sandboxUrl()}/v1/chat/completions`);
      assert.equal((await seenRequests()).length, 1);
    });

    test('a stored key never goes to MIMO_BASE_URL', async () => {
      await setKey({ key: 'sk-abc' });
      process.env['MIMO_BASE_URL'] = sandboxUrl();
      await withHosts([], async (asked) => {
        await testConnection();
        assert.equal(asked[0]?.host, 'api.xiaomimimo.com');
      });
      assert.equal((await seenRequests()).length, 0);
    });

    test('MIMO_API_KEY alone goes to the preset that its prefix names', async () => {
      process.env['MIMO_API_KEY'] = 'tp-abc';
      await withHosts([], async (asked) => {
        await testConnection();
        assert.equal(asked[0]?.host, 'token-plan-cn.xiaomimimo.com');
        await setUserSetting('endpoint', 'tokenPlanAms');
        await testConnection();
        assert.equal(asked[1]?.host, 'token-plan-ams.xiaomimimo.com');
      });
    });

    test('MIMO_API_KEY alone goes nowhere with another service selected, or without a known prefix', async () => {
      process.env['MIMO_API_KEY'] = 'sk-abc';
      await setUserSetting('endpoint', 'mimoV2');
      assert.equal((await testConnection()).error?.kind, 'auth');
      process.env['MIMO_API_KEY'] = 'abc';
      await setUserSetting('endpoint', 'payAsYouGo');
      assert.equal((await testConnection()).error?.kind, 'auth');
    });
  });
});
