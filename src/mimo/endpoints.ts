// Where MiMo is served, and which URL a base text stands for. Hosts: mimo-api.md, "Hosts, plans, keys".
import { MimoError } from './errors.ts';
import type { Protocol } from './types.ts';

export type EndpointId = 'payAsYouGo' | 'tokenPlanCn' | 'tokenPlanSgp' | 'tokenPlanAms' | 'mimoV2' | 'custom';

export interface Endpoint {
  readonly id: Exclude<EndpointId, 'custom'>;
  /** Root URL: both protocols hang beneath it. */
  readonly baseUrl: string;
  /** How the keys of this plan begin; empty where any key may be right. */
  readonly keyPrefixes: readonly string[];
}

export const endpoints: readonly Endpoint[] = [
  { id: 'payAsYouGo', baseUrl: 'https://api.xiaomimimo.com', keyPrefixes: ['sk-'] },
  { id: 'tokenPlanCn', baseUrl: 'https://token-plan-cn.xiaomimimo.com', keyPrefixes: ['tp-', 'ttp-'] },
  { id: 'tokenPlanSgp', baseUrl: 'https://token-plan-sgp.xiaomimimo.com', keyPrefixes: ['tp-', 'ttp-'] },
  { id: 'tokenPlanAms', baseUrl: 'https://token-plan-ams.xiaomimimo.com', keyPrefixes: ['tp-', 'ttp-'] },
  { id: 'mimoV2', baseUrl: 'https://api.mimo-v2.com', keyPrefixes: [] },
];

/** Where keys are made and the bill is seen. */
export const consoleUrl = 'https://platform.xiaomimimo.com';

/** The endpoints that a key may belong to by its prefix, in the order in which to try them; empty when unknown. */
export function endpointsForKey(key: string): readonly EndpointId[] {
  const trimmed = key.trim();
  return endpoints
    .filter((endpoint) => endpoint.keyPrefixes.some((prefix) => trimmed.startsWith(prefix)))
    .map((endpoint) => endpoint.id);
}

/** The root URL of a preset, or the custom text as it is. */
export function endpointBaseUrl(id: EndpointId, customBaseUrl: string): string {
  return endpoints.find((endpoint) => endpoint.id === id)?.baseUrl ?? customBaseUrl;
}

/** True for Token Plan hosts, which answer 402 in bursts without meaning it. `host` may carry a port. */
export function isTokenPlanHost(host: string): boolean {
  return host.startsWith('token-plan-');
}

const routes: Readonly<Record<Protocol, readonly string[]>> = {
  openai: ['chat', 'completions'],
  anthropic: ['messages'],
};

/**
 * The URL that chat requests go to.
 * @param baseUrl a root, a `/v1` or `/anthropic` base, or the full route of either protocol
 * @throws MimoError `badRequest` for a text that is no usable URL, or plain http off this machine
 */
export function chatUrl(protocol: Protocol, baseUrl: string): string {
  const url = parse(baseUrl);
  const path = segments(url);
  // A full route of this very protocol is taken at its word: a gateway may serve it without `/anthropic` or `/v1`.
  if (endsWith(path, routes[protocol])) return withPath(url, collapseVersions(path));
  const root = rootOf(path);
  return withPath(url, [
    ...root,
    ...(protocol === 'anthropic' ? ['anthropic'] : []),
    'v1',
    ...routes[protocol],
  ]);
}

/** The URL of the model list: on the OpenAI side of the host, for either protocol's base. Throws as `chatUrl`. */
export function modelsUrl(baseUrl: string): string {
  const url = parse(baseUrl);
  const path = segments(url);
  if (endsWith(path, routes.openai)) return withPath(url, [...collapseVersions(path.slice(0, -2)), 'models']);
  return withPath(url, [...rootOf(path), 'v1', 'models']);
}

/** The origin that a key is stored for. Throws as `chatUrl`. */
export function keyOrigin(baseUrl: string): string {
  return parse(baseUrl).origin;
}

function parse(baseUrl: string): URL {
  const text = baseUrl.trim();
  if (text === '') throw bad('No base URL is set. It should look like https://api.xiaomimimo.com.');
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:') || url.host === '') {
    throw bad(`"${text}" is not a base URL. It should look like https://api.xiaomimimo.com.`);
  }
  if (url.username !== '' || url.password !== '') {
    throw bad(
      `The base URL for ${url.host} holds a user name or password. Remove it: the key goes into a header.`,
    );
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw bad(
      `The base URL for ${url.host} uses plain http, which would show your key to the network. Use https.`,
    );
  }
  url.hash = '';
  return url;
}

function isLoopback(hostname: string): boolean {
  // URL has already turned 127.1 and the like into four numbers.
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127\.\d+\.\d+\.\d+$/.test(hostname)
  );
}

function segments(url: URL): readonly string[] {
  return url.pathname.split('/').filter((segment) => segment !== '');
}

/** What stands before the service's own paths: empty for a host, the prefix for a gateway. */
function rootOf(path: readonly string[]): readonly string[] {
  let rest = path;
  for (const route of [routes.openai, routes.anthropic, ['models']]) {
    if (endsWith(rest, route)) rest = rest.slice(0, -route.length);
  }
  while (rest.at(-1) === 'v1' || rest.at(-1) === 'anthropic') rest = rest.slice(0, -1);
  return rest;
}

function endsWith(path: readonly string[], end: readonly string[]): boolean {
  return (
    path.length >= end.length && end.every((segment, i) => path[path.length - end.length + i] === segment)
  );
}

function collapseVersions(path: readonly string[]): readonly string[] {
  return path.filter((segment, i) => !(segment === 'v1' && path[i - 1] === 'v1'));
}

function withPath(url: URL, path: readonly string[]): string {
  const result = new URL(url);
  result.pathname = `/${path.join('/')}`;
  return result.href;
}

function bad(message: string): MimoError {
  return new MimoError('badRequest', message);
}
