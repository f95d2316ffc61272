import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { openBrowser } from '../helpers/chromium.ts';
import { cleanEnv } from '../helpers/codeServer.ts';
import { repoDir } from '../helpers/paths.ts';
import { ChatView } from './chatView.ts';

/** Runs what `npm start` runs after the build. */
class Start {
  output = '';
  readonly #child;

  constructor(env: Readonly<Record<string, string>>) {
    this.#child = spawn(process.execPath, [join(repoDir, 'test/helpers/start.ts')], {
      cwd: repoDir,
      env: { ...cleanEnv(), ...env },
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.output += text;
      });
    }
  }

  /** Waits until it has printed something that matches. */
  async printed(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const match = pattern.exec(this.output);
      if (match) return match;
      if (this.#child.exitCode !== null) assert.fail(`It ended without printing ${pattern}:\n${this.output}`);
      await Promise.race([once(this.#child.stdout, 'data'), once(this.#child, 'exit')]);
    }
  }

  /** All processes that it has started, and those that they have. */
  descendants(): readonly number[] {
    const rows = execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' })
      .trim()
      .split('\n')
      .map((row) => row.trim().split(/\s+/).map(Number));
    const found = [this.#child.pid];
    for (const parent of found) {
      for (const [pid, ppid] of rows) if (ppid === parent) found.push(pid);
    }
    return found.slice(1).filter((pid) => pid !== undefined);
  }

  async interrupt(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGINT');
    await ended;
  }
}

let start: Start;
afterEach(() => start.interrupt());

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Waits, 5 s at most, until none of the processes is left. */
async function gone(pids: readonly number[]): Promise<void> {
  for (const end = Date.now() + 5_000; Date.now() < end && pids.some(alive);) await setTimeout(20);
  assert.deepEqual(pids.filter(alive), []);
}

test('npm start leads to a streamed answer without set-up, and Ctrl+C stops everything', async () => {
  start = new Start({ MIMO_VSCODE: 'server' });
  const [, url = ''] = await start.printed(/Open (http:\/\/127\.0\.0\.1:\d+\/\S+) in a browser/);
  assert.match(start.output, /Requests go to the sandbox at http:\/\/127\.0\.0\.1:\d+/);
  const context = await openBrowser();
  try {
    const page = context.pages()[0] ?? (await context.newPage());
    await page.goto(url);
    const chat = new ChatView(page, 'en');
    await chat.open();
    await chat.ask('Explain what a race condition is');
    assert.ok((await chat.answered()).length > 20);
  } finally {
    await context.close();
  }
  const processes = start.descendants();
  assert.ok(processes.length >= 2, 'the server and its extension host');
  await start.interrupt();
  await gone(processes);
  await assert.rejects(fetch(url));
});

test('npm start uses the desktop VS Code on PATH with folders of its own, and a given key', async (t) => {
  const dir = await mkdtemp(join(tmpdir(), 'mimo-fake-'));
  t.after(() => rm(dir, { recursive: true }));
  // As VS Code is laid out on Linux: `code` on PATH is a link to bin/code, beside the program.
  await mkdir(join(dir, 'app/bin'), { recursive: true });
  await mkdir(join(dir, 'path'));
  await writeFile(join(dir, 'app/bin/code'), '');
  await symlink(join(dir, 'app/bin/code'), join(dir, 'path/code'));
  const record = join(dir, 'record');
  await writeFile(
    join(dir, 'app/code'),
    `#!/bin/sh\nprintf '%s\\n' "$MIMO_API_KEY" "$MIMO_BASE_URL" "$@" > ${record}.part\nmv ${record}.part ${record}\nexec sleep 600\n`,
  );
  await chmod(join(dir, 'app/code'), 0o755);
  start = new Start({
    PATH: `${join(dir, 'path')}:${process.env['PATH']}`,
    DISPLAY: ':0',
    MIMO_API_KEY: 'sk-given',
    MIMO_BASE_URL: 'http://127.0.0.1:9',
  });
  await start.printed(/is opening/);
  let recorded = '';
  while (recorded === '') recorded = await readFile(record, 'utf8').catch(() => '');
  const [key, baseUrl, workspace = '', ...args] = recorded.trim().split('\n');
  assert.equal(key, 'sk-given');
  assert.equal(baseUrl, 'http://127.0.0.1:9');
  assert.ok(!workspace.startsWith(repoDir), 'the workspace is a copy');
  assert.ok(args.includes(`--extensionDevelopmentPath=${repoDir}`));
  for (const option of ['user-data-dir', 'extensions-dir']) {
    const value = args.find((arg) => arg.startsWith(`--${option}=`))?.split('=')[1];
    assert.ok(value?.startsWith(tmpdir()), option);
  }
  const processes = start.descendants();
  assert.equal(processes.length, 1);
  await start.interrupt();
  await assert.rejects(readFile(join(workspace, 'README.md')), 'the workspace is gone');
  await gone(processes);
});
