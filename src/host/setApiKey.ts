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
import { hostOf, lostKeySentence, secretsError, settingsError } from './errorText.ts';
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

/** What the steps of storing a key have to do with the box that the key was typed into. */
interface Wizard {
  /** The user has given up. */
  readonly signal: AbortSignal;
  /** A pick or another box comes, and takes the first one's place. */
  onPick(): void;
}

/**
 * Stores a key for the place that it belongs to and selects that place. Without `key` a wizard asks; undefined: dismissed.
 * A failure keeps what was typed in the wizard.
 */
export async function setApiKey(
  options: SetApiKeyOptions,
  deps: SetApiKeyDeps,
): Promise<StoredKey | CommandError | undefined> {
  if (options.key === undefined) {
    const prompt = await wizardPrompt(options, deps);
    return askForKey(prompt, (key, wizard) => storeKey(key, options, deps, wizard));
  }
  const result = await storeKey(options.key, options, deps, {
    signal: new AbortController().signal,
    onPick: () => undefined,
  });
  if (result && 'error' in result) void vscode.window.showErrorMessage(result.error.message);
  return result;
}

/** Says why it asks again where a key was lost, and for which host where that is not the key's own to tell. */
async function wizardPrompt({ baseUrl }: SetApiKeyOptions, { connection }: SetApiKeyDeps): Promise<string> {
  const { endpoint, baseUrl: selectedUrl } = connection.selected();
  const { key } = await connection.state({});
  const url = baseUrl ?? selectedUrl;
  if (key === 'lost') return lostKeySentence(hostOf(url));
  if (endpoint === 'custom' || endpoint === 'mimoV2') {
    return vscode.l10n.t('For {0}. Kept in VS Code’s secret storage and sent nowhere else.', hostOf(url));
  }
  return vscode.l10n.t('Kept in VS Code’s secret storage and sent only to the service it belongs to.');
}

async function storeKey(
  typed: string,
  options: SetApiKeyOptions,
  deps: SetApiKeyDeps,
  wizard: Wizard,
): Promise<StoredKey | CommandError | undefined> {
  const key = typed.trim();
  const problem = keyProblem(key);
  if (problem !== undefined) return commandError({ kind: 'badRequest', message: problem });
  const place = await placeForKey(key, options, deps, wizard);
  if (!place || 'error' in place) return place;
  const badUrl = urlProblem(place.baseUrl);
  if (badUrl !== undefined) return commandError({ kind: 'badRequest', message: badUrl });
  const origin = keyOrigin(place.baseUrl);
  try {
    await deps.keys.set(origin, key);
  } catch (error) {
    return commandError(secretsError(error));
  }
  try {
    if (place.endpoint === 'custom') await updateSetting('customBaseUrl', place.baseUrl);
    await updateSetting('endpoint', place.endpoint);
  } catch (error) {
    return commandError(settingsError(error));
  }
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
  wizard: Wizard,
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
  if (selected === 'custom' && setting('customBaseUrl') === '') return askForBaseUrl(wizard);
  if (selected === 'custom' || selected === 'mimoV2') return placeOf(selected);
  const candidates = endpointsForKey(key);
  if (candidates.length === 1 && candidates[0]) return placeOf(candidates[0]);
  if (candidates.length > 1) return probe(key, candidates, deps, wizard);
  return pickPlace(wizard, vscode.l10n.t('Which service does this key belong to?'));
}

function placeOf(endpoint: EndpointId): Place {
  return { endpoint, baseUrl: endpointBaseUrl(endpoint, setting('customBaseUrl')) };
}

/** Asks each region for its models; the one that takes the key is the key's own (mimo-api.md, "Hosts, plans, keys"). */
async function probe(
  key: string,
  candidates: readonly EndpointId[],
  { connection }: SetApiKeyDeps,
  wizard: Wizard,
): Promise<Place | CommandError | undefined> {
  const limit = AbortSignal.any([wizard.signal, AbortSignal.timeout(probeTimeoutMs)]);
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
            await connection.client(place, key, 'openai').listModels(limit);
            return { place };
          } catch (error) {
            return { place, error: toMimoError(error) };
          }
        }),
      ),
  );
  if (wizard.signal.aborted) return undefined;
  const found = results.find((result) => result.error === undefined);
  if (found) return found.place;
  if (results.every((result) => result.error?.kind === 'auth')) {
    return commandError({ kind: 'auth', message: vscode.l10n.t('No Token Plan region accepts this key.') });
  }
  return pickPlace(
    wizard,
    vscode.l10n.t('The regions could not be reached. Which one does this key belong to?'),
    candidates,
  );
}

/** Milliseconds; a region that does not answer by then is taken as out of reach. */
const probeTimeoutMs = 10_000;

async function pickPlace(wizard: Wizard, title: string, among = allEndpoints): Promise<Place | undefined> {
  wizard.onPick();
  const items = among.map((endpoint) => ({
    label: endpointLabel(endpoint),
    description: endpointHost(endpoint),
    endpoint,
  }));
  const picked = await vscode.window.showQuickPick(items, { title, ignoreFocusOut: true });
  if (!picked) return undefined;
  return picked.endpoint === 'custom' ? askForBaseUrl(wizard) : placeOf(picked.endpoint);
}

async function askForBaseUrl(wizard: Wizard): Promise<Place | undefined> {
  wizard.onPick();
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

/**
 * Keeps the box and the typed key until the key is stored, or the user gives up: with Escape in the box, also while the
 * regions are asked. A pick that `store` opens takes the box's place for as long as it is open.
 */
function askForKey(
  prompt: string,
  store: (key: string, wizard: Wizard) => Promise<StoredKey | CommandError | undefined>,
): Promise<StoredKey | CommandError | undefined> {
  const box = vscode.window.createInputBox();
  box.title = vscode.l10n.t('MiMo API key');
  box.prompt = prompt;
  box.placeholder = 'sk-… / tp-…';
  box.password = true;
  box.ignoreFocusOut = true;
  box.buttons = [
    { iconPath: new vscode.ThemeIcon('link-external'), tooltip: vscode.l10n.t('Get a key in the console') },
  ];
  return new Promise((resolve) => {
    let storing: AbortController | undefined;
    let picking = false;
    const finish = (result: StoredKey | undefined): void => {
      resolve(result);
      box.dispose();
    };
    box.onDidTriggerButton(() => void vscode.env.openExternal(vscode.Uri.parse(consoleUrl)));
    box.onDidChangeValue(() => (box.validationMessage = undefined));
    box.onDidAccept(async () => {
      if (storing) return;
      const abort = new AbortController();
      storing = abort;
      picking = false;
      box.busy = true;
      const result = await store(box.value, { signal: abort.signal, onPick: () => (picking = true) });
      storing = undefined;
      if (abort.signal.aborted) return finish(undefined);
      if (result && !('error' in result)) return finish(result);
      box.busy = false;
      box.validationMessage = result?.error.message;
      box.show();
    });
    box.onDidHide(() => {
      if (!storing) finish(undefined);
      else if (!picking) storing.abort();
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
