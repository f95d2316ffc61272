import type { ErrorKind } from '../mimo/types.ts';
import type { ErrorInfo } from '../shared/chatState.ts';

/** How a command reports an expected failure: a rejection would make VS Code show a modal. */
export interface CommandError {
  readonly error: { readonly kind: ErrorKind; readonly message: string };
}

export function commandError(error: ToldError): CommandError {
  return { error: { kind: error.kind, message: fullMessage(error) } };
}

type ToldError = Pick<ErrorInfo, 'kind' | 'message' | 'detail'>;

/** Our sentence, and what the service or the network said. */
export function fullMessage({ message, detail }: ToldError): string {
  return detail === undefined ? message : `${message} (${detail})`;
}

/**
 * The options object that a command was run with. Menus pass a Uri, a SourceControl or the like first,
 * and key bindings nothing: what is not a plain object counts as no options.
 */
export function commandOptions(argument: unknown): Readonly<Record<string, unknown>> {
  if (typeof argument !== 'object' || argument === null) return {};
  // Another extension's object was made elsewhere: its prototype's own prototype is null, as for every plain object.
  const prototype: unknown = Object.getPrototypeOf(argument);
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) return {};
  // `$mid` marks VS Code's own objects where they come as data.
  return '$mid' in argument ? {} : (argument as Readonly<Record<string, unknown>>);
}

export function textOption(options: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
}
