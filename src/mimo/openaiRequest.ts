// The neutral request as the body of POST /v1/chat/completions: mimo-api.md, "Chat Completions request".
import { cannotCarry, cleanSchema, dataUrl, parseArguments } from './encode.ts';
import type { ChatRequest, MediaPart, Part, ToolResultPart, WebSearch } from './types.ts';

type Json = Record<string, unknown>;

/** @throws MimoError `badRequest` for a part that this protocol cannot carry */
export function encodeOpenAi(request: ChatRequest, stream: boolean): Json {
  const { toolChoice } = request;
  const tools: Json[] = (request.tools ?? []).map((tool) => ({
    type: 'function',
    function: {
      name: tool.name,
      ...(tool.description ? { description: tool.description } : {}),
      parameters: cleanSchema(tool.parameters),
    },
  }));
  if (request.webSearch) tools.push(webSearchTool(request.webSearch));
  // JSON.stringify leaves out what is undefined.
  return {
    model: request.model,
    messages: encodeMessages(request),
    stream,
    stream_options: stream ? { include_usage: true } : undefined,
    max_completion_tokens: request.maxTokens,
    temperature: request.temperature,
    top_p: request.topP,
    frequency_penalty: request.frequencyPenalty,
    presence_penalty: request.presencePenalty,
    stop: request.stop?.length ? request.stop : undefined,
    thinking:
      request.thinking === undefined ? undefined : { type: request.thinking ? 'enabled' : 'disabled' },
    tools: tools.length > 0 ? tools : undefined,
    tool_choice:
      typeof toolChoice === 'object' ? { type: 'function', function: { name: toolChoice.name } } : toolChoice,
    response_format: request.responseFormat && {
      type: request.responseFormat === 'json' ? 'json_object' : 'text',
    },
  };
}

function webSearchTool(search: WebSearch): Json {
  return {
    type: 'web_search',
    force_search: search.forceSearch,
    max_keyword: search.maxKeyword,
    limit: search.limit,
    user_location: search.userLocation,
  };
}

function encodeMessages(request: ChatRequest): Json[] {
  const encoded: Json[] = [];
  if (request.system) encoded.push({ role: 'system', content: request.system });
  // Tool messages are text only: their images wait for the end of the group.
  let toolImages: MediaPart[] = [];
  const flushImages = (): void => {
    if (toolImages.length > 0) encoded.push({ role: 'user', content: toolImages.map(encodePart) });
    toolImages = [];
  };
  for (const message of request.messages) {
    if (message.role === 'tool') {
      for (const result of message.content) {
        encoded.push(encodeToolResult(result));
        for (const part of result.content) if (part.type !== 'text') toolImages.push(part);
      }
      continue;
    }
    flushImages();
    const one = message.role === 'user' ? encodeUser(message.content) : encodeAssistant(message.content);
    if (one) encoded.push(one);
  }
  flushImages();
  return encoded;
}

function encodeUser(content: readonly Part[]): Json | undefined {
  const parts = content.filter((part) => part.type !== 'text' || part.text !== '');
  const only = parts[0];
  if (!only) return undefined;
  if (parts.length === 1 && only.type === 'text') return { role: 'user', content: only.text };
  return { role: 'user', content: parts.map(encodePart) };
}

function encodePart(part: Part): Json {
  switch (part.type) {
    case 'text':
      return { type: 'text', text: part.text };
    case 'image':
      return { type: 'image_url', image_url: { url: dataUrl(part) } };
    case 'audio':
      return { type: 'input_audio', input_audio: { data: dataUrl(part) } };
    case 'video':
      return { type: 'video_url', video_url: { url: dataUrl(part) } };
    default:
      throw cannotCarry(part, 'user', 'openai');
  }
}

function encodeAssistant(content: readonly Part[]): Json | undefined {
  let text = '';
  let reasoning: string | undefined;
  const toolCalls: Json[] = [];
  for (const part of content) {
    if (part.type === 'text') text += part.text;
    else if (part.type === 'reasoning') reasoning = (reasoning ?? '') + part.text;
    else if (part.type === 'toolCall') {
      // Text that is JSON goes back byte for byte, so that the cached prefix stays the same.
      const args = parseArguments(part.arguments) === undefined ? '{}' : part.arguments;
      toolCalls.push({ id: part.id, type: 'function', function: { name: part.name, arguments: args } });
    } else throw cannotCarry(part, 'assistant', 'openai');
  }
  if (toolCalls.length > 0) {
    // An empty reasoning says: made without thinking. The service asks for the field either way.
    return {
      role: 'assistant',
      content: text,
      ...(reasoning === undefined ? {} : { reasoning_content: reasoning }),
      tool_calls: toolCalls,
    };
  }
  if (text === '' && !reasoning) return undefined;
  return { role: 'assistant', content: text, ...(reasoning ? { reasoning_content: reasoning } : {}) };
}

function encodeToolResult(result: ToolResultPart): Json {
  const texts = result.content.flatMap((part) => (part.type === 'text' ? [part.text] : []));
  return { role: 'tool', tool_call_id: result.id, content: texts.join('\n') };
}
