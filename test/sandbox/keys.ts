// Which key is let in, and what a key can provoke. Every other non-empty key is accepted.
import type { IncomingHttpHeaders } from 'node:http';
import { Refusal } from './refusal.ts';

export type KeyHeader = 'api-key' | 'bearer' | 'x-api-key';

export interface KeyRule {
  readonly prefix: string;
  readonly status: 200 | 401 | 402 | 403 | 429 | 503;
  readonly message: string;
  /** The rule holds for answers only; `GET /v1/models` succeeds. */
  readonly modelsWork?: boolean;
  readonly webSearch?: boolean;
}

export const keyRules: readonly KeyRule[] = [
  { prefix: 'bad', status: 401, message: 'Invalid API Key' },
  { prefix: 'sk-listonly', status: 401, message: 'Invalid API Key', modelsWork: true },
  { prefix: 'sk-empty', status: 402, message: 'Insufficient account balance', modelsWork: true },
  { prefix: 'sk-region', status: 403, message: 'This service is not available in your region' },
  { prefix: 'sk-limit', status: 429, message: 'Too many requests', modelsWork: true },
  { prefix: 'sk-down', status: 503, message: 'Service temporarily unavailable' },
  { prefix: 'sk-search', status: 200, message: 'The web search plugin is on', webSearch: true },
];

export interface Credential {
  readonly header: KeyHeader;
  readonly key: string;
}

/** `x-api-key` counts on the Anthropic route only. An empty key counts as none. */
export function findCredential(
  headers: IncomingHttpHeaders,
  anthropicRoute: boolean,
): Credential | undefined {
  const bearer = /^Bearer\s+(.*)$/i.exec(headers.authorization ?? '')?.[1];
  const candidates: readonly (readonly [KeyHeader, unknown])[] = [
    ['api-key', headers['api-key']],
    ['bearer', bearer],
    ...(anthropicRoute ? ([['x-api-key', headers['x-api-key']]] as const) : []),
  ];
  for (const [header, key] of candidates) {
    if (typeof key === 'string' && key.trim() !== '') return { header, key: key.trim() };
  }
  return undefined;
}

/**
 * Throws the Refusal that the key earns. With `allowed`, exactly those keys get in. Says whether web search is paid for.
 */
export function checkKey(
  credential: Credential | undefined,
  allowed: readonly string[] | undefined,
  forModels: boolean,
): { readonly webSearch: boolean } {
  if (!credential) throw new Refusal(401, 'Please provide a valid API Key');
  if (allowed?.includes(credential.key)) return { webSearch: false };
  const rule = keyRules.find(({ prefix }) => credential.key.startsWith(prefix));
  if (rule && rule.status !== 200 && !(forModels && rule.modelsWork)) {
    throw new Refusal(rule.status, rule.message);
  }
  if (allowed) throw new Refusal(401, 'Invalid API Key');
  return { webSearch: rule?.webSearch ?? false };
}
