import { Icon } from './icons.tsx';
import { t } from './l10n.ts';
import { connection } from './store.ts';
import { post } from './vscodeApi.ts';

/** Model and thinking of the next request. */
export function Options() {
  const state = connection.value;
  if (!state) return null;
  const { model, thinking } = state;
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
        <Icon name="chevron" />
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
