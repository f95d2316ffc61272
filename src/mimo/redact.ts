const mark = '[redacted]';

const secretHeaders: ReadonlySet<string> = new Set([
  'api-key',
  'authorization',
  'cookie',
  'proxy-authorization',
  'set-cookie',
  'x-api-key',
]);

/** A function that takes the key out of any text, also where it was escaped for a URL or in JSON. */
export function redactor(apiKey: string): (text: string) => string {
  const forms = [
    ...new Set([apiKey, encodeURIComponent(apiKey), JSON.stringify(apiKey).slice(1, -1)]),
  ].filter((form) => form !== '');
  return (text) => forms.reduce((rest, form) => rest.replaceAll(form, mark), text);
}

/** Headers as a plain object, without any value that lets someone in. */
export function redactHeaders(headers: Headers, redact: (text: string) => string): Record<string, string> {
  const shown: Record<string, string> = {};
  headers.forEach((value, name) => {
    shown[name] = secretHeaders.has(name) ? mark : redact(value);
  });
  return shown;
}
