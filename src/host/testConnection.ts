import * as vscode from 'vscode';
import { type CommandError, commandError } from './commandResult.ts';
import type { Chats } from './chats.ts';
import { type Connection, toMimoError } from './connection.ts';
import { describeError } from './errorText.ts';
import { showError } from './errorActions.ts';
import type { ErrorInfo } from '../shared/chatState.ts';

export interface ConnectionTest {
  readonly ok: boolean;
  /** The full route; empty where there is none to ask (a bad URL). */
  readonly url: string;
  /** To the first piece of the answer, milliseconds. */
  readonly latencyMs: number;
  readonly error?: CommandError['error'];
}

export interface TestConnectionDeps {
  readonly connection: Connection;
  readonly chats: Chats;
}

/**
 * One short streamed answer, thinking off, with the shown conversation's model and protocol, the way the chat asks:
 * a model list that answers proves nothing about chat.
 */
export async function testConnection(deps: TestConnectionDeps): Promise<ConnectionTest> {
  const retry = (): void => void testConnection(deps);
  const { choice } = await deps.chats.current();
  const opened = await deps.connection.open({ ...choice, thinking: false });
  if ('error' in opened) return failed(opened.url ?? '', 0, opened.error, retry);
  const { client, url, model } = opened;
  const startedAt = performance.now();
  const elapsed = (): number => Math.round(performance.now() - startedAt);
  let latencyMs: number | undefined;
  try {
    await vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: vscode.l10n.t('Testing {0}…', url),
        cancellable: true,
      },
      async (_progress, token) => {
        const abort = new AbortController();
        token.onCancellationRequested(() => abort.abort());
        const request = {
          model,
          thinking: false,
          // Enough for a word or two; the answer's text does not matter.
          maxTokens: 32,
          messages: [{ role: 'user', content: [{ type: 'text', text: 'ping' }] }],
        } as const;
        for await (const event of client.stream(request, abort.signal)) {
          if (event.type === 'text') latencyMs ??= elapsed();
        }
      },
    );
  } catch (error) {
    const mimoError = toMimoError(error);
    const info = describeError(mimoError, { url, model });
    if (mimoError.kind === 'aborted') return { ok: false, url, latencyMs: elapsed(), ...commandError(info) };
    return failed(url, elapsed(), info, retry);
  }
  latencyMs ??= elapsed();
  void vscode.window.showInformationMessage(
    vscode.l10n.t('{0} answers: {1} after {2} ms.', url, model, latencyMs),
  );
  return { ok: true, url, latencyMs };
}

function failed(url: string, latencyMs: number, error: ErrorInfo, retry: () => void): ConnectionTest {
  void showError(url === '' ? error : { ...error, message: `${error.message} ${url}` }, retry);
  return { ok: false, url, latencyMs, ...commandError(error) };
}
