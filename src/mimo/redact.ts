const mark = '[redacted]';

const secretHeaders: ReadonlySet<string> = new Set([
  'api-key',
  'authorization',
  'cookie',
  'proxy-authorization',
  'set-cookie',
  'x-api-key',
]);

/** From this length on a key cannot be a part of an ordinary word. */
const minKeyLength = 8;
/** What local servers without keys are given: `none`, `test`. No secret, and ordinary text is full of it. */
const placeholder = /^[a-z]{0,5}$/i;

/**
 * A function that takes the key out of any text, also where it was escaped for a URL or in JSON. A short key is taken
 * out where it stands by itself.
 */
export function redactor(apiKey: string): (text: string) => string {
  if (placeholder.test(apiKey)) return (text) => text;
  const forms = [apiKey, encodeURIComponent(apiKey), JSON.stringify(apiKey).slice(1, -1)]
    .map((form) => form.replace(/[^\w-]/g, String.raw`\$&`))
    .join('|');
  // In JSON a line may begin with the `n` of its escaped break.
  const pattern =
    apiKey.length < minKeyLength
      ? new RegExp(String.raw`(?:(?<![\w-])|(?<=\\[bfnrt]))(?:${forms})(?![\w-])`, 'g')
      : new RegExp(forms, 'g');
  return (text) => text.replace(pattern, mark);
}

/** Headers as a plain object, without any value that lets someone in. */
export function redactHeaders(headers: Headers, redact: (text: string) => string): Record<string, string> {
  const shown: Record<string, string> = {};
  headers.forEach((value, name) => {
    shown[name] = secretHeaders.has(name) ? mark : redact(value);
  });
  return shown;
}
