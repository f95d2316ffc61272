import { stringsFor } from './strings.ts';

const language = document.documentElement.lang;

/** The texts in the language of the window. */
export const t = stringsFor(language);

const numbers = new Intl.NumberFormat(language || 'en');

/** A count with the language's own separators. */
export function formatNumber(value: number): string {
  return numbers.format(value);
}
