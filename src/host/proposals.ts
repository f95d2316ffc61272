import * as vscode from 'vscode';
import { type AcceptError, noProposal, writeProposal } from './acceptProposal.ts';
import { Proposal, type ProposedEdit } from './proposal.ts';
import { isDiffOf, ProposalDocuments, proposalTabs } from './proposalDocuments.ts';
import { ProposalStatus } from './proposalStatus.ts';
import { ProposedText } from './proposedText.ts';

/**
 * The edits that wait for the user's decision, each in a diff of its own. One stays until it is accepted or rejected,
 * also when its diff is closed: the status bar opens it again. An incomplete one goes with its diff. Commands act on the one whose diff is active, else on
 * the newest.
 */
export class EditProposals implements vscode.Disposable {
  readonly #proposals = new Map<string, Proposal>();
  readonly #documents = new ProposalDocuments();
  readonly #status = new ProposalStatus();
  readonly #listeners: readonly vscode.Disposable[];
  #accepting: Promise<ProposedEdit | AcceptError> | undefined;
  #lastId = 0;

  constructor() {
    this.#listeners = [
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        for (const { text } of this.#all()) if (text.document === document) text.follow(contentChanges);
      }),
      vscode.workspace.onDidOpenTextDocument((document) => {
        const uri = document.uri.toString();
        for (const { text } of this.#all()) if (text.document.uri.toString() === uri) text.reopened(document);
      }),
      // An incomplete one is only there to be looked at.
      vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
        for (const proposal of this.#all()) {
          if (proposal.state === 'failed' && closed.some((tab) => isDiffOf(tab, proposal.uris))) {
            void this.#end(proposal);
          }
        }
      }),
    ];
    // What they proposed went with the window's reload.
    void vscode.window.tabGroups.close(proposalTabs(), true);
  }

  /** Freezes what is to be replaced, then opens the diff. */
  async begin(target: {
    readonly document: vscode.TextDocument;
    readonly range: vscode.Range;
  }): Promise<Proposal> {
    this.#lastId += 1;
    const text = new ProposedText({ id: String(this.#lastId), ...target });
    // A new try takes the place of the one that failed.
    for (const proposal of this.#all()) {
      if (proposal.state === 'failed' && proposal.text.document === target.document)
        await this.#end(proposal);
    }
    const proposal = new Proposal({
      text,
      uris: this.#documents.add(text.id, target.document),
      documents: this.#documents,
      onChanged: () => this.#status.show(this.#all()),
      discard: (proposal) => this.#end(proposal),
    });
    this.#proposals.set(text.id, proposal);
    this.#status.show(this.#all());
    await this.#documents.open(proposal.uris, target.document.languageId);
    if (proposal.state !== 'gone') await proposal.show();
    return proposal;
  }

  /** Writes the change as one undo step, and gives its hunks; settles when the document has changed. */
  accept(): Promise<ProposedEdit | AcceptError> {
    // A second press while the first is at work means the same change.
    this.#accepting ??= this.#accept().finally(() => {
      this.#accepting = undefined;
    });
    return this.#accepting;
  }

  /** Closes and forgets; a reply that still arrives is stopped. */
  async reject(): Promise<AcceptError | undefined> {
    const proposal = this.#current();
    if (!proposal) return noProposal();
    await this.#end(proposal);
    return undefined;
  }

  dispose(): void {
    for (const proposal of this.#all()) proposal.end();
    this.#proposals.clear();
    for (const listener of this.#listeners) listener.dispose();
    this.#status.dispose();
    this.#documents.dispose();
  }

  async #accept(): Promise<ProposedEdit | AcceptError> {
    const proposal = this.#current();
    if (!proposal) return noProposal();
    const result = await writeProposal(proposal);
    if (!('error' in result)) await this.#end(proposal);
    return result;
  }

  #all(): readonly Proposal[] {
    return [...this.#proposals.values()];
  }

  #current(): Proposal | undefined {
    const { activeTab } = vscode.window.tabGroups.activeTabGroup;
    const all = this.#all();
    return all.find((proposal) => isDiffOf(activeTab, proposal.uris)) ?? all.at(-1);
  }

  async #end(proposal: Proposal): Promise<void> {
    this.#proposals.delete(proposal.text.id);
    proposal.end();
    await this.#documents.close(proposal.uris);
  }
}
