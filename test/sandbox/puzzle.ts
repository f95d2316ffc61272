// Long reasoning with a short answer, in both languages.

export const puzzle = {
  en: {
    reasoning: [
      'Two trains start 300 km apart and drive towards each other, one at 60 km/h, the other at 90 km/h. A bird flies between them at 120 km/h until they meet. How far does the bird fly?',
      'First idea: add up the legs of the bird. The first leg takes 300 / (120 + 90) hours, that is 10/7 h. Then the distance left is 300 − 150 · 10/7 = 600/7 km. The second leg takes (600/7) / (120 + 60) = 10/21 h. This becomes a geometric series with two alternating ratios.',
      'Wait. There is a simpler way: the bird flies all the time until the trains meet, so I only need the time.',
      'The trains approach each other at 60 + 90 = 150 km/h. 300 / 150 = 2 hours.',
      'In 2 hours the bird flies 2 · 120 = 240 km.',
      'Let me check this with the series. After the first two legs 10/7 + 10/21 = 40/21 h have passed; the trains are then 300 − 150 · 40/21 = 300/21 = 100/7 km apart. So each pair of legs leaves 1/21 of the distance, and the total time is 40/21 · 1 / (1 − 1/21) = 40/21 · 21/20 = 2 h. It agrees.',
      'I will give the short way, and mention the check.',
    ].join('\n\n'),
    text: `The bird flies **240 km**.

1. The trains approach each other at \`60 + 90 = 150\` km/h.
2. They meet after \`300 / 150 = 2\` hours.
3. The bird flies all that time: \`2 · 120 = 240\` km.

Adding up its single legs as a geometric series gives the same 2 hours.`,
  },
  zh: {
    reasoning: [
      '两列火车相距 300 公里，相向而行，速度分别是每小时 60 公里和 90 公里。一只鸟以每小时 120 公里的速度在两车之间来回飞，直到相遇。鸟一共飞了多远？',
      '第一个想法：把鸟的每一段路程加起来。第一段用时 300 / (120 + 90) = 10/7 小时，此时两车相距 300 − 150 · 10/7 = 600/7 公里。第二段用时 (600/7) / (120 + 60) = 10/21 小时。这会变成一个等比级数。',
      '等一下，有更简单的办法：在两车相遇之前鸟一直在飞，所以只需要知道时间。',
      '两车靠近的速度是 60 + 90 = 150 公里每小时，300 / 150 = 2 小时。',
      '2 小时里鸟飞了 2 · 120 = 240 公里。',
      '用级数检查一下：前两段共 10/7 + 10/21 = 40/21 小时，之后两车相距 100/7 公里，是原来的 1/21。总时间是 40/21 · 21/20 = 2 小时，一致。',
      '我给出简短的解法，并提一下检查。',
    ].join('\n\n'),
    text: `鸟一共飞了 **240 公里**。

1. 两车靠近的速度是 \`60 + 90 = 150\` 公里每小时。
2. 它们在 \`300 / 150 = 2\` 小时后相遇。
3. 鸟一直在飞：\`2 · 120 = 240\` 公里。

把每一段路程按等比级数相加，得到的也是 2 小时。`,
  },
} as const;
