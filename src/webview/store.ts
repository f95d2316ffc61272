import { computed, signal } from '@preact/signals';
import type { ChatState } from '../shared/chatState.ts';
import type { HostEvent } from '../shared/contract.ts';
import { reduce } from '../shared/reduce.ts';

/** Before the first snapshot there is nothing to draw. */
const state = signal<ChatState | undefined>(undefined);

/** True while somebody can see the view: timers and frames run only then. */
export const visible = signal(!document.hidden);

export const messages = computed(() => state.value?.messages ?? []);
export const streaming = computed(() => state.value?.streaming);
export const streamingId = computed(() => state.value?.streaming?.id);
export const queue = computed(() => state.value?.queue ?? []);
export const connection = computed(() => state.value?.connection);
export const sendKey = computed(() => state.value?.sendKey ?? 'enter');
export const conversationId = computed(() => state.value?.conversationId);

type Listener = (event: HostEvent, before: ChatState | undefined, after: ChatState) => void;

const pending: HostEvent[] = [];
let folded: ChatState | undefined;
let frame = 0;
let clockOffset = 0;

/** Now by the host's clock, which may be another machine's: times in messages are its. Milliseconds. */
export function hostNow(): number {
  return Date.now() - clockOffset;
}

/**
 * Begins to listen for the host's events. They are folded once per animation frame, and while the view is hidden
 * without drawing. `listener` hears every event as it is folded, `drawn` is called after the state of a frame is set.
 */
export function startStore(listener: Listener, drawn: () => void): void {
  const fold = () => {
    for (const event of pending.splice(0)) {
      const before = folded;
      if (event.type === 'snapshot') folded = event.state;
      else if (folded) folded = reduce(folded, event);
      if (event.type === 'delta') clockOffset = Date.now() - event.time;
      if (folded) listener(event, before, folded);
    }
  };
  const draw = () => {
    frame = 0;
    fold();
    state.value = folded;
    drawn();
  };
  window.addEventListener('message', ({ data }: MessageEvent<HostEvent>) => {
    pending.push(data);
    if (document.hidden) fold();
    else frame ||= requestAnimationFrame(draw);
  });
  document.addEventListener('visibilitychange', () => {
    visible.value = !document.hidden;
    if (document.hidden) {
      cancelAnimationFrame(frame);
      frame = 0;
      fold();
    } else {
      draw();
    }
  });
}
