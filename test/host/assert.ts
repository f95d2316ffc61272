// The part of `node:assert/strict` that host suites use: the web worker extension host has no Node modules.
// Import it as `import * as assert from './assert.ts'`.

export class AssertionError extends Error {
  override readonly name = 'AssertionError';
}

export function fail(message: string): never {
  throw new AssertionError(message);
}

export function ok(value: unknown, message = `${show(value)} is not truthy`): asserts value {
  if (!value) fail(message);
}

export function equal<T>(actual: unknown, expected: T, message?: string): asserts actual is T {
  if (!Object.is(actual, expected)) fail(difference(actual, expected, message));
}

export function deepEqual<T>(actual: unknown, expected: T, message?: string): asserts actual is T {
  if (!same(actual, expected)) fail(difference(actual, expected, message));
}

export function match(text: string, pattern: RegExp, message?: string): void {
  if (!pattern.test(text)) fail(difference(text, pattern, message));
}

/** Gives the error. */
export async function rejects(promise: Promise<unknown>, message: RegExp = /(?:)/): Promise<Error> {
  try {
    await promise;
  } catch (error) {
    ok(error instanceof Error, `rejected with ${show(error)}, which is no Error`);
    match(error.message, message);
    return error;
  }
  return fail('It did not reject.');
}

/** Waits until `condition` gives something truthy, and gives that. Rejects after `timeoutMs`. */
export async function eventually<T>(
  condition: () => T | Promise<T>,
  what: string,
  timeoutMs = 5_000,
): Promise<NonNullable<T>> {
  for (const end = Date.now() + timeoutMs; Date.now() < end;) {
    const value = await condition();
    if (value) return value;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return fail(`After ${timeoutMs} ms still not: ${what}`);
}

function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && same(Reflect.get(a, key), Reflect.get(b, key)))
  );
}

function difference(actual: unknown, expected: unknown, message = 'Not as expected'): string {
  return `${message}\n  actual:   ${show(actual)}\n  expected: ${show(expected)}`;
}

function show(value: unknown): string {
  if (value instanceof RegExp || value instanceof Error || value === undefined) return String(value);
  return JSON.stringify(value) ?? String(value);
}
