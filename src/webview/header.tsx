import { flushDraft } from './draft.ts';
import { IconButton } from './iconButton.tsx';
import { t } from './l10n.ts';
import { connection } from './store.ts';
import { post } from './vscodeApi.ts';

function newChat(): void {
  flushDraft();
  post({ type: 'newChat' });
}

/** Where requests go, and what concerns the conversation as a whole. */
export function Header() {
  const host = connection.value?.host ?? '';
  return (
    <div class="head">
      <span class="host" title={host && t.requestsGoTo(host)}>
        {host}
      </span>
      <IconButton icon="add" label={t.newChat} onClick={newChat} />
    </div>
  );
}
