// Source files as syntax trees, for tests about the code itself. esbuild takes the types and the JSX away, acorn parses.
import { type AnyNode, type CallExpression, type Node, type ObjectExpression, parse } from 'acorn';
import { transformSync } from 'esbuild';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repoDir } from '../helpers/paths.ts';

export interface SourceFile {
  /** Relative to the repository, with `/`. */
  readonly path: string;
  readonly code: string;
}

/** The TypeScript files below a folder of the repository. Throws if there are none: a check of nothing proves nothing. */
export function sourceFiles(folder: string): readonly SourceFile[] {
  const paths = globSync(`${folder}/**/*.{ts,tsx}`, { cwd: repoDir }).map((path) =>
    path.replaceAll('\\', '/'),
  );
  if (paths.length === 0) throw new Error(`There is no TypeScript below ${folder}.`);
  return paths.sort().map((path) => ({ path, code: readFileSync(join(repoDir, path), 'utf8') }));
}

export interface Tree {
  /** Every node, parents first. */
  readonly nodes: readonly AnyNode[];
  /** The JavaScript of a node, in one line, for messages. */
  text(node: Node): string;
}

/** JSX becomes calls of `jsx` and `jsxs`. Throws what esbuild throws for code that is none. */
export function parseSource({ path, code }: SourceFile): Tree {
  const { code: script } = transformSync(code, {
    loader: path.endsWith('.tsx') ? 'tsx' : 'ts',
    format: 'esm',
    target: 'esnext',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    sourcefile: path,
    // Else an escape would stand for each character that is not ASCII.
    charset: 'utf8',
  });
  const nodes: AnyNode[] = [];
  collect(parse(script, { ecmaVersion: 'latest', sourceType: 'module' }), nodes);
  return { nodes, text: ({ start, end }) => script.slice(start, end).replaceAll(/\s+/g, ' ') };
}

function collect(value: unknown, nodes: AnyNode[]): void {
  if (Array.isArray(value)) {
    for (const item of value) collect(item, nodes);
  } else if (typeof value === 'object' && value !== null && 'type' in value) {
    nodes.push(value as AnyNode);
    for (const child of Object.values(value)) collect(child, nodes);
  }
}

/** The last name of what is called or written to: `showErrorMessage` in `vscode.window.showErrorMessage`. */
export function lastName(node: Node): string | undefined {
  const expression = node as AnyNode;
  if (expression.type === 'Identifier') return expression.name;
  if (expression.type !== 'MemberExpression' || expression.computed) return undefined;
  return expression.property.type === 'Identifier' ? expression.property.name : undefined;
}

/** The properties that are written out, by name. */
export function properties(node: ObjectExpression): ReadonlyMap<string, AnyNode> {
  const found = new Map<string, AnyNode>();
  for (const property of node.properties) {
    if (property.type !== 'Property' || property.computed) continue;
    const { key } = property;
    if (key.type === 'Identifier') found.set(key.name, property.value);
    else if (key.type === 'Literal') found.set(String(key.value), property.value);
  }
  return found;
}

/** `l10n.t(…)`, whatever stands before it. */
export function isTranslation(node: AnyNode): node is CallExpression {
  return (
    node.type === 'CallExpression' &&
    node.callee.type === 'MemberExpression' &&
    lastName(node.callee) === 't' &&
    lastName(node.callee.object) === 'l10n'
  );
}

export interface LiteralText {
  readonly text: string;
  readonly node: Node;
}

/** The texts written out in what an expression may give: through conditions, sums, lists and templates, not calls. */
export function literalTexts(node: AnyNode): readonly LiteralText[] {
  switch (node.type) {
    case 'Literal':
      return typeof node.value === 'string' ? [{ text: node.value, node }] : [];
    case 'TemplateLiteral':
      return [
        // A placeholder is no letter, and separates words.
        { text: node.quasis.map((quasi) => quasi.value.cooked ?? '').join(' … '), node },
        ...node.expressions.flatMap(literalTexts),
      ];
    case 'ConditionalExpression':
      return [...literalTexts(node.consequent), ...literalTexts(node.alternate)];
    case 'LogicalExpression':
      // What stands before `&&` is asked, not shown.
      return [...(node.operator === '&&' ? [] : literalTexts(node.left)), ...literalTexts(node.right)];
    case 'BinaryExpression':
      // Only a sum is a text, and a private name stands only before `in`.
      return node.operator !== '+' || node.left.type === 'PrivateIdentifier'
        ? []
        : [...literalTexts(node.left), ...literalTexts(node.right)];
    case 'ArrayExpression':
      return node.elements.flatMap((element) => (element ? literalTexts(element) : []));
    case 'SpreadElement':
    case 'AwaitExpression':
      return literalTexts(node.argument);
    default:
      return [];
  }
}

/** A text in quotes. */
export function isLiteral(node: AnyNode): node is AnyNode & { type: 'Literal'; value: string } {
  return node.type === 'Literal' && typeof node.value === 'string';
}
