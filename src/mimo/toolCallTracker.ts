import type { StreamEvent } from './types.ts';

interface OpenCall {
  id: string;
  name: string;
  /** Arguments that came before id and name were known. */
  waiting: string;
  /** The call's place among the started ones; -1 until then. */
  index: number;
}

/**
 * Puts tool calls together that arrive in pieces, several at once. A call starts when its id and its name are known;
 * `index` counts the started ones, because the services number them differently: OpenAI by call, Anthropic by block.
 */
export class ToolCallTracker {
  readonly #calls = new Map<number, OpenCall>();
  #started = 0;

  /** How many calls have started. */
  get started(): number {
    return this.#started;
  }

  /**
   * Takes one piece.
   * @param key the service's own number of the call
   * @param out receives the events
   */
  add(key: number, id: string, name: string, args: string, out: StreamEvent[]): void {
    let call = this.#calls.get(key);
    // Some gateways number every call 0: another id together with a name is another call.
    if (!call || (id !== '' && name !== '' && call.index >= 0 && call.id !== id)) {
      call = { id: '', name: '', waiting: '', index: -1 };
      this.#calls.set(key, call);
    }
    if (call.index >= 0) {
      if (args !== '') out.push({ type: 'toolCallDelta', index: call.index, arguments: args });
      return;
    }
    if (call.id === '') call.id = id;
    if (call.name === '') call.name = name;
    call.waiting += args;
    if (call.id !== '' && call.name !== '') this.#start(call, out);
  }

  /** Starts what has a name but never got an id, with one of our own. To be called when the answer ends. */
  flush(out: StreamEvent[]): void {
    for (const call of this.#calls.values()) {
      if (call.index >= 0 || call.name === '') continue;
      call.id = `call_${crypto.randomUUID()}`;
      this.#start(call, out);
    }
  }

  #start(call: OpenCall, out: StreamEvent[]): void {
    call.index = this.#started++;
    out.push({ type: 'toolCallStart', index: call.index, id: call.id, name: call.name });
    if (call.waiting !== '') out.push({ type: 'toolCallDelta', index: call.index, arguments: call.waiting });
    call.waiting = '';
  }
}
