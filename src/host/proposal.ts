import * as vscode from 'vscode';
import { partialReplyText, replyToText } from '../edit/replyText.ts';
import type { FinishReason } from '../mimo/types.ts';
import { type CommandError, commandError } from './commandResult.ts';
import { type DiffUris, isDiffOf, type ProposalDocuments } from './proposalDocuments.ts';
import type { ProposedHunk, ProposedText } from './proposedText.ts';
import { openAsNewFile } from './insert.ts';

/** What a finished proposal is, to commands and those who run them. */
export interface ProposedEdit {
  readonly hunks: readonly ProposedHunk[];
}

export interface ProposalDeps {
  readonly text: ProposedText;
  readonly uris: DiffUris;
  readonly documents: ProposalDocuments;
  /** It has another state. */
  readonly onChanged: () => void;
  /** It leaves: close its diff and forget it. */
  readonly discard: (proposal: Proposal) => Promise<void>;
}

/** `failed`: there is no complete code, but some to look at. */
export type ProposalState = 'streaming' | 'ready' | 'failed' | 'gone';

/** The diff is drawn at most this often: a new text makes VS Code compare both sides again. */
const updateMs = 100;

/** One proposed edit, from the first piece of the reply to its acceptance or rejection. */
export class Proposal {
  readonly text: ProposedText;
  readonly uris: DiffUris;
  readonly #deps: ProposalDeps;
  readonly #abort = new AbortController();
  #state: ProposalState = 'streaming';
  #reply = '';
  #failure = '';
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(deps: ProposalDeps) {
    this.#deps = deps;
    this.text = deps.text;
    this.uris = deps.uris;
  }

  get state(): ProposalState {
    return this.#state;
  }

  /** Aborted when the proposal is rejected: nobody wants the rest of the reply. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Why there is no complete code, for `failed`. */
  get failure(): string {
    return this.#failure;
  }

  /** The document's, as people read it. */
  get name(): string {
    return vscode.workspace.asRelativePath(this.text.document.uri);
  }

  /** Shows the reply so far, the whole of it, in the diff. */
  update(reply: string): void {
    if (this.#state !== 'streaming') return;
    this.#reply = reply;
    this.#timer ??= setTimeout(() => this.#draw(), updateMs);
  }

  /**
   * The reply has ended; `finishReason` tells whether the model ended it. A reply without complete code becomes an
   * error, and can still be read.
   */
  async complete(
    reply: string,
    finishReason: FinishReason | 'aborted' = 'stop',
  ): Promise<ProposedEdit | CommandError> {
    if (this.#state !== 'streaming') {
      return commandError({ kind: 'aborted', message: vscode.l10n.t('The change was rejected.') });
    }
    this.#reply = reply;
    const result = replyToText(reply, { original: this.text.original, cut: finishReason !== 'stop' });
    if (result.kind !== 'text') {
      const message =
        result.kind === 'cut'
          ? vscode.l10n.t(
              'The reply for {0} ended before its code did. Ask again, or select less.',
              this.name,
            )
          : vscode.l10n.t('The reply for {0} is empty. Ask again.', this.name);
      await this.fail(message);
      void offerReply(message, reply);
      return commandError({ kind: 'protocol', message });
    }
    this.#stopDrawing();
    this.text.set(result.text);
    const hunks = this.text.hunks();
    if (hunks.length === 0) {
      await this.#deps.discard(this);
      void vscode.window.showInformationMessage(vscode.l10n.t('MiMo proposes no change to {0}.', this.name));
      return { hunks };
    }
    this.#deps.documents.propose(this.uris, this.text.preview());
    this.#become('ready');
    if (!this.isShown()) void this.#offerDiff();
    return { hunks };
  }

  /** The reply will not come, or not whole. The diff stays when there is code in it; the caller tells the error. */
  async fail(message: string): Promise<void> {
    if (this.#state !== 'streaming') return;
    this.#failure = message;
    this.#draw();
    if (this.text.hunks().length > 0) this.#become('failed');
    else await this.#deps.discard(this);
  }

  /** For whoever takes it out of the list. */
  end(): void {
    this.#stopDrawing();
    this.#abort.abort();
    this.#become('gone');
  }

  /** Whether its diff is the front tab of a group. */
  isShown(): boolean {
    return vscode.window.tabGroups.all.some((group) => isDiffOf(group.activeTab, this.uris));
  }

  /** What opens its diff, for a status bar item as well. */
  showCommand(): vscode.Command {
    const title = vscode.l10n.t('{0}: change proposed by MiMo', this.name);
    const options: vscode.TextDocumentShowOptions = {
      preview: false,
      selection: new vscode.Range(this.text.start, this.text.start),
    };
    return {
      command: 'vscode.diff',
      title: vscode.l10n.t('Show Change'),
      arguments: [this.uris.original, this.uris.proposed, title, options],
    };
  }

  async show(): Promise<void> {
    const { command, arguments: args = [] } = this.showCommand();
    await vscode.commands.executeCommand(command, ...(args as unknown[]));
  }

  #draw(): void {
    this.#stopDrawing();
    const code = partialReplyText(this.#reply, this.text.original);
    if (code === undefined) return;
    this.text.set(code);
    this.#deps.documents.propose(this.uris, this.text.preview());
  }

  #stopDrawing(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #become(state: ProposalState): void {
    this.#state = state;
    this.#deps.onChanged();
  }

  async #offerDiff(): Promise<void> {
    const show = this.showCommand().title;
    const message = vscode.l10n.t('MiMo has proposed a change to {0}.', this.name);
    const choice = await vscode.window.showInformationMessage(message, show);
    if (choice === show && this.#state === 'ready') await this.show();
  }
}

async function offerReply(message: string, reply: string): Promise<void> {
  if (reply.trim() === '') {
    void vscode.window.showWarningMessage(message);
    return;
  }
  const show = vscode.l10n.t('Show Reply');
  const choice = await vscode.window.showWarningMessage(message, show);
  if (choice === show) await openAsNewFile(reply, 'markdown');
}
