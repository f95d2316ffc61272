// Everything that can be made to go wrong by a prompt, on both protocols alike.

/** `/fault 429`: this status, each time. `/fault 429x2`: twice, then the answer. */
export const faultStatuses: Readonly<Record<number, string>> = {
  400: 'Param Incorrect',
  401: 'Invalid API Key',
  402: 'Insufficient account balance',
  403: 'This service is not available in your region',
  404: 'The requested resource was not found',
  421: 'The content was rejected by moderation',
  429: 'Too many requests, please try again later',
  500: 'Internal server error',
  502: 'Bad gateway',
  503: 'Service temporarily unavailable',
  504: 'Gateway timeout',
  529: 'The service is overloaded',
};

/** `/fault NAME`, or the name alone as the whole message. */
export const namedFaults = {
  cut: 'the answer ends in the middle, without a finish reason',
  reset: 'the connection is reset in the middle of the answer',
  drop: 'the connection is reset before the first byte',
  stall: 'status 200, then nothing at all',
  'stall-mid': 'half an answer, then nothing more',
  garbage: 'invalid JSON in the middle of the answer',
  html: 'a proxy’s HTML page with status 502',
  'data-prefix': 'status 500 with a body that begins with "data:"',
  'error-in-stream': 'an error in the middle of a stream that began with status 200',
  slow: 'thirty tokens a second, to try Stop',
  length: 'the answer ends because the token limit is reached',
  filter: 'the answer ends because a content filter stepped in',
  repetition: 'the answer ends because it repeats itself',
  empty: 'an answer without any text',
  redirect: 'status 307 to another host',
  'no-usage': 'the answer does not report usage',
} as const satisfies Readonly<Record<string, string>>;

export type FaultName = keyof typeof namedFaults;

export type Fault =
  | { readonly type: 'status'; readonly status: number; readonly times: number }
  | { readonly type: 'named'; readonly name: FaultName }
  | { readonly type: 'unknown'; readonly asked: string };

/** The fault that the user's message asks for, if any. */
export function findFault(message: string): Fault | undefined {
  const asked = /(?:^|\s)\/fault(?:\s+([\w-]+))?/.exec(message);
  if (!asked)
    return isName(message.trim()) ? { type: 'named', name: message.trim() as FaultName } : undefined;
  const name = asked[1] ?? '';
  const status = /^(\d{3})(?:x(\d+))?$/.exec(name);
  if (status && faultStatuses[Number(status[1])] !== undefined) {
    return { type: 'status', status: Number(status[1]), times: status[2] ? Number(status[2]) : Infinity };
  }
  return isName(name) ? { type: 'named', name } : { type: 'unknown', asked: name };
}

function isName(word: string): word is FaultName {
  return Object.hasOwn(namedFaults, word);
}

/** The table, as markdown list items or lines of a terminal. */
export function faultLines(): readonly string[] {
  const statuses = Object.entries(faultStatuses).map(([status, message]) => `/fault ${status}: ${message}`);
  const names = Object.entries(namedFaults).map(([name, what]) => `/fault ${name}: ${what}`);
  return [...statuses, '/fault 429x1: once, then the answer (any status, any number)', ...names];
}
