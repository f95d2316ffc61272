import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import { CopyButton } from '../copyButton.tsx';
import { IconButton } from '../iconButton.tsx';
import { t } from '../l10n.ts';
import { post } from '../vscodeApi.ts';
import { type Piece, useHighlighted } from './highlight.ts';

interface CodeBlockProps {
  readonly code: string;
  /** As written after the fence; may be empty or unknown. */
  readonly language: string;
  readonly open: boolean;
}

/** A block of code with its actions, which wait until the block is complete and holds something. */
export function CodeBlock({ code, language, open }: CodeBlockProps) {
  return (
    <div class="code-block">
      <div class="code-head">
        <span class="code-language">{language || t.plainText}</span>
        {!open && code !== '' && (
          <span class="actions">
            <CopyButton label={t.copyCode} text={code} />
            <IconButton
              icon="insert"
              label={t.insertAtCursor}
              onClick={() => post({ type: 'insertAtCursor', text: code })}
            />
            <IconButton
              icon="newFile"
              label={t.openAsNewFile}
              onClick={() => post({ type: 'openAsNewFile', text: code, language })}
            />
          </span>
        )}
      </div>
      <Code code={code} language={language} open={open} />
    </div>
  );
}

/** While open, the unfinished last line stays plain: colours would change with every character. */
export function Code({ code, language, open }: CodeBlockProps) {
  const lines = open ? code.slice(0, code.lastIndexOf('\n') + 1) : code;
  const pieces = useHighlighted(lines, language, open);
  const drawn = useMemo(() => draw(pieces), [pieces]);
  return (
    <pre tabIndex={0}>
      <code>
        {drawn}
        {code.slice(lines.length)}
      </code>
    </pre>
  );
}

function draw(pieces: readonly Piece[]): ComponentChildren {
  return pieces.map((piece) =>
    typeof piece === 'string' ? piece : <span class={piece.classes}>{draw(piece.pieces)}</span>,
  );
}
