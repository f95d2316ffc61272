// What is said about the sample workspace's `total`: the first thing that a newcomer tries.
import type { Said } from './conversations.ts';
import type { Language } from './prompt.ts';

/** Only the sample's own function has this line. */
export const sampleCode = 'export function total(items: readonly Item[]): number {';

const shorter = `\`\`\`typescript
const sum = items
  .filter(({ quantity }) => quantity > 0)
  .map(({ price, quantity }) => price * quantity)
  .reduce((sum, cost) => sum + cost, 0);
\`\`\``;

export const sampleExplanation: Readonly<Record<Language, Said>> = {
  en: {
    reasoning: [
      'They want to know what `total` does, how, and what is surprising in it.',
      'It loops over the items and adds price times quantity. The check for `undefined` is there because an index may be out of range; with `for … of` it would not be needed. Items with a quantity of zero or less are left out, so a return does not lower the sum.',
      'Then the discount: from 10000 on, 5% off. Let me try the limit: 9999 stays 9999, but 10000 becomes 9500. So a customer pays less by buying more. That is the surprising part, and worth saying.',
      'At the end it rounds, once, which is right: the discount may leave a fraction.',
    ].join('\n\n'),
    text: `\`total\` adds up an order, in the currency's smallest unit.

1. **Sum:** \`price * quantity\` of each item. Items with a quantity of zero or less are left out.
2. **Discount:** from \`10000\` on, that is 100.00, it takes 5% off.
3. **Rounding** comes last, as the discount may leave a fraction.

The loop can be said without an index:

${shorter}

**Surprising:** an order of 100.00 costs 95.00, which is less than one of 99.00.`,
  },
  zh: {
    reasoning: [
      '用户想知道 `total` 做什么、怎样做到，以及有什么出人意料的地方。',
      '它遍历商品，累加单价乘以数量。检查 `undefined` 是因为下标可能越界；改用 `for … of` 就不需要了。数量为零或负数的商品被跳过，所以退货不会减少总额。',
      '然后是折扣：满 10000 减 5%。试一下边界：9999 还是 9999，而 10000 变成 9500。也就是说买得多反而付得少，这一点值得指出。',
      '最后取整一次，这是对的，因为折扣可能留下小数。',
    ].join('\n\n'),
    text: `\`total\` 计算一笔订单的总额，单位是货币的最小单位。

1. **求和**：累加每件商品的 \`price * quantity\`，数量为零或负数的商品不计。
2. **折扣**：总额达到 \`10000\`（即 100.00）时减 5%。
3. **取整**放在最后，因为折扣可能留下小数。

循环可以不用下标：

${shorter}

**出人意料**：100.00 的订单只需付 95.00，比 99.00 的订单还少。`,
  },
};
