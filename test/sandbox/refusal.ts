import type { WireProtocol } from './request.ts';

/** A request that is answered with an error status. `param` often carries the useful sentence, as on the service. */
export class Refusal extends Error {
  readonly status: number;
  readonly param: string;

  constructor(status: number, message: string, param = '') {
    super(message);
    this.status = status;
    this.param = param;
  }
}

/** MiMo's answer to a parameter that it does not like. */
export function paramIncorrect(param: string): Refusal {
  return new Refusal(400, 'Param Incorrect', param);
}

const anthropicTypes: Readonly<Record<number, string>> = {
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  429: 'rate_limit_error',
  529: 'overloaded_error',
};

/**
 * The JSON of an error. Both routes answer a 400 in MiMo's own shape; the Anthropic route answers everything else in
 * Anthropic's, so that a client meets both.
 */
export function errorBody(protocol: WireProtocol, refusal: Refusal): string {
  const { status, message, param } = refusal;
  if (protocol === 'anthropic' && status !== 400) {
    return JSON.stringify({ type: 'error', error: { type: anthropicTypes[status] ?? 'api_error', message } });
  }
  return JSON.stringify({ error: { code: String(status), message, param, type: '' } });
}
