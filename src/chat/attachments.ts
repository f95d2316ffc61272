import type { Attachment } from '../shared/chatState.ts';

/** A fence longer than any run of backticks in the text, so that code which holds fences cannot end it. */
export function fenceFor(text: string): string {
  let longest = 2;
  for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length);
  return '`'.repeat(longest + 1);
}

export function fenced(text: string, languageId: string): string {
  const fence = fenceFor(text);
  const newline = text.endsWith('\n') ? '' : '\n';
  return `${fence}${languageId}\n${text}${newline}${fence}`;
}

/** `src/a.ts:12-30`, or `src/a.ts:12` for one line. */
export function attachmentLabel(attachment: Attachment): string {
  const { path, startLine, endLine } = attachment;
  return startLine === endLine ? `${path}:${startLine}` : `${path}:${startLine}-${endLine}`;
}

/** The text that the model gets for a message: its attachments first, then what the user wrote. */
export function messageText(text: string, attachments: readonly Attachment[]): string {
  const blocks = attachments.map(
    (attachment) => `${attachmentLabel(attachment)}\n${fenced(attachment.text, attachment.languageId)}`,
  );
  return [...blocks, text].filter((block) => block !== '').join('\n\n');
}
