import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';

function start(port: string, env: NodeJS.ProcessEnv = {}): ChildProcess {
  const main = fileURLToPath(new URL('main.ts', import.meta.url));
  const args = env['MIMO_SANDBOX_PORT'] === undefined ? [main, port] : [main];
  return spawn(process.execPath, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** What it prints until it is ready. */
async function banner(child: ChildProcess): Promise<string> {
  let text = '';
  for await (const piece of child.stdout ?? []) {
    text += String(piece);
    if (text.includes('Ctrl+C')) return text;
  }
  throw new Error(`The sandbox ended early: ${text}`);
}

test('prints both bases, keys, examples and faults, moves on from a taken port, and stops on Ctrl+C', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  const child = start(String(port));
  try {
    const text = await banner(child);
    const url = /OpenAI base\s+(http:\/\/127\.0\.0\.1:(\d+))\/v1/.exec(text);
    assert.ok(Number(url?.[2]) > port);
    assert.match(text, new RegExp(`Anthropic base\\s+${url?.[1]}/anthropic`));
    for (const part of ['sk-empty', '/fault 429x1', '/fault stall-mid', '用表格比较排序算法']) {
      assert.ok(text.includes(part), part);
    }
    const models = await fetch(`${url?.[1]}/v1/models`, { headers: { 'api-key': 'any' } });
    assert.equal(models.status, 200);
    const exit = once(child, 'exit');
    child.kill('SIGINT');
    assert.deepEqual(await exit, [0, null]);
  } finally {
    child.kill('SIGKILL');
    taken.close();
  }
});

test('takes the port from MIMO_SANDBOX_PORT, and refuses what is none', async () => {
  const child = start('', { MIMO_SANDBOX_PORT: 'none' });
  const [code] = await once(child, 'exit');
  assert.equal(code, 1);
});
