import type { FinishReason, Usage } from '../mimo/types.ts';
import { MimoError } from '../mimo/errors.ts';
import type {
  AssistantMessage,
  Attachment,
  ChatMessage,
  ChatState,
  ConnectionState,
  ErrorInfo,
  QueuedMessage,
  SendKey,
  UserMessage,
} from '../shared/chatState.ts';
import type { HostEvent } from '../shared/contract.ts';
import { answerText, reasoningText, reduce } from '../shared/reduce.ts';
import { type Conversation, type ConversationChoice, pathTo } from './conversation.ts';
import { DeltaRecorder } from './deltaRecorder.ts';
import type { OpenClient, SessionDeps, SessionStart } from './sessionDeps.ts';

/** What an answer came to, as commands return it. `error` is set where it failed; the text so far is kept. */
export interface Answer {
  /** The message in which the answer, or its error, stands; none where the conversation shows nothing of it. */
  readonly messageId?: string;
  readonly text: string;
  readonly reasoning: string;
  readonly finishReason?: FinishReason | 'aborted';
  readonly usage?: Usage;
  readonly error?: ErrorInfo;
}

type Turn = (signal: AbortSignal, opened: OpenClient) => Promise<Answer>;

interface Queued extends QueuedMessage {
  readonly attachments: readonly Attachment[];
  readonly settle: (answer: Answer) => void;
}

/** One open conversation: its state, its stream, its queue. It goes on whether anyone looks or not. */
export class ChatSession {
  readonly #deps: SessionDeps;
  #conversation: Conversation;
  #state: ChatState;
  #queue: readonly Queued[] = [];
  #abort: AbortController | undefined;
  #running: Promise<Answer> | undefined;
  #recorder: DeltaRecorder | undefined;

  constructor(deps: SessionDeps, start: SessionStart) {
    this.#deps = deps;
    this.#conversation = start.conversation;
    this.#state = {
      conversationId: start.conversation.id,
      messages: pathTo(start.conversation, start.conversation.leafId),
      queue: [],
      draft: start.draft,
      connection: start.connection,
      sendKey: start.sendKey,
    };
  }

  get state(): ChatState {
    return this.#state;
  }

  get choice(): ConversationChoice {
    return this.#conversation.choice;
  }

  get isBusy(): boolean {
    return this.#abort !== undefined;
  }

  /**
   * Adds a message and streams its answer; settles when the answer has ended. While another one streams it waits its turn.
   * Where no request can be made the text goes back into the draft; a text about attached code comes from a command,
   * which can be run again.
   */
  send(text: string, attachments: readonly Attachment[] = []): Promise<Answer> {
    if (this.isBusy) {
      return new Promise((settle) => {
        this.#setQueue([...this.#queue, { id: this.#deps.newId(), text, attachments, settle }]);
      });
    }
    return this.#run(
      async (signal, opened) => {
        const leaf = this.#state.messages.at(-1)?.id;
        const message: UserMessage = {
          role: 'user',
          id: this.#deps.newId(),
          ...(leaf === undefined ? {} : { parentId: leaf }),
          time: this.#deps.now(),
          text,
          attachments,
        };
        this.#keep(message);
        this.#emit({ type: 'path', keep: this.#state.messages.length, messages: [message] });
        return this.#answer(opened, signal);
      },
      attachments.length === 0 ? text : undefined,
    );
  }

  /**
   * A new answer to the same message; the old one stays in the tree as a sibling. Where the new one fails before its
   * first word, the old one is shown again: an error is no reason to take away what can be read.
   */
  regenerate(messageId: string): Promise<Answer> | undefined {
    const index = this.#state.messages.findIndex((message) => message.id === messageId);
    if (this.isBusy || index < 1 || this.#state.messages[index]?.role !== 'assistant') return undefined;
    return this.#run(async (signal, opened) => {
      const replaced = this.#state.messages.slice(index);
      this.#emit({ type: 'path', keep: index, messages: [] });
      const { messageId: newId, ...answer } = await this.#answer(opened, signal);
      const failedAtOnce = answer.error && answer.text === '' && answer.reasoning === '';
      if (!failedAtOnce || !replaced.some(hasText)) return { ...answer, ...(newId && { messageId: newId }) };
      this.#showAgain(index, replaced);
      return answer;
    });
  }

  /** Ends the answer at once and keeps what has arrived; settles when it has ended. A queued message then goes next. */
  async stop(): Promise<void> {
    this.#abort?.abort();
    await this.#running;
  }

  unqueue(id: string): void {
    const removed = this.#queue.find((queued) => queued.id === id);
    if (!removed) return;
    this.#setQueue(this.#queue.filter((queued) => queued !== removed));
    removed.settle(emptyAnswer('aborted'));
  }

  /** Takes the draft from a view, which shows it already, or from elsewhere (`show`). */
  setDraft(text: string, show: boolean): void {
    if (show) this.#emit({ type: 'draft', text });
    else this.#state = reduce(this.#state, { type: 'draft', text });
  }

  setChoice(choice: ConversationChoice): void {
    this.#conversation = { ...this.#conversation, choice };
    this.#deps.record([{ type: 'choice', choice }]);
  }

  /** Puts what has arrived on its way to the disk: the window is about to go. */
  flush(): void {
    this.#recorder?.flush();
  }

  setConnection(connection: ConnectionState): void {
    this.#emit({ type: 'connection', connection });
  }

  setSendKey(sendKey: SendKey): void {
    this.#emit({ type: 'sendKey', sendKey });
  }

  /** `text`: what was typed, for the case that nothing can be sent. */
  #run(body: Turn, text?: string): Promise<Answer> {
    const abort = new AbortController();
    this.#abort = abort;
    this.#running = this.#turn(body, abort.signal, text).finally(() => {
      this.#abort = undefined;
    });
    return this.#running.then((answer) => {
      this.#next(answer);
      return answer;
    });
  }

  async #turn(body: Turn, signal: AbortSignal, text: string | undefined): Promise<Answer> {
    // A keyring that asks its own question may keep us waiting: Stop ends that, too.
    const stopped = new Promise<undefined>((resolve) => {
      signal.addEventListener('abort', () => resolve(undefined), { once: true });
    });
    const opened = await Promise.race([this.#deps.open(this.choice), stopped]);
    if (opened && !('error' in opened)) return body(signal, opened);
    if (text !== undefined) this.#toDraft([text]);
    return opened ? { ...emptyAnswer(), error: opened.error } : emptyAnswer('aborted');
  }

  #showAgain(keep: number, messages: readonly ChatMessage[]): void {
    const id = messages.at(-1)?.id;
    if (id === undefined) return;
    this.#conversation = { ...this.#conversation, leafId: id };
    this.#deps.record([{ type: 'leaf', id }]);
    this.#emit({ type: 'path', keep, messages });
  }

  async #answer(opened: OpenClient, signal: AbortSignal): Promise<Answer> {
    const { client, protocol, model } = opened;
    const path = this.#state.messages;
    const parentId = path.at(-1)?.id;
    const message: AssistantMessage = {
      role: 'assistant',
      id: this.#deps.newId(),
      ...(parentId === undefined ? {} : { parentId }),
      time: this.#deps.now(),
      protocol,
      model,
      status: 'streaming',
      parts: [],
      citations: [],
    };
    this.#keep(message);
    this.#emit({ type: 'started', message });
    const recorder = new DeltaRecorder(message.id, this.#deps);
    this.#recorder = recorder;
    let error: MimoError | undefined;
    try {
      for await (const event of client.stream(this.#deps.buildRequest(path, opened), signal)) {
        const time = this.#deps.now();
        recorder.add(event, time);
        this.#emit({ type: 'delta', time, events: [event] });
      }
    } catch (caught) {
      error =
        caught instanceof MimoError
          ? caught
          : new MimoError('protocol', caught instanceof Error ? caught.message : String(caught));
    }
    recorder.flush();
    const aborted = error?.kind === 'aborted';
    const end: Extract<HostEvent, { type: 'ended' }> = {
      type: 'ended',
      time: this.#deps.now(),
      status: error && !aborted ? 'failed' : 'finished',
      ...(aborted ? { finishReason: 'aborted' } : {}),
      ...(error && !aborted ? { error: this.#deps.describeError(error, opened) } : {}),
    };
    this.#deps.record([{ ...end, id: message.id }]);
    this.#emit(end);
    const ended = this.#state.messages.at(-1);
    if (ended?.role !== 'assistant') return emptyAnswer();
    this.#conversation = {
      ...this.#conversation,
      messages: new Map(this.#conversation.messages).set(ended.id, ended),
    };
    return {
      messageId: ended.id,
      text: answerText(ended),
      reasoning: reasoningText(ended),
      ...(ended.finishReason === undefined ? {} : { finishReason: ended.finishReason }),
      ...(ended.usage === undefined ? {} : { usage: ended.usage }),
      ...(ended.error === undefined ? {} : { error: ended.error }),
    };
  }

  /** After an answer that failed, sending on would fail again or cost without need: the texts go back to the draft. */
  #next(answer: Answer): void {
    const [first, ...rest] = this.#queue;
    if (!first) return;
    if (answer.error) {
      const failed = this.#queue;
      this.#setQueue([]);
      this.#toDraft(failed.filter(({ attachments }) => attachments.length === 0).map(({ text }) => text));
      const { error, messageId } = answer;
      // The error stands where the first answer failed: that it concerns these too needs no second telling.
      for (const queued of failed)
        queued.settle({ ...emptyAnswer(), error, ...(messageId && { messageId }) });
      return;
    }
    this.#setQueue(rest);
    void this.send(first.text, first.attachments).then(first.settle);
  }

  #toDraft(texts: readonly string[]): void {
    const draft = [this.#state.draft, ...texts].filter((text) => text !== '').join('\n\n');
    this.setDraft(draft, true);
  }

  #setQueue(queue: readonly Queued[]): void {
    this.#queue = queue;
    this.#emit({ type: 'queue', queue: queue.map(({ id, text }) => ({ id, text })) });
  }

  #keep(message: ChatMessage): void {
    this.#conversation = {
      ...this.#conversation,
      messages: new Map(this.#conversation.messages).set(message.id, message),
      leafId: message.id,
    };
    this.#deps.record([{ type: 'message', message }]);
  }

  #emit(event: HostEvent): void {
    this.#state = reduce(this.#state, event);
    this.#deps.onEvent(event);
  }
}

function hasText(message: ChatMessage): boolean {
  return message.role === 'assistant' && answerText(message) !== '';
}

function emptyAnswer(finishReason?: 'aborted'): Answer {
  return { text: '', reasoning: '', ...(finishReason === undefined ? {} : { finishReason }) };
}
