import { signal } from '@preact/signals';
import { keepPlace, type Place } from './vscodeApi.ts';

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
  keepPlace(undefined);
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

function placeOf(element: HTMLElement): Place {
  const articles = [...element.querySelectorAll('article')];
  const top = element.getBoundingClientRect().top;
  const article = articles.findIndex((candidate) => candidate.getBoundingClientRect().bottom > top);
  return { article, offset: top - (articles[article]?.getBoundingClientRect().top ?? top) };
}

function goTo(element: HTMLElement, { article, offset }: Place): void {
  const target = element.querySelectorAll('article')[article];
  if (!target) return;
  element.scrollTop += target.getBoundingClientRect().top - element.getBoundingClientRect().top + offset;
  browse();
}

/**
 * Attaches the state machine to the scrolling element and its growing content. `place`: where the user was before the
 * page was taken away. Returns the clean-up.
 */
export function attachScroll(
  element: HTMLElement,
  content: HTMLElement,
  place: Place | undefined,
): () => void {
  scroller = element;
  if (place) goTo(element, place);
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
  element.addEventListener(
    'scrollend',
    () => keepPlace(scrollState.value === 'browsing' ? placeOf(element) : undefined),
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
