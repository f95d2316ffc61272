// The models that the sandbox serves, as mimo-api.md describes the live service after 2026-10-21.

export type Modality = 'image' | 'audio' | 'video';

export interface SandboxModel {
  readonly id: string;
  /** In tokens, reasoning included. */
  readonly maxOutput: number;
  readonly accepts: readonly Modality[];
  /** In the answer of `GET /v1/models`; one that is not listed is still answered. */
  readonly listed: boolean;
}

const everything: readonly Modality[] = ['image', 'audio', 'video'];

const chatModels: readonly SandboxModel[] = [
  { id: 'mimo-v2.6-pro', maxOutput: 131_072, accepts: everything, listed: true },
  { id: 'mimo-v2.6-flash', maxOutput: 131_072, accepts: everything, listed: true },
  { id: 'mimo-v2.6-pro-ultraspeed', maxOutput: 131_072, accepts: everything, listed: true },
  // Retired, but still routed to their successors.
  { id: 'mimo-v2.5-pro', maxOutput: 131_072, accepts: [], listed: false },
  { id: 'mimo-v2.5', maxOutput: 131_072, accepts: everything, listed: false },
];

const speechModels = ['mimo-v2.5-tts', 'mimo-v2.5-asr'];

/** Retired for good; public clients saw these refused as `Not supported model …` instead of `Unsupported model …`. */
const retiredModels: ReadonlySet<string> = new Set(['mimo-v2-pro', 'mimo-v2-omni', 'mimo-v2-flash']);

/** Ids are case-sensitive. Speech models are listed, but not answered here. */
export function findModel(id: string): SandboxModel | undefined {
  return chatModels.find((model) => model.id === id);
}

export function isRetired(id: string): boolean {
  return retiredModels.has(id);
}

/** The body of `GET /v1/models`: no limits, no modalities, speech models among the others. */
export function modelList(): object {
  const ids = [...chatModels.filter((model) => model.listed).map((model) => model.id), ...speechModels];
  return { object: 'list', data: ids.map((id) => ({ id, object: 'model', owned_by: 'xiaomi' })) };
}
