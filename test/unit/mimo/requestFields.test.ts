// What goes over the wire for each field of a request, on both protocols.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ChatRequest } from '../../../src/mimo/types.ts';
import { client, errorOf, fakeFetch, protocols, question, sentBody, type Json } from './support.ts';

describe('the fields of a request', () => {
  it('are few when few are given', async () => {
    assert.deepEqual(await sentBody('openai', {}), {
      model: 'mimo-v2.6-pro',
      messages: [{ role: 'user', content: 'Hello' }],
      stream: true,
      stream_options: { include_usage: true },
    });
    assert.deepEqual(await sentBody('anthropic', {}), {
      model: 'mimo-v2.6-pro',
      max_tokens: 131_072,
      messages: [{ role: 'user', content: [{ type: 'text', text: 'Hello' }] }],
      stream: true,
    });
  });

  const weather = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
  const tool = { name: 'weather', description: 'The weather', parameters: weather };
  /** Field given → fields expected on the OpenAI protocol, and on the Anthropic one. */
  const fields: readonly (readonly [string, Partial<ChatRequest>, Json, Json])[] = [
    [
      'model',
      { model: 'mimo-v2-flash' },
      { model: 'mimo-v2-flash' },
      { model: 'mimo-v2-flash', max_tokens: 65_536 },
    ],
    [
      'an unknown model',
      { model: 'x' },
      { model: 'x', max_completion_tokens: undefined },
      { max_tokens: 32_768 },
    ],
    [
      'system',
      { system: 'Be brief.' },
      {
        messages: [
          { role: 'system', content: 'Be brief.' },
          { role: 'user', content: 'Hello' },
        ],
      },
      { system: 'Be brief.', messages: [{ role: 'user', content: [{ type: 'text', text: 'Hello' }] }] },
    ],
    [
      'an empty system',
      { system: '' },
      { messages: [{ role: 'user', content: 'Hello' }] },
      { system: undefined },
    ],
    [
      'maxTokens',
      { maxTokens: 99 },
      { max_completion_tokens: 99, max_tokens: undefined },
      { max_tokens: 99 },
    ],
    ['temperature', { temperature: 0 }, { temperature: 0 }, { temperature: 0 }],
    ['topP', { topP: 0.5 }, { top_p: 0.5 }, { top_p: 0.5 }],
    [
      'frequencyPenalty',
      { frequencyPenalty: -1 },
      { frequency_penalty: -1 },
      { frequency_penalty: undefined },
    ],
    ['presencePenalty', { presencePenalty: 1 }, { presence_penalty: 1 }, { presence_penalty: undefined }],
    [
      'stop',
      { stop: ['END'] },
      { stop: ['END'], stop_sequences: undefined },
      { stop_sequences: ['END'], stop: undefined },
    ],
    ['an empty stop', { stop: [] }, { stop: undefined }, { stop_sequences: undefined }],
    ['thinking on', { thinking: true }, { thinking: { type: 'enabled' } }, { thinking: { type: 'enabled' } }],
    [
      'thinking off',
      { thinking: false },
      { thinking: { type: 'disabled' } },
      { thinking: { type: 'disabled' } },
    ],
    [
      'tools',
      { tools: [tool] },
      { tools: [{ type: 'function', function: tool }] },
      { tools: [{ name: 'weather', description: 'The weather', input_schema: weather }] },
    ],
    ['no tools', { tools: [] }, { tools: undefined }, { tools: undefined }],
    ['toolChoice auto', { toolChoice: 'auto' }, { tool_choice: 'auto' }, { tool_choice: { type: 'auto' } }],
    ['toolChoice none', { toolChoice: 'none' }, { tool_choice: 'none' }, { tool_choice: { type: 'none' } }],
    [
      'toolChoice by name',
      { toolChoice: { name: 'weather' } },
      { tool_choice: { type: 'function', function: { name: 'weather' } } },
      { tool_choice: { type: 'tool', name: 'weather' } },
    ],
    [
      'responseFormat json',
      { responseFormat: 'json' },
      { response_format: { type: 'json_object' } },
      { response_format: undefined },
    ],
    [
      'responseFormat text',
      { responseFormat: 'text' },
      { response_format: { type: 'text' } },
      { response_format: undefined },
    ],
    [
      'webSearch',
      { webSearch: { forceSearch: true, maxKeyword: 3, limit: 5, userLocation: { country: 'China' } } },
      {
        tools: [
          {
            type: 'web_search',
            force_search: true,
            max_keyword: 3,
            limit: 5,
            user_location: { country: 'China' },
          },
        ],
      },
      { tools: undefined },
    ],
    [
      'webSearch beside tools',
      { webSearch: {}, tools: [tool] },
      { tools: [{ type: 'function', function: tool }, { type: 'web_search' }] },
      { tools: [{ name: 'weather', description: 'The weather', input_schema: weather }] },
    ],
  ];
  for (const [name, request, openai, anthropic] of fields) {
    for (const [protocol, expected] of [
      ['openai', openai],
      ['anthropic', anthropic],
    ] as const) {
      it(`${protocol}: ${name}`, async () => {
        const body = await sentBody(protocol, request);
        const seen = Object.fromEntries(Object.keys(expected).map((key) => [key, body[key]]));
        assert.deepEqual(seen, expected);
      });
    }
  }

  it('say stream: false for an answer in one piece', async () => {
    for (const protocol of protocols) {
      const { fetch, sent } = fakeFetch(() => new Response('', { status: 400 }));
      await errorOf(client({ protocol, fetch }).complete(question));
      const body = JSON.parse(sent[0]?.body ?? '') as Json;
      assert.equal(body.stream, false);
      assert.equal(body.stream_options, undefined);
      assert.equal(sent[0]?.headers.get('accept'), 'application/json');
    }
  });

  it('have tool schemas without what some versions of the service reject, names and data untouched', async () => {
    const parameters = {
      type: 'object',
      strict: true,
      additionalProperties: false,
      properties: {
        strict: { type: 'boolean', description: 'a property of that name' },
        additionalProperties: { type: 'object', additionalProperties: { type: 'number', strict: true } },
        list: { type: 'array', items: { type: 'object', additionalProperties: true, properties: {} } },
        either: { anyOf: [{ type: 'object', additionalProperties: false }, { type: 'null' }] },
        mode: { enum: [{ strict: 1 }], default: { additionalProperties: false } },
      },
      required: ['strict'],
      $defs: { strict: { type: 'object', additionalProperties: false } },
    };
    const cleaned = {
      type: 'object',
      properties: {
        strict: { type: 'boolean', description: 'a property of that name' },
        additionalProperties: { type: 'object', additionalProperties: { type: 'number' } },
        list: { type: 'array', items: { type: 'object', properties: {} } },
        either: { anyOf: [{ type: 'object' }, { type: 'null' }] },
        mode: { enum: [{ strict: 1 }], default: { additionalProperties: false } },
      },
      required: ['strict'],
      $defs: { strict: { type: 'object' } },
    };
    const tools = [{ name: 'f', parameters }];
    assert.deepEqual((await sentBody('openai', { tools })).tools, [
      { type: 'function', function: { name: 'f', parameters: cleaned } },
    ]);
    assert.deepEqual((await sentBody('anthropic', { tools })).tools, [{ name: 'f', input_schema: cleaned }]);
  });
});
