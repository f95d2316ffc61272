// Messages: from the body to what the sandbox answers.
import {
  base64Media,
  chatModel,
  type Fields,
  integerIn,
  list,
  numberIn,
  record,
  requireModality,
  stopWords,
  text,
  thinkingMode,
  toolName,
  toolSchema,
  urlMedia,
} from './fields.ts';
import { paramIncorrect } from './refusal.ts';
import type { MediaItem, SandboxRequest, ToolOffer, Turn, WireCall } from './request.ts';

/** Throws a Refusal for what the service is documented to refuse. */
export function readMessagesRequest(body: Fields): SandboxRequest {
  const model = chatModel(body);
  const maxTokens = integerIn(body, 'max_tokens', 1, model.maxOutput);
  if (maxTokens === undefined) throw paramIncorrect('max_tokens is required');
  numberIn(body, 'temperature', 0, 1.5);
  numberIn(body, 'top_p', 0.01, 1);
  const messages = list(body['messages'], 'messages');
  if (messages.length === 0) throw paramIncorrect('messages must not be empty');
  const turns = messages.flatMap((value, index) => readMessage(record(value, `messages[${index}]`), index));
  requireModality(
    model,
    turns.flatMap((turn) => turn.media),
  );
  return {
    protocol: 'anthropic',
    model,
    system: body['system'] == null ? '' : blockText(body['system'], 'system'),
    turns,
    tools: list(body['tools'] ?? [], 'tools').map(readTool),
    toolChoice: readToolChoice(body['tool_choice']),
    thinking: thinkingMode(body),
    stream: body['stream'] === true,
    includeUsage: true,
    maxTokens,
    stop: stopWords(body['stop_sequences'], 'stop_sequences'),
    json: false,
    webSearch: false,
  };
}

function readMessage(message: Fields, index: number): readonly Turn[] {
  const at = `messages[${index}]`;
  const { role } = message;
  if (role !== 'user' && role !== 'assistant') throw paramIncorrect(`${at}.role must be user or assistant`);
  const { content } = message;
  const blocks =
    typeof content === 'string'
      ? [{ type: 'text', text: content }]
      : list(content, `${at}.content`).map((block) => record(block, `${at}.content`));
  if (blocks.length === 0) throw paramIncorrect(`${at}.content must not be empty`);
  return role === 'user' ? readUser(blocks, at) : [readAssistant(blocks, at)];
}

/** One message may hold the results of tools, which come first, and what the user says. */
function readUser(blocks: readonly Fields[], at: string): readonly Turn[] {
  const turns: Turn[] = [];
  const texts: string[] = [];
  const media: MediaItem[] = [];
  for (const block of blocks) {
    if (block['type'] === 'tool_result') {
      if (texts.length + media.length > 0) throw paramIncorrect(`${at}: tool_result blocks must come first`);
      turns.push(readResult(block, at));
    } else if (block['type'] === 'text') texts.push(filledText(block['text'], at));
    else if (block['type'] === 'image') media.push(readImage(block, at));
    else throw paramIncorrect(`${at}: content block type ${String(block['type'])} is not supported`);
  }
  if (texts.length + media.length > 0) turns.push({ role: 'user', text: texts.join('\n'), media, calls: [] });
  return turns;
}

function readResult(block: Fields, at: string): Turn {
  const callId = text(block['tool_use_id'], `${at}.tool_use_id`);
  const content = block['content'] ?? '';
  if (typeof content === 'string') return { role: 'tool', text: content, media: [], calls: [], callId };
  const texts: string[] = [];
  const media: MediaItem[] = [];
  for (const value of list(content, `${at}.content`)) {
    const part = record(value, at);
    if (part['type'] === 'text') texts.push(filledText(part['text'], at));
    else if (part['type'] === 'image') media.push(readImage(part, at));
    else throw paramIncorrect(`${at}: a tool result holds text and images only`);
  }
  return { role: 'tool', text: texts.join('\n'), media, calls: [], callId };
}

function readAssistant(blocks: readonly Fields[], at: string): Turn {
  const texts: string[] = [];
  const calls: WireCall[] = [];
  const thoughts: string[] = [];
  let signature: string | undefined;
  for (const block of blocks) {
    switch (block['type']) {
      case 'text':
        texts.push(filledText(block['text'], at));
        break;
      case 'thinking':
        thoughts.push(text(block['thinking'], `${at}.thinking`));
        if (block['signature'] !== undefined) signature = filledText(block['signature'], `${at}.signature`);
        break;
      case 'tool_use':
        calls.push({
          id: text(block['id'], `${at}.id`),
          name: toolName(block['name'], `${at}.name`),
          arguments: JSON.stringify(record(block['input'], `${at}.input`)),
        });
        break;
      default:
        throw paramIncorrect(`${at}: content block type ${String(block['type'])} is not supported`);
    }
  }
  return {
    role: 'assistant',
    text: texts.join('\n'),
    media: [],
    calls,
    ...(thoughts.length === 0 ? {} : { reasoning: thoughts.join('') }),
    ...(signature === undefined ? {} : { signature }),
  };
}

function filledText(value: unknown, at: string): string {
  const given = text(value, at);
  if (given === '') throw paramIncorrect(`${at}: text content blocks must be non-empty`);
  return given;
}

function blockText(value: unknown, at: string): string {
  if (typeof value === 'string') return value;
  return list(value, at)
    .map((block) => filledText(record(block, at)['text'], at))
    .join('\n');
}

function readImage(block: Fields, at: string): MediaItem {
  const source = record(block['source'], `${at}.source`);
  if (source['type'] === 'url') return urlMedia('image', text(source['url'], `${at}.source.url`), at);
  return base64Media(
    'image',
    text(source['media_type'], `${at}.source.media_type`),
    text(source['data'], `${at}.source.data`),
    at,
  );
}

function readTool(value: unknown, index: number): ToolOffer {
  const at = `tools[${index}]`;
  const tool = record(value, at);
  return {
    name: toolName(tool['name'], `${at}.name`),
    parameters: toolSchema(tool['input_schema'], `${at}.input_schema`),
  };
}

function readToolChoice(value: unknown): SandboxRequest['toolChoice'] {
  if (value === undefined || value === null) return 'auto';
  const choice = record(value, 'tool_choice');
  if (choice['type'] === 'auto' || choice['type'] === 'none') return choice['type'];
  if (choice['type'] === 'tool') return { name: toolName(choice['name'], 'tool_choice.name') };
  throw paramIncorrect('tool_choice.type must be auto, none or tool');
}
