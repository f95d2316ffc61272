import { Component } from 'preact';
import { useRef } from 'preact/hooks';
import { block } from './blocks.tsx';
import { type Block, lexGrown, lexWhole, nothingLexed } from './lex.ts';

interface MarkdownProps {
  readonly text: string;
  /** More text may come. */
  readonly open: boolean;
}

/** Draws markdown. While `open`, only the blocks at the end are lexed and drawn again. */
export function Markdown({ text, open }: MarkdownProps) {
  const lexed = useRef(nothingLexed);
  if (open) lexed.current = lexGrown(lexed.current, text);
  else if (!lexed.current.whole || lexed.current.text !== text) lexed.current = lexWhole(text);
  const { blocks } = lexed.current;
  // Assistive technology wants no gaps between levels; models write whatever looks right.
  let level = 1;
  return (
    <div class="markdown">
      {blocks.map((item, index) => {
        if (item.token.type === 'heading') level = Math.min(item.token.depth + 1, level + 1, 6);
        return (
          <MemoBlock
            key={index}
            item={item}
            open={open && index === blocks.length - 1}
            headingLevel={level}
          />
        );
      })}
    </div>
  );
}

interface MemoProps {
  readonly item: Block;
  readonly open: boolean;
  readonly headingLevel: number;
}

class MemoBlock extends Component<MemoProps> {
  override shouldComponentUpdate(next: MemoProps): boolean {
    return (
      next.item.key !== this.props.item.key ||
      next.open !== this.props.open ||
      next.headingLevel !== this.props.headingLevel
    );
  }

  override render({ item, open, headingLevel }: MemoProps) {
    return block(item.token, { open, headingLevel });
  }
}
