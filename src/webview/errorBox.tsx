import type { ErrorAction, ErrorInfo } from '../shared/chatState.ts';
import { focusComposer } from './focus.ts';
import { Icon } from './icons.tsx';
import { t } from './l10n.ts';
import { post } from './vscodeApi.ts';

interface ErrorBoxProps {
  readonly error: ErrorInfo;
  readonly messageId: string;
  /** Further up, a retry would take away everything below it. */
  readonly last: boolean;
}

/** What went wrong with an answer, inside its message, with what can be done about it. */
export function ErrorBox({ error, messageId, last }: ErrorBoxProps) {
  return (
    <div class="error" role="alert">
      <div class="error-text">
        <Icon name="error" />
        <div>
          <p>{error.message}</p>
          {error.detail && (
            <details>
              <summary>{t.detail}</summary>
              <p class="raw">{error.detail}</p>
            </details>
          )}
        </div>
      </div>
      {last && error.actions.length > 0 && (
        <div class="error-actions">
          {error.actions.map((action, index) => (
            <ActionButton key={action} action={action} messageId={messageId} primary={index === 0} />
          ))}
        </div>
      )}
    </div>
  );
}

interface ActionButtonProps {
  readonly action: ErrorAction;
  readonly messageId?: string;
  readonly primary: boolean;
}

/** These replace the message that holds the button, and the focus would be lost with it. */
const replacing: ReadonlySet<ErrorAction> = new Set<ErrorAction>(['retry', 'continue']);

export function ActionButton({ action, messageId, primary }: ActionButtonProps) {
  const act = () => {
    post({ type: 'action', action, ...(messageId === undefined ? {} : { messageId }) });
    if (replacing.has(action)) focusComposer();
  };
  return (
    <button type="button" class={primary ? 'button' : 'button secondary'} onClick={act}>
      {t[action]}
    </button>
  );
}
