import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { startSandbox } from './server.ts';

const sandbox = await startSandbox();
beforeEach(() => sandbox.clear());
after(() => sandbox.close());

const question = { model: 'mimo-v2.6-pro', messages: [{ role: 'user', content: 'ping' }] };

const ask = (body: string): Promise<Response> =>
  fetch(`${sandbox.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'api-key': 'secret', 'x-client': 'test' },
    body,
  });

/** Whether the prompt was cached is told there. */
const details = async (): Promise<unknown> =>
  ((await (await ask(JSON.stringify(question))).json()) as any).usage.prompt_tokens_details;

/** Of a fresh sandbox. */
const bytes = async (): Promise<readonly string[]> => {
  const fresh = await startSandbox();
  try {
    const texts: string[] = [];
    for (const [path, stream] of [
      ['/v1/chat/completions', true],
      ['/anthropic/v1/messages', true],
      ['/v1/chat/completions', false],
    ] as const) {
      const body = JSON.stringify({ ...question, max_tokens: 100, stream });
      const response = await fetch(fresh.url + path, { method: 'POST', headers: { 'api-key': 'k' }, body });
      texts.push(await response.text());
    }
    return texts;
  } finally {
    await fresh.close();
  }
};

test('listens on the loopback address only', () => {
  assert.match(sandbox.url, /^http:\/\/127\.0\.0\.1:\d+$/);
});

test('an entry tells what was asked and how it was answered', async () => {
  const rawBody = ` ${JSON.stringify(question)}`;
  const before = Date.now();
  const { usage } = (await (await ask(rawBody)).json()) as { usage: object };
  const entry = await sandbox.waitFor((each) => each.ended);
  assert.deepEqual(sandbox.journal, [entry]);
  assert.equal(entry.method, 'POST');
  assert.equal(entry.path, '/v1/chat/completions');
  assert.equal(entry.headers['x-client'], 'test');
  assert.equal(entry.headers['api-key'], '<key>');
  assert.equal(entry.rawBody, rawBody);
  assert.deepEqual(entry.body, question);
  assert.equal(entry.status, 200);
  assert.deepEqual(entry.usage, usage);
  assert.equal(entry.aborted, false);
  assert.ok(entry.time >= before && entry.time <= Date.now());
});

test('refused requests are in the journal too, and a body that is not JSON has no parsed one', async () => {
  await (await ask('{')).text();
  const entry = await sandbox.waitFor((each) => each.ended);
  assert.equal(entry.status, 400);
  assert.equal(entry.rawBody, '{');
  assert.ok(!('body' in entry));
});

test('waitFor resolves with a request that comes later', async () => {
  const later = sandbox.waitFor((entry) => entry.rawBody.includes('later'));
  await (await ask(JSON.stringify(question))).text();
  await (await ask(JSON.stringify({ ...question, user: 'later' }))).text();
  assert.match((await later).rawBody, /later/);
});

test('clear empties it, and forgets cached prompts', async () => {
  assert.equal(await details(), null);
  assert.notEqual(await details(), null);
  sandbox.clear();
  assert.equal(sandbox.journal.length, 0);
  assert.equal(await details(), null);
});

test('a browser may ask: preflight and answer allow any origin', async () => {
  const response = await fetch(`${sandbox.url}/v1/chat/completions`, {
    method: 'OPTIONS',
    headers: { 'access-control-request-headers': 'api-key,content-type' },
  });
  assert.equal(response.status, 204);
  assert.equal(response.headers.get('access-control-allow-headers'), 'api-key,content-type');
  assert.equal((await ask(JSON.stringify(question))).headers.get('access-control-allow-origin'), '*');
});

test('the same requests in the same order give the same bytes', async () => {
  assert.deepEqual(await bytes(), await bytes());
});

test('at a natural pace the text arrives bit by bit', async () => {
  const slow = await startSandbox({ pace: 'natural' });
  try {
    const response = await fetch(`${slow.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'api-key': 'k' },
      body: JSON.stringify({ ...question, stream: true, thinking: { type: 'disabled' } }),
    });
    const sizes: number[] = [];
    for await (const piece of response.body ?? []) sizes.push(piece.length);
    assert.ok(sizes.length > 2, `${sizes.length} pieces`);
  } finally {
    await slow.close();
  }
});

test('closing ends a request that is stalled', async () => {
  const closing = await startSandbox();
  const stalled = await fetch(`${closing.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'api-key': 'k' },
    body: JSON.stringify({ ...question, messages: [{ role: 'user', content: 'stall' }], stream: true }),
  });
  const broken = assert.rejects(stalled.text());
  await closing.close();
  await broken;
  await assert.rejects(fetch(`${closing.url}/v1/models`));
});
