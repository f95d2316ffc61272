/** The elements that the host and the view itself move the focus to. */
const targets: { composer: HTMLTextAreaElement | null; log: HTMLElement | null } = {
  composer: null,
  log: null,
};

export function setComposer(element: HTMLTextAreaElement | null): void {
  targets.composer = element;
}

export function setLog(element: HTMLElement | null): void {
  targets.log = element;
}

export function focusComposer(): void {
  targets.composer?.focus();
}

/** The log itself where there is no message yet. */
export function focusLastMessage(): void {
  const last = targets.log?.querySelector<HTMLElement>('article:last-of-type');
  const target = last ?? targets.log;
  target?.focus({ preventScroll: true });
  last?.scrollIntoView({ block: 'nearest' });
}
