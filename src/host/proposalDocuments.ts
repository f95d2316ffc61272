import * as vscode from 'vscode';

export const proposalScheme = 'mimo-proposal';

/** The two read-only documents of a diff; `proposed` changes while the reply arrives. */
export interface DiffUris {
  readonly original: vscode.Uri;
  readonly proposed: vscode.Uri;
}

/** Holds the texts of the diffs that show proposals. */
export class ProposalDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #texts = new Map<string, string>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #registration: vscode.Disposable;
  readonly onDidChange = this.#changed.event;

  constructor() {
    this.#registration = vscode.workspace.registerTextDocumentContentProvider(proposalScheme, this);
  }

  /** Empty for a diff that is about to be closed. */
  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.toString()) ?? '';
  }

  /** Both sides start as the document is now. */
  add(id: string, document: vscode.TextDocument): DiffUris {
    // The name's end tells VS Code the language, and people which file this is.
    const name = document.uri.path.slice(document.uri.path.lastIndexOf('/') + 1);
    const uris = {
      original: vscode.Uri.from({ scheme: proposalScheme, path: `/${id}/original/${name}` }),
      proposed: vscode.Uri.from({ scheme: proposalScheme, path: `/${id}/proposed/${name}` }),
    };
    for (const uri of [uris.original, uris.proposed]) this.#texts.set(uri.toString(), document.getText());
    return uris;
  }

  /** Loads both sides in the document's own language, which its name may not tell. */
  async open(uris: DiffUris, languageId: string): Promise<void> {
    for (const uri of [uris.original, uris.proposed]) {
      const document = await vscode.workspace.openTextDocument(uri);
      if (document.languageId !== languageId) {
        await vscode.languages.setTextDocumentLanguage(document, languageId);
      }
    }
  }

  propose(uris: DiffUris, text: string): void {
    const key = uris.proposed.toString();
    if (this.#texts.get(key) === text) return;
    this.#texts.set(key, text);
    this.#changed.fire(uris.proposed);
  }

  async close(uris: DiffUris): Promise<void> {
    await vscode.window.tabGroups.close(
      proposalTabs().filter((tab) => isDiffOf(tab, uris)),
      true,
    );
    this.#texts.delete(uris.original.toString());
    this.#texts.delete(uris.proposed.toString());
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }
}

export function isDiffOf(tab: vscode.Tab | undefined, uris: DiffUris): boolean {
  return (
    tab?.input instanceof vscode.TabInputTextDiff &&
    tab.input.modified.toString() === uris.proposed.toString()
  );
}

/** All diffs of proposals in this window, those that a reload has left behind included. */
export function proposalTabs(): vscode.Tab[] {
  return vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .filter(
      (tab) => tab.input instanceof vscode.TabInputTextDiff && tab.input.modified.scheme === proposalScheme,
    );
}
