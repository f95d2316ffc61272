// What host suites know about their surroundings.
import * as vscode from 'vscode';
import { ok } from './assert.ts';

/**
 * The sandbox's root URL. It comes in a user setting, as the web worker extension host has no environment.
 */
export function sandboxUrl(): string {
  const url = vscode.workspace.getConfiguration('mimoTest').get<string>('sandboxUrl');
  ok(url, 'The user setting mimoTest.sandboxUrl is missing: test/host/run.ts writes it.');
  return url;
}

/** Which extension host the runner meant this run for. */
export function expectedHost(): 'node' | 'web' {
  return vscode.workspace.getConfiguration('mimoTest').get<'node' | 'web'>('host', 'node');
}

/** The extension under test, activated. */
export async function activated(): Promise<vscode.Extension<unknown>> {
  const extension = vscode.extensions.getExtension('mimo-chat.mimo-chat');
  ok(extension, 'VS Code does not know the extension mimo-chat.mimo-chat.');
  await extension.activate();
  return extension;
}
