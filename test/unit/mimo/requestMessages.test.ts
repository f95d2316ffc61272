// How a conversation goes over the wire on both protocols.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Message, Part, Protocol } from '../../../src/mimo/types.ts';
import { client, drain, errorOf, fakeFetch, question, sentBody, user, type Json } from './support.ts';

async function messagesOf(protocol: Protocol, messages: readonly Message[]): Promise<unknown> {
  return (await sentBody(protocol, { messages })).messages;
}

const assistant = (...content: Part[]): Message => ({ role: 'assistant', content });
const text = (value: string): Part => ({ type: 'text', text: value });
const call = (id: string, args: string): Part => ({
  type: 'toolCall',
  id,
  name: 'readFile',
  arguments: args,
});
const image = { type: 'image', mime: 'image/png', data: 'iVBORw==' } as const;
const audio = { type: 'audio', mime: 'audio/wav', data: 'UklGRg==' } as const;
const video = { type: 'video', mime: 'video/mp4', data: 'AAAAIA==' } as const;
const result = (id: string, value: string): Message => ({
  role: 'tool',
  content: [{ type: 'toolResult', id, content: value === '' ? [] : [{ type: 'text', text: value }] }],
});

describe('the messages of a request', () => {
  it('carry media where the protocol can', async () => {
    const content = [text('Look'), image, audio, video];
    assert.deepEqual(await messagesOf('openai', [{ role: 'user', content }]), [
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Look' },
          { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBORw==' } },
          { type: 'input_audio', input_audio: { data: 'data:audio/wav;base64,UklGRg==' } },
          { type: 'video_url', video_url: { url: 'data:video/mp4;base64,AAAAIA==' } },
        ],
      },
    ]);
    assert.deepEqual(await messagesOf('anthropic', [{ role: 'user', content: [text('Look'), image] }]), [
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Look' },
          { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'iVBORw==' } },
        ],
      },
    ]);
  });

  const impossible: readonly (readonly [Protocol, string, Message])[] = [
    ['anthropic', 'audio', { role: 'user', content: [text('Listen'), audio] }],
    ['anthropic', 'video', { role: 'user', content: [video] }],
    ['anthropic', 'images', assistant(image)],
    ['openai', 'images', assistant(text('Here'), image)],
    ['openai', 'audio', assistant(audio)],
    ['openai', 'tool calls', { role: 'user', content: [text('x'), call('a', '{}')] }],
    ['anthropic', 'reasoning', { role: 'user', content: [{ type: 'reasoning', text: 'x' }] }],
  ];
  for (const [protocol, what, message] of impossible) {
    it(`${protocol}: ${what} in a message of the ${message.role} are refused before anything is sent`, async () => {
      const { fetch, sent } = fakeFetch(() => new Response());
      const api = client({ protocol, fetch });
      const request = { ...question, messages: [message] };
      const { error } = await drain(api.stream(request));
      assert.equal(error?.kind, 'badRequest');
      assert.ok(
        error?.message.includes(`cannot carry ${what} in a message of the ${message.role}`),
        error?.message,
      );
      assert.equal((await errorOf(api.complete(request))).kind, 'badRequest');
      assert.equal(sent.length, 0);
    });
  }

  it('leave out empty text, empty messages and an empty signature', async () => {
    const messages: readonly Message[] = [
      { role: 'user', content: [text(''), text('a')] },
      assistant(text('')),
      { role: 'user', content: [] },
      assistant({ type: 'reasoning', text: 'hm', signature: '' }, text('b'), text('')),
      user('c'),
    ];
    assert.deepEqual(await messagesOf('openai', messages), [
      { role: 'user', content: 'a' },
      { role: 'assistant', content: 'b', reasoning_content: 'hm' },
      { role: 'user', content: 'c' },
    ]);
    assert.deepEqual(await messagesOf('anthropic', messages), [
      { role: 'user', content: [{ type: 'text', text: 'a' }] },
      {
        role: 'assistant',
        content: [
          { type: 'thinking', thinking: 'hm' },
          { type: 'text', text: 'b' },
        ],
      },
      { role: 'user', content: [{ type: 'text', text: 'c' }] },
    ]);
  });

  it('give reasoning back as it was, with its signature where there is one', async () => {
    const messages = [
      user('q'),
      assistant(
        { type: 'reasoning', text: 'two ', signature: 's1' },
        { type: 'reasoning', text: 'steps' },
        text('a'),
      ),
    ];
    assert.deepEqual(await messagesOf('openai', messages), [
      { role: 'user', content: 'q' },
      { role: 'assistant', content: 'a', reasoning_content: 'two steps' },
    ]);
    assert.deepEqual(await messagesOf('anthropic', messages), [
      { role: 'user', content: [{ type: 'text', text: 'q' }] },
      {
        role: 'assistant',
        content: [
          { type: 'thinking', thinking: 'two ', signature: 's1' },
          { type: 'thinking', thinking: 'steps' },
          { type: 'text', text: 'a' },
        ],
      },
    ]);
  });

  it('say that tool calls were made without thinking: an empty field on OpenAI, no block on Anthropic', async () => {
    const messages = [assistant({ type: 'reasoning', text: '' }, call('a', '{"path":"x"}'))];
    assert.deepEqual(await messagesOf('openai', messages), [
      {
        role: 'assistant',
        content: '',
        reasoning_content: '',
        tool_calls: [
          { id: 'a', type: 'function', function: { name: 'readFile', arguments: '{"path":"x"}' } },
        ],
      },
    ]);
    assert.deepEqual(await messagesOf('anthropic', messages), [
      { role: 'assistant', content: [{ type: 'tool_use', id: 'a', name: 'readFile', input: { path: 'x' } }] },
    ]);
  });

  it('have "" and no reasoning field for tool calls that came with neither text nor reasoning', async () => {
    assert.deepEqual(await messagesOf('openai', [assistant(call('a', '{}'))]), [
      {
        role: 'assistant',
        content: '',
        tool_calls: [{ id: 'a', type: 'function', function: { name: 'readFile', arguments: '{}' } }],
      },
    ]);
  });

  it('send arguments that are no JSON as {}, and valid ones byte for byte', async () => {
    const stored = ['', '{"path": a', '{ "path" : "x" }', '[1]'];
    const messages = [assistant(...stored.map((args, i) => call(`c${i}`, args)))];
    const [openai] = (await messagesOf('openai', messages)) as { tool_calls: { function: Json }[] }[];
    assert.deepEqual(
      openai?.tool_calls.map((one) => one.function.arguments),
      ['{}', '{}', '{ "path" : "x" }', '[1]'],
    );
    const [anthropic] = (await messagesOf('anthropic', messages)) as { content: Json[] }[];
    assert.deepEqual(
      anthropic?.content.map((block) => block.input),
      [{}, {}, { path: 'x' }, {}],
    );
  });

  const group: readonly Message[] = [
    assistant(call('a', '{}'), call('b', '{}'), call('c', '{}')),
    result('a', 'text of a'),
    {
      role: 'tool',
      content: [
        {
          type: 'toolResult',
          id: 'b',
          content: [{ type: 'text', text: 'one' }, image, { type: 'text', text: 'two' }],
        },
        { type: 'toolResult', id: 'c', content: [], isError: true },
      ],
    },
    user('Go on'),
    assistant(call('d', '{}')),
    result('d', 'last'),
  ];

  it('openai: one message for each tool result, their images after the group', async () => {
    const messages = (await messagesOf('openai', group)) as Json[];
    assert.deepEqual(messages.slice(1, 6), [
      { role: 'tool', tool_call_id: 'a', content: 'text of a' },
      { role: 'tool', tool_call_id: 'b', content: 'one\ntwo' },
      { role: 'tool', tool_call_id: 'c', content: '' },
      {
        role: 'user',
        content: [{ type: 'image_url', image_url: { url: 'data:image/png;base64,iVBORw==' } }],
      },
      { role: 'user', content: 'Go on' },
    ]);
    assert.deepEqual(messages.slice(7), [{ role: 'tool', tool_call_id: 'd', content: 'last' }]);
  });

  it('anthropic: all tool results and the user message after them in one message, results first', async () => {
    const messages = (await messagesOf('anthropic', group)) as Json[];
    assert.deepEqual(messages[1], {
      role: 'user',
      content: [
        { type: 'tool_result', tool_use_id: 'a', content: [{ type: 'text', text: 'text of a' }] },
        {
          type: 'tool_result',
          tool_use_id: 'b',
          content: [
            { type: 'text', text: 'one' },
            { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'iVBORw==' } },
            { type: 'text', text: 'two' },
          ],
        },
        { type: 'tool_result', tool_use_id: 'c', content: '', is_error: true },
        { type: 'text', text: 'Go on' },
      ],
    });
    assert.deepEqual(messages.slice(3), [
      {
        role: 'user',
        content: [{ type: 'tool_result', tool_use_id: 'd', content: [{ type: 'text', text: 'last' }] }],
      },
    ]);
    assert.deepEqual(
      messages.map((message) => message.role),
      ['assistant', 'user', 'assistant', 'user'],
    );
  });
});
