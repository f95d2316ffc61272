import * as vscode from 'vscode';
import type { ObservedEvent } from '../mimo/types.ts';

/** One line for what the client did: never a body, never a key (the client has redacted it). */
export function logObserved(log: vscode.LogOutputChannel, event: ObservedEvent): void {
  switch (event.type) {
    case 'request':
      log.info(`${event.method} ${event.url} (attempt ${event.attempt})`);
      break;
    case 'response':
      log.info(`${event.status} after ${Math.round(event.elapsedMs)} ms`);
      break;
    case 'retry':
      log.warn(`${event.error.kind}: ${event.error.message}; again in ${Math.round(event.delayMs)} ms`);
      break;
    case 'end':
      if (event.error) log.error(`${event.error.kind}: ${event.error.message}`);
      else log.info(`done after ${Math.round(event.elapsedMs)} ms`);
      break;
    case 'rawEvent':
      break;
  }
}

/** The chat goes on in memory and each write takes the failed one along, so it is told once, not once a line. */
export function writeErrorReporter(log: vscode.LogOutputChannel): (error: unknown) => void {
  let told = false;
  return (error) => {
    log.error(`A conversation could not be written: ${String(error)}`);
    if (told) return;
    told = true;
    void vscode.window.showErrorMessage(
      vscode.l10n.t(
        'The conversation cannot be saved ({0}). The chat goes on; what is not saved by the end of this window is lost.',
        error instanceof Error ? error.message : String(error),
      ),
    );
  };
}
