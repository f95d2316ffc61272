import { existsSync } from 'node:fs';
import { type BrowserContext, chromium } from 'playwright-core';

const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** The browser that tests drive: `MIMO_CHROMIUM`, or where the system keeps it. Throws if there is none. */
export function chromiumPath(): string {
  const chosen = process.env['MIMO_CHROMIUM'];
  const found = chosen === undefined ? places.find((place) => existsSync(place)) : chosen;
  if (found !== undefined && existsSync(found)) return found;
  throw new Error(
    chosen === undefined
      ? 'Chromium is missing, and these tests need it. Install it (Debian, Ubuntu: sudo apt-get install chromium) or set MIMO_CHROMIUM to the path of Chrome or Chromium.'
      : `MIMO_CHROMIUM is ${chosen}, and no such file exists. Set it to the path of Chrome or Chromium.`,
  );
}

const quiet = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface BrowserOptions {
  /** Where cookies and storage live. Empty: a fresh temporary profile. */
  readonly profileDir?: string;
  readonly width?: number;
  readonly height?: number;
}

/** Opens a headless Chromium; closing the context ends it. */
export async function openBrowser(options: BrowserOptions = {}): Promise<BrowserContext> {
  return chromium.launchPersistentContext(options.profileDir ?? '', {
    executablePath: chromiumPath(),
    // Chromium's sandbox refuses to run as root.
    args: process.getuid?.() === 0 ? ['--no-sandbox', ...quiet] : quiet,
    viewport: { width: options.width ?? 1280, height: options.height ?? 800 },
    // Signals are ours (see cleanUp.ts): Playwright would answer them by ending the process before our own clean-up.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
}
