// The words by which a person, or a screen reader, finds things. Spelled out, not imported: a renamed button is a
// change that users notice.

export type Locale = 'en' | 'zh-cn';

export const words = {
  en: {
    conversation: 'Conversation',
    messageBox: 'Message MiMo',
    mimo: 'MiMo',
    you: 'You',
    send: 'Send',
    stop: 'Stop',
    atLine: (line: number) => `Ln ${line},`,
  },
  'zh-cn': {
    conversation: '对话',
    messageBox: '给 MiMo 发消息',
    mimo: 'MiMo',
    you: '你',
    send: '发送',
    stop: '停止',
    atLine: (line: number) => `Ln ${line},`,
  },
};
