// Drawn here because a webview has no icon font of its own. 16 by 16, one stroke, the colour of the text.
const paths = {
  send: 'M2.5 13.5 14 8 2.5 2.5l1.7 5.5zM4.2 8h4.3',
  stop: 'M4 4h8v8H4z',
  add: 'M8 3v10M3 8h10',
  copy: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
  check: 'M3 8.5 6.5 12 13 4.5',
  insert: 'M3 2.5v11M13 8H6M9 5 6 8l3 3',
  newFile: 'M9 2.5H4v11h8v-8zM9 2.5v3h3M8 7.5v4M6 9.5h4',
  regenerate: 'M13 8a5 5 0 1 1-1.5-3.5M13 2.5v2.6h-2.6',
  chevron: 'm6 4 4 4-4 4',
  down: 'M8 3v9.5M4 8.5l4 4 4-4',
  close: 'm4 4 8 8M12 4l-8 8',
  error: 'M8 2a6 6 0 1 0 .01 0zM8 5v3.5M8 10.6v.4',
  swap: 'M3 6h9L9.5 3.5M13 10H4l2.5 2.5',
  file: 'M9 2.5H4v11h8v-8zM9 2.5v3h3',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class={`icon icon-${name}`} viewBox="0 0 16 16" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
