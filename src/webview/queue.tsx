import { focusComposer } from './focus.ts';
import { IconButton } from './iconButton.tsx';
import { t } from './l10n.ts';
import { queue } from './store.ts';
import { post } from './vscodeApi.ts';

function remove(id: string): void {
  post({ type: 'unqueue', id });
  focusComposer();
}

/** What was sent while an answer streams and waits for its end. */
export function Queue() {
  if (queue.value.length === 0) return null;
  return (
    <ul class="queue" aria-label={t.queue}>
      {queue.value.map(({ id, text }) => (
        <li key={id}>
          <span class="ellipsis" title={text}>
            {text}
          </span>
          <IconButton icon="close" label={t.unqueue(text.slice(0, 40))} onClick={() => remove(id)} />
        </li>
      ))}
    </ul>
  );
}
