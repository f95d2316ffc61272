import * as vscode from 'vscode';
import { adaptText, type TextPlace } from '../edit/adaptText.ts';
import {
  type Anchor,
  anchorWithEol,
  changeBetween,
  type ContentChange,
  holds,
  moveAnchor,
  withEol,
} from '../edit/anchor.ts';
import { computeHunks } from '../edit/hunks.ts';

/** As commands give it: `range` is where `oldText` stands in the document before any hunk is applied. */
export interface ProposedHunk {
  readonly id: string;
  readonly uri: vscode.Uri;
  readonly range: vscode.Range;
  readonly oldText: string;
  readonly newText: string;
}

/**
 * New text for one range of one document: fits it to its place, and follows that place while the document changes,
 * is closed or opened again. Shows nothing and writes nothing.
 */
export class ProposedText {
  readonly id: string;
  /** Where the range began, as the diff shows it. */
  readonly start: vscode.Position;
  readonly #documentText: string;
  readonly #range: Anchor;
  readonly #place: TextPlace;
  #document: vscode.TextDocument;
  #anchor: Anchor;
  #eol: '\n' | '\r\n';
  #text: string;

  constructor(deps: {
    readonly id: string;
    readonly document: vscode.TextDocument;
    readonly range: vscode.Range;
  }) {
    const { id, document, range } = deps;
    this.id = id;
    this.start = range.start;
    this.#document = document;
    this.#documentText = document.getText();
    this.#range = { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
    this.#anchor = this.#range;
    this.#eol = eolText(document);
    this.#text = document.getText(range);
    this.#place = {
      original: this.#text,
      linePrefix: document.lineAt(range.start.line).text.slice(0, range.start.character),
      eol: this.#eol,
      ...indentation(document),
    };
  }

  /** Closed where it has been closed and not opened again. */
  get document(): vscode.TextDocument {
    return this.#document;
  }

  /** The proposed text as it is to be written. */
  get text(): string {
    return withEol(this.#text, this.#eol);
  }

  /** The text that is to be replaced, as it was at the start. */
  get original(): string {
    return this.#place.original;
  }

  set(code: string): void {
    this.#text = adaptText(code, this.#place);
  }

  /** The document as it was at the start, with the proposed text in it. */
  preview(): string {
    const { start, end } = this.#range;
    return this.#documentText.slice(0, start) + this.#text + this.#documentText.slice(end);
  }

  /** After an event of the document. */
  follow(changes: readonly ContentChange[]): void {
    const eol = eolText(this.#document);
    if (eol !== this.#eol) {
      const before = withEol(this.#document.getText(), this.#eol);
      this.#eol = eol;
      // New line breaks come as one change of the whole text, in which no place would keep its offset.
      if (changes.every((change) => change.rangeLength === before.length)) {
        this.#anchor = anchorWithEol(this.#anchor, before, eol);
        return;
      }
    }
    this.#anchor = moveAnchor(this.#anchor, changes);
  }

  /** Opened again. What happened meanwhile, on disk or by discarding changes, nobody has told. */
  reopened(document: vscode.TextDocument): void {
    if (document === this.#document) return;
    const before = this.#document.getText();
    this.#document = document;
    this.#eol = eolText(document);
    this.#anchor = moveAnchor(anchorWithEol(this.#anchor, before, this.#eol), [
      changeBetween(withEol(before, this.#eol), document.getText()),
    ]);
  }

  /** Whether the document still holds the text that is to be replaced. */
  fits(): boolean {
    return holds(this.#document.getText(), this.#anchor, this.original);
  }

  /** The changes to the document as it is now; they are right while it `fits`. */
  hunks(): readonly ProposedHunk[] {
    const start = this.#document.positionAt(this.#anchor.start);
    return computeHunks(withEol(this.original, this.#eol), this.text, start).map(({ range, ...hunk }) => ({
      ...hunk,
      id: `${this.id}.${hunk.id}`,
      uri: this.#document.uri,
      range: new vscode.Range(range.start.line, range.start.character, range.end.line, range.end.character),
    }));
  }
}

function eolText(document: vscode.TextDocument): '\n' | '\r\n' {
  return document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n';
}

/** What the editor has detected or the user chosen; for a document without an editor, the settings. */
function indentation(document: vscode.TextDocument): Pick<TextPlace, 'insertSpaces' | 'tabSize'> {
  const editor = vscode.window.visibleTextEditors.find((editor) => editor.document === document);
  const settings = vscode.workspace.getConfiguration('editor', document);
  const insertSpaces = editor?.options.insertSpaces;
  const tabSize = editor?.options.tabSize;
  return {
    insertSpaces: typeof insertSpaces === 'boolean' ? insertSpaces : settings.get('insertSpaces', true),
    tabSize: typeof tabSize === 'number' ? tabSize : settings.get('tabSize', 4),
  };
}
