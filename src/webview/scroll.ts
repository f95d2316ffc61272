import { signal } from '@preact/signals';

/**
 * `following`: the newest line stays in sight. `browsing`: the user looks at something and nothing moves it.
 * Going up by any means, or selecting text, begins browsing; going down to the end, or the pill, ends it.
 */
export const scrollState = signal<'following' | 'browsing'>('following');

/** Whether something lies below what is in sight. */
export const moreBelow = signal(false);

/** Pixels that still count as the end: fractional zoom leaves up to one. */
const slack = 2;
const upwardKeys: ReadonlySet<string> = new Set(['ArrowUp', 'PageUp', 'Home']);

let scroller: HTMLElement | undefined;

/** Shows the newest line and keeps it in sight. */
export function follow(): void {
  scrollState.value = 'following';
  settle();
}

function browse(): void {
  if (scroller && scroller.scrollHeight > scroller.clientHeight + slack) scrollState.value = 'browsing';
}

function distanceToEnd(element: HTMLElement): number {
  return element.scrollHeight - element.clientHeight - element.scrollTop;
}

/** Applies the state after anything has changed its size. */
function settle(): void {
  if (!scroller) return;
  if (scrollState.value === 'following') scroller.scrollTop = scroller.scrollHeight;
  moreBelow.value = distanceToEnd(scroller) > slack;
}

/** Attaches the state machine to the scrolling element and its growing content. Returns the clean-up. */
export function attachScroll(element: HTMLElement, content: HTMLElement): () => void {
  scroller = element;
  let lastTop = element.scrollTop;
  const abort = new AbortController();
  const options = { signal: abort.signal, passive: true };

  // Before the browser paints and without polling: sizes change by streaming, by toggles and by the window.
  const observer = new ResizeObserver(settle);
  observer.observe(element);
  observer.observe(content);

  element.addEventListener(
    'scroll',
    () => {
      const top = element.scrollTop;
      const atEnd = distanceToEnd(element) <= slack;
      // Shrinking content moves the top as well, but leaves the end in sight: that is no wish to go up.
      if (top < lastTop && !atEnd) browse();
      else if (top > lastTop && atEnd && !selecting) scrollState.value = 'following';
      lastTop = top;
      moreBelow.value = !atEnd;
    },
    options,
  );
  // The wheel and keys tell before the first pixel has moved, so that a frame in between cannot pull it back.
  element.addEventListener('wheel', (event) => event.deltaY < 0 && browse(), options);
  element.addEventListener('keydown', (event) => upwardKeys.has(event.key) && browse(), options);
  element.addEventListener('touchmove', browse, options);

  let selecting = false;
  element.addEventListener('pointerdown', () => (selecting = true), options);
  window.addEventListener('pointerup', () => (selecting = false), options);
  document.addEventListener(
    'selectionchange',
    () => {
      const selection = document.getSelection();
      if (selecting && selection && !selection.isCollapsed && element.contains(selection.anchorNode))
        browse();
    },
    options,
  );
  return () => {
    abort.abort();
    observer.disconnect();
    scroller = undefined;
  };
}
