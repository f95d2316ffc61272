// What fetch throws, as a sentence. Node hides the reason in `cause.code`; browsers give none.
import { MimoError } from './errors.ts';

const reasons: Readonly<Record<string, string>> = {
  ENOTFOUND: 'the host name could not be found',
  EAI_AGAIN: 'the host name could not be looked up',
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was reset',
  EPIPE: 'the connection was closed',
  UND_ERR_SOCKET: 'the connection was closed',
  ETIMEDOUT: 'the connection could not be made in time',
  UND_ERR_CONNECT_TIMEOUT: 'the connection could not be made in time',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate chain holds a self-signed one, as company proxies do',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate cannot be verified',
  UNABLE_TO_GET_ISSUER_CERT: 'the issuer of its certificate is unknown',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'the issuer of its certificate is unknown',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet',
  CERT_UNTRUSTED: 'its certificate is not trusted',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate belongs to another name',
};

/** Node's own limits of 300 s: for the headers, and between two pieces of the body. */
const nodeTimeouts: ReadonlySet<string> = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);

/**
 * @param thrown what fetch or a body's reader rejected with
 * @param answered whether the headers of an answer had come
 * @returns `timeout` or `network`, its `cause` being `{ code }` where there is one: the original may hold headers
 */
export function networkError(thrown: unknown, host: string, answered: boolean): MimoError {
  const code = codeOf(thrown);
  const cause = code === undefined ? {} : { cause: { code } };
  if (code !== undefined && nodeTimeouts.has(code)) {
    return new MimoError('timeout', `${host} did not send anything for 300 s (${code})`, cause);
  }
  const reason = (code && reasons[code]) ?? messageOf(thrown);
  const what = answered ? `The answer from ${host} broke off` : `No answer from ${host}`;
  return new MimoError('network', `${what}: ${reason}${code ? ` (${code})` : ''}`, cause);
}

/** True where another attempt cannot end otherwise: a certificate does not get better by asking again. */
export function isCertificateError(error: MimoError): boolean {
  const code = codeOf(error) ?? '';
  return code.includes('CERT') || code.startsWith('UNABLE_TO_') || code.startsWith('ERR_TLS');
}

function codeOf(thrown: unknown): string | undefined {
  // Some runtimes wrap more than once; five levels end any loop.
  let error = thrown;
  for (let depth = 0; depth < 5 && typeof error === 'object' && error !== null; depth++) {
    if ('code' in error && typeof error.code === 'string') return error.code;
    error = 'cause' in error ? error.cause : undefined;
  }
  return undefined;
}

function messageOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  const { cause } = thrown;
  return cause instanceof Error && cause.message ? `${thrown.message}: ${cause.message}` : thrown.message;
}
