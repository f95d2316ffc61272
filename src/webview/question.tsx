import { useId, useState } from 'preact/hooks';
import type { Attachment, UserMessage } from '../shared/chatState.ts';
import { CopyButton } from './copyButton.tsx';
import { Icon } from './icons.tsx';
import { t } from './l10n.ts';
import { Code } from './markdown/codeBlock.tsx';

/** What the user sent, as it was typed, with the context that went along. */
export function Question({ message }: { readonly message: UserMessage }) {
  return (
    <>
      {message.attachments.length > 0 && (
        <ul class="attachments">
          {message.attachments.map((attachment, index) => (
            <AttachmentChip key={index} attachment={attachment} />
          ))}
        </ul>
      )}
      <p class="question-text">{message.text}</p>
      <div class="question-foot">
        <CopyButton label={t.copy} text={message.text} />
      </div>
    </>
  );
}

function AttachmentChip({ attachment }: { readonly attachment: Attachment }) {
  const [expanded, setExpanded] = useState(false);
  const id = useId();
  const { path, startLine, endLine, languageId, text } = attachment;
  return (
    <li>
      <button
        type="button"
        class="chip"
        title={t.attachmentHint}
        aria-expanded={expanded}
        aria-controls={expanded ? id : undefined}
        onClick={() => setExpanded(!expanded)}
      >
        <Icon name="file" />
        <span class="chip-path">{t.lines(path, String(startLine), String(endLine))}</span>
        <span class="chip-language">{languageId}</span>
      </button>
      {expanded && (
        <div id={id} class="code-block">
          <Code code={text} language={languageId} open={false} />
        </div>
      )}
    </li>
  );
}
