import type { PromptSize } from './promptCache.ts';
import type { Answer } from './request.ts';
import { tokens } from './tokens.ts';

export interface UsageReport {
  readonly prompt: PromptSize;
  /** Reasoning included. */
  readonly output: number;
  readonly reasoning: number;
}

export function measure(prompt: PromptSize, answer: Answer): UsageReport {
  const reasoning = tokens(answer.reasoning).length;
  const calls = answer.calls.map((call) => `${call.name}${call.arguments}`).join('');
  return { prompt, output: reasoning + tokens(answer.text).length + tokens(calls).length, reasoning };
}

/** `prompt_tokens_details` is null where there is nothing to tell: clients must live with both. */
export function openaiUsage({ prompt, output, reasoning }: UsageReport): object {
  const details = prompt.cached + prompt.image + prompt.audio + prompt.video > 0;
  return {
    prompt_tokens: prompt.total,
    completion_tokens: output,
    total_tokens: prompt.total + output,
    completion_tokens_details: { reasoning_tokens: reasoning },
    prompt_tokens_details: details
      ? {
          cached_tokens: prompt.cached,
          image_tokens: prompt.image,
          audio_tokens: prompt.audio,
          video_tokens: prompt.video,
        }
      : null,
  };
}

/** Here `input_tokens` leaves out the cached ones, so it may be 0. */
export function anthropicUsage({ prompt, output }: UsageReport): object {
  return {
    input_tokens: prompt.total - prompt.cached,
    output_tokens: output,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: prompt.cached,
  };
}
