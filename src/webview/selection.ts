import { useLayoutEffect } from 'preact/hooks';

/**
 * Keeps what the user has selected while the text around it grows: setting a text node's data moves the ends of a
 * selection inside that node to its start. Call it in the component whose children grow.
 */
export function useKeptSelection(): void {
  const selection = document.getSelection();
  const kept =
    selection && !selection.isCollapsed
      ? {
          anchor: selection.anchorNode,
          anchorOffset: selection.anchorOffset,
          focus: selection.focusNode,
          focusOffset: selection.focusOffset,
        }
      : undefined;
  useLayoutEffect(() => {
    if (!kept?.anchor || !kept.focus || !selection) return;
    const { anchor, anchorOffset, focus, focusOffset } = kept;
    const unchanged =
      selection.anchorNode === anchor &&
      selection.anchorOffset === anchorOffset &&
      selection.focusNode === focus &&
      selection.focusOffset === focusOffset;
    if (unchanged || !holds(anchor, anchorOffset) || !holds(focus, focusOffset)) return;
    selection.setBaseAndExtent(anchor, anchorOffset, focus, focusOffset);
  });
}

function holds(node: Node, offset: number): boolean {
  const length = node instanceof CharacterData ? node.length : node.childNodes.length;
  return node.isConnected && offset <= length;
}
