// One request over fetch: the key's header, attempts, time limits, redirects. Knows nothing of the protocols.
import type { Call } from './call.ts';
import { MimoError } from './errors.ts';
import { networkError } from './networkErrors.ts';
import { redactHeaders } from './redact.ts';
import { isRedirect, redirectError, refusal } from './refusal.ts';
import { bodyOf, timeoutError, type HttpBody } from './responseBody.ts';
import { retryDelayMs } from './retry.ts';
import { canSendOnce, sendOnce } from './sendOnce.ts';
import type { AuthHeader } from './types.ts';

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly accept: string;
  readonly body?: string;
}

export interface HttpOptions {
  readonly apiKey: string;
  readonly auth: AuthHeader;
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined: the runtime's own. */
  readonly fetch: typeof fetch | undefined;
  readonly retries: number;
  readonly firstEventTimeoutMs: number;
}

/**
 * Sends the request and reads to the first byte of a successful answer; until then it is tried again where that makes
 * sense.
 * @throws MimoError of any kind; what a refusal said is in its message
 */
export async function open(call: Call, request: HttpRequest, options: HttpOptions): Promise<HttpBody> {
  const headers = requestHeaders(request, options);
  const { host } = new URL(request.url);
  for (let attempt = 1; ; attempt++) {
    try {
      return await attemptOnce(call, request, headers, attempt, options);
    } catch (error) {
      if (!(error instanceof MimoError) || attempt > options.retries) throw error;
      const delayMs = retryDelayMs(error, attempt, host, Math.random());
      if (delayMs === undefined) throw error;
      call.observe({ type: 'retry', attempt, delayMs, error: call.summary(error) });
      await call.sleep(delayMs);
    }
  }
}

async function attemptOnce(
  call: Call,
  request: HttpRequest,
  headers: Headers,
  attempt: number,
  options: HttpOptions,
): Promise<HttpBody> {
  const { method, url } = request;
  if (call.aborted) throw call.aborted;
  const sentAt = Date.now();
  const remainingMs = (): number => sentAt + options.firstEventTimeoutMs - Date.now();
  if (call.observed) {
    call.observe({
      type: 'request',
      attempt,
      method,
      url: call.redact(url),
      headers: redactHeaders(headers, call.redact.bind(call)),
      ...(request.body === undefined ? {} : { body: call.redact(request.body) }),
    });
  }
  const response = await receive(call, request, headers, attempt, options);
  if (call.observed) {
    call.observe({
      type: 'response',
      attempt,
      status: response.status,
      headers: redactHeaders(response.headers, call.redact.bind(call)),
      elapsedMs: Date.now() - sentAt,
    });
  }
  if (isRedirect(response)) {
    void response.body?.cancel().catch(() => {});
    throw redirectError(response, url);
  }
  const pieces = bodyOf(call, response, new URL(url).host, sentAt);
  if (!response.ok) throw await refusal(call, response, pieces, remainingMs());
  let first: Uint8Array | undefined = await pieces.read(remainingMs(), options.firstEventTimeoutMs);
  return {
    sentAt,
    async read(ms, limitMs) {
      if (first === undefined) return pieces.read(ms, limitMs);
      const bytes = first;
      first = undefined;
      return bytes;
    },
  };
}

function requestHeaders(request: HttpRequest, options: HttpOptions): Headers {
  let headers: Headers;
  try {
    headers = new Headers({ ...options.headers });
  } catch {
    throw new MimoError(
      'badRequest',
      'One of the additional headers has a name or value that HTTP does not allow.',
    );
  }
  // Printable ASCII is all that a header carries; anything else came in by accident while copying.
  if (!/^[\x21-\x7e]*$/.test(options.apiKey)) {
    throw new MimoError('auth', 'The API key holds a blank or a character that no key has. Copy it again.');
  }
  headers.set('accept', request.accept);
  if (request.body !== undefined) headers.set('content-type', 'application/json');
  if (options.apiKey !== '') {
    if (options.auth === 'bearer') headers.set('authorization', `Bearer ${options.apiKey}`);
    else headers.set('api-key', options.apiKey);
  }
  return headers;
}

async function receive(
  call: Call,
  request: HttpRequest,
  headers: Headers,
  attempt: number,
  options: HttpOptions,
): Promise<Response> {
  const { host } = new URL(request.url);
  const limitMs = options.firstEventTimeoutMs;
  const init: RequestInit = {
    method: request.method,
    headers,
    signal: call.signal,
    // Following would carry `api-key` to another host.
    redirect: 'manual',
    // No cookies; and undici 7.19 to 7.24 turn a 401 to a streamed body into a network error unless told so.
    credentials: 'omit',
  };
  // Later attempts send plain text, should a runtime's fetch not take streams after all.
  const once = options.fetch === undefined && attempt === 1 && canSendOnce();
  if (request.body !== undefined) {
    Object.assign(init, once ? sendOnce(request.body, headers) : { body: request.body });
  }
  // Looked up at each request: VS Code replaces the global one to follow its proxy settings.
  const sent = (async () => (options.fetch ?? fetch)(request.url, init))();
  try {
    return await call.wait(sent, limitMs, () => timeoutError(host, limitMs));
  } catch (error) {
    // Should it still answer, nobody reads it any more.
    void sent.then((late) => late.body?.cancel()).catch(() => {});
    throw error instanceof MimoError ? error : networkError(error, host, false);
  }
}
