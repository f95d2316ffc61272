import { signal } from '@preact/signals';
import type { ChatState } from '../shared/chatState.ts';
import type { HostEvent } from '../shared/contract.ts';
import { post, readKeptState, writeKeptState } from './vscodeApi.ts';

/** How long typing must pause before the draft goes to the host, in milliseconds. */
const pause = 300;

/** The composer's text. */
export const draft = signal('');

let conversation = '';
let posted = true;
let unacknowledged: string | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;

function keep(): void {
  const kept = readKeptState();
  const place = kept?.conversationId === conversation ? kept.place : undefined;
  writeKeptState({ conversationId: conversation, draft: draft.value, posted, unacknowledged, place });
}

/** The user changed the text. */
export function editDraft(text: string): void {
  if (text === draft.value) return;
  draft.value = text;
  posted = false;
  keep();
  clearTimeout(timer);
  timer = setTimeout(() => flushDraft(), pause);
}

/** Posts the draft at once if the host does not have it. */
export function flushDraft(): void {
  clearTimeout(timer);
  if (posted) return;
  post({ type: 'draft', conversationId: conversation, text: draft.value });
  posted = true;
  keep();
}

/** Posts the draft from a page that may be torn down: it may not arrive, so it still counts as not posted. */
function flushLastMinute(): void {
  if (!posted) post({ type: 'draft', conversationId: conversation, text: draft.value });
}

/** Sends the draft and empties the composer. Returns false for a text without content. */
export function sendDraft(): boolean {
  const text = draft.value;
  if (text.trim() === '') return false;
  clearTimeout(timer);
  // Before the text itself: where the host cannot take it, it makes it the draft again.
  post({ type: 'draft', conversationId: conversation, text: '' });
  post({ type: 'send', text });
  draft.value = '';
  posted = true;
  unacknowledged = text;
  keep();
  return true;
}

/** Keeps the composer in step with the host without ever losing what was typed here. */
export function followDraft(event: HostEvent, before: ChatState | undefined, after: ChatState): void {
  switch (event.type) {
    case 'snapshot':
      if (before?.conversationId !== after.conversationId) openDraft(before === undefined, after);
      else if (posted) set(after.draft);
      return;
    case 'draft':
      unacknowledged = undefined;
      if (posted || draft.value === '') set(event.text);
      // The user has typed on meanwhile: what the host hands back goes before it.
      else if (event.text !== '' && !draft.value.startsWith(event.text))
        editDraft(`${event.text}\n${draft.value}`);
      return;
    case 'path':
    case 'queue':
      if (unacknowledged === undefined) return;
      unacknowledged = undefined;
      keep();
      return;
    default:
  }
}

function set(text: string): void {
  clearTimeout(timer);
  draft.value = text;
  posted = true;
  keep();
}

/** A conversation came into view. `first`: right after the view was made, when a former one may have left something. */
function openDraft(first: boolean, after: ChatState): void {
  flushDraft();
  conversation = after.conversationId;
  const kept = first ? readKeptState() : undefined;
  unacknowledged = undefined;
  if (kept?.conversationId !== conversation) {
    set(after.draft);
    return;
  }
  const lost = kept.unacknowledged !== undefined && !wasTaken(after, kept.unacknowledged);
  // The host's may have been posted in the last minute, and grown since by a text that it could not send.
  const text = kept.posted || after.draft.includes(kept.draft) ? after.draft : kept.draft;
  if (!lost && text === after.draft) {
    set(text);
    return;
  }
  set([lost ? kept.unacknowledged : '', text].filter((piece) => piece).join('\n'));
  posted = false;
  flushDraft();
}

function wasTaken(state: ChatState, text: string): boolean {
  const last = state.messages.findLast((message) => message.role === 'user');
  const shown = [last, ...state.queue].some((message) => message?.text.trim() === text.trim());
  return shown || state.draft.includes(text);
}

/** Posts the draft whenever the view may be about to go. */
export function startDraft(): void {
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) flushLastMinute();
  });
  window.addEventListener('blur', () => flushDraft());
  window.addEventListener('pagehide', flushLastMinute);
}
