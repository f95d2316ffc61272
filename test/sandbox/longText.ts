// An answer of several thousand tokens, put together from a few chapters.
import type { Language } from './prompt.ts';

const chapters = {
  en: [
    ['Reading bytes', 'bytes arrive in pieces of any size', 'a character can be cut in two'],
    ['Decoding text', 'a decoder keeps what is incomplete', 'the last piece has to be flushed'],
    ['Finding events', 'an empty line ends an event', 'comments keep the connection alive'],
    ['Parsing', 'each event holds one JSON object', 'one bad object must not hide the others'],
    ['Folding', 'events are folded into one message', 'the fold is a pure function'],
    ['Drawing', 'only the open block is drawn again', 'a frame has sixteen milliseconds'],
    ['Stopping', 'the reader is cancelled at once', 'what was received is kept'],
    ['Failing', 'an error belongs to its message', 'it says what to do next'],
  ],
  zh: [
    ['读取字节', '字节以任意大小的片段到达', '一个字符可能被切成两半'],
    ['解码文本', '解码器会保留不完整的部分', '最后一段需要刷新'],
    ['寻找事件', '空行表示事件结束', '注释用来保持连接'],
    ['解析', '每个事件包含一个 JSON 对象', '一个坏对象不应影响其他对象'],
    ['归并', '事件被归并成一条消息', '归并是一个纯函数'],
    ['绘制', '只重新绘制未完成的块', '一帧只有十六毫秒'],
    ['停止', '读取立即取消', '已收到的内容会保留'],
    ['失败', '错误属于它的那条消息', '它会说明接下来怎么做'],
  ],
} as const;

/** Several thousand tokens: headings, paragraphs, lists and code. */
export function longText(language: Language): string {
  const title = language === 'zh' ? '# 流式传输的一生' : '# The life of a stream';
  const parts = [1, 2, 3].flatMap((round) =>
    chapters[language].map(([heading, first, second], index) => {
      const number = (round - 1) * chapters[language].length + index + 1;
      return language === 'zh'
        ? `## ${number}. ${heading}\n\n第 ${number} 节讲的是${heading}。首先，${first}；这一点在第 ${round} 轮里尤其重要，因为前面的步骤都依赖它。其次，${second}，所以代码必须为此做好准备，而不是寄希望于好运气。\n\n- ${first}。\n- ${second}。\n- 两者都可以用测试证明。\n\n\`\`\`typescript\n// 第 ${number} 步\nexport function step${number}(input: string): string {\n  return input.trim(); // ${first}\n}\n\`\`\``
        : `## ${number}. ${heading}\n\nSection ${number} is about ${heading.toLowerCase()}. First, ${first}; in round ${round} this matters most, because every step before depends on it. Second, ${second}, so the code has to be ready for it instead of hoping for good luck.\n\n- In short: ${first}.\n- Besides, ${second}.\n- Both can be proved by a test.\n\n\`\`\`typescript\n// Step ${number}\nexport function step${number}(input: string): string {\n  return input.trim(); // ${first}\n}\n\`\`\``;
    }),
  );
  const end = language === 'zh' ? '以上就是全部内容。' : 'That was all of it.';
  return [title, ...parts, end].join('\n\n');
}
