#!/usr/bin/env node
// Installs the npm package `code-server`, which carries a complete VS Code server and workbench (800 MB), where the
// desktop build cannot be downloaded. Not a devDependency: only tests and `npm start` on such machines need it.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, delimiter, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import packageJson from '../../package.json' with { type: 'json' };
import { onExit } from './cleanUp.ts';
import { vscodeDir } from './paths.ts';

const version = '4.139.1';
/** On 2 cores everything takes about 45 s, half of it compiling native modules. */
const timeoutMs = 15 * 60_000;

// The postinstall refuses another Node major and compiles against Node's headers. The platform package of `node` has
// both; the copy in our own node_modules does not do, as a later `npm install` removes its headers.
const nodePackage = `${process.platform === 'darwin' && process.arch === 'arm64' ? 'node-bin' : 'node'}-${process.platform}-${process.arch}`;

/** For logs, and for ending with the parent. The rest comes compiled, or is for a company's proxy and agents. */
const nativeModules = ['@vscode/spdlog', '@vscode/native-watchdog'];

export interface CodeServer {
  /** The Node that the native modules are built for. */
  readonly node: string;
  readonly serverMain: string;
}

function layout(dir: string): CodeServer {
  return {
    node: join(dir, 'node_modules', nodePackage, 'bin/node'),
    serverMain: join(dir, 'node_modules/code-server/lib/vscode/out/server-main.js'),
  };
}

/**
 * Gives the installed code-server, installing it first if need be. Several processes may call this at once: one
 * installs, the others wait. A folder under its final name is complete, as the installation is renamed to it.
 */
export async function ensureCodeServer(log: (line: string) => void): Promise<CodeServer> {
  const dir = join(vscodeDir, `code-server-${version}`);
  if (existsSync(dir)) return layout(dir);
  await mkdir(vscodeDir, { recursive: true });
  const lockFile = `${dir}.lock`;
  await takeLock(lockFile, log);
  try {
    if (!existsSync(dir)) await install(dir, log);
  } finally {
    await rm(lockFile, { force: true });
  }
  return layout(dir);
}

/** Creates `lockFile` with our pid in it; waits for a living holder, takes over from one that is gone. */
async function takeLock(lockFile: string, log: (line: string) => void): Promise<void> {
  for (let announced = false; ; await delay(500)) {
    try {
      await writeFile(lockFile, String(process.pid), { flag: 'wx' });
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = Number(await readFile(lockFile, 'utf8').catch(() => ''));
    if (holder > 0 && !isAlive(holder)) await rm(lockFile, { force: true });
    else if (!announced) {
      log(`VS Code server: process ${holder} is installing it, waiting…`);
      announced = true;
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function install(dir: string, log: (line: string) => void): Promise<void> {
  const started = Date.now();
  log(`VS Code server: installing code-server ${version} into ${dir} (800 MB, about a minute, once)…`);
  for (const name of await readdir(vscodeDir)) {
    if (name.startsWith(`${basename(dir)}.partial`)) {
      await rm(join(vscodeDir, name), { recursive: true, force: true });
    }
  }
  const partial = `${dir}.partial-${process.pid}`;
  await mkdir(partial);
  // Without a package.json of its own, npm would install into the repository.
  await writeFile(join(partial, 'package.json'), '{"private":true}\n');
  const server = join(partial, 'node_modules/code-server/lib/vscode');
  const nodeVersion = packageJson.devDependencies.node;
  const quick = ['--ignore-scripts', '--omit=dev', '--no-audit', '--no-fund'];
  const npm = (cwd: string, ...args: readonly string[]) => runNpm(args, cwd, partial, log);
  // Without its scripts, as its postinstall would compile everything: 107 s instead of 45 s, and only where the headers
  // of Kerberos are installed.
  await npm(
    partial,
    'install',
    ...quick,
    '--save-exact',
    `${nodePackage}@${nodeVersion}`,
    `code-server@${version}`,
  );
  await npm(server, 'install', ...quick);
  await npm(join(server, 'extensions'), 'install', ...quick);
  await npm(server, 'rebuild', ...nativeModules);
  const { node, serverMain } = layout(partial);
  for (const file of [node, serverMain]) {
    if (!existsSync(file)) throw new Error(`npm installed code-server ${version}, but ${file} is missing.`);
  }
  await rename(partial, dir);
  log(`VS Code server: installed in ${Math.round((Date.now() - started) / 1000)} s.`);
}

// An outer npm's variables describe another Node and another project; the rest is how to reach the registry.
const keptNpmVariables =
  /^npm_config_(cafile|registry|userconfig|globalconfig|cache|proxy|https_proxy|noproxy|https-proxy)$/i;

async function runNpm(
  args: readonly string[],
  cwd: string,
  partial: string,
  log: (line: string) => void,
): Promise<void> {
  const platformNode = join(partial, 'node_modules', nodePackage);
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name) || keptNpmVariables.test(name)),
  );
  const child = spawn('npm', args, {
    cwd,
    env: {
      ...env,
      npm_config_nodedir: platformNode,
      PATH: [join(platformNode, 'bin'), dirname(process.execPath), process.env['PATH']].join(delimiter),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const kill = (): void => {
    if (child.pid && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
  };
  const release = onExit(kill);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  const started = Date.now();
  const progress = setInterval(
    () => log(`VS Code server: still installing, ${Math.round((Date.now() - started) / 1000)} s…`),
    15_000,
  );
  let timedOut = false;
  const timeout = setTimeout(() => {
    timedOut = true;
    kill();
  }, timeoutMs);
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject).once('close', resolve);
    });
    if (code === 0) return;
    const why = timedOut ? `took more than ${timeoutMs / 60_000} minutes` : `ended with ${code}`;
    throw new Error(
      `npm ${args.join(' ')} ${why}. It needs the npm registry, a C++ compiler, make and Python 3 ` +
        `(Debian: sudo apt-get install build-essential python3). Its last words:\n${output.slice(-4000)}`,
    );
  } finally {
    clearInterval(progress);
    clearTimeout(timeout);
    release();
  }
}

if (import.meta.main) await ensureCodeServer((line) => console.log(line));
