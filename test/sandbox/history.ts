import { paramIncorrect } from './refusal.ts';
import type { SandboxRequest } from './request.ts';

interface Thought {
  readonly reasoning: string;
  /** Only if the call went out over the Anthropic protocol. */
  readonly signature?: string;
}

/** Remembers what was thought before each tool call, and insists that it comes back. */
export class History {
  readonly #thoughts = new Map<string, Thought>();

  /** An empty `reasoning` means that the call was made with thinking off. */
  remember(callId: string, thought: Thought): void {
    this.#thoughts.set(callId, thought);
  }

  /** Throws MiMo's 400 for a history that no conversation with it can have led to. */
  check(request: SandboxRequest): void {
    checkResults(request);
    if (!request.thinking) return;
    for (const turn of request.turns) {
      for (const call of turn.calls) {
        const thought = this.#thoughts.get(call.id);
        if (!thought || thought.reasoning === '') continue;
        const signed = request.protocol === 'openai' || turn.signature === thought.signature;
        if (turn.reasoning !== thought.reasoning || !signed) {
          throw paramIncorrect('The reasoning_content in the thinking mode must be passed back to the API.');
        }
      }
    }
  }
}

/** Every call is answered before anybody says anything else, and nothing is answered that was not called. */
function checkResults(request: SandboxRequest): void {
  let open = new Set<string>();
  for (const turn of request.turns) {
    if (turn.role === 'tool') {
      if (!open.delete(turn.callId ?? ''))
        throw paramIncorrect(`no tool call with the id ${turn.callId} is open`);
      continue;
    }
    if (open.size > 0) throw paramIncorrect(`no result for the tool calls ${[...open].join(', ')}`);
    open = new Set(turn.calls.map((call) => call.id));
  }
  if (open.size > 0) throw paramIncorrect(`no result for the tool calls ${[...open].join(', ')}`);
}
