// npm start: a VS Code with the extension in development mode, on a copy of a sample workspace, connected to the
// sandbox unless MIMO_API_KEY is set. Everything it starts and writes is gone when it ends.
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox } from '../sandbox/server.ts';
import { onExit } from './cleanUp.ts';
import { cleanEnv, developmentLink, remoteUri, startServer, windowUrl } from './codeServer.ts';
import { desktopExecutable, installedExecutable } from './desktop.ts';
import { repoDir } from './paths.ts';
import { quietSettings } from './settings.ts';

/** The variables that tell the extension where to go. */
async function connection(): Promise<Record<string, string>> {
  const { MIMO_API_KEY, MIMO_BASE_URL } = process.env;
  if (MIMO_API_KEY) {
    console.log(`Requests go to ${MIMO_BASE_URL ?? 'Xiaomi'} with the key in MIMO_API_KEY.`);
    return { MIMO_API_KEY, ...(MIMO_BASE_URL && { MIMO_BASE_URL }) };
  }
  const sandbox = await startSandbox({ pace: 'natural' });
  console.log(`Requests go to the sandbox at ${sandbox.url}. Set MIMO_API_KEY to use the real service.`);
  return { MIMO_API_KEY: 'sk-sandbox', MIMO_BASE_URL: sandbox.url };
}

/** Settles when the window is closed. */
function openDesktop(
  executable: string,
  dir: string,
  workspaceDir: string,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const userDir = join(dir, 'user/User');
  mkdirSync(userDir, { recursive: true });
  writeFileSync(join(userDir, 'settings.json'), JSON.stringify(quietSettings));
  const child = spawn(
    executable,
    [
      workspaceDir,
      `--extensionDevelopmentPath=${repoDir}`,
      `--user-data-dir=${join(dir, 'user')}`,
      `--extensions-dir=${join(dir, 'extensions')}`,
      '--disable-workspace-trust',
      '--skip-welcome',
      '--skip-release-notes',
      '--disable-updates',
    ],
    { env: { ...cleanEnv(), ...env }, stdio: 'ignore', detached: process.platform !== 'win32' },
  );
  const release = onExit(() => {
    try {
      if (child.pid !== undefined)
        process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGTERM');
    } catch {
      // It has ended by itself.
    }
  });
  console.log(`VS Code: ${executable} is opening. ${whatNext} Closing the window or Ctrl+C ends everything.`);
  return new Promise((resolve, reject) => {
    child.once('error', reject).once('exit', () => {
      release();
      resolve();
    });
  });
}

/** Settles only if the server ends: a browser does not say when it is done. */
async function openServer(dir: string, workspaceDir: string, env: Record<string, string>): Promise<void> {
  const userDataDir = join(dir, 'user');
  const server = await startServer({ userDataDir, settings: quietSettings, env });
  const url = windowUrl(server, workspaceDir, [
    ['extensionDevelopmentPath', remoteUri(server, developmentLink(userDataDir))],
  ]);
  console.log(`\nOpen ${url} in a browser.\n\n${whatNext} Ctrl+C ends everything.`);
  return server.ended;
}

const whatNext = 'Click the MiMo icon at the left and ask something.';

async function main(): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'mimo-start-'));
  onExit(() => rmSync(dir, { recursive: true, force: true, maxRetries: 3 }));
  const workspaceDir = join(dir, 'workspace');
  cpSync(join(repoDir, 'test/fixtures/workspace'), workspaceDir, { recursive: true });
  const env = await connection();
  const executable = installedExecutable() ?? (await desktopExecutable(console.log));
  if (executable === undefined) await openServer(dir, workspaceDir, env);
  else await openDesktop(executable, dir, workspaceDir, env);
}

main().then(
  () => process.exit(),
  (error: Error) => {
    console.error(error.message);
    process.exit(1);
  },
);
