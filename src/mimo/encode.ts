// What both protocols' requests have in common.
import { MimoError } from './errors.ts';
import type { MediaPart, Message, Part, Protocol } from './types.ts';

const protocolNames: Readonly<Record<Protocol, string>> = { openai: 'OpenAI', anthropic: 'Anthropic' };

/** The error for a part that the protocol has no place for. Thrown before anything is sent: nothing is dropped silently. */
export function cannotCarry(part: Part, role: Message['role'], protocol: Protocol): MimoError {
  const what: Readonly<Record<Part['type'], string>> = {
    text: 'text',
    image: 'images',
    audio: 'audio',
    video: 'video',
    reasoning: 'reasoning',
    toolCall: 'tool calls',
  };
  return new MimoError(
    'badRequest',
    `The ${protocolNames[protocol]} protocol cannot carry ${what[part.type]} in a message of the ${role}`,
  );
}

export function dataUrl(part: MediaPart): string {
  return `data:${part.mime};base64,${part.data}`;
}

/** The stored arguments of a tool call if they are JSON; models leave them empty or break off in the middle. */
export function parseArguments(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Keywords of JSON Schema whose value maps names of the author's choice to schemas. */
const schemaMaps: ReadonlySet<string> = new Set([
  'properties',
  'patternProperties',
  '$defs',
  'definitions',
  'dependentSchemas',
]);
/** Keywords whose value is data, not a schema. */
const plainValues: ReadonlySet<string> = new Set(['const', 'default', 'enum', 'examples', 'required']);

/**
 * A tool's schema without `strict` and without a boolean `additionalProperties`, which some versions of the service
 * reject (mimo-api.md, "Chat Completions request"). A schema as `additionalProperties` describes a map and stays.
 */
export function cleanSchema(schema: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const cleaned: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(schema)) {
    if (key === 'strict' || (key === 'additionalProperties' && typeof value === 'boolean')) continue;
    if (plainValues.has(key)) cleaned[key] = value;
    else if (schemaMaps.has(key) && isObject(value)) {
      cleaned[key] = Object.fromEntries(Object.entries(value).map(([name, sub]) => [name, cleanValue(sub)]));
    } else cleaned[key] = cleanValue(value);
  }
  return cleaned;
}

function cleanValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(cleanValue);
  return isObject(value) ? cleanSchema(value) : value;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
