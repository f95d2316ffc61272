// What the sandbox saw, asked for over HTTP: it runs outside VS Code.
import * as vscode from 'vscode';
import { sandboxUrl } from './host.ts';

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly auth?: string;
  readonly body?: unknown;
  readonly rawBody: string;
  readonly status: number;
  readonly aborted: boolean;
  readonly ended: boolean;
}

export async function seenRequests(): Promise<readonly SeenRequest[]> {
  const response = await fetch(`${sandboxUrl()}/__journal`);
  return (await response.json()) as readonly SeenRequest[];
}

export async function forgetRequests(): Promise<void> {
  await fetch(`${sandboxUrl()}/__journal`, { method: 'DELETE' });
}

/** The sandbox as the user's endpoint, with a key; `protocol` as the setting for new conversations. */
export async function useSandbox(
  protocol: 'openai' | 'anthropic' = 'openai',
  key = 'sk-host-test',
): Promise<void> {
  await setUserSetting('protocol', protocol);
  await vscode.commands.executeCommand('mimo.setApiKey', { key, baseUrl: sandboxUrl() });
  await vscode.commands.executeCommand('mimo.newChat');
}

export async function setUserSetting(name: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration('mimo').update(name, value, vscode.ConfigurationTarget.Global);
}
