import { useEffect, useId, useState } from 'preact/hooks';
import type { AssistantPart } from '../shared/chatState.ts';
import { Icon } from './icons.tsx';
import { formatNumber, t } from './l10n.ts';
import { Markdown } from './markdown/markdown.tsx';
import { hostNow, visible } from './store.ts';

type ReasoningPart = Extract<AssistantPart, { type: 'reasoning' }>;

/** The model's thinking: folded at first, with the time it has taken. */
export function Reasoning({ part, open }: { readonly part: ReasoningPart; readonly open: boolean }) {
  const [expanded, setExpanded] = useState(false);
  const id = useId();
  const thinking = open && part.endedAt === undefined;
  return (
    <div class="reasoning">
      <ReasoningHead
        part={part}
        thinking={thinking}
        expanded={expanded}
        controls={id}
        onToggle={() => setExpanded(!expanded)}
      />
      {expanded && (
        <div id={id} class="reasoning-text">
          <Markdown text={part.text} open={thinking} />
        </div>
      )}
    </div>
  );
}

interface HeadProps {
  readonly part: ReasoningPart;
  readonly thinking: boolean;
  readonly expanded: boolean;
  readonly controls: string;
  readonly onToggle: () => void;
}

function ReasoningHead({ part, thinking, expanded, controls, onToggle }: HeadProps) {
  const now = useSecondHand(thinking && visible.value);
  const seconds = Math.max(
    0,
    Math.round(((thinking ? now : (part.endedAt ?? part.startedAt)) - part.startedAt) / 1000),
  );
  const label = thinking
    ? running(seconds)
    : seconds > 0
      ? t.thoughtFor(formatNumber(seconds))
      : t.thoughtBriefly;
  return (
    <button
      type="button"
      class={thinking ? 'reasoning-head thinking' : 'reasoning-head'}
      aria-expanded={expanded}
      aria-controls={expanded ? controls : undefined}
      aria-label={thinking ? label : t.thinkingName(label)}
      onClick={onToggle}
    >
      <Icon name="chevron" />
      <span>{label}</span>
    </button>
  );
}

function running(seconds: number): string {
  return seconds > 0 ? t.thinkingFor(formatNumber(seconds)) : t.thinking;
}

/** The host's time, once a second while `active`; no timer otherwise. */
function useSecondHand(active: boolean): number {
  const [now, setNow] = useState(hostNow);
  useEffect(() => {
    if (!active) return;
    setNow(hostNow());
    const timer = setInterval(() => setNow(hostNow()), 1000);
    return () => clearInterval(timer);
  }, [active]);
  return now;
}
