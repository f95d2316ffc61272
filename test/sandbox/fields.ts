// Reading single fields of a request body; what is out of range becomes MiMo's 400.
import { type Modality, type SandboxModel, findModel, isRetired } from './models.ts';
import { Refusal, paramIncorrect } from './refusal.ts';
import type { MediaItem } from './request.ts';

export type Fields = Readonly<Record<string, unknown>>;

export function record(value: unknown, at: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw paramIncorrect(`${at} must be an object`);
  }
  return value as Fields;
}

export function list(value: unknown, at: string): readonly unknown[] {
  if (!Array.isArray(value)) throw paramIncorrect(`${at} must be an array`);
  return value;
}

export function text(value: unknown, at: string): string {
  if (typeof value !== 'string') throw paramIncorrect(`${at} must be a string`);
  return value;
}

/** `undefined` and `null` both mean "not given". */
export function numberIn(body: Fields, name: string, min: number, max: number): number | undefined {
  const value = body[name] ?? undefined;
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || !(value >= min && value <= max)) {
    throw paramIncorrect(`${name} must be between ${min} and ${max}`);
  }
  return value;
}

export function integerIn(body: Fields, name: string, min: number, max: number): number | undefined {
  const value = numberIn(body, name, min, max);
  if (value !== undefined && !Number.isInteger(value)) throw paramIncorrect(`${name} must be an integer`);
  return value;
}

export function chatModel(body: Fields): SandboxModel {
  const id = text(body['model'], 'model');
  const model = findModel(id);
  if (model) return model;
  if (isRetired(id)) throw paramIncorrect(`Not supported model ${id}`);
  throw new Refusal(400, `Unsupported model ${id}`);
}

/** On unless it is switched off: that is the default of every model served here. */
export function thinkingMode(body: Fields): boolean {
  const given = body['thinking'] ?? undefined;
  if (given === undefined) return true;
  const { type } = record(given, 'thinking');
  if (type !== 'enabled' && type !== 'disabled')
    throw paramIncorrect('thinking.type must be enabled or disabled');
  return type === 'enabled';
}

export function stopWords(value: unknown, at: string): readonly string[] {
  if (value === undefined || value === null) return [];
  const words = typeof value === 'string' ? [value] : list(value, at);
  if (words.length > 4) throw paramIncorrect(`${at} must not hold more than 4 sequences`);
  return words.map((word) => text(word, at));
}

export function toolName(value: unknown, at: string): string {
  if (typeof value !== 'string' || !/^[A-Za-z0-9_-]{1,64}$/.test(value)) {
    throw paramIncorrect(`${at} must match ^[A-Za-z0-9_-]{1,64}$`);
  }
  return value;
}

/** Some versions of the service refuse OpenAI's schema extensions; the sandbox is one of those. */
export function toolSchema(value: unknown, at: string): Fields {
  const schema = record(value ?? { type: 'object', properties: {} }, at);
  if (mentions(schema, 'additionalProperties'))
    throw paramIncorrect(`${at} must not hold additionalProperties`);
  return schema;
}

function mentions(value: unknown, key: string): boolean {
  if (Array.isArray(value)) return value.some((item) => mentions(item, key));
  if (typeof value !== 'object' || value === null) return false;
  // A property of the tool may bear the name; a keyword of the schema may not.
  return Object.entries(value).some(([name, inner]) =>
    name === 'properties' && typeof inner === 'object' && inner !== null
      ? Object.values(inner).some((property) => mentions(property, key))
      : name === key || mentions(inner, key),
  );
}

const mimeTypes: Readonly<Record<Modality, RegExp>> = {
  image: /^image\/(jpeg|png|gif|webp|bmp)$/,
  audio: /^audio\//,
  video: /^video\//,
};

const maxMediaBytes = 50 * 1024 * 1024;

export function base64Media(type: Modality, mime: string, data: string, at: string): MediaItem {
  if (!mimeTypes[type].test(mime)) throw paramIncorrect(`${at}: ${mime} is not a supported ${type} format`);
  if (data === '' || !/^[A-Za-z0-9+/]+={0,2}$/.test(data)) throw paramIncorrect(`${at}: invalid base64 data`);
  const bytes = Math.floor((data.replace(/=+$/, '').length * 3) / 4);
  if (bytes > maxMediaBytes) throw paramIncorrect(`${at}: larger than 50 MB`);
  return { type, mime, bytes };
}

export function urlMedia(type: Modality, url: string, at: string): MediaItem {
  const data = /^data:([^;,]+);base64,([^]*)$/.exec(url);
  if (data) return base64Media(type, data[1] ?? '', data[2] ?? '', at);
  if (!/^https?:\/\//.test(url)) throw paramIncorrect(`${at}: neither a data: nor an http(s) URL`);
  return { type, mime: 'url', bytes: 0 };
}

/** A model that takes no such media answers 404, as public clients have seen. */
export function requireModality(model: SandboxModel, media: readonly MediaItem[]): void {
  const refused = media.find((item) => !model.accepts.includes(item.type));
  if (refused)
    throw new Refusal(404, `No endpoints found that support ${refused.type} input for ${model.id}`);
}
