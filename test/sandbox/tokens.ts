// Tokens, near enough: what is billed, what is streamed in one piece, and what a cached prefix is counted in.

const piece =
  /\s*(?:\p{Script=Han}|(?:(?!\p{Script=Han})[\p{L}\p{M}]){1,8}|\p{N}{1,3}|[^\s\p{L}\p{M}\p{N}])|\s+/gu;

/** Cuts a text into tokens. Joined again they are the text; no character is split. */
export function tokens(text: string): readonly string[] {
  return text.match(piece) ?? [];
}
