/**
 * Xiaomi's recommended system prompt (mimo-api.md, "Recommended system prompt"), in local time.
 * It changes once a day only, so that the service's prefix cache keeps hitting.
 */
export function systemPrompt(language: 'en' | 'zh-cn', now: Date): string {
  if (language === 'zh-cn') {
    const [date, week] = dateAndWeekday('zh-CN', now);
    return `你是MiMo(中文名称也是MiMo),是小米公司研发的AI智能助手。\n今天的日期:${date} ${week},你的知识截止日期是2024年12月。`;
  }
  const [date, week] = dateAndWeekday('en-US', now);
  return `You are MiMo, an AI assistant developed by Xiaomi.\nToday's date: ${date} ${week}. Your knowledge cutoff date is December 2024.`;
}

function dateAndWeekday(locale: string, now: Date): readonly [string, string] {
  // The Gregorian calendar is named: an environment may have another default.
  const calendar = 'gregory';
  return [
    new Intl.DateTimeFormat(locale, { calendar, dateStyle: 'long' }).format(now),
    new Intl.DateTimeFormat(locale, { calendar, weekday: 'long' }).format(now),
  ];
}
