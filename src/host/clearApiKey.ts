import * as vscode from 'vscode';
import { keyOrigin } from '../mimo/endpoints.ts';
import { type CommandError, commandError } from './commandResult.ts';
import { type Connection, openError } from './connection.ts';
import { showError } from './errorActions.ts';
import type { Keys } from './keys.ts';

export interface ClearApiKeyDeps {
  readonly keys: Keys;
  readonly connection: Connection;
}

/** Removes the key of the selected endpoint. A key from the environment is not ours to remove. */
export async function clearApiKey({
  keys,
  connection,
}: ClearApiKeyDeps): Promise<{ readonly origin: string } | CommandError> {
  const { baseUrl } = connection.selected();
  try {
    const origin = keyOrigin(baseUrl);
    await keys.delete(origin);
    void vscode.window.showInformationMessage(
      vscode.l10n.t(
        'The API key for {0} is removed from VS Code. In the console it stays valid.',
        new URL(origin).host,
      ),
    );
    return { origin };
  } catch (error) {
    const info = openError(error, baseUrl);
    void showError(info);
    return commandError(info);
  }
}
