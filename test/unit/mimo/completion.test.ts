// Answers in one piece, and the list of models.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Protocol } from '../../../src/mimo/types.ts';
import { client, errorOf, fakeFetch, protocols, question } from './support.ts';

function answering(protocol: Protocol, body: unknown, init?: ResponseInit): ReturnType<typeof client> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return client({ protocol, fetch: fakeFetch(() => new Response(text, init)).fetch });
}

describe('a whole answer on the OpenAI protocol', () => {
  it('as the documentation shows it', async () => {
    const body = {
      id: '8b51f9e0',
      choices: [
        {
          finish_reason: 'stop',
          index: 0,
          message: { content: "Hello! I'm MiMo 😊", role: 'assistant', tool_calls: null },
        },
      ],
      created: 1776848906,
      model: 'mimo-v2.5-pro',
      object: 'chat.completion',
      usage: {
        completion_tokens: 72,
        prompt_tokens: 57,
        total_tokens: 129,
        completion_tokens_details: { reasoning_tokens: 0 },
        prompt_tokens_details: null,
      },
    };
    assert.deepEqual(await answering('openai', body).complete(question), {
      id: '8b51f9e0',
      model: 'mimo-v2.5-pro',
      message: { role: 'assistant', content: [{ type: 'text', text: "Hello! I'm MiMo 😊" }] },
      citations: [],
      usage: { inputTokens: 57, outputTokens: 72, reasoningTokens: 0 },
      finishReason: 'stop',
    });
  });

  it('with reasoning, citations and several tool calls, though the reason says stop', async () => {
    const body = {
      choices: [
        {
          finish_reason: 'stop',
          message: {
            content: '',
            reasoning_content: 'Search twice.',
            annotations: [{ type: 'url_citation', url: 'https://example.com', title: 'Example' }],
            tool_calls: [
              { id: 'a', type: 'function', function: { name: 'search', arguments: '{"q":1}' } },
              { id: 'b', type: 'function', function: { name: 'search', arguments: '' } },
            ],
          },
        },
      ],
      usage: { prompt_tokens: 9, completion_tokens: 5, prompt_tokens_details: { cached_tokens: 8 } },
    };
    assert.deepEqual(await answering('openai', body).complete(question), {
      message: {
        role: 'assistant',
        content: [
          { type: 'reasoning', text: 'Search twice.' },
          { type: 'toolCall', id: 'a', name: 'search', arguments: '{"q":1}' },
          { type: 'toolCall', id: 'b', name: 'search', arguments: '' },
        ],
      },
      citations: [{ url: 'https://example.com', title: 'Example' }],
      usage: { inputTokens: 9, outputTokens: 5, cachedInputTokens: 8 },
      finishReason: 'toolCalls',
    });
  });

  it('gives a tool call without an id one of its own', async () => {
    const tool_calls = [{ function: { name: 'search', arguments: { q: 1 } } }];
    const body = { choices: [{ finish_reason: 'tool_calls', message: { content: null, tool_calls } }] };
    const { message, usage } = await answering('openai', body).complete(question);
    const [part] = message.content;
    assert.ok(part?.type === 'toolCall');
    assert.match(part.id, /^call_.{36}$/);
    assert.equal(part.arguments, '{"q":1}');
    assert.deepEqual(usage, { inputTokens: 0, outputTokens: 0 });
  });

  it('without a finish reason is taken as it is', async () => {
    const body = { choices: [{ finish_reason: null, message: { content: 'a' } }] };
    const { finishReason } = await answering('openai', body).complete(question);
    assert.equal(finishReason, 'unknown');
  });
});

describe('a whole answer on the Anthropic protocol', () => {
  it('as the documentation shows it', async () => {
    const body = {
      id: 'b966dbca',
      type: 'message',
      role: 'assistant',
      model: 'mimo-v2.5-pro',
      stop_reason: 'end_turn',
      content: [{ type: 'text', text: "Hello! I'm MiMo" }],
      usage: { input_tokens: 57, output_tokens: 54 },
    };
    assert.deepEqual(await answering('anthropic', body).complete(question), {
      id: 'b966dbca',
      model: 'mimo-v2.5-pro',
      message: { role: 'assistant', content: [{ type: 'text', text: "Hello! I'm MiMo" }] },
      citations: [],
      usage: { inputTokens: 57, outputTokens: 54 },
      finishReason: 'stop',
    });
  });

  it('with signed thinking, text, tool calls and everything cached', async () => {
    const body = {
      stop_reason: 'tool_use',
      content: [
        { type: 'thinking', thinking: 'Look.', signature: 'EqQB' },
        { type: 'thinking', thinking: 'Again.' },
        { type: 'text', text: 'Looking.' },
        { type: 'tool_use', id: 'a', name: 'read', input: { path: 'x' } },
        { type: 'tool_use', id: 'b', name: 'list', input: {} },
      ],
      usage: { input_tokens: 0, output_tokens: 5, cache_read_input_tokens: 30 },
    };
    assert.deepEqual(await answering('anthropic', body).complete(question), {
      message: {
        role: 'assistant',
        content: [
          { type: 'reasoning', text: 'Look.', signature: 'EqQB' },
          { type: 'reasoning', text: 'Again.' },
          { type: 'text', text: 'Looking.' },
          { type: 'toolCall', id: 'a', name: 'read', arguments: '{"path":"x"}' },
          { type: 'toolCall', id: 'b', name: 'list', arguments: '{}' },
        ],
      },
      citations: [],
      usage: { inputTokens: 30, outputTokens: 5, cachedInputTokens: 30 },
      finishReason: 'toolCalls',
    });
  });
});

describe('a whole answer that is none', () => {
  const bodies: Readonly<Record<string, readonly [string, string, RegExp]>> = {
    'an empty body': ['', 'protocol', /empty answer/],
    'a page': ['<html><body>Log in</body></html>', 'protocol', /not JSON: Log in/],
    'half an object': ['{"choices":[{"mess', 'protocol', /not JSON/],
    'no choices and no content': ['{"choices":[],"content":[],"usage":{}}', 'protocol', /without a message/],
    'an error object': [
      '{"error":{"code":"400","message":"No","param":"Bad image"}}',
      'badRequest',
      /No: Bad image/,
    ],
    'an error behind data:': [
      'data: {"error":{"code":"429","message":"Slow down"}}\n\n',
      'rateLimit',
      /Slow down/,
    ],
  };
  for (const protocol of protocols) {
    for (const [name, [body, kind, message]] of Object.entries(bodies)) {
      it(`${protocol}: ${name} is an error`, async () => {
        const error = await errorOf(answering(protocol, body).complete(question));
        assert.equal(error.kind, kind);
        assert.match(error.message, message);
      });
    }
  }
});

describe('the list of models', () => {
  for (const protocol of protocols) {
    it(`${protocol}: comes from the OpenAI side of the host, with the key`, async () => {
      const list = {
        object: 'list',
        data: [{ id: 'mimo-v2.6-pro', object: 'model' }, { id: 'mimo-tts' }, null, {}],
      };
      const { fetch, sent } = fakeFetch(() => Response.json(list));
      const api = client({ protocol, fetch, baseUrl: 'https://api.xiaomimimo.com/anthropic' });
      assert.deepEqual(await api.listModels(), ['mimo-v2.6-pro', 'mimo-tts']);
      assert.equal(sent[0]?.url, 'https://api.xiaomimimo.com/v1/models');
      assert.equal(sent[0]?.method, 'GET');
      assert.equal(sent[0]?.headers.get('api-key'), 'sk-secret');
      assert.equal(sent[0]?.headers.get('content-type'), null);
    });
  }

  it('that is no list is an error that names the host', async () => {
    const error = await errorOf(answering('openai', { ok: true }).listModels());
    assert.equal(error.kind, 'protocol');
    assert.match(error.message, /api\.xiaomimimo\.com/);
  });

  it('fails with the kind of the status', async () => {
    assert.equal((await errorOf(answering('openai', '{}', { status: 401 }).listModels())).kind, 'auth');
  });
});
