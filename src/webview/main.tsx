import { render } from 'preact';
import type { ChatState } from '../shared/chatState.ts';
import type { HostEvent } from '../shared/contract.ts';
import { announce } from './announce.ts';
import { App } from './app.tsx';
import { followDraft, startDraft } from './draft.ts';
import { focusComposer, focusLastMessage } from './focus.ts';
import { t } from './l10n.ts';
import { follow } from './scroll.ts';
import { startStore } from './store.ts';
import { post } from './vscodeApi.ts';

let focusTarget: Extract<HostEvent, { type: 'focus' }>['target'] | undefined;

/** What an event does beside changing the state. */
function onEvent(event: HostEvent, before: ChatState | undefined, after: ChatState): void {
  followDraft(event, before, after);
  announce(event);
  const switched = before !== undefined && before.conversationId !== after.conversationId;
  const asked = event.type === 'path' && event.messages.some((message) => message.role === 'user');
  if (switched || asked) follow();
  if (event.type === 'focus') focusTarget = event.target;
}

/** Preact draws in a microtask after the state is set; the focus moves after that. */
function onDrawn(): void {
  const target = focusTarget;
  focusTarget = undefined;
  if (target) setTimeout(target === 'composer' ? focusComposer : focusLastMessage);
}

document.title = t.appName;
const root = document.getElementById('app');
if (root) render(<App />, root);
startStore(onEvent, onDrawn);
startDraft();
post({ type: 'ready' });
