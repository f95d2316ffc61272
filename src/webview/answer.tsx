import type { AssistantMessage } from '../shared/chatState.ts';
import { answerText } from '../shared/reduce.ts';
import { CopyButton } from './copyButton.tsx';
import { ActionButton, ErrorBox } from './errorBox.tsx';
import { focusComposer } from './focus.ts';
import { IconButton } from './iconButton.tsx';
import { formatNumber, t } from './l10n.ts';
import { Markdown } from './markdown/markdown.tsx';
import { Reasoning } from './reasoning.tsx';
import { useKeptSelection } from './selection.ts';
import { post } from './vscodeApi.ts';

interface AnswerProps {
  readonly message: AssistantMessage;
  /** The last of the conversation: only its text can be asked for again. */
  readonly last: boolean;
}

/** One answer: its parts in their order, how it ended, and what can be done with it. */
export function Answer({ message, last }: AnswerProps) {
  useKeptSelection();
  const { parts, status, error, id } = message;
  const open = status === 'streaming';
  const text = answerText(message);
  return (
    <>
      {parts.map((part, index) => {
        const growing = open && index === parts.length - 1;
        if (part.type === 'reasoning') return <Reasoning key={index} part={part} open={growing} />;
        return part.type === 'text' ? <Markdown key={index} text={part.text} open={growing} /> : null;
      })}
      {open && parts.length === 0 && <p class="waiting">{t.waiting}</p>}
      {!open && <Ending message={message} empty={text === ''} last={last} />}
      {error && <ErrorBox error={error} messageId={id} last={last} />}
      {!open && (
        <div class="answer-foot">
          {text !== '' && <CopyButton label={t.copy} text={text} />}
          {last && <RegenerateButton id={id} />}
          <Usage message={message} />
        </div>
      )}
    </>
  );
}

function RegenerateButton({ id }: { readonly id: string }) {
  const regenerate = () => {
    post({ type: 'regenerate', messageId: id });
    focusComposer();
  };
  return <IconButton icon="regenerate" label={t.regenerate} onClick={regenerate} />;
}

/** A short note where an answer did not simply end. */
function Ending({ message, empty, last }: AnswerProps & { readonly empty: boolean }) {
  const note = endingNote(message, empty);
  if (note === undefined) return null;
  return (
    <div class="ending">
      <span>{note}</span>
      {last && message.status === 'interrupted' && (
        <ActionButton action="retry" messageId={message.id} primary={false} />
      )}
    </div>
  );
}

function endingNote({ status, finishReason, error }: AssistantMessage, empty: boolean): string | undefined {
  if (status === 'interrupted') return t.interrupted;
  switch (finishReason) {
    case 'aborted':
      return t.stopped;
    case 'length':
      return t.reachedLimit;
    case 'contentFilter':
      return t.contentFilter;
    case 'repetition':
      return t.repetition;
    default:
      return empty && !error ? t.emptyAnswer : undefined;
  }
}

function Usage({ message: { usage, model } }: { readonly message: AssistantMessage }) {
  if (!usage) return <span class="usage">{model}</span>;
  const input = formatNumber(usage.inputTokens);
  const output = formatNumber(usage.outputTokens);
  const hint = [
    t.usageHint(input, output),
    usage.cachedInputTokens ? t.cachedHint(formatNumber(usage.cachedInputTokens)) : '',
    usage.reasoningTokens ? t.reasoningHint(formatNumber(usage.reasoningTokens)) : '',
  ];
  return (
    <span class="usage" title={hint.filter((line) => line).join('\n')}>
      {[model, t.tokensIn(input), t.tokensOut(output)].join(' · ')}
    </span>
  );
}
