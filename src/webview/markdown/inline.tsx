import type { MarkedToken, Token } from 'marked';
import type { ComponentChildren } from 'preact';
import { t } from '../l10n.ts';
import { post } from '../vscodeApi.ts';
import { decodeEntities } from './entities.ts';
import { safeLink } from './links.ts';

const lineBreak = /^<br\s*\/?>$/i;

/** Draws inline tokens. Raw HTML is shown as the text that it is. */
export function inline(tokens: readonly Token[] | undefined): ComponentChildren {
  return tokens?.map((token) => inlineToken(token as MarkedToken));
}

function inlineToken(token: MarkedToken): ComponentChildren {
  switch (token.type) {
    case 'strong':
      return <strong>{inline(token.tokens)}</strong>;
    case 'em':
      return <em>{inline(token.tokens)}</em>;
    case 'del':
      return <del>{inline(token.tokens)}</del>;
    case 'codespan':
      return <code>{token.text}</code>;
    case 'br':
      return <br />;
    case 'link':
      return <Link href={token.href}>{token.autolink ? token.text : inline(token.tokens)}</Link>;
    // Loading a picture from the net would tell its server what stands in the address.
    case 'image':
      return <Link href={token.href}>{t.image(decodeEntities(token.text) || token.href)}</Link>;
    case 'html':
      return lineBreak.test(token.raw) ? <br /> : token.raw;
    case 'escape':
      return token.text;
    case 'checkbox':
      return token.checked ? '☑ ' : '☐ ';
    case 'text':
      return token.tokens ? inline(token.tokens) : token.escaped ? token.text : decodeEntities(token.text);
    default:
      return token.raw;
  }
}

interface LinkProps {
  readonly href: string;
  readonly children: ComponentChildren;
}

function Link({ href, children }: LinkProps) {
  const target = safeLink(href);
  if (target === undefined) return <>{children}</>;
  const open = (event: Event) => {
    event.preventDefault();
    // VS Code's frame listens for clicks on links too, and would open this one a second time.
    event.stopPropagation();
    post({ type: 'openLink', href: target });
  };
  return (
    <a href={target} title={target} onClick={open} onAuxClick={open}>
      {children}
    </a>
  );
}
