import type { Call } from './call.ts';
import { MimoError } from './errors.ts';
import { networkError } from './networkErrors.ts';

/** What is still to come of an answer. */
export interface HttpBody {
  /** Milliseconds since the epoch at which it was asked for. */
  readonly sentAt: number;
  /**
   * The next piece, or undefined at the end.
   * @param ms how long to wait for it
   * @param limitMs the whole limit that `ms` is the rest of, for the message
   * @throws MimoError `timeout`, `network` or `aborted`
   */
  read(ms: number, limitMs?: number): Promise<Uint8Array | undefined>;
}

export interface OpenBody extends HttpBody {
  /** Closes what was not read to its end. */
  cancel(): void;
}

/** The body of a response as it arrives. It closes when the call is aborted or ends. */
export function bodyOf(call: Call, response: Response, host: string, sentAt: number): OpenBody {
  const reader = response.body?.getReader();
  // A reader may hang on abort, so it is told to stop and never waited for.
  const cancel = (): void => void reader?.cancel().catch(() => {});
  call.signal.addEventListener('abort', cancel, { once: true });
  return {
    sentAt,
    cancel,
    async read(ms, limitMs = ms) {
      if (!reader) return undefined;
      try {
        for (;;) {
          const { done, value } = await call.wait(reader.read(), ms, () => timeoutError(host, limitMs));
          if (done) return undefined;
          if (value.length > 0) return value;
        }
      } catch (error) {
        throw error instanceof MimoError ? error : networkError(error, host, true);
      }
    },
  };
}

/** All of a body as text. */
export async function readText(body: HttpBody, idleTimeoutMs: number): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for (let bytes = await body.read(idleTimeoutMs); bytes; bytes = await body.read(idleTimeoutMs)) {
    text += decoder.decode(bytes, { stream: true });
  }
  return text + decoder.decode();
}

/** `ms`: how long it was waited for. */
export function timeoutError(host: string, ms: number): MimoError {
  return new MimoError(
    'timeout',
    `${host} sent no part of an answer for ${Math.max(1, Math.round(ms / 1000))} s`,
  );
}
