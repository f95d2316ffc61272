import type { ConnectionState } from '../shared/chatState.ts';
import { flushDraft } from './draft.ts';
import { IconButton } from './iconButton.tsx';
import { Icon } from './icons.tsx';
import { t } from './l10n.ts';
import { connection } from './store.ts';
import { post } from './vscodeApi.ts';

type Protocol = ConnectionState['protocol'];

const other: Readonly<Record<Protocol, Protocol>> = { openai: 'anthropic', anthropic: 'openai' };

function newChat(): void {
  flushDraft();
  post({ type: 'newChat' });
}

/** Where requests go and how, and what concerns the conversation as a whole. */
export function Header() {
  const state = connection.value;
  return (
    <div class="head">
      {state && (
        <>
          <span class="host" title={t.requestsGoTo(state.host)}>
            {state.host}
          </span>
          <ProtocolButton protocol={state.protocol} />
        </>
      )}
      <span class="head-end">
        <IconButton icon="add" label={t.newChat} onClick={newChat} />
      </span>
    </div>
  );
}

function ProtocolButton({ protocol }: { readonly protocol: Protocol }) {
  const next = other[protocol];
  return (
    <button
      type="button"
      class="option"
      aria-label={t.protocol(t[protocol])}
      title={`${t.protocol(t[protocol])}\n${t.switchProtocol(t[next])}`}
      onClick={() => post({ type: 'setProtocol', protocol: next })}
    >
      <span>{t[protocol]}</span>
      <Icon name="swap" />
    </button>
  );
}
