import * as vscode from 'vscode';
import type { AuthHeader, Protocol } from '../mimo/types.ts';
import type { EndpointId } from '../mimo/endpoints.ts';
import type { SendKey } from '../shared/chatState.ts';

/** The settings of package.json, by their names without `mimo.`. A test holds both against each other. */
export interface Settings {
  readonly endpoint: EndpointId;
  readonly customBaseUrl: string;
  readonly protocol: Protocol;
  readonly authHeader: AuthHeader;
  /** Empty: the endpoint's default model. */
  readonly model: string;
  readonly sendKey: SendKey;
}

export function setting<K extends keyof Settings>(key: K): Settings[K] {
  // package.json declares a default for each, so there is always a value.
  return vscode.workspace.getConfiguration('mimo').get<Settings[K]>(key) as Settings[K];
}

/** Writes a user setting; all of ours have application scope. */
export async function updateSetting<K extends keyof Settings>(key: K, value: Settings[K]): Promise<void> {
  await vscode.workspace.getConfiguration('mimo').update(key, value, vscode.ConfigurationTarget.Global);
}

export function affectsSettings(
  event: vscode.ConfigurationChangeEvent,
  ...keys: readonly (keyof Settings)[]
): boolean {
  return keys.some((key) => event.affectsConfiguration(`mimo.${key}`));
}
