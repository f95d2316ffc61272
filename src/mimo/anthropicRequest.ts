// The neutral request as the body of POST /anthropic/v1/messages: mimo-api.md, "Messages (Anthropic) request".
// Fields without a counterpart are left out: penalties, responseFormat, webSearch.
import { cannotCarry, cleanSchema, isObject, parseArguments } from './encode.ts';
import { modelInfo } from './models.ts';
import type { ChatRequest, Message, Part, ToolResultPart } from './types.ts';

type Json = Record<string, unknown>;

/** @throws MimoError `badRequest` for a part that this protocol cannot carry */
export function encodeAnthropic(request: ChatRequest, stream: boolean): Json {
  // JSON.stringify leaves out what is undefined.
  return {
    model: request.model,
    // The protocol demands a limit: without one of the user's, as much as the model can.
    max_tokens: request.maxTokens ?? modelInfo(request.model).maxOutputTokens,
    system: request.system || undefined,
    messages: encodeMessages(request.messages),
    stream,
    temperature: request.temperature,
    top_p: request.topP,
    stop_sequences: request.stop?.length ? request.stop : undefined,
    thinking:
      request.thinking === undefined ? undefined : { type: request.thinking ? 'enabled' : 'disabled' },
    tools: request.tools?.length
      ? request.tools.map((tool) => ({
          name: tool.name,
          ...(tool.description ? { description: tool.description } : {}),
          input_schema: cleanSchema(tool.parameters),
        }))
      : undefined,
    tool_choice: encodeToolChoice(request.toolChoice),
  };
}

function encodeToolChoice(choice: ChatRequest['toolChoice']): Json | undefined {
  if (choice === undefined) return undefined;
  return typeof choice === 'object' ? { type: 'tool', name: choice.name } : { type: choice };
}

/** All results after one assistant message, and the user message right after them, become one user message. */
function encodeMessages(messages: readonly Message[]): Json[] {
  const encoded: Json[] = [];
  let results: Json[] = [];
  const push = (role: 'user' | 'assistant', content: Json[]): void => {
    if (content.length > 0) encoded.push({ role, content });
  };
  for (const message of messages) {
    if (message.role === 'tool') {
      results.push(...message.content.map(encodeToolResult));
      continue;
    }
    if (message.role === 'user') push('user', [...results, ...encodeUser(message.content)]);
    else {
      push('user', results);
      push('assistant', encodeAssistant(message.content));
    }
    results = [];
  }
  push('user', results);
  return encoded;
}

function encodeUser(content: readonly Part[]): Json[] {
  return content.flatMap((part) => {
    if (part.type === 'text') return part.text === '' ? [] : [{ type: 'text', text: part.text }];
    if (part.type === 'image') return [imageBlock(part)];
    throw cannotCarry(part, 'user', 'anthropic');
  });
}

function encodeAssistant(content: readonly Part[]): Json[] {
  return content.flatMap((part): Json[] => {
    switch (part.type) {
      case 'text':
        return part.text === '' ? [] : [{ type: 'text', text: part.text }];
      case 'reasoning': {
        if (part.text === '' && !part.signature) return [];
        return [
          {
            type: 'thinking',
            thinking: part.text,
            ...(part.signature ? { signature: part.signature } : {}),
          },
        ];
      }
      case 'toolCall': {
        const input = parseArguments(part.arguments);
        return [{ type: 'tool_use', id: part.id, name: part.name, input: isObject(input) ? input : {} }];
      }
      default:
        throw cannotCarry(part, 'assistant', 'anthropic');
    }
  });
}

function encodeToolResult(result: ToolResultPart): Json {
  const blocks = result.content.flatMap((part): Json[] => {
    if (part.type === 'image') return [imageBlock(part)];
    return part.text === '' ? [] : [{ type: 'text', text: part.text }];
  });
  return {
    type: 'tool_result',
    tool_use_id: result.id,
    // An empty list is no content at all; an empty string is.
    content: blocks.length > 0 ? blocks : '',
    ...(result.isError ? { is_error: true } : {}),
  };
}

function imageBlock(part: { readonly mime: string; readonly data: string }): Json {
  return { type: 'image', source: { type: 'base64', media_type: part.mime, data: part.data } };
}
