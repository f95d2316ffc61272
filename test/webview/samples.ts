// Answers worth looking at.

export const longMarkdown = `# How it works

A **debounced** function waits until calls stop, and *then* runs once. It is often mixed up with \`throttle\`, see [MDN](https://developer.mozilla.org/docs/Glossary/Debounce).

### Steps

1. Keep a timer.
2. On every call, restart it:
   - clear the old one
   - set a new one
3. When it fires, call the function.

- [x] tested
- [ ] documented

\`\`\`typescript
// Runs \`action\` once calls have stopped for \`wait\` milliseconds.
export function debounce<A extends unknown[]>(action: (...args: A) => void, wait = 300): (...args: A) => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => action(...args), wait);
  };
}
\`\`\`

> Prefer \`throttle\` where the user should see progress.

| name | runs | typical use | cost of a call in nanoseconds |
|---|:-:|---|--:|
| debounce | at the end | search box | 120 |
| throttle | at most every *n* ms | scrolling | 95 |

---

\`\`\`python
def fib(n: int) -> int:
    """Return the n-th Fibonacci number."""
    a, b = 0, 1
    for _ in range(n):
        a, b = b, a + b
    return a  # 42
\`\`\`

\`\`\`diff
- const old = 1;
+ const fresh = 2;
\`\`\`

\`\`\`json
{ "name": "mimo", "count": 3, "ok": true, "none": null }
\`\`\`

\`\`\`html
<a class="x" href="https://example.com">link</a>
\`\`\`

\`\`\`css
.box > a:hover { color: red; margin: 2px; }
\`\`\`
`;

export const chineseMarkdown = `## 竞态条件

**注意：**当两个线程同时读写**“共享变量”**时，结果取决于调度顺序，见 https://example.com/race。

\`\`\`go
func main() {
	var mu sync.Mutex // 保护 count
	count := 0
	mu.Lock()
	count++
	mu.Unlock()
	fmt.Println("完成", count)
}
\`\`\`

1. 加锁
2. 使用原子操作
`;

export const sampleCode = `export function area(width: number, height: number): number {
  return width * height;
}`;
