import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  chatUrl,
  consoleUrl,
  endpointBaseUrl,
  endpoints,
  endpointsForKey,
  isTokenPlanHost,
  keyOrigin,
  modelsUrl,
} from '../../../src/mimo/endpoints.ts';
import { MimoError } from '../../../src/mimo/errors.ts';

const mimo = 'https://api.xiaomimimo.com';
const mimoUrls = [`${mimo}/v1/chat/completions`, `${mimo}/anthropic/v1/messages`, `${mimo}/v1/models`];
const gateway = 'https://gateway.example/mimo';
const gatewayUrls = [
  `${gateway}/v1/chat/completions`,
  `${gateway}/anthropic/v1/messages`,
  `${gateway}/v1/models`,
];

/** Base URL as typed → URLs of the OpenAI route, the Anthropic route and the model list. */
const table: Readonly<Record<string, readonly string[]>> = {
  [mimo]: mimoUrls,
  [`${mimo}/`]: mimoUrls,
  [`${mimo}///`]: mimoUrls,
  [`  ${mimo}  `]: mimoUrls,
  [`${mimo}/v1`]: mimoUrls,
  [`${mimo}/v1/`]: mimoUrls,
  [`${mimo}//v1//`]: mimoUrls,
  [`${mimo}/v1/v1`]: mimoUrls,
  [`${mimo}/anthropic`]: mimoUrls,
  [`${mimo}/anthropic/`]: mimoUrls,
  [`${mimo}/anthropic/v1`]: mimoUrls,
  [`${mimo}/v1/chat/completions`]: mimoUrls,
  [`${mimo}/v1/chat/completions/`]: mimoUrls,
  [`${mimo}/v1/v1/chat/completions`]: mimoUrls,
  [`${mimo}/anthropic/v1/messages`]: mimoUrls,
  [`${mimo}/anthropic/v1/v1/messages/`]: mimoUrls,
  [`${mimo}/v1/models`]: mimoUrls,
  [`${mimo}/v1#top`]: mimoUrls,
  'HTTPS://API.XIAOMIMIMO.COM/v1': mimoUrls,
  [gateway]: gatewayUrls,
  [`${gateway}/v1/`]: gatewayUrls,
  [`${gateway}/anthropic`]: gatewayUrls,
  [`${gateway}/anthropic/v1/messages`]: gatewayUrls,
  // A full route is taken at its word by its own protocol, also where a gateway serves it under another path.
  'https://gateway.example/openai/chat/completions': [
    'https://gateway.example/openai/chat/completions',
    'https://gateway.example/openai/anthropic/v1/messages',
    'https://gateway.example/openai/models',
  ],
  'https://gateway.example/v1/messages': [
    'https://gateway.example/v1/chat/completions',
    'https://gateway.example/v1/messages',
    'https://gateway.example/v1/models',
  ],
  'https://gateway.example/v1?tenant=7': [
    'https://gateway.example/v1/chat/completions?tenant=7',
    'https://gateway.example/anthropic/v1/messages?tenant=7',
    'https://gateway.example/v1/models?tenant=7',
  ],
  'http://127.0.0.1:8080': [
    'http://127.0.0.1:8080/v1/chat/completions',
    'http://127.0.0.1:8080/anthropic/v1/messages',
    'http://127.0.0.1:8080/v1/models',
  ],
};

describe('a base URL', () => {
  for (const [typed, expected] of Object.entries(table)) {
    it(`"${typed}" leads to the right routes`, () => {
      assert.deepEqual([chatUrl('openai', typed), chatUrl('anthropic', typed), modelsUrl(typed)], expected);
    });
  }

  for (const loopback of [
    'http://localhost:1',
    'http://mimo.localhost',
    'http://127.9.9.9',
    'http://[::1]:1/v1',
  ]) {
    it(`may be plain http on this machine: ${loopback}`, () => {
      assert.equal(new URL(chatUrl('openai', loopback)).protocol, 'http:');
    });
  }

  const refused: Readonly<Record<string, RegExp>> = {
    '': /No base URL is set/,
    '   ': /No base URL is set/,
    'not a url': /"not a url" is not a base URL.*https:\/\/api\.xiaomimimo\.com/,
    'api.xiaomimimo.com': /is not a base URL/,
    'localhost:8080': /is not a base URL/,
    'ftp://api.xiaomimimo.com': /is not a base URL/,
    'file:///etc/passwd': /is not a base URL/,
    'https://user:secret@api.xiaomimimo.com': /user name or password/,
    'http://api.xiaomimimo.com/v1': /api\.xiaomimimo\.com uses plain http.*Use https/,
    'http://192.168.0.10:8080': /plain http/,
    'http://localhost.example.com': /plain http/,
    'http://127.0.0.1.example.com': /plain http/,
    'http://0.0.0.0:80': /plain http/,
  };
  for (const [typed, message] of Object.entries(refused)) {
    it(`"${typed}" is refused with a sentence`, () => {
      for (const use of [() => chatUrl('openai', typed), () => modelsUrl(typed), () => keyOrigin(typed)]) {
        assert.throws(use, (error) => {
          assert.ok(error instanceof MimoError);
          assert.equal(error.kind, 'badRequest');
          assert.match(error.message, message);
          assert.doesNotMatch(error.message, /secret/);
          return true;
        });
      }
    });
  }
});

describe('the endpoints', () => {
  it('give the root URL of each preset and leave a custom one as it is', () => {
    const roots = endpoints.map(({ id }) => endpointBaseUrl(id, 'https://other.example'));
    assert.deepEqual(roots, [
      'https://api.xiaomimimo.com',
      'https://token-plan-cn.xiaomimimo.com',
      'https://token-plan-sgp.xiaomimimo.com',
      'https://token-plan-ams.xiaomimimo.com',
      'https://api.mimo-v2.com',
    ]);
    assert.equal(endpointBaseUrl('custom', 'https://other.example/v1'), 'https://other.example/v1');
    assert.equal(consoleUrl, 'https://platform.xiaomimimo.com');
  });

  it('are told by the prefix of a key', () => {
    const plans = ['tokenPlanCn', 'tokenPlanSgp', 'tokenPlanAms'];
    assert.deepEqual(endpointsForKey('sk-abc'), ['payAsYouGo']);
    assert.deepEqual(endpointsForKey(' sk-abc\n'), ['payAsYouGo']);
    assert.deepEqual(endpointsForKey('tp-abc'), plans);
    assert.deepEqual(endpointsForKey('ttp-abc'), plans);
    assert.deepEqual(endpointsForKey('abc'), []);
    assert.deepEqual(endpointsForKey(''), []);
  });

  it('store a key for the origin, whatever the path', () => {
    assert.equal(keyOrigin('https://api.xiaomimimo.com/anthropic/v1/messages'), 'https://api.xiaomimimo.com');
    assert.equal(keyOrigin('http://127.0.0.1:8080/v1'), 'http://127.0.0.1:8080');
  });

  it('know the Token Plan hosts', () => {
    assert.ok(isTokenPlanHost('token-plan-cn.xiaomimimo.com'));
    assert.ok(!isTokenPlanHost('api.xiaomimimo.com'));
    assert.ok(!isTokenPlanHost('my-token-plan-cn.example'));
  });
});
