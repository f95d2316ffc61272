// Each fault on both protocols, as it looks on the wire.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { type FaultName, faultStatuses, findFault, namedFaults } from './faults.ts';
import { startSandbox } from './server.ts';

const sandbox = await startSandbox();
after(() => sandbox.close());

type Protocol = 'openai' | 'anthropic';
const protocols: readonly Protocol[] = ['openai', 'anthropic'];
const paths = { openai: '/v1/chat/completions', anthropic: '/anthropic/v1/messages' } as const;

interface Asked {
  readonly stream?: boolean;
  readonly thinking?: boolean;
  readonly signal?: AbortSignal;
}

function ask(protocol: Protocol, prompt: string, asked: Asked = {}): Promise<Response> {
  const { stream = true, thinking = false, signal } = asked;
  return fetch(sandbox.url + paths[protocol], {
    method: 'POST',
    redirect: 'manual',
    headers: { 'api-key': 'any' },
    ...(signal ? { signal } : {}),
    body: JSON.stringify({
      model: 'mimo-v2.6-pro',
      max_tokens: 4096,
      stream,
      stream_options: { include_usage: true },
      ...(thinking ? {} : { thinking: { type: 'disabled' } }),
      messages: [{ role: 'user', content: prompt }],
    }),
  });
}

/** What came before the connection ended, and how it ended. */
async function received(response: Response): Promise<{ text: string; broken: boolean }> {
  const decoder = new TextDecoder();
  let text = '';
  try {
    for await (const piece of response.body ?? []) text += decoder.decode(piece, { stream: true });
    return { text, broken: false };
  } catch {
    return { text, broken: true };
  }
}

const begun = /mid|meant/;
const finishLine = /"finish_reason":"|"stop_reason":"/;
const reasonOf = (text: string): string | undefined => /"(?:finish|stop)_reason":"(\w+)"/.exec(text)?.[1];

for (const protocol of protocols) {
  for (const status of Object.keys(faultStatuses).map(Number)) {
    test(`${protocol}: /fault ${status}`, async () => {
      const response = await ask(protocol, `/fault ${status}`);
      assert.equal(response.status, status);
      const body = await response.text();
      assert.ok(body.includes(faultStatuses[status] ?? 'no message'));
      assert.equal(response.headers.has('retry-after-ms'), status === 429);
    });
  }

  test(`${protocol}: /fault 503x2 strikes twice, then the answer comes, and so again`, async () => {
    for (const _ of [1, 2]) {
      const statuses: number[] = [];
      for (const _ of [1, 2, 3]) {
        const response = await ask(protocol, '/fault 503x2');
        statuses.push(response.status);
        await response.text();
      }
      assert.deepEqual(statuses, [503, 503, 200]);
    }
  });

  test(`${protocol}: cut ends in the middle without a finish reason`, async () => {
    const { text, broken } = await received(await ask(protocol, '/fault cut'));
    assert.equal(broken, false);
    assert.match(text, begun);
    assert.doesNotMatch(text, finishLine);
  });

  test(`${protocol}: reset breaks the connection after half an answer`, async () => {
    sandbox.clear();
    const { text, broken } = await received(await ask(protocol, '/fault reset'));
    assert.equal(broken, true);
    assert.match(text, begun);
    assert.equal((await sandbox.waitFor((entry) => entry.ended)).aborted, false);
  });

  test(`${protocol}: drop breaks the connection before the first byte`, async () => {
    sandbox.clear();
    await assert.rejects(ask(protocol, '/fault drop'), TypeError);
    const entry = await sandbox.waitFor((each) => each.ended);
    assert.equal(entry.status, 0);
    assert.equal(entry.aborted, false);
  });

  for (const [name, expected] of [
    ['stall', /^$/],
    ['stall-mid', begun],
  ] as const) {
    test(`${protocol}: ${name} sends no more, and sees the client go`, async () => {
      sandbox.clear();
      const stop = new AbortController();
      const response = await ask(protocol, `/fault ${name}`, { signal: stop.signal });
      assert.equal(response.status, 200);
      const reader = response.body?.getReader();
      assert.ok(reader);
      if (name === 'stall-mid') assert.match(new TextDecoder().decode((await reader.read()).value), expected);
      assert.equal(sandbox.journal[0]?.ended, false);
      stop.abort();
      const entry = await sandbox.waitFor((each) => each.ended);
      assert.equal(entry.aborted, true);
    });
  }

  test(`${protocol}: garbage is in the middle, and the answer goes on`, async () => {
    const { text } = await received(await ask(protocol, '/fault garbage'));
    const data = text.split('\n').filter((line) => line.startsWith('data: ') && line !== 'data: [DONE]');
    const broken = data.filter((line) => !isJson(line.slice('data: '.length)));
    assert.equal(broken.length, 1);
    assert.match(text, finishLine);
  });

  test(`${protocol}: error-in-stream`, async () => {
    const response = await ask(protocol, '/fault error-in-stream');
    assert.equal(response.status, 200);
    const { text } = await received(response);
    assert.match(text, begun);
    assert.match(text, /data: \{.*"error":\{.*overloaded.*\}\}\n\n$/);
    assert.doesNotMatch(text, finishLine);
  });

  test(`${protocol}: html`, async () => {
    const response = await ask(protocol, '/fault html');
    assert.equal(response.status, 502);
    assert.match(await response.text(), /^<html>/);
  });

  test(`${protocol}: data-prefix`, async () => {
    const response = await ask(protocol, '/fault data-prefix');
    assert.equal(response.status, 500);
    assert.match(await response.text(), /^data:\{/);
  });

  test(`${protocol}: redirect points to another host`, async () => {
    const response = await ask(protocol, '/fault redirect');
    assert.equal(response.status, 307);
    assert.equal(response.headers.get('location'), `https://redirect.invalid${paths[protocol]}`);
  });

  const reasons = {
    length: { openai: 'length', anthropic: 'max_tokens' },
    filter: { openai: 'content_filter', anthropic: 'content_filter' },
    repetition: { openai: 'repetition_truncation', anthropic: 'repetition_truncation' },
    empty: { openai: 'stop', anthropic: 'end_turn' },
  } as const;
  for (const [name, reason] of Object.entries(reasons)) {
    test(`${protocol}: ${name} ends with ${reason[protocol]}, streamed or not`, async () => {
      for (const stream of [true, false]) {
        const text = await (await ask(protocol, `/fault ${name}`, { stream })).text();
        assert.equal(reasonOf(text), reason[protocol]);
        assert.equal(begun.test(text), name !== 'empty');
      }
    });
  }

  test(`${protocol}: no-usage reports none, streamed or not`, async () => {
    for (const stream of [true, false]) {
      const text = await (await ask(protocol, '/fault no-usage', { stream })).text();
      assert.doesNotMatch(text, /_tokens"/);
      assert.equal(sandbox.journal.at(-1)?.usage, undefined);
    }
  });

  test(`${protocol}: slow can be stopped after its first words`, async () => {
    sandbox.clear();
    const stop = new AbortController();
    const response = await ask(protocol, '/fault slow', { signal: stop.signal });
    const reader = response.body?.getReader();
    assert.ok(reader);
    const { value } = await reader.read();
    assert.doesNotMatch(new TextDecoder().decode(value), finishLine);
    stop.abort();
    assert.equal((await sandbox.waitFor((entry) => entry.ended)).aborted, true);
  });

  test(`${protocol}: what is not streamed breaks as well`, async () => {
    const cut = await received(await ask(protocol, '/fault cut', { stream: false }));
    assert.equal(isJson(cut.text), false);
    assert.equal((await received(await ask(protocol, '/fault reset', { stream: false }))).broken, true);
    const garbage = await received(await ask(protocol, '/fault garbage', { stream: false }));
    assert.equal(isJson(garbage.text), false);
    const error = await ask(protocol, '/fault error-in-stream', { stream: false });
    assert.equal(error.status, 200);
    assert.match(await error.text(), /"error":\{/);
  });

  test(`${protocol}: a name that does not exist is answered with the table`, async () => {
    const text = await (await ask(protocol, '/fault sorcery', { stream: false })).text();
    assert.match(text, /There is no fault/);
    for (const name of Object.keys(namedFaults)) assert.ok(text.includes(`/fault ${name}`), name);
  });
}

const named = (name: FaultName): object => ({ type: 'named', name });

test('a fault is asked for by /fault anywhere, or by its name alone', () => {
  assert.deepEqual(findFault('Explain this, /fault stall-mid please'), named('stall-mid'));
  assert.deepEqual(findFault(' cut '), named('cut'));
  assert.deepEqual(findFault('/fault 429x3'), { type: 'status', status: 429, times: 3 });
  assert.deepEqual(findFault('/fault 418'), { type: 'unknown', asked: '418' });
  assert.equal(findFault('Please cut this short'), undefined);
  assert.equal(findFault('see src/fault.ts'), undefined);
  assert.equal(findFault('429'), undefined);
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
