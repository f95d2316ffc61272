import { signal } from '@preact/signals';
import type { HostEvent } from '../shared/contract.ts';
import { t } from './l10n.ts';

/** What the status region says: the end of an answer and nothing else. */
export const announcement = signal('');

/** Empties the region when an answer starts, so that the same words are heard again at its end. */
export function announce(event: HostEvent): void {
  if (event.type === 'started') announcement.value = '';
  else if (event.type === 'ended') announcement.value = sentence(event);
}

function sentence(event: Extract<HostEvent, { type: 'ended' }>): string {
  if (event.finishReason === 'aborted') return t.announceStopped;
  switch (event.status) {
    case 'failed':
      return t.announceFailed;
    case 'interrupted':
      return t.announceInterrupted;
    case 'finished':
      return t.announceAnswered;
  }
}
