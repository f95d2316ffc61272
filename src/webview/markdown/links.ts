import { decodeEntities } from './entities.ts';

const allowed: ReadonlySet<string> = new Set(['https:', 'http:', 'mailto:']);

/**
 * The target of a link in a model's markdown, or undefined if it may not become one: anything but https, http and
 * mailto, and anything relative, since a webview has no place of its own on the web.
 */
export function safeLink(href: string): string | undefined {
  const url = URL.parse(decodeEntities(href).trim());
  return url && allowed.has(url.protocol) ? url.href : undefined;
}
