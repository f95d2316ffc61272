#!/usr/bin/env node
// A drop-in for the VS Code executable where no desktop build can be had: takes the command line that
// `@vscode/test-electron` gives, opens the window in Chromium on a VS Code server, exits with the test run's code.
import { cp, mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { format, parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { openBrowser } from './chromium.ts';
import { remoteUri, startServer, windowUrl } from './codeServer.ts';
import { outputDir } from './paths.ts';

/** A test run that takes longer hangs. Milliseconds, `MIMO_TEST_TIMEOUT` changes it. */
const timeoutMs = Number(process.env['MIMO_TEST_TIMEOUT'] ?? 10 * 60_000);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  strict: false,
  options: {
    extensionDevelopmentPath: { type: 'string' },
    extensionTestsPath: { type: 'string' },
    'user-data-dir': { type: 'string' },
  },
});

function required(name: keyof typeof values): string {
  const value = values[name];
  if (typeof value === 'string') return resolve(value);
  throw new Error(`--${name}=… is missing.`);
}

// Lines of the workbench itself, not of the tests or the extension.
const noise = new RegExp(
  `^(%c|${[
    'Resolv(ing|ed) connection token',
    'Creating a socket',
    'Updating additional builtin',
    String.raw`\[(reconnection-grace-time|Service Worker|AgentHost|AccountPolicyGate|RemoteAgentHostProtocol)`,
    'getaddrinfo ENOTFOUND',
    'Timed out waiting for authentication provider',
  ].join('|')})`,
);

/** Opens the window and gives the code that its extension host ends with. */
async function waitForExit(page: Page, url: string): Promise<number> {
  await page.exposeFunction('codeAutomationLog', (type: string, args: unknown[]) => {
    const line = format(...args);
    if (noise.test(line)) return;
    if (type === 'error' || type === 'warn') console.error(line);
    else console.log(line);
  });
  return new Promise((resolve, reject) => {
    page
      .exposeFunction('codeAutomationExit', resolve)
      .then(() => page.goto(url))
      .catch(reject);
    page.once('crash', () => reject(new Error('The page crashed.')));
    setTimeout(
      () => reject(new Error(`The test run did not end within ${timeoutMs / 1000} s.`)),
      timeoutMs,
    ).unref();
  });
}

async function main(): Promise<number> {
  const [folder] = positionals;
  if (folder === undefined) throw new Error('Give the folder to open.');
  const userDataDir = required('user-data-dir');
  // A desktop VS Code keeps user settings at another place.
  await mkdir(join(userDataDir, 'data/User'), { recursive: true });
  await cp(join(userDataDir, 'User'), join(userDataDir, 'data/User'), { recursive: true });
  const workspaceTrust = !process.argv.includes('--disable-workspace-trust');
  const server = await startServer({ userDataDir, workspaceTrust, env: process.env });
  const context = await openBrowser();
  const page = context.pages()[0] ?? (await context.newPage());
  try {
    const url = windowUrl(server, resolve(folder), [
      ['extensionDevelopmentPath', remoteUri(server, required('extensionDevelopmentPath'))],
      ['extensionTestsPath', remoteUri(server, required('extensionTestsPath'))],
    ]);
    return await waitForExit(page, url);
  } catch (error) {
    const picture = join(outputDir, `vscode-${Date.now()}.png`);
    await page.screenshot({ path: picture }).catch(() => undefined);
    console.error(error, `\nThe window: ${picture}\nThe server:\n${server.output().slice(-4000)}`);
    return 1;
  } finally {
    await context.close();
    await server.stop();
  }
}

// Whoever started this may be killed without a word.
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) process.exit(1);
}, 500).unref();
process.exit(await main());
