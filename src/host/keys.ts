import * as vscode from 'vscode';
import type { KeyState } from '../shared/chatState.ts';

export interface KeysDeps {
  readonly secrets: vscode.SecretStorage;
  readonly memory: vscode.Memento;
}

/** Which origins a key was stored for; it outlives a SecretStorage that does not keep its secrets. */
const originsKey = 'mimo.keyOrigins';

/** One API key per origin, in VS Code's SecretStorage. A key is read only for the origin that it was stored for. */
export class Keys implements vscode.Disposable {
  readonly #deps: KeysDeps;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscription: vscode.Disposable;
  readonly onDidChange = this.#changed.event;

  constructor(deps: KeysDeps) {
    this.#deps = deps;
    this.#subscription = deps.secrets.onDidChange((event) => {
      if (event.key.startsWith('mimo.apiKey:')) this.#changed.fire();
    });
  }

  /** The key for an origin. Throws what SecretStorage throws. */
  async get(origin: string): Promise<string | undefined> {
    const key = await this.#deps.secrets.get(secretName(origin));
    return key?.trim() || undefined;
  }

  /** Throws what SecretStorage throws: the caller still has the key. */
  async set(origin: string, key: string): Promise<void> {
    await this.#deps.secrets.store(secretName(origin), key);
    await this.#deps.memory.update(originsKey, [...new Set([...this.#origins(), origin])]);
    this.#changed.fire();
  }

  async delete(origin: string): Promise<void> {
    await this.#deps.secrets.delete(secretName(origin));
    await this.#deps.memory.update(
      originsKey,
      this.#origins().filter((other) => other !== origin),
    );
    this.#changed.fire();
  }

  /** Why there is no key for an origin: none was ever stored, or this VS Code did not keep it. */
  absence(origin: string): Extract<KeyState, 'missing' | 'lost'> {
    return this.#origins().includes(origin) ? 'lost' : 'missing';
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  #origins(): readonly string[] {
    return this.#deps.memory.get<readonly string[]>(originsKey) ?? [];
  }
}

function secretName(origin: string): string {
  return `mimo.apiKey:${origin}`;
}

/** `MIMO_API_KEY` and `MIMO_BASE_URL` as the extension host sees them; nothing in the browser, which has no environment. */
export function environment(): { readonly apiKey?: string; readonly baseUrl?: string } {
  const variables = typeof process === 'undefined' ? undefined : process.env;
  const apiKey = variables?.['MIMO_API_KEY']?.trim();
  const baseUrl = variables?.['MIMO_BASE_URL']?.trim();
  return { ...(apiKey ? { apiKey } : {}), ...(baseUrl ? { baseUrl } : {}) };
}
