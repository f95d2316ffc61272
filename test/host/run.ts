// Runs the suites of this folder inside VS Code: in the Node extension host, then in the web worker extension host.
// `MIMO_VSCODE=desktop` or `server` chooses the VS Code, see helpers/desktop.ts. Arguments choose hosts: `node`, `web`.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTests, TestRunFailedError } from '@vscode/test-electron';
import { chromiumPath } from '../helpers/chromium.ts';
import { onExit } from '../helpers/cleanUp.ts';
import { cleanEnv } from '../helpers/codeServer.ts';
import { desktopExecutable } from '../helpers/desktop.ts';
import { ensureCodeServer } from '../helpers/installCodeServer.ts';
import { repoDir } from '../helpers/paths.ts';
import { quietSettings } from '../helpers/settings.ts';
import { startSandbox } from '../sandbox/server.ts';

const hosts = ['node', 'web'] as const;
const chosen = hosts.filter((host) => process.argv.length === 2 || process.argv.includes(host));

const desktop = await desktopExecutable(console.log);
if (desktop === undefined) {
  chromiumPath();
  await ensureCodeServer(console.log);
}
const sandbox = await startSandbox({ pace: 'instant' });
const failed: string[] = [];

for (const host of chosen) {
  console.log(`\n== Host suites in the ${host === 'web' ? 'web worker' : 'Node'} extension host`);
  const dir = mkdtempSync(join(tmpdir(), 'mimo-host-'));
  onExit(() => rmSync(dir, { recursive: true, force: true }));
  const workspaceDir = join(dir, 'workspace');
  const userDataDir = join(dir, 'user');
  mkdirSync(workspaceDir);
  mkdirSync(join(userDataDir, 'User'), { recursive: true });
  const settings = {
    ...quietSettings,
    // For host.ts: the web worker extension host has no environment to read it from.
    'mimoTest.sandboxUrl': sandbox.url,
    'mimoTest.host': host,
    ...(host === 'web' && { 'remote.extensionKind': { 'mimo-chat.mimo-chat': ['web'] } }),
  };
  writeFileSync(join(userDataDir, 'User/settings.json'), JSON.stringify(settings));
  const launchArgs = [
    workspaceDir,
    `--user-data-dir=${userDataDir}`,
    `--extensions-dir=${join(dir, 'extensions')}`,
  ];
  // What `remote.extensionKind` does on a server, the flag does on the desktop.
  if (host === 'web') launchArgs.push('--extensionDevelopmentKind=web');
  // Undefined takes a variable away: test-electron adds these to our own environment.
  const absent = Object.keys(process.env).filter((name) => !(name in cleanEnv()));
  try {
    await runTests({
      vscodeExecutablePath: desktop ?? join(repoDir, 'test/helpers/vscode.ts'),
      extensionDevelopmentPath: repoDir,
      extensionTestsPath: join(repoDir, 'dist/test', host === 'web' ? 'host.web.cjs' : 'host.cjs'),
      launchArgs,
      extensionTestsEnv: Object.fromEntries(absent.map((name) => [name, undefined])),
    });
  } catch (error) {
    if (!(error instanceof TestRunFailedError)) throw error;
    failed.push(host);
  }
}
await sandbox.close();
if (failed.length > 0) {
  console.error(`The host suites failed in: ${failed.join(', ')}`);
  process.exitCode = 1;
}
