import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { fenced, messageText } from '../../../src/chat/attachments.ts';
import { explainPrompt, refactorDefault, refactorPrompt } from '../../../src/chat/prompts.ts';
import { buildRequest } from '../../../src/chat/request.ts';
import type {
  AssistantMessage,
  Attachment,
  ChatMessage,
  UserMessage,
} from '../../../src/shared/chatState.ts';

const code: Attachment = {
  kind: 'selection',
  uri: 'file:///w/src/a.ts',
  path: 'src/a.ts',
  languageId: 'typescript',
  startLine: 3,
  endLine: 5,
  text: 'const a = 1;\n',
};

function user(text: string, attachments: readonly Attachment[] = []): UserMessage {
  return { role: 'user', id: text, time: 0, text, attachments };
}

function assistant(parts: AssistantMessage['parts']): AssistantMessage {
  return {
    role: 'assistant',
    id: 'a',
    time: 0,
    protocol: 'openai',
    model: 'mimo-v2.6-pro',
    status: 'finished',
    parts,
    citations: [],
  };
}

function build(path: readonly ChatMessage[]): ReturnType<typeof buildRequest> {
  const now = new Date(2026, 10, 20);
  return buildRequest({ model: 'mimo-v2.6-pro', thinking: true, path, language: 'en', now });
}

suite('request', () => {
  test('carries the model, the thinking switch and the recommended system prompt with its date', () => {
    const request = build([user('Hi')]);
    assert.equal(request.model, 'mimo-v2.6-pro');
    assert.equal(request.thinking, true);
    assert.match(request.system ?? '', /You are MiMo.*2026/s);
  });

  test('the Chinese window sends the Chinese system prompt', () => {
    const now = new Date(2026, 10, 20);
    const request = buildRequest({
      model: 'm',
      thinking: false,
      path: [user('你好')],
      language: 'zh-cn',
      now,
    });
    assert.match(request.system ?? '', /你是MiMo.*2026/s);
  });

  test('an attachment goes before the text, with path, lines and language', () => {
    const [message] = build([user('Explain this.', [code])]).messages;
    assert.deepEqual(message?.content, [
      { type: 'text', text: 'src/a.ts:3-5\n```typescript\nconst a = 1;\n```\n\nExplain this.' },
    ]);
  });

  test('code that holds fences gets a longer one', () => {
    assert.equal(fenced('````md\n````', 'markdown'), '`````markdown\n````md\n````\n`````');
  });

  test('one line is named once', () => {
    assert.match(messageText('', [{ ...code, endLine: 3 }]), /^src\/a\.ts:3\n/);
  });

  test('reasoning without tool calls is not sent back', () => {
    const [, message] = build([
      user('Hi'),
      assistant([
        { type: 'reasoning', text: 'Hmm', startedAt: 0 },
        { type: 'text', text: 'Hello' },
      ]),
      user('And?'),
    ]).messages;
    assert.deepEqual(message?.content, [{ type: 'text', text: 'Hello' }]);
  });

  test('reasoning goes back with the tool calls it led to, signature and all', () => {
    const [, message] = build([
      user('Hi'),
      assistant([
        { type: 'reasoning', text: 'Hmm', signature: 's', startedAt: 0, endedAt: 1 },
        { type: 'toolCall', id: 't', name: 'read', arguments: '{}' },
      ]),
    ]).messages;
    assert.deepEqual(message?.content, [
      { type: 'reasoning', text: 'Hmm', signature: 's' },
      { type: 'toolCall', id: 't', name: 'read', arguments: '{}' },
    ]);
  });

  test('tool calls that came without reasoning say so, because thinking asks for the field', () => {
    const call = { type: 'toolCall', id: 't', name: 'read', arguments: '{}' } as const;
    const [, message] = build([user('Hi'), assistant([{ type: 'text', text: 'I read.' }, call])]).messages;
    assert.deepEqual(message?.content, [
      { type: 'reasoning', text: '' },
      { type: 'text', text: 'I read.' },
      call,
    ]);
  });

  test('an answer that never had any text leaves no empty message behind', () => {
    const request = build([user('Hi'), assistant([]), user('Again')]);
    assert.deepEqual(
      request.messages.map((message) => message.role),
      ['user', 'user'],
    );
  });

  test('a refactoring asks for exactly the attached lines, in the language of the window', () => {
    assert.match(refactorPrompt('en', 'Use let.'), /Refactor this code\. Use let\./);
    assert.match(refactorPrompt('zh-cn', '使用 let。'), /重构这段代码。使用 let。/);
    assert.notEqual(refactorDefault('en'), refactorDefault('zh-cn'));
    assert.notEqual(explainPrompt('en'), explainPrompt('zh-cn'));
  });
});
