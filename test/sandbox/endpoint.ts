import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text as readAll } from 'node:stream/consumers';
import { reply } from './answer.ts';
import { readMessagesRequest } from './anthropicRequest.ts';
import { deliver, type Pace } from './deliver.ts';
import type { Encoder } from './encoder.ts';
import { type Fault, faultStatuses } from './faults.ts';
import { record } from './fields.ts';
import { History } from './history.ts';
import type { Journal, JournalEntry } from './journal.ts';
import { checkKey, findCredential } from './keys.ts';
import { modelList } from './models.ts';
import { readChatRequest } from './openaiRequest.ts';
import { PromptCache } from './promptCache.ts';
import { errorBody, paramIncorrect, Refusal } from './refusal.ts';
import type { WireProtocol } from './request.ts';
import { anthropicUsage, measure, openaiUsage } from './usage.ts';

interface Deps {
  readonly encoder: Encoder;
  readonly journal: Journal;
  readonly pace: Pace;
  /** Exactly these are let in; left out: see keys.ts. */
  readonly keys?: readonly string[];
}

/** One exchange, as far as it has been understood. */
interface Exchange {
  readonly entry: JournalEntry;
  readonly response: ServerResponse;
  readonly protocol: WireProtocol;
  readonly id: string;
}

const journalPath = '/__journal';

const noFurther = Symbol('the sandbox itself broke the connection');

/** Answers every request that reaches the sandbox. */
export class Endpoint {
  readonly #deps: Deps;
  readonly #history = new History();
  readonly #promptCache = new PromptCache();
  /** How often a fault with a number of times has struck, by body. */
  readonly #strikes = new Map<string, number>();
  readonly #brokenHere = new WeakSet<ServerResponse>();
  #requests = 0;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Forgets prompts and counts; tool calls stay known, for a conversation may go on. */
  clear(): void {
    this.#promptCache.clear();
    this.#strikes.clear();
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // A web extension host asks from a browser's origin.
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader(
      'access-control-allow-headers',
      request.headers['access-control-request-headers'] ?? '*',
    );
    response.setHeader('access-control-expose-headers', '*');
    if (request.method === 'OPTIONS') {
      response.setHeader('access-control-allow-methods', '*');
      response.writeHead(204).end();
      return;
    }
    if (request.url === journalPath) {
      this.#tellJournal(request, response);
      return;
    }
    const rawBody = await readAll(request);
    const exchange = this.#open(request, response, rawBody);
    try {
      await this.#answer(request, exchange, rawBody);
    } catch (error) {
      if (error === noFurther) return;
      if (error instanceof Refusal) this.#refuse(exchange, error, isStreamed(rawBody));
      else {
        console.error(error);
        this.#refuse(exchange, new Refusal(500, `The sandbox itself failed: ${String(error)}`), false);
      }
    }
  }

  /** For suites that run in another process, such as VS Code's: GET reads it, DELETE empties it. */
  #tellJournal(request: IncomingMessage, response: ServerResponse): void {
    if (request.method === 'DELETE') {
      this.#deps.journal.clear();
      this.clear();
    }
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(this.#deps.journal.entries));
  }

  #open(request: IncomingMessage, response: ServerResponse, rawBody: string): Exchange {
    const path = request.url ?? '/';
    const protocol = path.startsWith('/anthropic') ? 'anthropic' : 'openai';
    const credential = findCredential(request.headers, protocol === 'anthropic');
    const body = parsed(rawBody);
    const { journal } = this.#deps;
    const entry = journal.add(
      {
        time: Date.now(),
        method: request.method ?? 'GET',
        path,
        ...(credential ? { auth: credential.header } : {}),
        rawBody,
        ...(body === undefined ? {} : { body }),
        status: 0,
        aborted: false,
        ended: false,
      },
      request.headers,
    );
    response.on('close', () => {
      const aborted = !response.writableFinished && !this.#brokenHere.has(response);
      const status = response.headersSent ? response.statusCode : 0;
      journal.update(entry, { status, aborted, ended: true });
    });
    const id = createHash('sha256')
      .update(`${this.#requests++}\n${rawBody}`)
      .digest('hex')
      .slice(0, 32);
    response.setHeader('x-request-id', id);
    return { entry, response, protocol, id };
  }

  async #answer(request: IncomingMessage, exchange: Exchange, rawBody: string): Promise<void> {
    const { response, protocol } = exchange;
    const route = `${request.method} ${(request.url ?? '/').split('?')[0]}`;
    const credential = findCredential(request.headers, protocol === 'anthropic');
    const access = checkKey(credential, this.#deps.keys, route === 'GET /v1/models');
    switch (route) {
      case 'GET /v1/models':
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(modelList()));
        return;
      case 'POST /v1/chat/completions':
      case 'POST /anthropic/v1/messages':
        return this.#converse(exchange, rawBody, access.webSearch);
      default:
        throw new Refusal(404, `Not Found: ${route}`);
    }
  }

  async #converse(exchange: Exchange, rawBody: string, webSearch: boolean): Promise<void> {
    const { protocol, response, entry, id } = exchange;
    const { encoder, journal, pace } = this.#deps;
    const json = parsed(rawBody);
    if (json === undefined) throw paramIncorrect('the body is not valid JSON');
    const body = record(json, 'the body');
    const request = protocol === 'openai' ? readChatRequest(body, webSearch) : readMessagesRequest(body);
    this.#history.check(request);
    const { answer, fault } = reply(request);
    if (fault) this.#strike(exchange, fault, rawBody);
    const named = fault?.type === 'named' ? fault.name : undefined;
    const report = measure(this.#promptCache.measure(request), answer);
    const usage = protocol === 'openai' ? openaiUsage(report) : anthropicUsage(report);
    const reported = named !== 'no-usage' && (!request.stream || request.includeUsage);
    const callIds = answer.calls.map((_, index) => `call_${id.slice(0, 23)}${index}`);
    const signature = createHash('sha256').update(answer.reasoning).digest('base64');
    const signed = protocol === 'anthropic' && answer.reasoning !== '';
    for (const callId of callIds) {
      this.#history.remember(callId, { reasoning: answer.reasoning, ...(signed ? { signature } : {}) });
    }
    if (named === 'reset') this.#brokenHere.add(response);
    journal.update(entry, { status: 200, ...(reported ? { usage } : {}) });
    await deliver(response, encoder, {
      request,
      answer,
      id,
      callIds,
      signature,
      pace,
      ...(reported ? { usage } : {}),
      ...(named ? { fault: named } : {}),
    });
  }

  /** The faults that leave no answer at all; the others strike while it is sent. */
  #strike({ response, entry, protocol }: Exchange, fault: Fault, rawBody: string): void {
    if (fault.type === 'status') {
      const struck = this.#strikes.get(rawBody) ?? 0;
      if (struck >= fault.times) {
        this.#strikes.delete(rawBody);
        return;
      }
      this.#strikes.set(rawBody, struck + 1);
      throw new Refusal(fault.status, faultStatuses[fault.status] ?? '', 'asked for by /fault');
    }
    if (fault.type === 'unknown') return;
    switch (fault.name) {
      case 'drop':
        this.#brokenHere.add(response);
        response.socket?.resetAndDestroy();
        throw noFurther;
      case 'html':
        response.writeHead(502, { 'content-type': 'text/html' });
        response.end(
          '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>',
        );
        throw noFurther;
      case 'redirect':
        response.writeHead(307, { location: `https://redirect.invalid${entry.path}` }).end();
        throw noFurther;
      case 'data-prefix':
        response.writeHead(500, { 'content-type': 'text/event-stream' });
        response.end(`data:${errorBody(protocol, new Refusal(500, 'Internal server error'))}`);
        throw noFurther;
    }
  }

  #refuse({ response, protocol }: Exchange, refusal: Refusal, streamed: boolean): void {
    if (response.headersSent) {
      response.destroy();
      return;
    }
    if (refusal.status === 429) {
      const [name, value] = this.#deps.pace === 'instant' ? ['retry-after-ms', '20'] : ['retry-after', '1'];
      response.setHeader(name, value);
    }
    // Seen on the live chat route: the 400 of a streamed request begins with "data:".
    const prefix = refusal.status === 400 && protocol === 'openai' && streamed ? 'data:' : '';
    const contentType = prefix === '' ? 'application/json' : 'text/event-stream';
    response.writeHead(refusal.status, { 'content-type': contentType });
    response.end(`${prefix}${errorBody(protocol, refusal)}`);
  }
}

function parsed(rawBody: string): unknown {
  try {
    return JSON.parse(rawBody);
  } catch {
    return undefined;
  }
}

function isStreamed(rawBody: string): boolean {
  return (parsed(rawBody) as { readonly stream?: unknown } | null | undefined)?.stream === true;
}
