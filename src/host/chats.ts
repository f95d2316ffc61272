import * as vscode from 'vscode';
import { type Conversation, type ConversationChoice, emptyConversation } from '../chat/conversation.ts';
import { buildRequest, type Language } from '../chat/request.ts';
import { ChatSession } from '../chat/session.ts';
import type { HostEvent } from '../shared/contract.ts';
import type { ArchiveStore } from './archiveStore.ts';
import type { Connection } from './connection.ts';
import { describeError } from './errorText.ts';
import { affectsSettings, setting } from './settings.ts';
import type { Storage } from './storage.ts';

export interface ChatsDeps {
  readonly connection: Connection;
  readonly archive: ArchiveStore;
  readonly storage: Storage;
  /** Belongs to this window's workspace: each window reopens its own last conversation. */
  readonly memory: vscode.Memento;
  readonly log: vscode.LogOutputChannel;
}

const lastConversationKey = 'mimo.lastConversation';

/** The conversations that are open in this window; one of them is shown. The others may go on streaming. */
export class Chats implements vscode.Disposable {
  readonly #deps: ChatsDeps;
  readonly #events = new vscode.EventEmitter<HostEvent>();
  readonly #subscriptions: readonly vscode.Disposable[];
  readonly #open = new Set<ChatSession>();
  #current: Promise<ChatSession> | undefined;
  #shown: ChatSession | undefined;
  #opening: Promise<ChatSession> | undefined;
  readonly #unsavedDrafts = new Map<string, string>();
  #draftWrites: Promise<void> = Promise.resolve();
  /** What happens in the shown conversation; a `snapshot` when another one is shown. */
  readonly onEvent = this.#events.event;

  constructor(deps: ChatsDeps) {
    this.#deps = deps;
    this.#subscriptions = [
      deps.connection.onDidChange(() => void this.#refreshConnections()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (affectsSettings(event, 'sendKey')) {
          for (const session of this.#open) session.setSendKey(setting('sendKey'));
        }
      }),
    ];
  }

  /** The shown conversation; the first call opens this window's last one, or an empty one. */
  current(): Promise<ChatSession> {
    this.#current ??= this.#reopen();
    return this.#current;
  }

  /** Shows an empty conversation. What streams elsewhere goes on; what is being typed comes along. */
  newChat(): Promise<ChatSession> {
    // A second press while the first is at work means the same new chat.
    this.#opening ??= this.#newChat().finally(() => {
      this.#opening = undefined;
    });
    return this.#opening;
  }

  async #newChat(): Promise<ChatSession> {
    const previous = await this.current();
    if (previous.state.messages.length === 0 && !previous.isBusy) return previous;
    const { draft } = previous.state;
    if (draft !== '') {
      previous.setDraft('', false);
      this.#writeDraft(previous.state.conversationId, '');
    }
    const conversation = emptyConversation(crypto.randomUUID(), Date.now());
    this.#current = this.#show(conversation, draft);
    const session = await this.#current;
    if (draft !== '') this.#writeDraft(conversation.id, draft);
    this.#events.fire({ type: 'snapshot', state: session.state });
    return session;
  }

  /** A view's text while it is typed. For a conversation that is no longer open it is only stored. */
  setDraft(conversationId: string, text: string): void {
    for (const session of this.#open) {
      if (session.state.conversationId === conversationId) session.setDraft(text, false);
    }
    this.#writeDraft(conversationId, text);
  }

  /** Stops the shown answer; where none streams here, those that go on elsewhere. */
  async stop(): Promise<void> {
    const current = await this.current();
    const busy = [...this.#open].filter((session) => session.isBusy);
    await Promise.all((current.isBusy ? [current] : busy).map((session) => session.stop()));
  }

  async setChoice(session: ChatSession, choice: ConversationChoice): Promise<void> {
    session.setChoice(choice);
    session.setConnection(await this.#deps.connection.state(session.choice));
  }

  focus(target: Extract<HostEvent, { type: 'focus' }>['target']): void {
    this.#events.fire({ type: 'focus', target });
  }

  /** Puts everything that has arrived on the disk; called when the window goes. */
  async flush(): Promise<void> {
    for (const session of this.#open) session.flush();
    await Promise.all([this.#deps.archive.settled(), this.#draftWrites]);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#events.dispose();
  }

  async #reopen(): Promise<ChatSession> {
    const id = this.#deps.memory.get<string>(lastConversationKey);
    let conversation: Conversation | undefined;
    let draft = '';
    if (id !== undefined) {
      try {
        draft = (await this.#deps.storage.read(draftPath(id))) ?? '';
        conversation = (await this.#deps.archive.load(id)) ?? emptyConversation(id, Date.now());
      } catch (error) {
        this.#deps.log.error(`The last conversation could not be read: ${String(error)}`);
        void vscode.window.showErrorMessage(
          vscode.l10n.t(
            'The last conversation could not be read, so a new one begins. Its file is left as it is.',
          ),
        );
      }
    }
    return this.#show(conversation ?? emptyConversation(crypto.randomUUID(), Date.now()), draft);
  }

  async #show(conversation: Conversation, draft: string): Promise<ChatSession> {
    const { connection, archive, memory, log } = this.#deps;
    const { id } = conversation;
    const session = new ChatSession(
      {
        open: (choice) => connection.open(choice),
        buildRequest: (path, { model, thinking }) =>
          buildRequest({ model, thinking, path, language: language(), now: new Date() }),
        describeError: (error, { model, url }) => describeError(error, { url, model }),
        record: (records) => archive.record(id, records),
        onEvent: (event) => {
          if (event.type === 'draft') this.#writeDraft(id, event.text);
          if (this.#shown === session) this.#events.fire(event);
        },
        now: Date.now,
        newId: () => crypto.randomUUID(),
      },
      {
        conversation,
        draft,
        connection: await connection.state(conversation.choice),
        sendKey: setting('sendKey'),
      },
    );
    this.#forgetIdle();
    this.#open.add(session);
    this.#shown = session;
    memory.update(lastConversationKey, id).then(undefined, (error: unknown) => {
      log.error(`The last conversation could not be remembered: ${String(error)}`);
    });
    return session;
  }

  /** A conversation that nobody sees and nothing streams into is read again from its file when it is wanted. */
  #forgetIdle(): void {
    for (const session of this.#open) if (!session.isBusy) this.#open.delete(session);
  }

  async #refreshConnections(): Promise<void> {
    for (const session of this.#open) {
      session.setConnection(await this.#deps.connection.state(session.choice));
    }
  }

  #writeDraft(conversationId: string, text: string): void {
    this.#unsavedDrafts.set(conversationId, text);
    this.#draftWrites = this.#draftWrites
      .then(() => this.#saveDraft(conversationId))
      .catch((error: unknown) => this.#deps.log.error(`The draft could not be stored: ${String(error)}`));
  }

  /** Only the newest text: whoever types is faster than a disk may be. */
  async #saveDraft(conversationId: string): Promise<void> {
    const text = this.#unsavedDrafts.get(conversationId);
    if (text === undefined) return;
    this.#unsavedDrafts.delete(conversationId);
    const path = draftPath(conversationId);
    await (text === '' ? this.#deps.storage.delete(path) : this.#deps.storage.write(path, text));
  }
}

function draftPath(conversationId: string): string {
  return `drafts/${conversationId}.txt`;
}

/** The language of prompts and of the webview: the one VS Code is shown in. */
export function language(): Language {
  return vscode.env.language.toLowerCase() === 'zh-cn' ? 'zh-cn' : 'en';
}
