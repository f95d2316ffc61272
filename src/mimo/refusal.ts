// Answers that are none: an error status, or a redirect.
import type { Call } from './call.ts';
import { MimoError } from './errors.ts';
import type { OpenBody } from './responseBody.ts';
import { retryAfterOf } from './retry.ts';
import { errorFromResponse } from './serviceErrors.ts';

/** An error body is read this far and this long; the status alone says enough. Longer ones are pages of a proxy. */
const maxErrorBodyBytes = 65_536;
const errorBodyTimeoutMs = 5_000;

/** The error that a status and its body stand for. Waits at most `ms` for each piece of the body. Throws `aborted`. */
export async function refusal(
  call: Call,
  response: Response,
  body: OpenBody,
  limitMs: number,
): Promise<MimoError> {
  const ms = Math.min(errorBodyTimeoutMs, limitMs);
  const decoder = new TextDecoder();
  let text = '';
  let bytesRead = 0;
  try {
    while (bytesRead < maxErrorBodyBytes) {
      const bytes = await body.read(ms);
      if (!bytes) break;
      bytesRead += bytes.length;
      text += decoder.decode(bytes, { stream: true });
    }
  } catch (error) {
    if (error instanceof MimoError && error.kind === 'aborted') throw error;
    // A body that breaks off must not hide the status.
  }
  body.cancel();
  const retryAfterMs = retryAfterOf(response.headers, Date.now());
  const requestId = response.headers.get('x-request-id') ?? response.headers.get('request-id');
  // Before anything is cut out of it: half a key is no longer found.
  const shown = call.redact(text);
  if (call.observed && shown !== '') call.observe({ type: 'rawEvent', data: shown });
  return errorFromResponse(response.status, shown, {
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(requestId === null ? {} : { requestId }),
  });
}

export function isRedirect(response: Response): boolean {
  return response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400);
}

export function redirectError(response: Response, url: string): MimoError {
  const { host } = new URL(url);
  const location = response.headers.get('location');
  // Browsers hide where it leads.
  const target =
    location !== null && URL.canParse(location, url) ? new URL(location, url).host : 'another address';
  return new MimoError(
    'network',
    `${host} redirects to ${target}. Redirects are not followed, because the key would go there too. Check the base URL.`,
    { status: response.status },
  );
}
