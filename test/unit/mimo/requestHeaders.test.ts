import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { client, drain, fakeFetch, protocols, question } from './support.ts';

describe('the headers of a request', () => {
  for (const protocol of protocols) {
    it(`${protocol}: carry the key in the header that was asked for, and in that one only`, async () => {
      for (const [auth, name, value] of [
        [undefined, 'api-key', 'sk-secret'],
        ['api-key', 'api-key', 'sk-secret'],
        ['bearer', 'authorization', 'Bearer sk-secret'],
      ] as const) {
        const { fetch, sent } = fakeFetch(() => new Response('', { status: 400 }));
        const headers = { 'x-team': 'blue', 'content-type': 'text/plain' };
        await drain(client({ protocol, fetch, headers, ...(auth ? { auth } : {}) }).stream(question));
        assert.deepEqual(Object.fromEntries(sent[0]?.headers ?? []), {
          accept: 'text/event-stream',
          'content-type': 'application/json',
          'x-team': 'blue',
          [name]: value,
        });
        assert.equal(sent[0]?.redirect, 'manual');
        assert.equal(sent[0]?.method, 'POST');
      }
    });
  }

  it('drop blanks around the key and refuse a key that no header can carry', async () => {
    const { fetch, sent } = fakeFetch(() => new Response('', { status: 400 }));
    await drain(client({ fetch, apiKey: ' sk-secret\n' }).stream(question));
    assert.equal(sent[0]?.headers.get('api-key'), 'sk-secret');
    for (const apiKey of ['sk-secret\nx', 'sk-密钥', 'sk secret']) {
      const { error } = await drain(client({ fetch, apiKey }).stream(question));
      assert.equal(error?.kind, 'auth');
      assert.ok(!error?.message.includes(apiKey));
    }
    assert.equal(sent.length, 1);
  });

  it('that HTTP does not allow are refused without being quoted', async () => {
    const { fetch, sent } = fakeFetch(() => new Response());
    const { error } = await drain(client({ fetch, headers: { 'x-a': 'hush\u0000' } }).stream(question));
    assert.equal(error?.kind, 'badRequest');
    assert.ok(!error?.message.includes('hush'));
    assert.equal(sent.length, 0);
  });
});
