// What the service says when it refuses: a status, or an error object inside a 200 stream, to a MimoError.
// Statuses and texts: mimo-api.md, "Errors".
import { MimoError } from './errors.ts';
import type { ErrorKind } from './types.ts';

/** Fields of `{"error":{…}}`, in any of the shapes in which services and gateways send it. */
export interface ServiceError {
  readonly message?: string;
  readonly param?: string;
  readonly code?: string;
  readonly type?: string;
  readonly requestId?: string;
}

const kindOfStatus: Readonly<Record<number, ErrorKind>> = {
  401: 'auth',
  402: 'balance',
  403: 'permission',
  404: 'notFound',
  408: 'timeout',
  421: 'moderation',
  429: 'rateLimit',
};

/** Error types of Anthropic and codes of OpenAI: the only hint where an error event carries no status. */
const kindOfType: ReadonlyMap<string, ErrorKind> = new Map<string, ErrorKind>([
  ['invalid_request_error', 'badRequest'],
  ['request_too_large', 'badRequest'],
  ['authentication_error', 'auth'],
  ['permission_error', 'permission'],
  ['billing_error', 'balance'],
  ['not_found_error', 'notFound'],
  ['rate_limit_error', 'rateLimit'],
  ['timeout_error', 'timeout'],
  ['content_filter', 'moderation'],
  ['invalid_api_key', 'auth'],
  ['insufficient_quota', 'balance'],
  ['rate_limit_exceeded', 'rateLimit'],
]);

/** In the words of MiMo, of gateways, and of Anthropic (`model: ID`). Ids hold dots, so only a dot before a blank ends it. */
const unknownModel = new RegExp(
  [
    'unsupported model',
    'not supported model',
    'unknown model',
    'no such model',
    'invalid model(:| id| name)',
    String.raw`model([^.]|\.(?=\S)){0,80}(not found|not exist)`,
    String.raw`^(the |this )?model( \S+)? is not (supported|available)`,
    String.raw`^model: \S+$`,
  ].join('|'),
  'i',
);
/** Anthropic calls the reasoning of a block `thinking`. */
const reasoningRequired = /(reasoning_content|thinking).{0,80}must be passed back/i;

/** Long enough for a sentence, short enough for a notification. */
const excerptLength = 200;

/** The error object in a parsed body or event, or undefined when it is not an error. */
export function serviceErrorOf(value: unknown): ServiceError | undefined {
  if (!isObject(value)) return undefined;
  const { error } = value;
  const requestId = text(value['request_id']);
  if (typeof error === 'string') return withoutUndefined({ message: error, requestId });
  if (!isObject(error)) return undefined;
  return withoutUndefined({
    message: text(error['message']),
    param: text(error['param']),
    code: text(error['code']),
    type: text(error['type']),
    requestId: text(error['request_id']) ?? requestId,
  });
}

/** An error object that arrived inside a 200 answer. Its `code` is the status it should have had, if it is one. */
export function errorInAnswer(service: ServiceError): MimoError {
  const code = Number(service.code);
  const status = Number.isInteger(code) && code >= 400 && code <= 599 ? code : undefined;
  return build(service, status, {});
}

/** An event named `error`: with an error object, a flat one, or plain text. */
export function errorFromEvent(data: string): MimoError {
  const parsed = parseBody(data);
  return errorInAnswer(serviceErrorOf(parsed) ?? flatError(parsed) ?? { message: excerpt(data) });
}

/**
 * A refused request.
 * @param body the body's text as received: JSON, JSON behind `data:`, HTML of a proxy, or nothing
 */
export function errorFromResponse(
  status: number,
  body: string,
  details: { readonly retryAfterMs?: number; readonly requestId?: string },
): MimoError {
  const parsed = parseBody(body);
  const service = serviceErrorOf(parsed) ?? flatError(parsed);
  if (service) return build(service, status, details);
  const said = excerpt(body);
  return new MimoError(kindFor(status, {}), said ? `HTTP ${status}: ${said}` : `HTTP ${status}`, {
    ...details,
    status,
  });
}

/** JSON of a body, also where it is prefixed `data:` like an event; undefined when there is none. */
export function parseBody(body: string): unknown {
  const whole = parseJson(body);
  if (whole !== undefined) return whole;
  const data = body
    .split(/\r\n|\r|\n/)
    .filter((line) => line.startsWith('data:'))
    .map((line) => line.slice('data:'.length));
  return data.length > 0 ? parseJson(data.join('\n')) : undefined;
}

/** The readable beginning of a body that is not ours: tags, scripts and runs of blanks go. */
export function excerpt(body: string): string {
  const plain = body
    .slice(0, 20_000)
    .replace(
      /<(script|style|head)\b[\s\S]*?<\/\1>/gi,
      (whole) => /<title[^>]*>([^<]*)/i.exec(whole)?.[1] ?? '',
    )
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return plain.length > excerptLength ? `${plain.slice(0, excerptLength)}…` : plain;
}

function build(
  service: ServiceError,
  status: number | undefined,
  details: { readonly retryAfterMs?: number; readonly requestId?: string },
): MimoError {
  const { message, param } = service;
  // The useful sentence is often in `param`, beside a message that says "Param Incorrect".
  const parts = message && param && message.includes(param) ? [message] : [message, param].filter(Boolean);
  const sentence = parts.join(': ') || service.type || 'The service reported an error without a text';
  const requestId = details.requestId ?? service.requestId;
  return new MimoError(kindFor(status, service), status ? `${sentence} (HTTP ${status})` : sentence, {
    ...details,
    ...(status === undefined ? {} : { status }),
    ...(requestId === undefined ? {} : { requestId }),
    ...(param ? { param } : {}),
  });
}

function kindFor(status: number | undefined, service: ServiceError): ErrorKind {
  const said = [service.message ?? '', service.param ?? ''];
  if (status === undefined || (status >= 400 && status < 500)) {
    if (said.some((text) => reasoningRequired.test(text))) return 'reasoningRequired';
    const isUnknown =
      [service.code, service.type].includes('model_not_found') ||
      said.some((text) => unknownModel.test(text));
    if (isUnknown && status !== 401 && status !== 403) return 'unknownModel';
  }
  if (status !== undefined) return kindOfStatus[status] ?? (status >= 500 ? 'server' : 'badRequest');
  return kindOfType.get(service.type ?? '') ?? kindOfType.get(service.code ?? '') ?? 'server';
}

/** `{"message":…}`, `{"detail":…}` and the like, from gateways; only trusted where the status says error. */
function flatError(value: unknown): ServiceError | undefined {
  if (!isObject(value)) return undefined;
  const message = text(value['message']) ?? text(value['msg']) ?? text(value['detail']);
  if (message === undefined) return undefined;
  return withoutUndefined({
    message,
    param: text(value['param']),
    code: text(value['code']),
    requestId: text(value['request_id']),
  });
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function text(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function withoutUndefined(fields: {
  readonly [K in keyof ServiceError]: ServiceError[K] | undefined;
}): ServiceError {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
