// What editor commands say to the model. In the user's language: MiMo answers in the language that it is asked in.
import type { Language } from './request.ts';

const texts = {
  en: {
    explain: 'Explain this code: what it does, how it works, and anything surprising or risky in it.',
    refactorDefault: 'Make it simpler and easier to read without changing what it does.',
    refactor: (instruction: string) =>
      `Refactor this code. ${instruction}\n\n` +
      'Answer with the complete new code for exactly these lines, in one fenced code block. Keep what need not change. No other text.',
  },
  'zh-cn': {
    explain: '解释这段代码：它做什么、怎样做到的，以及其中出人意料或有风险的地方。',
    refactorDefault: '在不改变行为的前提下，让它更简单、更易读。',
    refactor: (instruction: string) =>
      `重构这段代码。${instruction}\n\n` +
      '只回答恰好替换这些行的完整新代码，放在一个代码块里。不需要改的保持原样。不要写其他文字。',
  },
} as const;

/** The message that goes with an attached selection. */
export function explainPrompt(language: Language): string {
  return texts[language].explain;
}

export function refactorDefault(language: Language): string {
  return texts[language].refactorDefault;
}

/** The message that goes with the lines to refactor; its reply replaces exactly those lines. */
export function refactorPrompt(language: Language, instruction: string): string {
  return texts[language].refactor(instruction);
}
