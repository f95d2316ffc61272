// Finds the texts that people see, in source code: those that are translated, and those that should be.
import type { AnyNode } from 'acorn';
import {
  isTranslation,
  lastName,
  literalTexts,
  parseSource,
  properties,
  type SourceFile,
  type Tree,
} from './sourceTree.ts';

export interface Translations {
  readonly keys: readonly string[];
  readonly problems: readonly string[];
}

/** The English texts of every `l10n.t`. Only a plain literal can be looked up, with a value for each placeholder. */
export function translations(file: SourceFile): Translations {
  const tree = parseSource(file);
  const keys: string[] = [];
  const problems: string[] = [];
  for (const node of tree.nodes) {
    if (!isTranslation(node)) continue;
    const [first, ...values] = node.arguments;
    if (first?.type === 'Literal' && typeof first.value === 'string') {
      keys.push(first.value);
      if (placeholders(first.value).length !== values.length) {
        problems.push(`${file.path}: not one value for each placeholder: ${tree.text(node)}`);
      }
    } else {
      problems.push(`${file.path}: the first argument is no plain literal: ${tree.text(node)}`);
    }
  }
  return { keys, problems };
}

/** `{0}` and the like, each once, in order. */
export function placeholders(text: string): readonly string[] {
  return [...new Set(text.match(/\{\d+\}/g))].sort();
}

/** Texts of the extension host that reach people without `l10n.t`. */
export function untranslatedInHost(file: SourceFile): readonly string[] {
  const tree = parseSource(file);
  const shown = tree.nodes.flatMap((node) => shownByVsCode(node).flatMap((value) => resolved(value, tree)));
  const internal = new Set(tree.nodes.filter(isInternal).flatMap((node) => descendants(node, tree)));
  const sentences = tree.nodes.filter((node) => !internal.has(node)).flatMap(sentenceTexts);
  const found = [...shown.flatMap(literalTexts).filter(({ text }) => hasWords(text)), ...sentences];
  return [...new Set(found.map(({ node }) => `${file.path}: ${tree.text(node)}`))];
}

/** Names under which VS Code's API takes texts for people, in options and on its objects. */
const textNames = new Set([
  'title',
  'prompt',
  'placeHolder',
  'placeholder',
  'label',
  'description',
  'detail',
  'message',
  'tooltip',
  'validationMessage',
]);
/** On its objects only: in data of our own these names mean something else. */
const assignedNames = new Set([...textNames, 'text', 'name']);
const textCalls = /^(show(Information|Warning|Error)Message|setStatusBarMessage|createOutputChannel)$/;

function shownByVsCode(node: AnyNode): readonly AnyNode[] {
  if (node.type === 'CallExpression' && textCalls.test(lastName(node.callee) ?? '')) return node.arguments;
  if (node.type === 'CallExpression' && lastName(node.callee) === 'showQuickPick') {
    return node.arguments.slice(0, 1);
  }
  if (node.type === 'ObjectExpression') {
    return [...properties(node)].filter(([name]) => textNames.has(name)).map(([, value]) => value);
  }
  if (node.type === 'AssignmentExpression' && node.left.type === 'MemberExpression') {
    return assignedNames.has(lastName(node.left) ?? '') ? [node.right] : [];
  }
  return [];
}

/** The value itself, and for a name what the file's variables of that name begin with. */
function resolved(value: AnyNode, tree: Tree): readonly AnyNode[] {
  if (value.type !== 'Identifier') return [value];
  return tree.nodes.flatMap((node) =>
    node.type === 'VariableDeclarator' && node.init && lastName(node.id) === value.name ? [node.init] : [],
  );
}

/** Logs and exceptions are for developers, and what is translated is not looked at again. */
function isInternal(node: AnyNode): boolean {
  if (node.type === 'NewExpression') return (lastName(node.callee) ?? '').endsWith('Error');
  if (node.type !== 'CallExpression') return false;
  const logs = node.callee.type === 'MemberExpression' && lastName(node.callee.object) === 'log';
  return logs || isTranslation(node);
}

function descendants(node: AnyNode, tree: Tree): readonly AnyNode[] {
  return tree.nodes.filter(({ start, end }) => node.start <= start && end <= node.end);
}

/** A sentence that stands anywhere: a table of messages, say. `Aa bb` begins one, and so does any Chinese. */
function sentenceTexts(node: AnyNode) {
  if (node.type !== 'Literal' && node.type !== 'TemplateLiteral') return [];
  return literalTexts(node).filter(({ text }) => /^\s*\p{Lu}\p{L}+ \p{L}{2,}|\p{Script=Han}/u.test(text));
}

/** Names stay as they are, and so do an example of a URL and the beginnings of keys. */
const untranslated = /MiMo|https:\/\/\S+|\$\([\w~-]+\)|\bt?tp-…|\bsk-…/g;

export function hasWords(text: string): boolean {
  return /\p{L}/u.test(text.replaceAll(untranslated, ''));
}

/** Attributes, and properties of our own components, that people see or hear. */
const visibleAttributes = new Set([
  'title',
  'alt',
  'label',
  'hint',
  'placeholder',
  'aria-label',
  'aria-description',
  'aria-roledescription',
  'aria-valuetext',
  'children',
]);
const visibleMembers = new Set(['title', 'textContent', 'innerText', 'placeholder', 'ariaLabel']);

/** Texts of the webview that do not come from its string table. */
export function untranslatedInWebview(file: SourceFile): readonly string[] {
  const tree = parseSource(file);
  const jsxNames = namesOfJsx(tree);
  const shown = tree.nodes.flatMap((node): readonly AnyNode[] => {
    if (node.type === 'CallExpression') {
      const [, second] = node.arguments;
      if (lastName(node.callee) === 'setAttribute') return second ? [second] : [];
      if (!jsxNames.has(lastName(node.callee) ?? '') || second?.type !== 'ObjectExpression') return [];
      return [...properties(second)]
        .filter(([name]) => visibleAttributes.has(name))
        .map(([, value]) => value);
    }
    if (node.type === 'AssignmentExpression' && node.left.type === 'MemberExpression') {
      return visibleMembers.has(lastName(node.left) ?? '') ? [node.right] : [];
    }
    return [];
  });
  return shown
    .flatMap((value) => resolved(value, tree))
    .flatMap(literalTexts)
    .filter(({ text }) => /\p{L}/u.test(text))
    .map(({ node }) => `${file.path}: ${tree.text(node)}`);
}

/** `jsx` and `jsxs` as the file calls them: a file with a `jsx` of its own gets others. */
function namesOfJsx(tree: Tree): ReadonlySet<string> {
  const imports = tree.nodes.filter(
    (node) => node.type === 'ImportDeclaration' && node.source.value === 'preact/jsx-runtime',
  );
  return new Set(
    imports.flatMap((node) =>
      node.type === 'ImportDeclaration' ? node.specifiers.map(({ local }) => local.name) : [],
    ),
  );
}

/** ASCII punctuation beside Chinese, which has its own; code between backticks and URLs are left alone. */
export function foreignPunctuation(chinese: string): string | undefined {
  if (!/\p{Script=Han}/u.test(chinese)) return undefined;
  const prose = chinese.replaceAll(/`[^`]*`|https?:\/\//g, 'x');
  return /[\p{Script=Han}}”][,;:?!()]|[,;:?!()][\p{Script=Han}“]/u.exec(prose)?.[0];
}

/** Which entries of the webview's string table a file uses by name. */
export function usedStrings(file: SourceFile): readonly string[] {
  return parseSource(file).nodes.flatMap((node) => {
    const name =
      node.type === 'MemberExpression' && lastName(node.object) === 't' ? lastName(node) : undefined;
    return name === undefined ? [] : [name];
  });
}
