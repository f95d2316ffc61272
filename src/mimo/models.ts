// Models as known in October 2026 (mimo-api.md, "Models"). The service's list has neither limits nor prices.
import type { EndpointId } from './endpoints.ts';

/** Money per million tokens. */
export interface Price {
  readonly input: number;
  readonly cached: number;
  readonly output: number;
}

export interface ModelInfo {
  readonly id: string;
  readonly contextTokens: number;
  /** Includes reasoning tokens. */
  readonly maxOutputTokens: number;
  readonly input: readonly ('text' | 'image' | 'audio' | 'video')[];
  readonly price?: { readonly usd: Price; readonly cny?: Price };
  /** Whether the model thinks when a request does not say. */
  readonly thinkingDefault: boolean;
  /** The date from which Xiaomi no longer serves it, `YYYY-MM-DD`. Gateways may still do. */
  readonly retired?: string;
  /** The endpoint's own list names it. */
  readonly live?: boolean;
}

const text = ['text'] as const;
const everything = ['text', 'image', 'audio', 'video'] as const;

const pro = {
  usd: { input: 0.435, cached: 0.0036, output: 0.87 },
  cny: { input: 3, cached: 0.025, output: 6 },
};
const flash = {
  usd: { input: 0.14, cached: 0.0028, output: 0.28 },
  cny: { input: 1, cached: 0.02, output: 2 },
};
const flashUsd = { usd: flash.usd };

const million = 1_048_576;

export const catalogue: readonly ModelInfo[] = [
  model('mimo-v2.6-pro', million, 131_072, everything, pro),
  model('mimo-v2.6-flash', million, 131_072, everything, flash),
  model('mimo-v2.6-pro-ultraspeed', million, 131_072, everything, {
    usd: { input: 4.35, cached: 0.036, output: 8.7 },
  }),
  { ...model('mimo-v2.5-pro', million, 131_072, text, pro), retired: '2026-10-21' },
  { ...model('mimo-v2.5', million, 131_072, everything, flashUsd), retired: '2026-10-21' },
  { ...model('mimo-v2-pro', million, 131_072, text, pro), retired: '2026-06-30' },
  { ...model('mimo-v2-omni', 262_144, 131_072, everything, flashUsd), retired: '2026-06-30' },
  {
    ...model('mimo-v2-flash', 262_144, 65_536, text, flashUsd),
    thinkingDefault: false,
    retired: '2026-06-30',
  },
];

function model(
  id: string,
  contextTokens: number,
  maxOutputTokens: number,
  input: ModelInfo['input'],
  price: NonNullable<ModelInfo['price']>,
): ModelInfo {
  return { id, contextTokens, maxOutputTokens, input, price, thinkingDefault: true };
}

/** The catalogue's entry, or for an unknown id limits that any MiMo model keeps, and no price. */
export function modelInfo(id: string): ModelInfo {
  return (
    catalogue.find((entry) => entry.id === id) ?? {
      id,
      contextTokens: 131_072,
      maxOutputTokens: 32_768,
      input: text,
      thinkingDefault: true,
    }
  );
}

/** What a picker offers: the endpoint's models first, then the rest of the catalogue; no speech models. */
export function mergeModels(liveIds: readonly string[]): readonly ModelInfo[] {
  const ids = [...new Set(liveIds)].filter((id) => !isSpeech(id));
  const live = ids.map((id): ModelInfo => ({ ...modelInfo(id), live: true }));
  return [...live, ...catalogue.filter((entry) => !ids.includes(entry.id))];
}

function isSpeech(id: string): boolean {
  return /asr|tts/i.test(id);
}

/** The model that a fresh installation asks on this endpoint. */
export function defaultModel(endpoint: EndpointId): string {
  return endpoint === 'mimoV2' ? 'mimo-v2-pro' : 'mimo-v2.6-pro';
}
