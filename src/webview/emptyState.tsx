import { draft, editDraft } from './draft.ts';
import { ActionButton } from './errorBox.tsx';
import { focusComposer } from './focus.ts';
import { t } from './l10n.ts';
import { connection } from './store.ts';
import { post } from './vscodeApi.ts';

/** What a conversation shows before its first message: the way to a first answer. */
export function EmptyState() {
  switch (connection.value?.key) {
    case 'missing':
      return (
        <div class="empty">
          <h2>{t.welcomeTitle}</h2>
          <p>{t.welcomeMissing}</p>
          <ActionButton action="setApiKey" primary />
          <button type="button" class="link" onClick={() => post({ type: 'action', action: 'openConsole' })}>
            {t.welcomeConsole}
          </button>
        </div>
      );
    case 'lost':
      return (
        <div class="empty">
          <h2>{t.welcomeTitle}</h2>
          <p>{t.welcomeLost}</p>
          <ActionButton action="setApiKey" primary />
        </div>
      );
    case 'present':
    // What is wrong is told when something is sent.
    case 'unknown':
      return (
        <div class="empty">
          <h2>{t.welcomeTitle}</h2>
          <p>{t.welcomePresent}</p>
          <ul class="suggestions" aria-label={t.suggestions}>
            {[t.suggestExplain, t.suggestWrite, t.suggestReview].map((text) => (
              <li key={text}>
                <Suggestion text={text} />
              </li>
            ))}
          </ul>
        </div>
      );
    default:
      return null;
  }
}

/** Adds to the composer and sends nothing: the user has the last word. */
function Suggestion({ text }: { readonly text: string }) {
  const fill = () => {
    editDraft([draft.value, text].filter((piece) => piece).join('\n'));
    focusComposer();
  };
  return (
    <button type="button" class="suggestion" onClick={fill}>
      {text}
    </button>
  );
}
