// A VS Code server as a child process: the workbench for a browser, and the Node extension host.
import { execFile, spawn } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { onExit } from './cleanUp.ts';
import { ensureCodeServer } from './installCodeServer.ts';
import { repoDir } from './paths.ts';

export interface ServerOptions {
  /** Holds user settings, installed extensions and global storage. Not a person's own. */
  readonly userDataDir: string;
  /** Default: any free port. State kept by the browser belongs to a port. */
  readonly port?: number;
  /** True: workspace trust is on, so an unknown folder opens in Restricted Mode. Default: off. */
  readonly workspaceTrust?: boolean;
  /** User settings, written before the start. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Added to the environment, which the extension host inherits. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly log?: (line: string) => void;
}

export interface Server {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Settles when the server ends, by `stop` or by itself. */
  readonly ended: Promise<void>;
  /** What the server has printed so far. */
  output(): string;
  /** Ends the server with all its extension hosts. */
  stop(): Promise<void>;
}

const startTimeoutMs = 60_000;
const stopTimeoutMs = 5_000;

/** This process's environment without what would make a VS Code or the extension in it behave as part of something else. */
export function cleanEnv(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) =>
        !/^(MIMO_API_KEY$|MIMO_BASE_URL$|VSCODE_|ELECTRON_|NODE_OPTIONS$|NODE_TEST_CONTEXT$)/.test(name),
    ),
  );
}

/** Starts a server and waits until it listens. Rejects with the server's output if it does not within 60 s. */
export async function startServer(options: ServerOptions): Promise<Server> {
  const { node, serverMain } = await ensureCodeServer(options.log ?? console.log);
  const userDir = join(options.userDataDir, 'data/User');
  await mkdir(userDir, { recursive: true });
  if (options.settings) await writeFile(join(userDir, 'settings.json'), JSON.stringify(options.settings));

  const args = ['--host', '127.0.0.1', '--port', String(options.port ?? 0), '--without-connection-token'];
  args.push('--accept-server-license-terms', '--enable-smoke-test-driver', '--telemetry-level', 'off');
  args.push('--server-data-dir', options.userDataDir);
  if (!options.workspaceTrust) args.push('--disable-workspace-trust');
  // A group of its own, so that one signal reaches extension hosts, file watchers and terminals too.
  const child = spawn(node, [serverMain, ...args], {
    env: { ...cleanEnv(), ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve()).once('error', () => resolve());
  });
  const signal = (name: 'SIGTERM' | 'SIGKILL'): boolean => {
    try {
      return child.pid !== undefined && process.kill(-child.pid, name);
    } catch {
      return false; // nobody is left in the group
    }
  };
  const release = onExit(() => signal('SIGKILL'));
  const stop = async (): Promise<void> => {
    signal('SIGTERM');
    await Promise.race([ended, delay(stopTimeoutMs, undefined, { ref: false })]);
    signal('SIGKILL');
    await ended;
    release();
  };

  let output = '';
  const listening = new Promise<number>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        const match = /Extension host agent listening on (\d+)/.exec(output);
        if (match) resolve(Number(match[1]));
      });
    }
    child.once('error', reject);
    child.once('exit', (code, by) =>
      reject(new Error(`The VS Code server ended (${code ?? by}):\n${output}`)),
    );
    setTimeout(
      () =>
        reject(new Error(`The VS Code server did not listen after ${startTimeoutMs / 1000} s:\n${output}`)),
      startTimeoutMs,
    ).unref();
  });
  try {
    const port = await listening;
    return { url: `http://127.0.0.1:${port}`, port, pid: child.pid!, ended, output: () => output, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The address of a window on `folder`; `payload` is what a desktop VS Code takes as command line arguments. */
export function windowUrl(
  server: Pick<Server, 'url'>,
  folder: string,
  payload: ReadonlyArray<readonly [string, string]> = [],
): string {
  const query = new URLSearchParams({ folder, payload: JSON.stringify(payload) });
  return `${server.url}/?${query}`;
}

/** A path on the server's machine as the payload wants it. */
export function remoteUri(server: Pick<Server, 'port'>, path: string): string {
  return `vscode-remote://127.0.0.1:${server.port}${encodeURI(path)}`;
}

/**
 * The repository under another path, for a window to load the extension from. The server lies within the repository,
 * and VS Code takes themes below the development folder for the extension's own and ignores the user's choice.
 */
export function developmentLink(dir: string): string {
  const link = join(dir, 'development');
  mkdirSync(dir, { recursive: true });
  rmSync(link, { force: true });
  symlinkSync(repoDir, link, 'dir');
  return link;
}

/** Installs a packaged extension for the user `userDataDir`. Rejects with the server's output if that fails. */
export async function installVsix(userDataDir: string, vsix: string): Promise<void> {
  const { node, serverMain } = await ensureCodeServer(console.log);
  const args = [
    '--server-data-dir',
    userDataDir,
    '--accept-server-license-terms',
    '--install-extension',
    vsix,
  ];
  await promisify(execFile)(node, [serverMain, ...args], { env: cleanEnv(), timeout: startTimeoutMs });
}
