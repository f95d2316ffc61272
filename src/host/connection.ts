import * as vscode from 'vscode';
import type { ConversationChoice } from '../chat/conversation.ts';
import type { Opened } from '../chat/sessionDeps.ts';
import { createClient } from '../mimo/client.ts';
import { chatUrl, type EndpointId, endpointBaseUrl, endpointsForKey, keyOrigin } from '../mimo/endpoints.ts';
import { MimoError } from '../mimo/errors.ts';
import { defaultModel, mergeModels, type ModelInfo, modelInfo } from '../mimo/models.ts';
import type { MimoClient, ObservedEvent, Protocol } from '../mimo/types.ts';
import type { ConnectionState, ErrorInfo, KeyState } from '../shared/chatState.ts';
import { baseUrlError, keyError, secretsError } from './errorText.ts';
import { environment, type Keys } from './keys.ts';
import { affectsSettings, setting } from './settings.ts';

/** Where requests go. */
export interface Place {
  readonly endpoint: EndpointId;
  readonly baseUrl: string;
}

/** `key` undefined: there is none for this place. */
export interface Target extends Place {
  readonly key?: string;
}

export interface ConnectionDeps {
  readonly keys: Keys;
  readonly observe: (event: ObservedEvent) => void;
}

/** Turns settings, keys and environment into a client. Nothing is sent, and no key is read, before it is asked to. */
export class Connection implements vscode.Disposable {
  readonly #deps: ConnectionDeps;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions: readonly vscode.Disposable[];
  readonly onDidChange = this.#changed.event;
  #models: { readonly origin: string; readonly ids: readonly string[] } | undefined;

  constructor(deps: ConnectionDeps) {
    this.#deps = deps;
    this.#subscriptions = [
      deps.keys.onDidChange(() => this.#changed.fire()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (affectsSettings(event, 'endpoint', 'customBaseUrl', 'protocol', 'authHeader', 'model')) {
          this.#changed.fire();
        }
      }),
    ];
  }

  /** The place that the settings name. */
  selected(): Place {
    const endpoint = setting('endpoint');
    return { endpoint, baseUrl: endpointBaseUrl(endpoint, setting('customBaseUrl')) };
  }

  /**
   * The selected place with its stored key; without one, what the environment offers.
   * Throws a MimoError for a bad URL, and what SecretStorage throws.
   */
  async target(): Promise<Target> {
    const place = this.selected();
    const fromEnvironment = environmentTarget(place.endpoint);
    // `custom` without a URL is a mistake to name, unless the environment brings its own.
    if (place.baseUrl === '' && fromEnvironment) return fromEnvironment;
    const key = await this.#deps.keys.get(keyOrigin(place.baseUrl));
    return key === undefined ? (fromEnvironment ?? place) : { ...place, key };
  }

  /** A client for one conversation's choice; an error where there is no key or the URL is bad. */
  async open(choice: ConversationChoice): Promise<Opened> {
    const protocol = choice.protocol ?? setting('protocol');
    let target: Target;
    try {
      target = await this.target();
      if (target.key === undefined) {
        const absence = this.#deps.keys.absence(keyOrigin(target.baseUrl));
        return { error: keyError(absence, target.baseUrl), url: chatUrl(protocol, target.baseUrl) };
      }
      const model = choice.model ?? this.defaultModel(target.endpoint);
      return {
        client: this.client(target, target.key, protocol),
        protocol,
        model,
        thinking: choice.thinking ?? modelInfo(model).thinkingDefault,
        url: chatUrl(protocol, target.baseUrl),
      };
    } catch (error) {
      return { error: openError(error, this.selected().baseUrl) };
    }
  }

  client(target: Place, apiKey: string, protocol: Protocol): MimoClient {
    return createClient({
      protocol,
      baseUrl: target.baseUrl,
      apiKey,
      auth: setting('authHeader'),
      observe: this.#deps.observe,
    });
  }

  /** What a conversation with this choice would use, as the view shows it. */
  async state(choice: ConversationChoice): Promise<ConnectionState> {
    const protocol = choice.protocol ?? setting('protocol');
    let host = '';
    let key: KeyState = 'unknown';
    let endpoint = setting('endpoint');
    try {
      const target = await this.target();
      endpoint = target.endpoint;
      host = new URL(chatUrl(protocol, target.baseUrl)).host;
      key = target.key === undefined ? this.#deps.keys.absence(keyOrigin(target.baseUrl)) : 'present';
    } catch {
      // The same failure is told in full when a request is made.
    }
    const model = choice.model ?? this.defaultModel(endpoint);
    return { key, host, protocol, model, thinking: choice.thinking ?? modelInfo(model).thinkingDefault };
  }

  /** The live models merged with the catalogue; asked for once per host and window. Throws a MimoError. */
  async models(signal?: AbortSignal): Promise<readonly ModelInfo[]> {
    const target = await this.target();
    const origin = keyOrigin(target.baseUrl);
    if (this.#models?.origin !== origin) {
      if (target.key === undefined) return mergeModels([]);
      const ids = await this.client(target, target.key, setting('protocol')).listModels(signal);
      this.#models = { origin, ids };
    }
    return mergeModels(this.#models.ids);
  }

  defaultModel(endpoint: EndpointId): string {
    return setting('model') || defaultModel(endpoint);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changed.dispose();
  }
}

/**
 * The environment's key never meets a stored one's place: with MIMO_BASE_URL it goes there and nowhere else,
 * alone it goes only to the Xiaomi preset that its prefix names. `custom` and `mimoV2` are never left for it.
 */
function environmentTarget(selected: EndpointId): Target | undefined {
  const { apiKey, baseUrl } = environment();
  if (apiKey === undefined) return undefined;
  if (baseUrl !== undefined) return { endpoint: 'custom', baseUrl, key: apiKey };
  if (selected === 'custom' || selected === 'mimoV2') return undefined;
  const candidates = endpointsForKey(apiKey);
  const endpoint = candidates.includes(selected) ? selected : candidates[0];
  return endpoint && { endpoint, baseUrl: endpointBaseUrl(endpoint, ''), key: apiKey };
}

/** Nothing was sent: either the URL cannot be used, or SecretStorage did not answer. */
export function openError(error: unknown, baseUrl: string): ErrorInfo {
  return error instanceof MimoError ? baseUrlError(baseUrl) : secretsError(error);
}

export function toMimoError(error: unknown): MimoError {
  if (error instanceof MimoError) return error;
  return new MimoError('protocol', error instanceof Error ? error.message : String(error), { cause: error });
}

/** Host name of an endpoint, as people read it; empty for `custom` without a URL. */
export function endpointHost(endpoint: EndpointId): string {
  const baseUrl = endpointBaseUrl(endpoint, setting('customBaseUrl'));
  return URL.canParse(baseUrl) ? new URL(baseUrl).host : baseUrl;
}
