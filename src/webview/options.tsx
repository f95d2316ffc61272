import type { ConnectionState } from '../shared/chatState.ts';
import { t } from './l10n.ts';
import { connection } from './store.ts';
import { post } from './vscodeApi.ts';

type Protocol = ConnectionState['protocol'];

const other: Readonly<Record<Protocol, Protocol>> = { openai: 'anthropic', anthropic: 'openai' };

/** Model, protocol and thinking of the next request. */
export function Options() {
  const state = connection.value;
  if (!state) return null;
  const { model, protocol, thinking } = state;
  const name = t[protocol];
  return (
    <>
      <button
        type="button"
        class="option model"
        aria-label={t.model(model || t.noModel)}
        title={t.model(model || t.noModel)}
        onClick={() => post({ type: 'pickModel' })}
      >
        <span class="ellipsis">{model || t.noModel}</span>
      </button>
      <button
        type="button"
        class="option"
        aria-label={t.protocol(name)}
        title={`${t.protocol(name)}\n${t.switchProtocol(t[other[protocol]])}`}
        onClick={() => post({ type: 'setProtocol', protocol: other[protocol] })}
      >
        {name}
      </button>
      <button
        type="button"
        class="option switch"
        role="switch"
        aria-checked={thinking}
        aria-label={t.thinkingMode}
        title={thinking ? t.thinkingOn : t.thinkingOff}
        onClick={() => post({ type: 'setThinking', thinking: !thinking })}
      >
        <span class="track" aria-hidden="true" />
        <span>{t.thinkingShort}</span>
      </button>
    </>
  );
}
