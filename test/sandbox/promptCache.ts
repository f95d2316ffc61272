import type { SandboxRequest, Turn } from './request.ts';
import { tokens } from './tokens.ts';

export interface PromptSize {
  /** All tokens of the prompt, the cached ones included. */
  readonly total: number;
  readonly cached: number;
  readonly image: number;
  readonly audio: number;
  readonly video: number;
}

/** What one picture, sound or film counts for. */
const mediaTokens = 256;

/** Prompts beyond this number are forgotten, oldest first. */
const remembered = 100;

/** Counts a prompt, and which part of it a former prompt for the same model began with. */
export class PromptCache {
  readonly #prompts: { readonly model: string; readonly tokens: readonly string[] }[] = [];

  measure(request: SandboxRequest): PromptSize {
    const model = request.model.id;
    const prompt = tokens(promptText(request));
    const media = request.turns.flatMap((turn) => turn.media);
    const count = (type: string): number => media.filter((item) => item.type === type).length * mediaTokens;
    const cached = Math.max(
      0,
      ...this.#prompts
        .filter((past) => past.model === model)
        .map((past) => sharedPrefix(past.tokens, prompt)),
    );
    this.#prompts.push({ model, tokens: prompt });
    if (this.#prompts.length > remembered) this.#prompts.shift();
    return {
      total: prompt.length + media.length * mediaTokens,
      cached,
      image: count('image'),
      audio: count('audio'),
      video: count('video'),
    };
  }

  clear(): void {
    this.#prompts.length = 0;
  }
}

/** In the order in which a model reads it: what stays the same from turn to turn comes first. */
function promptText(request: SandboxRequest): string {
  const tools = request.tools.length === 0 ? '' : JSON.stringify(request.tools);
  return [request.system, tools, ...request.turns.map(turnText)].join('\n');
}

function turnText(turn: Turn): string {
  const calls = turn.calls.map((call) => `${call.name}${call.arguments}`).join('');
  return `<${turn.role}>${turn.reasoning ?? ''}${turn.text}${calls}`;
}

function sharedPrefix(one: readonly string[], other: readonly string[]): number {
  const length = Math.min(one.length, other.length);
  for (let index = 0; index < length; index++) if (one[index] !== other[index]) return index;
  return length;
}
