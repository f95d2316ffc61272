// Its own chunk: most of the view's weight, and needed only when there is code to colour.
import type { ElementContent, RootContent } from 'hast';
import { common, createLowlight } from 'lowlight';
import type { Piece } from './highlight.ts';

const lowlight = createLowlight(common);
lowlight.registerAlias({ xml: ['vue', 'svelte'], ini: ['properties'], bash: ['console'] });

function toPiece(node: RootContent | ElementContent): Piece {
  if (node.type === 'text') return node.value;
  if (node.type !== 'element') return '';
  const names = node.properties['className'];
  return {
    classes: Array.isArray(names) ? names.join(' ') : '',
    pieces: node.children.map((child) => toPiece(child)),
  };
}

export const highlighter = {
  registered: (language: string) => lowlight.registered(language),
  highlight: (language: string, code: string): readonly Piece[] =>
    lowlight.highlight(language, code).children.map((node) => toPiece(node)),
};
