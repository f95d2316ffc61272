// The official openai package must find MiMo's chat protocol here.
import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import OpenAI, { APIError } from 'openai';
import { startSandbox } from './server.ts';

const sandbox = await startSandbox();
const client = new OpenAI({ baseURL: `${sandbox.url}/v1`, apiKey: 'any', maxRetries: 0 });
const model = 'mimo-v2.6-pro';
type Create = OpenAI.Chat.ChatCompletionCreateParamsNonStreaming;
type Messages = Create['messages'];

beforeEach(() => sandbox.clear());
after(() => sandbox.close());

const ask = (content: string): Messages => [{ role: 'user', content }];

/** MiMo's own fields, which the package does not know. */
function complete(messages: Messages, extra: object = {}): Promise<OpenAI.Chat.ChatCompletion> {
  return client.chat.completions.create({ model, messages, ...extra } as Create);
}

async function streamed(messages: Messages, extra: object = {}) {
  const stream = await client.chat.completions.create({
    model,
    messages,
    stream: true,
    stream_options: { include_usage: true },
    ...extra,
  });
  const chunks: OpenAI.Chat.ChatCompletionChunk[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  const deltas = chunks.flatMap((chunk) => chunk.choices.map((choice) => choice.delta as Delta));
  return {
    chunks,
    deltas,
    text: deltas.map((delta) => delta.content ?? '').join(''),
    reasoning: deltas.map((delta) => delta.reasoning_content ?? '').join(''),
    finish: chunks.findLast((chunk) => chunk.choices.length > 0)?.choices[0]?.finish_reason,
    usage: chunks.at(-1)?.usage,
  };
}

type Delta = OpenAI.Chat.ChatCompletionChunk.Choice.Delta & {
  readonly reasoning_content?: string | null;
  readonly annotations?: readonly { readonly url: string }[];
};
type Spoken = OpenAI.Chat.ChatCompletionMessage & { readonly reasoning_content?: string };

const spoken = (completion: OpenAI.Chat.ChatCompletion): Spoken => {
  const message = completion.choices[0]?.message;
  assert.ok(message);
  return message;
};

const weather = {
  type: 'function',
  function: {
    name: 'get_weather',
    parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  },
} as const;
const clock = { type: 'function', function: { name: 'get_time' } } as const;

test('lists the models, speech models among them', async () => {
  const ids = (await client.models.list()).data.map((entry) => entry.id);
  assert.ok(ids.includes('mimo-v2.6-pro'));
  assert.ok(ids.includes('mimo-v2.5-tts'));
  assert.ok(!ids.includes('mimo-v2.5-pro'));
});

test('a streamed answer and a whole one say the same', async () => {
  const whole = spoken(await complete(ask('Hello')));
  const parts = await streamed(ask('Hello'));
  assert.match(parts.text, /I am \*\*MiMo\*\*/);
  assert.equal(parts.text, whole.content);
  assert.equal(parts.reasoning, whole.reasoning_content);
  assert.notEqual(parts.reasoning, '');
  assert.equal(parts.finish, 'stop');
});

test('the stream has the shape that is documented: role first, null keys, usage last without choices', async () => {
  const { chunks, deltas } = await streamed(ask('ping'));
  assert.equal(deltas[0]?.role, 'assistant');
  assert.equal(deltas[1]?.role, null);
  assert.equal(deltas[1]?.content, null);
  assert.deepEqual(chunks.at(-1)?.choices, []);
  assert.equal(chunks.at(-2)?.choices[0]?.finish_reason, 'stop');
  assert.equal(chunks.at(-2)?.usage, null);
});

test('thinking switched off leaves no reasoning', async () => {
  const { reasoning, usage } = await streamed(ask('Hello'), { thinking: { type: 'disabled' } });
  assert.equal(reasoning, '');
  assert.equal(usage?.completion_tokens_details?.reasoning_tokens, 0);
});

test('usage counts the prompt, and a prefix that came before as cached', async () => {
  const system = { role: 'system', content: 'You are MiMo, an AI assistant developed by Xiaomi.' } as const;
  const first = await streamed([system, ...ask('Hello')]);
  assert.equal(first.usage?.prompt_tokens_details, null);
  const second = await streamed([system, ...ask('Show me a table')]);
  const cached = second.usage?.prompt_tokens_details?.cached_tokens ?? 0;
  assert.ok(cached >= 9, `${cached} tokens are cached`);
  assert.ok(cached < (second.usage?.prompt_tokens ?? 0));
  assert.deepEqual(sandbox.journal.at(-1)?.usage, second.usage);
});

test('a stream reports usage only when asked to', async () => {
  const { usage } = await streamed(ask('Hello'), { stream_options: null });
  assert.equal(usage, null);
  assert.equal(sandbox.journal.at(-1)?.usage, undefined);
});

test('max_completion_tokens counts reasoning, so that a small one leaves no text', async () => {
  const { text, reasoning, finish, usage } = await streamed(ask('Hello'), { max_completion_tokens: 3 });
  assert.equal(text, '');
  assert.notEqual(reasoning, '');
  assert.equal(finish, 'length');
  assert.equal(usage?.completion_tokens, 3);
});

test('a stop sequence ends the text before it', async () => {
  const { text, finish } = await streamed(ask('Hello'), { stop: ['MiMo'] });
  assert.equal(text, 'Hello! I am **');
  assert.equal(finish, 'stop');
});

test('response_format json_object gives JSON', async () => {
  const { content } = spoken(await complete(ask('Hello'), { response_format: { type: 'json_object' } }));
  assert.match(JSON.parse(content ?? '').answer, /MiMo/);
});

test('a tool call over several rounds: the reasoning must come back, else 400', async () => {
  const tools = [weather];
  const question = ask('What is the weather in "上海"? Use a tool.');
  const call = spoken(await complete(question, { tools }));
  const [first] = call.tool_calls ?? [];
  assert.ok(first?.type === 'function');
  assert.equal(first.function.name, 'get_weather');
  assert.deepEqual(JSON.parse(first.function.arguments), { city: '上海' });
  const result = { role: 'tool', tool_call_id: first.id, content: '24 °C' } as const;

  const answer = await complete([...question, call, result], { tools });
  assert.match(spoken(answer).content ?? '', /`get_weather`: 24 °C/);

  const { reasoning_content: _, ...forgetful } = call;
  const demand = /The reasoning_content in the thinking mode must be passed back to the API\./;
  await assert.rejects(complete([...question, forgetful, result], { tools }), (error) => {
    assert.ok(error instanceof APIError);
    assert.equal(error.status, 400);
    assert.match(String((error.error as { param: string }).param), demand);
    return true;
  });
  const changed = { ...call, reasoning_content: 'Something else.' };
  await assert.rejects(complete([...question, changed, result], { tools }), { status: 400 });
  // Not only in the turn of the call: as long as it is in the history.
  const later = [...question, forgetful, result, spoken(answer), ...ask('Thank you')];
  await assert.rejects(complete(later, { tools }), { status: 400 });
  await complete([...question, forgetful, result], { tools, thinking: { type: 'disabled' } });
});

test('a call that was made with thinking off needs no reasoning later', async () => {
  const tools = [weather];
  const question = ask('Use a tool.');
  const call = spoken(await complete(question, { tools, thinking: { type: 'disabled' } }));
  const id = call.tool_calls?.[0]?.id ?? '';
  const { content } = spoken(
    await complete([...question, call, { role: 'tool', tool_call_id: id, content: 'sunny' }], { tools }),
  );
  assert.match(content ?? '', /sunny/);
});

test('two calls at once are open side by side in the stream', async () => {
  const { deltas, finish } = await streamed(ask('Use both tools in parallel'), {
    tools: [weather, weather, clock],
  });
  const parts = deltas.flatMap((delta) => delta.tool_calls ?? []);
  assert.deepEqual(
    parts.slice(0, 2).map((part) => part.index),
    [0, 1],
  );
  assert.notEqual(parts[0]?.id, parts[1]?.id);
  const [first, second] = [0, 1].map((index) =>
    parts
      .filter((part) => part.index === index)
      .map((part) => part.function?.arguments ?? '')
      .join(''),
  );
  assert.deepEqual(JSON.parse(first ?? ''), { city: 'Beijing' });
  assert.deepEqual(JSON.parse(second ?? ''), { city: 'Beijing' });
  assert.equal(finish, 'tool_calls');
});

test('step by step, one tool is called after the other', async () => {
  const extra = { tools: [weather, clock], thinking: { type: 'disabled' } };
  const messages = ask('Use get_weather and then get_time, step by step');
  for (const name of ['get_weather', 'get_time']) {
    const call = spoken(await complete(messages, extra));
    const [first] = call.tool_calls ?? [];
    assert.ok(first?.type === 'function');
    assert.equal(first.function.name, name);
    // As the service does for a tool without parameters; JSON again before it goes back.
    if (name === 'get_time') assert.equal(first.function.arguments, '');
    const again = { ...first, function: { ...first.function, arguments: first.function.arguments || '{}' } };
    messages.push(
      { ...call, tool_calls: [again] },
      { role: 'tool', tool_call_id: first.id, content: `${name} done` },
    );
  }
  const { content } = spoken(await complete(messages, extra));
  assert.match(content ?? '', /get_weather done[^]*get_time done/);
});

test('tool_choice none calls nothing, a named one calls that', async () => {
  const tools = [weather, clock];
  const none = spoken(await complete(ask('Use a tool'), { tools, tool_choice: 'none' }));
  assert.equal(none.tool_calls, null);
  const choice = { type: 'function', function: { name: 'get_time' } };
  const [named] = spoken(await complete(ask('Hello'), { tools, tool_choice: choice })).tool_calls ?? [];
  assert.ok(named?.type === 'function');
  assert.equal(named.function.name, 'get_time');
});

test('web search needs the plugin, and then cites in the first chunk', async () => {
  const tools = [{ type: 'web_search', force_search: true }] as unknown as [typeof weather];
  await assert.rejects(complete(ask('News?'), { tools }), /webSearchEnabled is false|Param Incorrect/);
  assert.equal(sandbox.journal.at(-1)?.status, 400);
  const paying = new OpenAI({ baseURL: `${sandbox.url}/v1`, apiKey: 'sk-search', maxRetries: 0 });
  const stream = await paying.chat.completions.create({ model, messages: ask('News?'), stream: true, tools });
  for await (const chunk of stream) {
    const delta = chunk.choices[0]?.delta as Delta;
    assert.match(delta.annotations?.[0]?.url ?? '', /^https:/);
    break;
  }
});

test('media reach a model that takes them, and are a 404 for one that does not', async () => {
  const content = [
    { type: 'text', text: 'What is this?' },
    { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBORw0KGgo=' } },
  ] as const;
  const messages = [{ role: 'user', content: [...content] }] satisfies Messages;
  assert.match(spoken(await complete(messages)).content ?? '', /image: `image\/png`, 8 bytes/);
  await assert.rejects(complete(messages, { model: 'mimo-v2.5-pro' }), { status: 404 });
});
