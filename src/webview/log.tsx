import { Component } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { ChatMessage } from '../shared/chatState.ts';
import { Answer } from './answer.tsx';
import { setLog } from './focus.ts';
import { Icon } from './icons.tsx';
import { EmptyState } from './emptyState.tsx';
import { t } from './l10n.ts';
import { Question } from './question.tsx';
import { attachScroll, follow, moreBelow, scrollState } from './scroll.ts';
import { messages, streaming, streamingId } from './store.ts';
import { readKeptState } from './vscodeApi.ts';

/** The conversation. A token draws only the article that is streaming. */
export function Log() {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (!scroller.current || !content.current) return;
    setLog(scroller.current);
    return attachScroll(scroller.current, content.current, readKeptState()?.place);
  }, []);
  const list = messages.value;
  const open = streamingId.value;
  const articles = list.map((message, index) => (
    <Article key={message.id} message={message} last={open === undefined && index === list.length - 1} />
  ));
  // In the same array, so that it keeps its element when it moves into `messages`.
  if (open !== undefined) articles.push(<Article key={open} last />);
  return (
    <div class="log-frame">
      <div class="log" role="log" aria-label={t.conversation} aria-live="off" tabIndex={0} ref={scroller}>
        <div class="log-content" ref={content}>
          {articles.length === 0 && <EmptyState />}
          {articles}
        </div>
      </div>
      <JumpPill />
    </div>
  );
}

interface ArticleProps {
  /** Left out: the answer that is streaming. It keeps its place, and so its elements, when it has ended. */
  readonly message?: ChatMessage;
  readonly last: boolean;
}

class Article extends Component<ArticleProps> {
  override shouldComponentUpdate(next: ArticleProps): boolean {
    return next.message !== this.props.message || next.last !== this.props.last;
  }

  override render(props: ArticleProps) {
    return <ArticleBody {...props} />;
  }
}

/** Apart from `Article`, because a component that decides by itself when to draw does not hear signals. */
function ArticleBody({ message = streaming.value, last }: ArticleProps) {
  if (!message) return null;
  return message.role === 'user' ? (
    <article class="question" aria-label={t.you} tabIndex={-1}>
      <Question message={message} />
    </article>
  ) : (
    <article class="answer" aria-label={t.mimo} tabIndex={-1}>
      <Answer message={message} last={last} />
    </article>
  );
}

function JumpPill() {
  if (scrollState.value === 'following' || !moreBelow.value) return null;
  return (
    <button type="button" class="pill" onClick={follow}>
      <Icon name="down" />
      <span>{t.jumpToLatest}</span>
    </button>
  );
}
