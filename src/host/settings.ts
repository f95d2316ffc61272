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

/** The values that a setting may have; undefined: any text. */
const allowed: { readonly [K in keyof Settings]: readonly Settings[K][] | undefined } = {
  endpoint: ['payAsYouGo', 'tokenPlanCn', 'tokenPlanSgp', 'tokenPlanAms', 'mimoV2', 'custom'],
  customBaseUrl: undefined,
  protocol: ['openai', 'anthropic'],
  authHeader: ['api-key', 'bearer'],
  model: undefined,
  sendKey: ['enter', 'ctrlEnter'],
};

/** A setting's value; its default where what stands in settings.json is none (VS Code underlines it there). */
export function setting<K extends keyof Settings>(key: K): Settings[K] {
  const configuration = vscode.workspace.getConfiguration('mimo');
  const value = configuration.get<unknown>(key);
  const values: readonly unknown[] | undefined = allowed[key];
  const valid = values ? values.includes(value) : typeof value === 'string';
  // package.json declares a default for each.
  return (valid ? value : configuration.inspect(key)?.defaultValue) as Settings[K];
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
