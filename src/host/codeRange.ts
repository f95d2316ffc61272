import * as vscode from 'vscode';
import type { Attachment } from '../shared/chatState.ts';

/** A language server that answers later than this does not hold up the command. */
const symbolTimeoutMs = 5_000;

/**
 * The code that a command works on: the selection, whole lines where it begins or ends in their white space; without
 * one the lines of the innermost symbol at the cursor; without symbols the lines up to the next blank ones. Undefined
 * where there is nothing but blank lines.
 */
export async function codeRange(
  document: vscode.TextDocument,
  selection: vscode.Selection,
): Promise<vscode.Range | undefined> {
  if (document.getText(selection).trim() !== '') return wholeLines(document, selection);
  const cursor = selection.active;
  const range = (await symbolLines(document, cursor)) ?? paragraph(document, cursor.line);
  // TypeScript's service calls an empty file a symbol.
  return range && document.getText(range).trim() !== '' ? range : undefined;
}

/** Line numbers are 1-based and inclusive; a range that ends at the start of a line does not count that line. */
export function toAttachment(document: vscode.TextDocument, range: vscode.Range): Attachment {
  const endsBeforeLine = range.end.character === 0 && range.end.line > range.start.line;
  return {
    kind: 'selection',
    uri: document.uri.toString(),
    path: vscode.workspace.asRelativePath(document.uri),
    languageId: document.languageId,
    startLine: range.start.line + 1,
    endLine: endsBeforeLine ? range.end.line : range.end.line + 1,
    text: document.getText(range),
  };
}

function wholeLines(document: vscode.TextDocument, { start, end }: vscode.Range): vscode.Range {
  const first = document.lineAt(start.line);
  const last = document.lineAt(end.line);
  const from = start.character <= first.firstNonWhitespaceCharacterIndex ? first.range.start : start;
  let to = end;
  // Only the white space before the last line's text is selected: that line is not meant.
  if (end.line > start.line && end.character <= last.firstNonWhitespaceCharacterIndex) to = last.range.start;
  else if (last.text.slice(end.character).trim() === '') to = last.range.end;
  return new vscode.Range(from, to);
}

async function symbolLines(
  document: vscode.TextDocument,
  cursor: vscode.Position,
): Promise<vscode.Range | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const symbols = await Promise.race([
    // A language extension that fails is no reason to fail: the lines around the cursor serve then.
    vscode.commands
      .executeCommand<readonly FoundSymbol[] | undefined>(
        'vscode.executeDocumentSymbolProvider',
        document.uri,
      )
      .then(undefined, () => undefined),
    new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), symbolTimeoutMs);
    }),
  ]);
  clearTimeout(timer);
  const around = [...containing(symbols ?? [], cursor)];
  const found = around.findLast((symbol) => !isDetail(symbol)) ?? around.at(0);
  if (!found) return undefined;
  const { start, end } = rangeOf(found);
  // Its line breaks belong to the lines around it, its `export` or `;` to itself.
  return document.validateRange(new vscode.Range(start.line, 0, end.line, Number.MAX_SAFE_INTEGER));
}

/** VS Code gives symbols that are both; providers of the older, flat kind leave `range` and `children` out. */
type FoundSymbol = vscode.DocumentSymbol | vscode.SymbolInformation;

function rangeOf(symbol: FoundSymbol): vscode.Range {
  return 'range' in symbol ? symbol.range : symbol.location.range;
}

/** From the outermost to the innermost. A cursor before a symbol on the symbol's own first line is in it, too. */
function* containing(symbols: readonly FoundSymbol[], cursor: vscode.Position): Generator<FoundSymbol> {
  const around = symbols
    .filter((symbol) => {
      const { start, end } = rangeOf(symbol);
      return start.line <= cursor.line && cursor.line <= end.line;
    })
    .toSorted((a, b) => size(b) - size(a));
  for (const symbol of around) {
    yield symbol;
    if ('children' in symbol) yield* containing(symbol.children, cursor);
  }
}

function size(symbol: FoundSymbol): number {
  const { start, end } = rangeOf(symbol);
  return end.line - start.line;
}

const detailKinds: ReadonlySet<vscode.SymbolKind> = new Set([
  vscode.SymbolKind.Variable,
  vscode.SymbolKind.Constant,
  vscode.SymbolKind.Field,
  vscode.SymbolKind.Property,
  vscode.SymbolKind.EnumMember,
  vscode.SymbolKind.Key,
  vscode.SymbolKind.String,
  vscode.SymbolKind.Number,
  vscode.SymbolKind.Boolean,
  vscode.SymbolKind.Array,
  vscode.SymbolKind.Null,
  vscode.SymbolKind.TypeParameter,
]);

/** `const total = 0` inside a function: whoever puts the cursor there means the function. */
function isDetail(symbol: FoundSymbol): boolean {
  return size(symbol) === 0 && detailKinds.has(symbol.kind);
}

function paragraph(document: vscode.TextDocument, line: number): vscode.Range | undefined {
  if (document.lineAt(line).isEmptyOrWhitespace) return undefined;
  let first = line;
  while (first > 0 && !document.lineAt(first - 1).isEmptyOrWhitespace) first -= 1;
  let last = line;
  while (last + 1 < document.lineCount && !document.lineAt(last + 1).isEmptyOrWhitespace) last += 1;
  return new vscode.Range(first, 0, last, document.lineAt(last).text.length);
}
