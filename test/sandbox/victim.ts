/** What an answer with a fault says: long enough to break in the middle of. */
export const victim = {
  en: `This answer is meant to go wrong somewhere.

It begins with a paragraph of plain text, so that there is something to keep when the rest does not arrive. Whatever you have read up to here was received, and nothing of it may be lost.

\`\`\`typescript
export function halfWay(lines: readonly string[]): string {
  const middle = Math.floor(lines.length / 2);
  return lines.slice(0, middle).join('\\n'); // perhaps the last line that arrives
}
\`\`\`

If you can read this sentence, then the answer arrived completely after all.`,
  zh: `这个回答会在某个地方出错。

它以一段普通文字开头，这样即使后面的内容没有到达，也有可以保留的部分。到这里为止读到的内容都已经收到，一点也不能丢失。

\`\`\`typescript
export function halfWay(lines: readonly string[]): string {
  const middle = Math.floor(lines.length / 2);
  return lines.slice(0, middle).join('\\n'); // 也许这是最后到达的一行
}
\`\`\`

如果你能读到这句话，说明回答最终完整地到达了。`,
} as const;
