import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { draft, editDraft, flushDraft, sendDraft } from './draft.ts';
import { focusComposer, setComposer } from './focus.ts';
import { IconButton } from './iconButton.tsx';
import { isComposing, sends } from './keys.ts';
import { t } from './l10n.ts';
import { Options } from './options.tsx';
import { Queue } from './queue.tsx';
import { follow } from './scroll.ts';
import { sendKey, streamingId } from './store.ts';
import { post } from './vscodeApi.ts';

function send(): void {
  if (sendDraft()) follow();
  focusComposer();
}

function stop(): void {
  post({ type: 'stop' });
  focusComposer();
}

/** The text box with what will be used for the next request. */
export function Composer() {
  const streaming = streamingId.value !== undefined;
  useEscape();
  return (
    <div class="composer">
      <Queue />
      <div class="box">
        <MessageBox />
        <div class="bar">
          <Options />
          <span class="bar-end">
            {streaming && <IconButton icon="stop" label={t.stop} hint={t.stopHint} onClick={stop} />}
            <SendButton streaming={streaming} />
          </span>
        </div>
      </div>
    </div>
  );
}

function SendButton({ streaming }: { readonly streaming: boolean }) {
  const hint = streaming ? t.queueHint : t.sendHint(sendKey.value === 'enter' ? 'Enter' : 'Ctrl+Enter');
  return (
    <IconButton
      icon="send"
      class="send"
      label={t.send}
      hint={hint}
      disabled={draft.value.trim() === ''}
      onClick={send}
    />
  );
}

function onKeyDown(event: KeyboardEvent): void {
  if (!sends(event, sendKey.value)) return;
  event.preventDefault();
  send();
}

function MessageBox() {
  const element = useRef<HTMLTextAreaElement>(null);
  const text = draft.value;
  useEffect(() => {
    setComposer(element.current);
    return () => setComposer(null);
  }, []);
  // While an input method composes, writing the value would end its composition.
  useLayoutEffect(() => {
    if (element.current && element.current.value !== text) element.current.value = text;
  }, [text]);
  return (
    <textarea
      ref={element}
      class="message-box"
      rows={1}
      aria-label={t.messageBox}
      placeholder={t.placeholder}
      onInput={(event) => editDraft(event.currentTarget.value)}
      onKeyDown={onKeyDown}
      onBlur={() => flushDraft()}
    />
  );
}

function onEscape(event: KeyboardEvent): void {
  if (event.key === 'Escape' && !isComposing(event) && streamingId.peek() !== undefined) stop();
}

/** Escape anywhere in the view stops the answer; while composing it belongs to the input method. */
function useEscape(): void {
  useEffect(() => {
    document.addEventListener('keydown', onEscape);
    return () => document.removeEventListener('keydown', onEscape);
  }, []);
}
