import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { keyRules } from './keys.ts';
import { startSandbox } from './server.ts';

const sandbox = await startSandbox();
after(() => sandbox.close());

const routes = {
  chat: '/v1/chat/completions',
  messages: '/anthropic/v1/messages',
  models: '/v1/models',
} as const;
type Route = keyof typeof routes;

const body = JSON.stringify({
  model: 'mimo-v2.6-pro',
  max_tokens: 100,
  messages: [{ role: 'user', content: 'ping' }],
});

async function status(route: Route, headers: Record<string, string>, url = sandbox.url): Promise<number> {
  const request = route === 'models' ? { headers } : { method: 'POST', headers, body };
  const response = await fetch(url + routes[route], request);
  await response.text();
  return response.status;
}

for (const route of Object.keys(routes) as Route[]) {
  test(`${route}: both headers carry a key, and without one the answer is 401`, async () => {
    assert.equal(await status(route, { 'api-key': 'any' }), 200);
    assert.equal(await status(route, { authorization: 'Bearer any' }), 200);
    assert.equal(await status(route, { 'x-api-key': 'any' }), route === 'messages' ? 200 : 401);
    assert.equal(await status(route, {}), 401);
    assert.equal(await status(route, { 'api-key': '' }), 401);
    assert.equal(await status(route, { authorization: 'Basic any' }), 401);
  });
}

for (const rule of keyRules) {
  test(`a key that begins with ${rule.prefix} is answered with ${rule.status}`, async () => {
    const headers = { 'api-key': `${rule.prefix}-1` };
    assert.equal(await status('chat', headers), rule.status);
    assert.equal(await status('messages', headers), rule.status);
    assert.equal(await status('models', headers), rule.modelsWork ? 200 : rule.status);
  });
}

test('with a list of keys, exactly those get in', async () => {
  const strict = await startSandbox({ keys: ['one', 'bad-but-listed'] });
  try {
    assert.equal(await status('chat', { 'api-key': 'one' }, strict.url), 200);
    assert.equal(await status('chat', { 'api-key': 'bad-but-listed' }, strict.url), 200);
    assert.equal(await status('chat', { 'api-key': 'another' }, strict.url), 401);
  } finally {
    await strict.close();
  }
});

test('the journal tells which header carried the key, and never the key', async () => {
  sandbox.clear();
  const secret = 'sk-do-not-write-this-down';
  await status('messages', { 'x-api-key': secret });
  await status('chat', { authorization: `Bearer ${secret}` });
  await status('models', { 'api-key': secret });
  assert.deepEqual(
    sandbox.journal.map((entry) => entry.auth),
    ['x-api-key', 'bearer', 'api-key'],
  );
  assert.ok(!JSON.stringify(sandbox.journal).includes(secret));
});
