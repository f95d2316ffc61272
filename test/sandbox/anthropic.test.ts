// The official @anthropic-ai/sdk package must find MiMo's Messages protocol here.
import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import Anthropic, { APIError } from '@anthropic-ai/sdk';
import { startSandbox } from './server.ts';

const sandbox = await startSandbox();
const client = new Anthropic({ baseURL: `${sandbox.url}/anthropic`, apiKey: 'any', maxRetries: 0 });
const base = { model: 'mimo-v2.6-pro', max_tokens: 4096 };
type Create = Anthropic.MessageCreateParamsNonStreaming;

beforeEach(() => sandbox.clear());
after(() => sandbox.close());

const ask = (content: string): Anthropic.MessageParam[] => [{ role: 'user', content }];

/** MiMo's own fields, which the package does not know. */
function complete(messages: Anthropic.MessageParam[], extra: object = {}): Promise<Anthropic.Message> {
  return client.messages.create({ ...base, messages, ...extra } as Create);
}

function streamed(messages: Anthropic.MessageParam[], extra: object = {}): Promise<Anthropic.Message> {
  return client.messages.stream({ ...base, messages, ...extra } as Create).finalMessage();
}

const textOf = (message: Anthropic.Message): string =>
  message.content.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join('');

const weather = {
  name: 'get_weather',
  input_schema: { type: 'object', properties: { city: { type: 'string' } } },
} as const;
const clock = { name: 'get_time', input_schema: { type: 'object', properties: {} } } as const;

test('a streamed answer and a whole one say the same, thinking first and signed', async () => {
  const whole = await complete(ask('你好'));
  const parts = await streamed(ask('你好'));
  assert.deepEqual(parts.content, whole.content);
  const [thinking, text] = parts.content;
  assert.ok(thinking?.type === 'thinking' && text?.type === 'text');
  assert.match(thinking.thinking, /用户说的是“你好”/);
  assert.notEqual(thinking.signature, '');
  assert.match(text.text, /我是 \*\*MiMo\*\*/);
  assert.equal(parts.stop_reason, 'end_turn');
});

test('thinking switched off leaves no thinking block', async () => {
  const { content } = await streamed(ask('Hello'), { thinking: { type: 'disabled' } });
  assert.deepEqual(
    content.map((block) => block.type),
    ['text'],
  );
});

test('usage: the same prompt again is entirely cached, with input_tokens 0', async () => {
  const first = await streamed(ask('Hello'));
  assert.equal(first.usage.cache_read_input_tokens, 0);
  const second = await streamed(ask('Hello'));
  assert.equal(second.usage.input_tokens, 0);
  assert.equal(second.usage.cache_read_input_tokens, first.usage.input_tokens);
  assert.ok(second.usage.output_tokens > 20);
  const { usage } = await complete(ask('Hello'));
  assert.deepEqual(sandbox.journal.at(-1)?.usage, usage);
});

test('a tool call over several rounds: the signed thinking must come back, else 400', async () => {
  const tools = [weather];
  const question = ask('Use a tool to find the weather');
  const call = await streamed(question, { tools });
  assert.equal(call.stop_reason, 'tool_use');
  const use = call.content.find((block) => block.type === 'tool_use');
  assert.ok(use);
  assert.deepEqual(use.input, { city: 'Beijing' });
  const result: Anthropic.MessageParam = {
    role: 'user',
    content: [{ type: 'tool_result', tool_use_id: use.id, content: '24 °C' }],
  };
  const content = call.content as Anthropic.ContentBlockParam[];
  const answer = await complete([...question, { role: 'assistant', content }, result], { tools });
  assert.match(textOf(answer), /`get_weather`: 24 °C/);

  const unthinking = content.filter((block) => block.type !== 'thinking');
  const unsigned = content.map((block) =>
    block.type === 'thinking' ? { ...block, signature: 'other' } : block,
  );
  for (const forgetful of [unthinking, unsigned]) {
    await assert.rejects(
      complete([...question, { role: 'assistant', content: forgetful }, result], { tools }),
      (error) => {
        assert.ok(error instanceof APIError);
        assert.equal(error.status, 400);
        assert.match(
          error.message,
          /The reasoning_content in the thinking mode must be passed back to the API\./,
        );
        return true;
      },
    );
  }
});

test('two tools are called at once, and their results come back in one message', async () => {
  const tools = [weather, clock];
  const question = ask('Use both tools in parallel');
  const call = await streamed(question, { tools });
  const uses = call.content.filter((block) => block.type === 'tool_use');
  assert.deepEqual(
    uses.map((use) => use.name),
    ['get_weather', 'get_time'],
  );
  assert.deepEqual(uses[1]?.input, {});
  const results = uses.map((use) => ({
    type: 'tool_result' as const,
    tool_use_id: use.id,
    content: [{ type: 'text' as const, text: `${use.name} done` }],
  }));
  const content = call.content as Anthropic.ContentBlockParam[];
  const history: Anthropic.MessageParam[] = [...question, { role: 'assistant', content }];
  const answer = await streamed([...history, { role: 'user', content: results }], { tools });
  assert.match(textOf(answer), /get_weather done[^]*get_time done/);
  // One of the two is missing.
  await assert.rejects(complete([...history, { role: 'user', content: results.slice(1) }], { tools }), {
    status: 400,
  });
});

test('a conversation may go on over the other protocol: a call without a signature needs none', async () => {
  const chat = await fetch(`${sandbox.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'api-key': 'any' },
    body: JSON.stringify({
      model: base.model,
      messages: ask('Use a tool'),
      tools: [{ type: 'function', function: { name: 'get_time' } }],
    }),
  });
  const { message } = ((await chat.json()) as any).choices[0];
  const content: Anthropic.ContentBlockParam[] = [
    { type: 'thinking', thinking: message.reasoning_content } as Anthropic.ThinkingBlockParam,
    { type: 'tool_use', id: message.tool_calls[0].id, name: 'get_time', input: {} },
  ];
  const result = { type: 'tool_result' as const, tool_use_id: message.tool_calls[0].id, content: 'noon' };
  const answer = await complete([
    ...ask('Use a tool'),
    { role: 'assistant', content },
    { role: 'user', content: [result] },
  ]);
  assert.match(textOf(answer), /noon/);
});

test('a stop sequence is named, and max_tokens ends the answer', async () => {
  const stopped = await streamed(ask('Hello'), { stop_sequences: ['MiMo'] });
  assert.equal(stopped.stop_reason, 'stop_sequence');
  assert.equal(stopped.stop_sequence, 'MiMo');
  const short = await streamed(ask('Hello'), { max_tokens: 3 });
  assert.equal(short.stop_reason, 'max_tokens');
  assert.equal(textOf(short), '');
});

test('an image reaches the model; a document is refused', async () => {
  const image = {
    type: 'image',
    source: { type: 'base64', media_type: 'image/png', data: 'iVBORw0KGgo=' },
  } as const;
  const answer = await complete([
    { role: 'user', content: [image, { type: 'text', text: 'What is this?' }] },
  ]);
  assert.match(textOf(answer), /image: `image\/png`, 8 bytes/);
  const document = {
    type: 'document',
    source: { type: 'base64', media_type: 'application/pdf', data: 'AAAA' },
  } as const;
  await assert.rejects(complete([{ role: 'user', content: [document] }]), { status: 400 });
});
