// The longer scripted answers, in both languages.

export const hello = {
  en: `Hello! I am **MiMo**, an AI assistant developed by Xiaomi. I can

- explain and refactor code,
- write it in most languages,
- think a problem through step by step, and
- answer in *English* or in *Chinese*.

What are you working on?`,
  zh: `你好！我是 **MiMo**，小米公司研发的 AI 智能助手。我可以

- 解释和重构代码，
- 用大多数语言编写代码，
- 一步一步地思考问题，
- 用*中文*或*英文*回答。

你正在做什么？`,
} as const;

export const code = {
  en: `Here is the same function, *the n-th Fibonacci number*, in several languages.

**TypeScript**

\`\`\`typescript
export function fibonacci(n: number): number {
  let [a, b] = [0, 1];
  for (let i = 0; i < n; i++) [a, b] = [b, a + b];
  return a; // fibonacci(10) === 55
}
\`\`\`

**Python**

\`\`\`python
def fibonacci(n: int) -> int:
    """The n-th Fibonacci number."""
    a, b = 0, 1
    for _ in range(n):
        a, b = b, a + b
    return a
\`\`\`

**Rust**

\`\`\`rust
fn fibonacci(n: u32) -> u64 {
    (0..n).fold((0, 1), |(a, b), _| (b, a + b)).0
}
\`\`\`

**Go**

\`\`\`go
func fibonacci(n int) int {
	a, b := 0, 1
	for range n {
		a, b = b, a+b
	}
	return a
}
\`\`\`

**SQL**

\`\`\`sql
WITH RECURSIVE fib(n, a, b) AS (
  SELECT 0, 0, 1
  UNION ALL
  SELECT n + 1, b, a + b FROM fib WHERE n < 10
)
SELECT a FROM fib WHERE n = 10;
\`\`\`

**Shell**

\`\`\`bash
a=0 b=1
for ((i = 0; i < 10; i++)); do
  ((c = a + b, a = b, b = c))
done
echo "$a"
\`\`\`

All of them run in linear time; call it with \`fibonacci(10)\` and you get \`55\`.`,
  zh: `下面用几种语言写同一个函数：*第 n 个斐波那契数*。

**TypeScript**

\`\`\`typescript
export function fibonacci(n: number): number {
  let [a, b] = [0, 1];
  for (let i = 0; i < n; i++) [a, b] = [b, a + b];
  return a; // fibonacci(10) === 55
}
\`\`\`

**Python**

\`\`\`python
def fibonacci(n: int) -> int:
    """第 n 个斐波那契数。"""
    a, b = 0, 1
    for _ in range(n):
        a, b = b, a + b
    return a
\`\`\`

**Java**

\`\`\`java
static long fibonacci(int n) {
    long a = 0, b = 1;
    for (int i = 0; i < n; i++) {
        long c = a + b;
        a = b;
        b = c;
    }
    return a; // 线性时间
}
\`\`\`

它们的时间复杂度都是线性的；调用 \`fibonacci(10)\` 得到 \`55\`。`,
} as const;

export const table = {
  en: `| Sort | Best | Average | Worst | Stable |
| :--- | ---: | ---: | ---: | :---: |
| Insertion | \`n\` | \`n²\` | \`n²\` | yes |
| Merge | \`n log n\` | \`n log n\` | \`n log n\` | yes |
| Quick | \`n log n\` | \`n log n\` | \`n²\` | no |
| Heap | \`n log n\` | \`n log n\` | \`n log n\` | no |
| Timsort | \`n\` | \`n log n\` | \`n log n\` | yes |

**Timsort** is what JavaScript engines and Python use.`,
  zh: `| 排序 | 最好 | 平均 | 最坏 | 稳定 |
| :--- | ---: | ---: | ---: | :---: |
| 插入排序 | \`n\` | \`n²\` | \`n²\` | 是 |
| 归并排序 | \`n log n\` | \`n log n\` | \`n log n\` | 是 |
| 快速排序 | \`n log n\` | \`n log n\` | \`n²\` | 否 |
| 堆排序 | \`n log n\` | \`n log n\` | \`n log n\` | 否 |
| Timsort | \`n\` | \`n log n\` | \`n log n\` | 是 |

JavaScript 引擎和 Python 用的是 **Timsort**。`,
} as const;

export const formula = {
  en: String.raw`The roots of $ax^2 + bx + c = 0$ are

$$
x_{1,2} = \frac{-b \pm \sqrt{b^2 - 4ac}}{2a}
$$

and the bell curve encloses

$$
\int_{-\infty}^{\infty} e^{-x^2}\,dx = \sqrt{\pi}.
$$

Inline it also works: $\sum_{k=1}^{n} k = \frac{n(n+1)}{2}$, and a price such as $5 is no formula.`,
  zh: String.raw`方程 $ax^2 + bx + c = 0$ 的根是

$$
x_{1,2} = \frac{-b \pm \sqrt{b^2 - 4ac}}{2a}
$$

高斯曲线下的面积是

$$
\int_{-\infty}^{\infty} e^{-x^2}\,dx = \sqrt{\pi}.
$$

行内公式也可以：$\sum_{k=1}^{n} k = \frac{n(n+1)}{2}$。`,
} as const;

export const nested = {
  en: `1. **Prepare**
   - Read the issue
   - Reproduce it
     - on the current version
     - on the version before
       1. build it
       2. run it
2. **Change**
   - [x] write a failing test
   - [x] make it pass
   - [ ] clean up

     A paragraph that belongs to this item.

     \`\`\`bash
     npm test
     \`\`\`
3. **Review**
   > Small changes are reviewed well.
   >
   > - Large ones are not.`,
  zh: `1. **准备**
   - 阅读问题
   - 重现问题
     - 在当前版本上
     - 在上一个版本上
       1. 构建
       2. 运行
2. **修改**
   - [x] 写一个会失败的测试
   - [x] 让它通过
   - [ ] 整理代码

     属于这一项的段落。

     \`\`\`bash
     npm test
     \`\`\`
3. **审查**
   > 小的修改容易审查。
   >
   > - 大的则不然。`,
} as const;

/** Every construct once, hostile ones included: an honest renderer shows them as text or drops them. */
export const markdown = {
  en: `# Heading 1
## Heading 2
### Heading 3

**bold**, *italic*, ***both***, ~~struck~~, \`code\`, a line<br>break, &amp; an entity, emoji 🧑‍💻 and 中文.

> A quotation
> > inside a quotation

A [link](https://platform.xiaomimimo.com/), a bare one https://example.com/a?b=c&d=e, a [dangerous one](javascript:alert(1)), a [file](src/extension.ts).

![a remote picture](https://example.com/pixel.png?q=secret)

<script>alert('not run')</script><img src=x onerror="alert(1)">

---

\`\`\`diff
- const a = 1;
+ const a = 2;
\`\`\`

    indented code

${'averylongwordwithoutanybreak'.repeat(12)}

| a | b |
|---|---|
| 1 | \`x \\| y\` |`,
  zh: `# 一级标题
## 二级标题
### 三级标题

**粗体**、*斜体*、~~删除线~~、\`代码\`、实体 &amp; 和表情 🧑‍💻。

> 引用
> > 引用中的引用

[链接](https://platform.xiaomimimo.com/)、裸链接 https://example.com/a?b=c&d=e、[危险链接](javascript:alert(1))、[文件](src/extension.ts)。

![远程图片](https://example.com/pixel.png?q=secret)

<script>alert('不会运行')</script><img src=x onerror="alert(1)">

---

\`\`\`diff
- const a = 1;
+ const a = 2;
\`\`\`

${'没有任何断点的很长的一行'.repeat(12)}

| 甲 | 乙 |
|---|---|
| 1 | \`x \\| y\` |`,
} as const;
