import * as vscode from 'vscode';
import {
  chatUrl,
  consoleUrl,
  type EndpointId,
  endpointBaseUrl,
  endpoints,
  endpointsForKey,
  keyOrigin,
} from '../mimo/endpoints.ts';
import { type CommandError, commandError } from './commandResult.ts';
import { type Connection, endpointHost, type Place, toMimoError } from './connection.ts';
import { secretsError } from './errorText.ts';
import type { Keys } from './keys.ts';
import { setting, updateSetting } from './settings.ts';

export interface SetApiKeyDeps {
  readonly keys: Keys;
  readonly connection: Connection;
}

/** Where a key was stored. */
export interface StoredKey {
  readonly endpoint: EndpointId;
  readonly origin: string;
}

export interface SetApiKeyOptions {
  readonly key?: string | undefined;
  readonly endpoint?: string | undefined;
  readonly baseUrl?: string | undefined;
}

const allEndpoints: readonly EndpointId[] = [...endpoints.map((endpoint) => endpoint.id), 'custom'];

/**
 * Stores a key for the place that it belongs to and selects that place. Without `key` a wizard asks; undefined: dismissed.
 * A failure keeps what was typed in the wizard.
 */
export async function setApiKey(
  options: SetApiKeyOptions,
  deps: SetApiKeyDeps,
): Promise<StoredKey | CommandError | undefined> {
  if (options.key !== undefined) return storeKey(options.key, options, deps);
  return askForKey((key) => storeKey(key, options, deps));
}

async function storeKey(
  typed: string,
  options: SetApiKeyOptions,
  deps: SetApiKeyDeps,
): Promise<StoredKey | CommandError | undefined> {
  const key = typed.trim();
  const problem = keyProblem(key);
  if (problem !== undefined) return commandError({ kind: 'badRequest', message: problem });
  const place = await placeForKey(key, options, deps);
  if (!place || 'error' in place) return place;
  const badUrl = urlProblem(place.baseUrl);
  if (badUrl !== undefined) return commandError({ kind: 'badRequest', message: badUrl });
  const origin = keyOrigin(place.baseUrl);
  try {
    await deps.keys.set(origin, key);
  } catch (error) {
    return commandError(secretsError(error));
  }
  if (place.endpoint === 'custom') await updateSetting('customBaseUrl', place.baseUrl);
  await updateSetting('endpoint', place.endpoint);
  void announce(origin);
  return { endpoint: place.endpoint, origin };
}

/** Header values are Latin letters, digits and signs: a stray line break or full-width sign would fail much later. */
function keyProblem(key: string): string | undefined {
  if (key === '') return vscode.l10n.t('The key is empty.');
  if (!/^[\x21-\x7e]+$/.test(key)) {
    return vscode.l10n.t('An API key has no spaces or special characters. Copy it again from the console.');
  }
  return undefined;
}

async function placeForKey(
  key: string,
  options: SetApiKeyOptions,
  deps: SetApiKeyDeps,
): Promise<Place | CommandError | undefined> {
  if (options.baseUrl !== undefined) return { endpoint: 'custom', baseUrl: options.baseUrl.trim() };
  if (options.endpoint !== undefined) {
    const endpoint = allEndpoints.find((id) => id === options.endpoint);
    if (endpoint) return placeOf(endpoint);
    const message = vscode.l10n.t('There is no endpoint "{0}".', options.endpoint);
    return commandError({ kind: 'badRequest', message });
  }
  const selected = setting('endpoint');
  // A gateway's keys may look like Xiaomi's: the place that was chosen by hand stays.
  if (selected === 'mimoV2' || (selected === 'custom' && setting('customBaseUrl') !== ''))
    return placeOf(selected);
  const candidates = endpointsForKey(key);
  if (candidates.length === 1 && candidates[0]) return placeOf(candidates[0]);
  if (candidates.length > 1) return probe(key, candidates, deps);
  return pickPlace(vscode.l10n.t('Which service does this key belong to?'));
}

function placeOf(endpoint: EndpointId): Place {
  return { endpoint, baseUrl: endpointBaseUrl(endpoint, setting('customBaseUrl')) };
}

/** Asks each region for its models; the one that takes the key is the key's own (mimo-api.md, "Hosts, plans, keys"). */
async function probe(
  key: string,
  candidates: readonly EndpointId[],
  { connection }: SetApiKeyDeps,
): Promise<Place | CommandError | undefined> {
  const results = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Finding the region of this key…'),
    },
    () =>
      Promise.all(
        candidates.map(async (endpoint) => {
          const place = placeOf(endpoint);
          try {
            await connection.client(place, key, 'openai').listModels(AbortSignal.timeout(probeTimeoutMs));
            return { place };
          } catch (error) {
            return { place, error: toMimoError(error) };
          }
        }),
      ),
  );
  const found = results.find((result) => result.error === undefined);
  if (found) return found.place;
  if (results.every((result) => result.error?.kind === 'auth')) {
    return commandError({ kind: 'auth', message: vscode.l10n.t('No Token Plan region accepts this key.') });
  }
  return pickPlace(
    vscode.l10n.t('The regions could not be asked. Which one does this key belong to?'),
    candidates,
  );
}

/** Milliseconds; a region that does not answer by then is taken as out of reach. */
const probeTimeoutMs = 10_000;

async function pickPlace(title: string, among = allEndpoints): Promise<Place | undefined> {
  const items = among.map((endpoint) => ({
    label: endpointLabel(endpoint),
    description: endpointHost(endpoint),
    endpoint,
  }));
  const picked = await vscode.window.showQuickPick(items, { title, ignoreFocusOut: true });
  if (!picked) return undefined;
  if (picked.endpoint !== 'custom') return placeOf(picked.endpoint);
  const baseUrl = await vscode.window.showInputBox({
    title: vscode.l10n.t('Base URL of the service'),
    value: setting('customBaseUrl'),
    placeHolder: 'https://gateway.example.com/v1',
    ignoreFocusOut: true,
    validateInput: urlProblem,
  });
  return baseUrl === undefined ? undefined : { endpoint: 'custom', baseUrl: baseUrl.trim() };
}

function urlProblem(text: string): string | undefined {
  try {
    chatUrl('openai', text);
    return undefined;
  } catch {
    return vscode.l10n.t('Enter a URL that begins with https:// (http:// only for this machine).');
  }
}

export function endpointLabel(endpoint: EndpointId): string {
  const labels: Readonly<Record<EndpointId, string>> = {
    payAsYouGo: vscode.l10n.t('Xiaomi pay-as-you-go'),
    tokenPlanCn: vscode.l10n.t('Xiaomi Token Plan, China'),
    tokenPlanSgp: vscode.l10n.t('Xiaomi Token Plan, Singapore'),
    tokenPlanAms: vscode.l10n.t('Xiaomi Token Plan, Europe'),
    mimoV2: vscode.l10n.t('mimo-v2.com (third party, not Xiaomi)'),
    custom: vscode.l10n.t('Another URL…'),
  };
  return labels[endpoint];
}

/** Keeps the box and the typed key until the key is stored, or the user gives up. */
function askForKey(
  store: (key: string) => Promise<StoredKey | CommandError | undefined>,
): Promise<StoredKey | CommandError | undefined> {
  const box = vscode.window.createInputBox();
  const openConsole: vscode.QuickInputButton = {
    iconPath: new vscode.ThemeIcon('link-external'),
    tooltip: vscode.l10n.t('Get a key in the console'),
  };
  box.title = vscode.l10n.t('MiMo API key');
  box.prompt = vscode.l10n.t(
    'Kept in VS Code’s secret storage and sent only to the service it belongs to. Enter to save.',
  );
  box.placeholder = 'sk-… / tp-…';
  box.password = true;
  box.ignoreFocusOut = true;
  box.buttons = [openConsole];
  return new Promise((resolve) => {
    let storing = false;
    box.onDidTriggerButton(() => void vscode.env.openExternal(vscode.Uri.parse(consoleUrl)));
    box.onDidChangeValue(() => (box.validationMessage = undefined));
    box.onDidAccept(async () => {
      if (storing) return;
      storing = true;
      box.busy = true;
      const result = await store(box.value);
      storing = false;
      box.busy = false;
      if (result && !('error' in result)) {
        resolve(result);
        box.hide();
      } else {
        // A pick inside took the box's place: it comes back with the key still in it.
        box.validationMessage = result?.error.message;
        box.show();
      }
    });
    box.onDidHide(() => {
      if (storing) return;
      box.dispose();
      resolve(undefined);
    });
    box.show();
  });
}

async function announce(origin: string): Promise<void> {
  const test = vscode.l10n.t('Test Connection');
  const choice = await vscode.window.showInformationMessage(
    vscode.l10n.t('The API key for {0} is stored.', new URL(origin).host),
    test,
  );
  if (choice === test) await vscode.commands.executeCommand('mimo.testConnection');
}
