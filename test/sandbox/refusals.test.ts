// What the service is documented to refuse, is refused here, in its own words.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { startSandbox } from './server.ts';

const sandbox = await startSandbox();
after(() => sandbox.close());

const model = 'mimo-v2.6-pro';
const messages = [{ role: 'user', content: 'Hello' }];

async function post(path: string, body: unknown): Promise<{ status: number; text: string; error: any }> {
  const response = await fetch(sandbox.url + path, {
    method: 'POST',
    headers: { 'api-key': 'any' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, text, error: JSON.parse(text.replace(/^data:/, '')).error };
}

const chat = (extra: object): ReturnType<typeof post> =>
  post('/v1/chat/completions', { model, messages, ...extra });
const message = (extra: object): ReturnType<typeof post> =>
  post('/anthropic/v1/messages', { model, messages, max_tokens: 100, ...extra });

const image = (url: string): object => ({ type: 'image_url', image_url: { url } });
const user = (content: unknown): object => ({ messages: [{ role: 'user', content }] });
const tool = (fields: object): object => ({
  tools: [{ type: 'function', function: { name: 'a', ...fields } }],
});

const bothProtocols: readonly (readonly [string, object, RegExp])[] = [
  ['a temperature above 1.5', { temperature: 1.6 }, /^temperature must be between 0 and 1.5$/],
  ['a top_p below 0.01', { top_p: 0 }, /^top_p must be between 0.01 and 1$/],
  ['a thinking type that does not exist', { thinking: { type: 'adaptive' } }, /^thinking\.type/],
  ['no messages', { messages: [] }, /^messages must not be empty$/],
  ['a model that is gone', { model: 'mimo-v2-flash' }, /^Not supported model mimo-v2-flash$/],
  ['a picture that is not base64', user([image('data:image/png;base64,?')]), /base64|not supported/],
];

const chatOnly: readonly (readonly [string, object, RegExp])[] = [
  [
    'max_completion_tokens of 0',
    { max_completion_tokens: 0 },
    /^max_completion_tokens must be between 1 and 131072$/,
  ],
  ['max_completion_tokens above 131072', { max_completion_tokens: 131_073 }, /^max_completion_tokens/],
  ['a frequency penalty of 3', { frequency_penalty: 3 }, /^frequency_penalty must be between -2 and 2$/],
  ['a presence penalty of −3', { presence_penalty: -3 }, /^presence_penalty/],
  ['five stop sequences', { stop: ['a', 'b', 'c', 'd', 'e'] }, /^stop must not hold more than 4/],
  ['the role developer', { messages: [{ role: 'developer', content: 'x' }] }, /^messages\[0\]\.role/],
  ['a null content', { messages: [{ role: 'assistant', content: null }] }, /^messages\[0\]\.content/],
  [
    'an image in an assistant message',
    { messages: [{ role: 'assistant', content: [image('https://x/')] }] },
    /text/,
  ],
  ['a picture as SVG', user([image('data:image/svg+xml;base64,AAAA')]), /not a supported image format/],
  ['a file URL', user([image('file:///etc/passwd')]), /neither a data: nor an http/],
  ['a tool name with a dot', tool({ name: 'a.b' }), /^tools\[0\]\.function\.name/],
  ['a strict tool', tool({ strict: true }), /strict/],
  [
    'additionalProperties',
    tool({ parameters: { type: 'object', additionalProperties: false } }),
    /additionalProp/,
  ],
  ['tool_choice required', { tool_choice: 'required' }, /^tool_choice/],
  ['a JSON schema as format', { response_format: { type: 'json_schema' } }, /^response_format/],
  ['web search without the plugin', { tools: [{ type: 'web_search' }] }, /^webSearchEnabled is false$/],
  [
    'a result without a call',
    { messages: [{ role: 'tool', tool_call_id: 'x', content: '' }] },
    /no tool call/,
  ],
];

const messagesOnly: readonly (readonly [string, object, RegExp])[] = [
  ['no max_tokens', { max_tokens: undefined }, /^max_tokens is required$/],
  ['an empty text block', user([{ type: 'text', text: '' }]), /non-empty/],
  ['the role system', { messages: [{ role: 'system', content: 'x' }] }, /^messages\[0\]\.role/],
  ['a tool without a name', { tools: [{ type: 'web_search' }] }, /^tools\[0\]\.name/],
];

for (const [what, extra, param] of [...bothProtocols, ...chatOnly]) {
  test(`chat: ${what} is a 400`, async () => {
    const { status, error } = await chat(extra);
    assert.equal(status, 400);
    assert.deepEqual(
      { ...error, param: '' },
      { code: '400', message: 'Param Incorrect', param: '', type: '' },
    );
    assert.match(error.param, param);
  });
}

for (const [what, extra, param] of [...bothProtocols, ...messagesOnly]) {
  test(`messages: ${what} is a 400`, async () => {
    const { status, error } = await message(extra);
    assert.equal(status, 400);
    assert.deepEqual(
      { ...error, param: '' },
      { code: '400', message: 'Param Incorrect', param: '', type: '' },
    );
    assert.match(error.param, param);
  });
}

test('an unknown model is named, on both protocols', async () => {
  for (const refused of [await chat({ model: 'gpt-4' }), await message({ model: 'gpt-4' })]) {
    assert.equal(refused.status, 400);
    assert.equal(refused.error.message, 'Unsupported model gpt-4');
  }
});

test('the edges of every range are let in', async () => {
  const low = {
    temperature: 0,
    top_p: 0.01,
    frequency_penalty: -2,
    presence_penalty: -2,
    max_completion_tokens: 1,
  };
  const high = {
    temperature: 1.5,
    top_p: 1,
    frequency_penalty: 2,
    presence_penalty: 2,
    max_completion_tokens: 131_072,
    stop: ['a', 'b', 'c', 'd'],
  };
  for (const extra of [low, high, { stop: null, temperature: null }])
    assert.equal((await chat(extra)).status, 200);
});

test('a property that is called additionalProperties is no schema keyword', async () => {
  const parameters = { type: 'object', properties: { additionalProperties: { type: 'boolean' } } };
  assert.equal((await chat(tool({ parameters }))).status, 200);
});

test('the 400 of a streamed chat request begins with "data:"', async () => {
  assert.match((await chat({ temperature: 9, stream: true })).text, /^data:\{"error"/);
  assert.match((await chat({ temperature: 9 })).text, /^\{"error"/);
});

test('a body that is not JSON is a 400, an unknown path a 404', async () => {
  assert.equal((await post('/v1/chat/completions', '{')).status, 400);
  assert.equal((await post('/v1/v1/chat/completions', '{}')).status, 404);
  assert.equal((await post('/anthropic/v1/messages/count_tokens', '{}')).status, 404);
});
