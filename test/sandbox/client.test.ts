// The product's own client against the sandbox, over both protocols: every conversation, and every fault by its kind.
import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { createClient } from '../../src/mimo/client.ts';
import { MimoError } from '../../src/mimo/errors.ts';
import type {
  ChatRequest,
  ClientOptions,
  ErrorKind,
  FinishReason,
  Message,
  MimoClient,
  Protocol,
  StreamEvent,
  Tool,
} from '../../src/mimo/types.ts';
import { conversations } from './conversations.ts';
import { faultStatuses, type FaultName } from './faults.ts';
import { startSandbox } from './server.ts';

const sandbox = await startSandbox();
beforeEach(() => sandbox.clear());
after(() => sandbox.close());

const protocols: readonly Protocol[] = ['openai', 'anthropic'];

function clientFor(protocol: Protocol, options: Partial<ClientOptions> = {}): MimoClient {
  return createClient({ protocol, baseUrl: sandbox.url, apiKey: 'sk-sandbox-1', retries: 0, ...options });
}

function ask(prompt: string, extra: Partial<ChatRequest> = {}): ChatRequest {
  const messages: readonly Message[] = [{ role: 'user', content: [{ type: 'text', text: prompt }] }];
  return { model: 'mimo-v2.6-pro', messages, ...extra };
}

interface Gathered {
  readonly text: string;
  readonly reasoning: string;
  readonly events: readonly StreamEvent[];
  readonly finish: FinishReason | undefined;
  /** What ended it instead. */
  readonly error: MimoError | undefined;
}

async function gather(stream: AsyncIterable<StreamEvent>): Promise<Gathered> {
  const events: StreamEvent[] = [];
  let error: MimoError | undefined;
  try {
    for await (const event of stream) events.push(event);
  } catch (thrown) {
    assert.ok(thrown instanceof MimoError);
    error = thrown;
  }
  const join = (type: 'text' | 'reasoning'): string =>
    events.map((event) => (event.type === type ? event.text : '')).join('');
  const last = events.at(-1);
  return {
    text: join('text'),
    reasoning: join('reasoning'),
    events,
    finish: last?.type === 'finish' ? last.reason : undefined,
    error,
  };
}

const kinds: Readonly<Record<number, ErrorKind>> = {
  400: 'badRequest',
  401: 'auth',
  402: 'balance',
  403: 'permission',
  404: 'notFound',
  421: 'moderation',
  429: 'rateLimit',
};

const brokenAnswers: readonly (readonly [FaultName, ErrorKind, 'some text' | 'no text'])[] = [
  ['cut', 'protocol', 'some text'],
  ['reset', 'network', 'some text'],
  ['drop', 'network', 'no text'],
  ['stall', 'timeout', 'no text'],
  ['stall-mid', 'timeout', 'some text'],
  ['garbage', 'protocol', 'some text'],
  ['html', 'server', 'no text'],
  ['data-prefix', 'server', 'no text'],
  ['error-in-stream', 'server', 'some text'],
  ['redirect', 'network', 'no text'],
];

const finishes: readonly (readonly [FaultName, FinishReason])[] = [
  ['length', 'length'],
  ['filter', 'contentFilter'],
  ['repetition', 'repetition'],
  ['empty', 'stop'],
];

const tools: readonly Tool[] = [
  { name: 'get_weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } },
  { name: 'get_time', parameters: { type: 'object', properties: {} } },
];

for (const protocol of protocols) {
  for (const { name, examples } of conversations) {
    for (const [language, example] of Object.entries(examples)) {
      test(`${protocol}: ${name} (${language}) is the same streamed and whole`, async () => {
        const prompt = example.replace(/ ?\(.*\)$/, '\n\n```ts\nvar 数 = "🧑‍💻";\n```');
        const streamed = await gather(clientFor(protocol).stream(ask(prompt)));
        assert.equal(streamed.error, undefined);
        assert.equal(streamed.finish, 'stop');
        assert.notEqual(streamed.text, '');
        assert.notEqual(streamed.reasoning, '');
        const { message, finishReason } = await clientFor(protocol).complete(ask(prompt));
        const [reasoning, text] = message.content;
        assert.ok(reasoning?.type === 'reasoning' && text?.type === 'text');
        assert.equal(reasoning.text, streamed.reasoning);
        assert.equal(text.text, streamed.text);
        assert.equal(finishReason, 'stop');
      });
    }
  }

  for (const status of Object.keys(faultStatuses).map(Number)) {
    test(`${protocol}: status ${status} is ${kinds[status] ?? 'server'}`, async () => {
      const { error, events } = await gather(clientFor(protocol).stream(ask(`/fault ${status}`)));
      assert.deepEqual(events, []);
      assert.equal(error?.kind, kinds[status] ?? 'server');
      assert.equal(error?.status, status);
      assert.match(error?.message ?? '', new RegExp(faultStatuses[status] ?? 'no message'));
      assert.equal(sandbox.journal.length, 1);
    });
  }

  for (const [name, kind, what] of brokenAnswers) {
    test(`${protocol}: ${name} is ${kind}, with ${what} before`, async () => {
      const impatient = clientFor(protocol, { firstEventTimeoutMs: 200, idleTimeoutMs: 200 });
      const { error, text, finish } = await gather(
        impatient.stream(ask(`/fault ${name}`, { thinking: false })),
      );
      assert.equal(error?.kind, kind);
      assert.equal(text !== '', what === 'some text');
      assert.equal(finish, undefined);
    });
  }

  for (const [name, reason] of finishes) {
    test(`${protocol}: ${name} finishes with ${reason}`, async () => {
      const { finish, text, error } = await gather(clientFor(protocol).stream(ask(`/fault ${name}`)));
      assert.equal(error, undefined);
      assert.equal(finish, reason);
      assert.equal(text === '', name === 'empty');
    });
  }

  test(`${protocol}: an overload that passes is asked again, and answered`, async () => {
    const { finish, error } = await gather(clientFor(protocol, { retries: 2 }).stream(ask('/fault 429x1')));
    assert.equal(error, undefined);
    assert.equal(finish, 'stop');
    assert.deepEqual(
      sandbox.journal.map((entry) => entry.status),
      [429, 200],
    );
  });

  test(`${protocol}: stopping a slow answer closes the connection`, async () => {
    const stop = new AbortController();
    const seen: StreamEvent[] = [];
    const run = async (): Promise<void> => {
      const stream = clientFor(protocol).stream(ask('/fault slow', { thinking: false }), stop.signal);
      for await (const event of stream) {
        seen.push(event);
        if (event.type === 'text') stop.abort();
      }
    };
    await assert.rejects(run(), { kind: 'aborted' });
    assert.ok(seen.some((event) => event.type === 'text'));
    assert.equal((await sandbox.waitFor((entry) => entry.ended)).aborted, true);
  });

  test(`${protocol}: usage arrives with what was cached, and is absent when it is not reported`, async () => {
    await gather(clientFor(protocol).stream(ask('Hello')));
    const { events } = await gather(clientFor(protocol).stream(ask('Hello')));
    const usage = events.findLast((event) => event.type === 'usage')?.usage;
    assert.ok(usage && usage.inputTokens > 0);
    assert.equal(usage.cachedInputTokens, usage.inputTokens);
    assert.ok(usage.outputTokens > 0);
    if (protocol === 'openai') assert.ok((usage.reasoningTokens ?? 0) > 0);
    const silent = await gather(clientFor(protocol).stream(ask('/fault no-usage')));
    assert.equal(silent.finish, 'stop');
    assert.ok(!silent.events.some((event) => event.type === 'usage'));
  });

  test(`${protocol}: two tool calls, their results, the answer; and a 400 without the reasoning`, async () => {
    const client = clientFor(protocol);
    const question = ask('Use both tools in parallel', { tools });
    const call = await client.complete(question);
    assert.equal(call.finishReason, 'toolCalls');
    const calls = call.message.content.filter((part) => part.type === 'toolCall');
    assert.deepEqual(
      calls.map((part) => part.name),
      ['get_weather', 'get_time'],
    );
    const results: readonly Message[] = calls.map(({ id, name }) => ({
      role: 'tool',
      content: [{ type: 'toolResult', id, content: [{ type: 'text', text: `${name} done` }] }],
    }));
    const messages: readonly Message[] = [...question.messages, call.message, ...results];
    const { text } = await gather(client.stream({ ...question, messages }));
    assert.match(text, /get_weather done[^]*get_time done/);

    const content = call.message.content.filter((part) => part.type !== 'reasoning');
    const forgetful: readonly Message[] = [...question.messages, { role: 'assistant', content }, ...results];
    const { error } = await gather(client.stream({ ...question, messages: forgetful }));
    assert.equal(error?.kind, 'reasoningRequired');
    const off = await gather(client.stream({ ...question, messages: forgetful, thinking: false }));
    assert.equal(off.finish, 'stop');
  });

  test(`${protocol}: an unknown model is told as such`, async () => {
    const { error } = await gather(clientFor(protocol).stream(ask('Hello', { model: 'gpt-4' })));
    assert.equal(error?.kind, 'unknownModel');
    assert.match(error?.message ?? '', /gpt-4/);
  });

  test(`${protocol}: both headers let a key in, and a bad one is told as such`, async () => {
    for (const auth of ['api-key', 'bearer'] as const) {
      await clientFor(protocol, { auth }).complete(ask('ping'));
      assert.equal(sandbox.journal.at(-1)?.auth, auth);
    }
    for (const [apiKey, kind] of [
      ['bad', 'auth'],
      ['sk-empty', 'balance'],
      ['sk-region', 'permission'],
    ] as const) {
      await assert.rejects(clientFor(protocol, { apiKey }).complete(ask('ping')), { kind });
    }
  });

  test(`${protocol}: the models are listed`, async () => {
    assert.ok((await clientFor(protocol).listModels()).includes('mimo-v2.6-pro'));
  });
}

test('a web search is answered with citations, or refused without the plugin', async () => {
  const request = ask('News?', { webSearch: { forceSearch: true } });
  const { events } = await gather(clientFor('openai', { apiKey: 'sk-search' }).stream(request));
  assert.equal(events.filter((event) => event.type === 'citation').length, 2);
  await assert.rejects(clientFor('openai').complete(request), /webSearchEnabled is false/);
});
