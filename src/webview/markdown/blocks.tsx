import type { MarkedToken, Tokens } from 'marked';
import { createElement, type ComponentChildren } from 'preact';
import { t } from '../l10n.ts';
import { CodeBlock } from './codeBlock.tsx';
import { inline } from './inline.tsx';

/** `open`: more of it may come. `headingLevel`: the level for assistive technology, 2 to 6. */
export interface BlockOptions {
  readonly open: boolean;
  readonly headingLevel: number;
}

/** Draws one block token. */
export function block(token: MarkedToken, options: BlockOptions): ComponentChildren {
  switch (token.type) {
    case 'heading':
      return createElement(
        `h${options.headingLevel}`,
        { class: `heading-${token.depth}` },
        inline(token.tokens),
      );
    case 'paragraph':
      return <p>{inline(token.tokens)}</p>;
    case 'text':
      return inline([token]);
    case 'code':
      return <CodeBlock code={token.text} language={languageOf(token)} open={options.open} />;
    case 'blockquote':
      return <blockquote>{blocks(token.tokens as MarkedToken[], options)}</blockquote>;
    case 'list':
      return <List list={token} options={options} />;
    case 'table':
      return <Table table={token} />;
    case 'hr':
      return <hr />;
    case 'html':
      return <p class="raw">{token.raw.trimEnd()}</p>;
    case 'space':
    case 'def':
      return null;
    default:
      return inline([token]);
  }
}

/** Blocks inside another one: only the last can be open. Headings there are rare, and level 2 never skips a level. */
function blocks(tokens: readonly MarkedToken[], { open }: BlockOptions): ComponentChildren {
  return tokens.map((token, index) =>
    block(token, { open: open && index === tokens.length - 1, headingLevel: 2 }),
  );
}

/** The first word after the fence, as written. */
function languageOf(token: Tokens.Code): string {
  return /^[^\s{,]+/.exec(token.lang ?? '')?.[0] ?? '';
}

function List({ list, options }: { readonly list: Tokens.List; readonly options: BlockOptions }) {
  const items = list.items.map((item, index) => (
    <li key={index} class={item.task ? 'task' : undefined}>
      {blocks(item.tokens as MarkedToken[], {
        ...options,
        open: options.open && index === list.items.length - 1,
      })}
    </li>
  ));
  return list.ordered ? <ol start={list.start === '' ? 1 : list.start}>{items}</ol> : <ul>{items}</ul>;
}

function Table({ table }: { readonly table: Tokens.Table }) {
  const cellClass = (index: number) => `align-${table.align[index] ?? 'left'}`;
  return (
    <div class="table" role="group" aria-label={t.table} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {table.header.map((cell, index) => (
              <th key={index} scope="col" class={cellClass(index)}>
                {inline(cell.tokens)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, rowIndex) => (
            <tr key={rowIndex}>
              {row.map((cell, index) => (
                <td key={index} class={cellClass(index)}>
                  {inline(cell.tokens)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
