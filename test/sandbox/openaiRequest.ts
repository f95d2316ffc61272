// Chat Completions: from the body to what the sandbox answers.
import {
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
import { Refusal, paramIncorrect } from './refusal.ts';
import type { MediaItem, SandboxRequest, ToolOffer, Turn, WireCall } from './request.ts';

/** Throws a Refusal for what the service is documented to refuse. */
export function readChatRequest(body: Fields, webSearchEnabled: boolean): SandboxRequest {
  const model = chatModel(body);
  const maxTokens = integerIn(body, 'max_completion_tokens', 1, model.maxOutput) ?? model.maxOutput;
  numberIn(body, 'temperature', 0, 1.5);
  numberIn(body, 'top_p', 0.01, 1);
  numberIn(body, 'frequency_penalty', -2, 2);
  numberIn(body, 'presence_penalty', -2, 2);
  const messages = list(body['messages'], 'messages');
  if (messages.length === 0) throw paramIncorrect('messages must not be empty');
  const system: string[] = [];
  const turns: Turn[] = [];
  for (const [index, value] of messages.entries()) {
    const at = `messages[${index}]`;
    const message = record(value, at);
    if (message['role'] === 'system') system.push(plainText(message['content'], `${at}.content`));
    else turns.push(readTurn(message, at));
  }
  requireModality(
    model,
    turns.flatMap((turn) => turn.media),
  );
  const { tools, webSearch } = readTools(body['tools'] ?? []);
  if (webSearch && !webSearchEnabled) throw paramIncorrect('webSearchEnabled is false');
  const streamOptions =
    body['stream_options'] == null ? {} : record(body['stream_options'], 'stream_options');
  return {
    protocol: 'openai',
    model,
    system: system.join('\n'),
    turns,
    tools,
    webSearch,
    toolChoice: readToolChoice(body['tool_choice'] ?? 'auto'),
    thinking: thinkingMode(body),
    stream: body['stream'] === true,
    includeUsage: streamOptions['include_usage'] === true,
    maxTokens,
    stop: stopWords(body['stop'], 'stop'),
    json: readFormat(body['response_format']),
  };
}

function readTurn(message: Fields, at: string): Turn {
  const { role, content } = message;
  switch (role) {
    case 'user':
      return { role, ...userContent(content, `${at}.content`), calls: [] };
    case 'assistant': {
      const calls = readCalls(message['tool_calls'] ?? [], `${at}.tool_calls`);
      const reasoning = message['reasoning_content'];
      return {
        role,
        text: plainText(content, `${at}.content`),
        media: [],
        calls,
        ...(typeof reasoning === 'string' ? { reasoning } : {}),
      };
    }
    case 'tool': {
      const callId = text(message['tool_call_id'], `${at}.tool_call_id`);
      return { role, text: plainText(content, `${at}.content`), media: [], calls: [], callId };
    }
    default:
      throw paramIncorrect(`${at}.role must be system, user, assistant or tool`);
  }
}

/** System, assistant and tool messages are text only on this protocol. */
function plainText(content: unknown, at: string): string {
  if (typeof content === 'string') return content;
  return list(content, at)
    .map((part) => text(record(part, at)['text'], `${at}: only text parts are allowed here; text`))
    .join('\n');
}

function userContent(content: unknown, at: string): { text: string; media: readonly MediaItem[] } {
  if (typeof content === 'string') return { text: content, media: [] };
  const texts: string[] = [];
  const media: MediaItem[] = [];
  for (const [index, value] of list(content, at).entries()) {
    const here = `${at}[${index}]`;
    const part = record(value, here);
    switch (part['type']) {
      case 'text':
        texts.push(text(part['text'], `${here}.text`));
        break;
      case 'image_url':
        media.push(urlMedia('image', text(record(part['image_url'], here)['url'], here), here));
        break;
      case 'input_audio':
        media.push(urlMedia('audio', text(record(part['input_audio'], here)['data'], here), here));
        break;
      case 'video_url':
        media.push(urlMedia('video', text(record(part['video_url'], here)['url'], here), here));
        break;
      default:
        throw paramIncorrect(`${here}.type is not supported`);
    }
  }
  return { text: texts.join('\n'), media };
}

function readCalls(value: unknown, at: string): readonly WireCall[] {
  return list(value, at).map((item, index) => {
    const here = `${at}[${index}]`;
    const call = record(item, here);
    const called = record(call['function'], `${here}.function`);
    const args = text(called['arguments'], `${here}.function.arguments`);
    try {
      JSON.parse(args);
    } catch {
      throw paramIncorrect(`${here}.function.arguments must be valid JSON`);
    }
    return {
      id: text(call['id'], `${here}.id`),
      name: toolName(called['name'], `${here}.function.name`),
      arguments: args,
    };
  });
}

function readTools(value: unknown): { tools: readonly ToolOffer[]; webSearch: boolean } {
  const tools: ToolOffer[] = [];
  let webSearch = false;
  for (const [index, item] of list(value, 'tools').entries()) {
    const at = `tools[${index}]`;
    const tool = record(item, at);
    if (tool['type'] === 'web_search') {
      webSearch = true;
      continue;
    }
    if (tool['type'] !== 'function') throw paramIncorrect(`${at}.type must be function or web_search`);
    const offered = record(tool['function'], `${at}.function`);
    if ('strict' in offered) throw paramIncorrect(`${at}.function.strict is not supported`);
    tools.push({
      name: toolName(offered['name'], `${at}.function.name`),
      parameters: toolSchema(offered['parameters'], `${at}.function.parameters`),
    });
  }
  return { tools, webSearch };
}

function readToolChoice(value: unknown): SandboxRequest['toolChoice'] {
  if (value === 'auto' || value === 'none') return value;
  if (typeof value === 'string') throw paramIncorrect('tool_choice must be auto, none or a named function');
  const choice = record(value, 'tool_choice');
  return {
    name: toolName(record(choice['function'], 'tool_choice.function')['name'], 'tool_choice.function.name'),
  };
}

function readFormat(value: unknown): boolean {
  if (value === undefined || value === null) return false;
  const { type } = record(value, 'response_format');
  if (type !== 'text' && type !== 'json_object') {
    throw new Refusal(400, 'Param Incorrect', 'response_format.type must be text or json_object');
  }
  return type === 'json_object';
}
