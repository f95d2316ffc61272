// Every refusal becomes a kind, and a message that holds what the service said.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inspect } from 'node:util';
import type { ErrorKind } from '../../../src/mimo/types.ts';
import { client, drain, errorOf, fakeFetch, protocols, question } from './support.ts';

const mimo = (message: string, param = ''): string =>
  JSON.stringify({ error: { code: '400', message, param, type: '' } });
const anthropic = (type: string, message: string): string =>
  JSON.stringify({ type: 'error', error: { type, message } });

/** Status, body → kind, message. */
const table: readonly (readonly [number, string, ErrorKind, string])[] = [
  [
    400,
    mimo('Param Incorrect', 'temperature must be in [0, 1.5]'),
    'badRequest',
    'Param Incorrect: temperature must be in [0, 1.5] (HTTP 400)',
  ],
  [
    400,
    mimo('Param Incorrect', 'Unsupported model mimo-v9'),
    'unknownModel',
    'Param Incorrect: Unsupported model mimo-v9 (HTTP 400)',
  ],
  [400, mimo('Unsupported model mimo-v9'), 'unknownModel', 'Unsupported model mimo-v9 (HTTP 400)'],
  [404, mimo('The model `x` does not exist'), 'unknownModel', 'The model `x` does not exist (HTTP 404)'],
  [
    404,
    mimo('The model mimo-v2.9 does not exist.'),
    'unknownModel',
    'The model mimo-v2.9 does not exist. (HTTP 404)',
  ],
  [
    400,
    mimo('Param Incorrect', 'Not supported model mimo-v9'),
    'unknownModel',
    'Param Incorrect: Not supported model mimo-v9 (HTTP 400)',
  ],
  [
    400,
    mimo('Param Incorrect', 'Model mimo-v2.9 is not supported'),
    'unknownModel',
    'Param Incorrect: Model mimo-v2.9 is not supported (HTTP 400)',
  ],
  [400, mimo('Invalid model: x'), 'unknownModel', 'Invalid model: x (HTTP 400)'],
  [404, anthropic('not_found_error', 'model: mimo-v9'), 'unknownModel', 'model: mimo-v9 (HTTP 404)'],
  [
    404,
    '{"error":{"message":"Nothing of that name","code":"model_not_found"}}',
    'unknownModel',
    'Nothing of that name (HTTP 404)',
  ],
  [
    404,
    mimo('The model does not support images'),
    'notFound',
    'The model does not support images (HTTP 404)',
  ],
  [
    400,
    mimo('Param Incorrect', 'Thinking of model mimo-v2-flash is not supported'),
    'badRequest',
    'Param Incorrect: Thinking of model mimo-v2-flash is not supported (HTTP 400)',
  ],
  [400, mimo('model is required'), 'badRequest', 'model is required (HTTP 400)'],
  [
    400,
    mimo('Param Incorrect', 'The reasoning_content in the thinking mode must be passed back to the API.'),
    'reasoningRequired',
    'Param Incorrect: The reasoning_content in the thinking mode must be passed back to the API. (HTTP 400)',
  ],
  [
    400,
    anthropic(
      'invalid_request_error',
      'The reasoning_content in the thinking mode must be passed back to the API.',
    ),
    'reasoningRequired',
    'The reasoning_content in the thinking mode must be passed back to the API. (HTTP 400)',
  ],
  [
    400,
    anthropic('invalid_request_error', 'The thinking in the thinking mode must be passed back to the API.'),
    'reasoningRequired',
    'The thinking in the thinking mode must be passed back to the API. (HTTP 400)',
  ],
  [
    400,
    mimo('webSearchEnabled is false', 'webSearchEnabled is false'),
    'badRequest',
    'webSearchEnabled is false (HTTP 400)',
  ],
  [400, mimo('', 'only here'), 'badRequest', 'only here (HTTP 400)'],
  [400, '', 'badRequest', 'HTTP 400'],
  [
    400,
    `data: ${mimo('Param Incorrect', 'bad image')}\n\n`,
    'badRequest',
    'Param Incorrect: bad image (HTTP 400)',
  ],
  [
    400,
    `data:${mimo('Param Incorrect', 'bad image')}`,
    'badRequest',
    'Param Incorrect: bad image (HTTP 400)',
  ],
  [
    400,
    `event: error\r\ndata: ${mimo('Param Incorrect', 'bad image')}\r\n\r\n`,
    'badRequest',
    'Param Incorrect: bad image (HTTP 400)',
  ],
  [401, mimo('Invalid API Key'), 'auth', 'Invalid API Key (HTTP 401)'],
  [401, anthropic('authentication_error', 'invalid key'), 'auth', 'invalid key (HTTP 401)'],
  [401, 'Unauthorized', 'auth', 'HTTP 401: Unauthorized'],
  [402, mimo('Insufficient balance'), 'balance', 'Insufficient balance (HTTP 402)'],
  [403, mimo('Region not supported'), 'permission', 'Region not supported (HTTP 403)'],
  [
    403,
    '<html><head><title>403 Forbidden</title><script>var a="<b>"</script></head><body>\n<h1>Access denied</h1><hr>nginx</body></html>',
    'permission',
    'HTTP 403: 403 Forbidden Access denied nginx',
  ],
  [404, mimo('Not Found'), 'notFound', 'Not Found (HTTP 404)'],
  [404, '<!DOCTYPE html><title>Nothing here</title>', 'notFound', 'HTTP 404: Nothing here'],
  [405, '', 'badRequest', 'HTTP 405'],
  [408, '', 'timeout', 'HTTP 408'],
  [413, '{"message":"Body too large"}', 'badRequest', 'Body too large (HTTP 413)'],
  [
    421,
    mimo('The request was rejected because it was considered high risk'),
    'moderation',
    'The request was rejected because it was considered high risk (HTTP 421)',
  ],
  [422, '{"detail":"Field required"}', 'badRequest', 'Field required (HTTP 422)'],
  [429, mimo('Too many requests'), 'rateLimit', 'Too many requests (HTTP 429)'],
  [500, mimo('Internal error'), 'server', 'Internal error (HTTP 500)'],
  [500, '{"error":"boom"}', 'server', 'boom (HTTP 500)'],
  [500, '{"ok":false}', 'server', 'HTTP 500: {"ok":false}'],
  [502, '<html><body>Bad\n\n  Gateway</body></html>', 'server', 'HTTP 502: Bad Gateway'],
  [503, '', 'server', 'HTTP 503'],
  [504, 'upstream timeout', 'server', 'HTTP 504: upstream timeout'],
  [529, anthropic('overloaded_error', 'Overloaded'), 'server', 'Overloaded (HTTP 529)'],
  [599, '{"error":null}', 'server', 'HTTP 599: {"error":null}'],
];

/** As Node's fetch fails. */
function failure(code: string): TypeError {
  return new TypeError('fetch failed', { cause: Object.assign(new Error('inner'), { code }) });
}

describe('a refused request', () => {
  for (const protocol of protocols) {
    for (const [status, body, kind, message] of table) {
      it(`${protocol}: ${status} ${JSON.stringify(body.slice(0, 80))} is ${kind}`, async () => {
        const { fetch } = fakeFetch(() => new Response(body, { status }));
        const { events, error } = await drain(client({ protocol, fetch, retries: 0 }).stream(question));
        assert.deepEqual(events, []);
        assert.equal(error?.kind, kind);
        assert.equal(error?.message, message);
        assert.equal(error?.status, status);
        assert.equal((await errorOf(client({ protocol, fetch, retries: 0 }).complete(question))).kind, kind);
      });
    }
  }

  it('shows a short beginning of a long page', async () => {
    const { fetch } = fakeFetch(() => new Response(`<p>${'wide '.repeat(1000)}</p>`, { status: 403 }));
    const { error } = await drain(client({ fetch }).stream(question));
    assert.ok(error && error.message.length < 230 && error.message.endsWith('…'), error?.message);
  });

  it('keeps param, request id and Retry-After', async () => {
    const headers = { 'x-request-id': 'req-7', 'retry-after': '120' };
    const { fetch } = fakeFetch(() => new Response(mimo('No', 'why'), { status: 429, headers }));
    const { error } = await drain(client({ fetch }).stream(question));
    assert.equal(error?.param, 'why');
    assert.equal(error?.requestId, 'req-7');
    assert.equal(error?.retryAfterMs, 120_000);
  });

  it('takes the request id from the body where no header has it', async () => {
    const body = '{"error":{"type":"api_error","message":"Boom"},"request_id":"req-8"}';
    const { fetch } = fakeFetch(() => new Response(body, { status: 400 }));
    const { error } = await drain(client({ fetch }).stream(question));
    assert.equal(error?.requestId, 'req-8');
  });

  const inStream: Readonly<Record<string, ErrorKind>> = {
    invalid_request_error: 'badRequest',
    authentication_error: 'auth',
    permission_error: 'permission',
    billing_error: 'balance',
    not_found_error: 'notFound',
    rate_limit_error: 'rateLimit',
    timeout_error: 'timeout',
    api_error: 'server',
    overloaded_error: 'server',
    model_not_found: 'unknownModel',
    invalid_api_key: 'auth',
    insufficient_quota: 'balance',
    rate_limit_exceeded: 'rateLimit',
  };
  for (const [type, kind] of Object.entries(inStream)) {
    it(`inside a 200 stream, ${type} is ${kind}`, async () => {
      const { fetch } = fakeFetch(
        () => new Response(`event: error\ndata: ${anthropic(type, 'So it is')}\n\n`),
      );
      const { error } = await drain(client({ protocol: 'anthropic', fetch }).stream(question));
      assert.equal(error?.kind, kind);
      assert.equal(error?.message, 'So it is');
    });
  }
});

describe('an error event on the Anthropic protocol', () => {
  it('is heard without an event name and without an error object too', async () => {
    const { fetch } = fakeFetch(() => new Response('data: {"type":"error","message":"Too bad"}\n\n'));
    const { error } = await drain(client({ protocol: 'anthropic', fetch }).stream(question));
    assert.equal(error?.message, 'Too bad');
  });
});

describe('a network that fails', () => {
  const codes: Readonly<Record<string, RegExp>> = {
    ENOTFOUND: /^No answer from api\.xiaomimimo\.com: the host name could not be found \(ENOTFOUND\)$/,
    ECONNREFUSED: /the connection was refused \(ECONNREFUSED\)/,
    ECONNRESET: /reset \(ECONNRESET\)/,
    SELF_SIGNED_CERT_IN_CHAIN: /certificate.*\(SELF_SIGNED_CERT_IN_CHAIN\)/,
    UNABLE_TO_VERIFY_LEAF_SIGNATURE: /certificate.*\(UNABLE_TO_VERIFY_LEAF_SIGNATURE\)/,
    ERR_TLS_CERT_ALTNAME_INVALID: /certificate.*\(ERR_TLS_CERT_ALTNAME_INVALID\)/,
    ESOMETHING: /: fetch failed: inner \(ESOMETHING\)/,
  };
  for (const [code, message] of Object.entries(codes)) {
    it(`says what ${code} means`, async () => {
      const { fetch } = fakeFetch(() => Promise.reject(failure(code)));
      const { error } = await drain(client({ fetch, retries: 0 }).stream(question));
      assert.equal(error?.kind, 'network');
      assert.match(error?.message ?? '', message);
      assert.deepEqual(error?.cause, { code });
    });
  }

  it('without a code says what fetch said', async () => {
    const { fetch } = fakeFetch(() => Promise.reject(new TypeError('Failed to fetch')));
    const { error } = await drain(client({ fetch, retries: 0 }).stream(question));
    assert.equal(error?.message, 'No answer from api.xiaomimimo.com: Failed to fetch');
  });

  it('in the middle of an answer says that it broke off', async () => {
    const first = new TextEncoder().encode('data: {"choices":[{"delta":{"content":"Hel"}}]}\n\n');
    let pulls = 0;
    const broken = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (pulls++ === 0) controller.enqueue(first);
        else controller.error(failure('ECONNRESET'));
      },
    });
    const { fetch } = fakeFetch(() => new Response(broken));
    const { events, error } = await drain(client({ fetch }).stream(question));
    assert.deepEqual(events.at(-1), { type: 'text', text: 'Hel' });
    assert.equal(
      error?.message,
      'The answer from api.xiaomimimo.com broke off: the connection was reset (ECONNRESET)',
    );
  });

  for (const code of ['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']) {
    it(`takes ${code} for a timeout and does not try again`, async () => {
      const { fetch, sent } = fakeFetch(() => Promise.reject(failure(code)));
      const { error } = await drain(client({ fetch }).stream(question));
      assert.equal(error?.kind, 'timeout');
      assert.equal(sent.length, 1);
    });
  }
});

describe('the key', () => {
  const said = 'Many keys of any kind, sk-testing and task-test: (sk-test) "sk-test"';
  const short: readonly (readonly [string, string])[] = [
    ['any', said],
    ['k', said],
    ['sk-test', 'Many keys of any kind, sk-testing and task-test: ([redacted]) "[redacted]"'],
  ];
  for (const [apiKey, shown] of short) {
    it(`as short as "${apiKey}" leaves the words of an error whole`, async () => {
      const { fetch } = fakeFetch(() => new Response(JSON.stringify({ error: said }), { status: 400 }));
      const { error } = await drain(client({ fetch, apiKey }).stream(question));
      assert.equal(error?.message, `${shown} (HTTP 400)`);
    });
  }

  it('is in no error, whoever quotes it', async () => {
    const apiKey = 'sk-"secret/1';
    const quotes = [
      `${apiKey} is wrong`,
      JSON.stringify({ error: { message: `Key ${apiKey}`, param: `p ${apiKey}` } }),
    ];
    const answers = [
      ...quotes.map((body) => () => new Response(body, { status: 401 })),
      () =>
        new Response(`data: ${JSON.stringify({ error: { message: `Key ${apiKey}`, param: apiKey } })}\n\n`),
      () => new Response(`data: not json ${apiKey}\n\n`),
      () => new Response(`<p>${apiKey}</p>`),
      () => Promise.reject(new TypeError(`bad header ${apiKey}`, { cause: new Error(apiKey) })),
      () => Response.redirect(`https://${encodeURIComponent('a')}.example/?k=${encodeURIComponent(apiKey)}`),
    ];
    for (const answer of answers) {
      const { fetch } = fakeFetch(answer);
      const { error } = await drain(client({ fetch, apiKey, retries: 0 }).stream(question));
      assert.ok(error);
      const shown = inspect(error, { depth: 9 });
      assert.ok(!shown.includes('secret'), shown);
    }
  });
});
