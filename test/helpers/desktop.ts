// Where a desktop VS Code can be had: with a display, installed or downloaded by `@vscode/test-electron`.
import { existsSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { downloadAndUnzipVSCode } from '@vscode/test-electron';
import { vscodeDir } from './paths.ts';

const probe = 'https://update.code.visualstudio.com/api/releases/stable';

/** The VS Code behind `code` on PATH; undefined where there is none, no display, or `MIMO_VSCODE=server`. */
export function installedExecutable(): string | undefined {
  if (process.env['MIMO_VSCODE'] === 'server' || !hasDisplay()) return undefined;
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const command = folders.map((folder) => join(folder, 'code')).find((path) => existsSync(path));
  if (command === undefined) return undefined;
  // The command starts VS Code and leaves; the program itself can be waited for and ended. Linux, then macOS.
  const bin = dirname(realpathSync(command));
  return [join(bin, '../code'), join(bin, '../../../MacOS/Electron')].find((path) => existsSync(path));
}

/**
 * The path of a desktop VS Code, downloaded if need be; undefined where there is no display or the download host does
 * not answer within 3 s. `MIMO_VSCODE=desktop` makes that an error, `MIMO_VSCODE=server` gives undefined at once.
 * `MIMO_VSCODE_VERSION` is the version, default `stable`.
 */
export async function desktopExecutable(log: (line: string) => void): Promise<string | undefined> {
  const choice = process.env['MIMO_VSCODE'];
  if (choice === 'server') return undefined;
  if (choice !== 'desktop') {
    const reason = await whyNot();
    if (reason !== undefined) {
      log(`Desktop VS Code: ${reason}, so the VS Code server in Chromium takes its place.`);
      return undefined;
    }
  }
  const version = process.env['MIMO_VSCODE_VERSION'] ?? 'stable';
  log(`Desktop VS Code: getting ${version} into ${vscodeDir}…`);
  return downloadAndUnzipVSCode({ version, cachePath: vscodeDir });
}

async function whyNot(): Promise<string | undefined> {
  if (!hasDisplay()) return 'there is no display';
  try {
    const { status } = await fetch(probe, { method: 'HEAD', signal: AbortSignal.timeout(3_000) });
    return status === 200 ? undefined : `its download host answered ${status}`;
  } catch {
    return 'its download host cannot be reached';
  }
}

function hasDisplay(): boolean {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  return process.platform !== 'linux' || Boolean(DISPLAY ?? WAYLAND_DISPLAY);
}
