import { signal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';

/** A piece of code with hljs class names; without them it is plain. */
export type Piece = string | { readonly classes: string; readonly pieces: readonly Piece[] };

interface Highlighter {
  readonly registered: (language: string) => boolean;
  readonly highlight: (language: string, code: string) => readonly Piece[];
}

/** Above this many characters code is drawn plain while it arrives, since every line colours all of it again. */
const maxOpen = 20_000;
/** Above this many it always is: colouring 200,000 characters takes about 100 ms. */
const maxClosed = 200_000;

const highlighter = signal<Highlighter | undefined>(undefined);
let loading = false;

/** Colours code inside a component, which is drawn again once the grammars have been loaded. */
export function useHighlighted(code: string, language: string, open: boolean): readonly Piece[] {
  const wanted = language !== '' && code.length <= (open ? maxOpen : maxClosed);
  const ready = highlighter.value;
  useEffect(() => {
    if (wanted) load();
  }, [wanted]);
  return useMemo(() => {
    const name = language.toLowerCase();
    return wanted && ready?.registered(name) ? ready.highlight(name, code) : [code];
  }, [code, language, wanted, ready]);
}

function load(): void {
  if (loading) return;
  loading = true;
  void import('./grammars.ts').then((module) => {
    highlighter.value = module.highlighter;
  });
}
