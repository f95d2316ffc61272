// Holds package.json against the code and the README, both ways.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import packageJson from '../../package.json' with { type: 'json' };
import type { Settings } from '../../src/host/settings.ts';
import { endpoints } from '../../src/mimo/endpoints.ts';
import { repoDir } from '../helpers/paths.ts';
import { isLiteral, lastName, parseSource, properties, sourceFiles } from './sourceTree.ts';

interface MenuItem {
  readonly command?: string;
  readonly submenu?: string;
  readonly when?: string;
}

interface KeyBinding {
  readonly command: string;
  readonly key: string;
  readonly mac?: string;
  readonly when?: string;
}

interface Setting {
  readonly scope: string;
  readonly default: unknown;
  readonly enum?: readonly string[];
  readonly markdownEnumDescriptions?: readonly string[];
}

const { contributes } = packageJson;
const commands: readonly { readonly command: string; readonly enablement?: string }[] = contributes.commands;
const commandIds = commands.map(({ command }) => command);
const menus = Object.entries<readonly MenuItem[]>(contributes.menus);
const menuItems = menus.flatMap(([, items]) => items);
const settings: Readonly<Record<string, Setting>> = contributes.configuration.properties;
const views = Object.values(contributes.views).flat();

const trees = [
  ...sourceFiles('src/host'),
  ...sourceFiles('src').filter(({ path }) => path === 'src/extension.ts'),
]
  .map(parseSource)
  .flatMap(({ nodes }) => nodes);

/** What the variables of a name begin with, in the host's files. */
function initial(name: string) {
  return trees.flatMap((node) =>
    node.type === 'VariableDeclarator' && lastName(node.id) === name && node.init ? [node.init] : [],
  );
}

/** The texts that calls of a function get as an argument, directly or by a constant. */
function argumentTexts(callee: string, index: number): readonly string[] {
  return trees.flatMap((node) => {
    if (node.type !== 'CallExpression' || lastName(node.callee) !== callee) return [];
    const argument = node.arguments[index];
    if (!argument) return [];
    const values = argument.type === 'Identifier' ? initial(argument.name) : [argument];
    return values.filter(isLiteral).map(({ value }) => value);
  });
}

function sorted(values: Iterable<string>): readonly string[] {
  return [...new Set(values)].sort();
}

/** Our names in a `when` clause: of views and of context keys. */
function ownNames(clause: string): readonly string[] {
  return clause.match(/\bmimo\.[\w.]+/g) ?? [];
}

suite('commands', () => {
  test('package.json has exactly the commands of the table in src/host/commands.ts', () => {
    const [table] = initial('commands');
    assert.ok(table?.type === 'ObjectExpression', 'src/host/commands.ts has no table `commands`');
    const names = [...properties(table).keys()].map((name) => `mimo.${name}`);
    assert.deepEqual(sorted(names), sorted(commandIds));
    assert.equal(new Set(commandIds).size, commandIds.length, 'a command is contributed twice');
  });

  test('what the code executes of ours exists', () => {
    const own = argumentTexts('executeCommand', 0).filter((id) => id.startsWith('mimo.'));
    assert.ok(own.length > 0);
    // VS Code makes a focus command for every view.
    const known = [...commandIds, ...views.map(({ id }) => `${id}.focus`)];
    assert.deepEqual(
      own.filter((id) => !known.includes(id)),
      [],
    );
  });

  test('menus name existing commands and submenus, and every submenu is filled and used', () => {
    const submenuIds = contributes.submenus.map(({ id }) => id);
    for (const { command, submenu } of menuItems) {
      assert.ok(command === undefined || commandIds.includes(command), command);
      assert.ok(submenu === undefined || submenuIds.includes(submenu), submenu);
    }
    assert.deepEqual(
      sorted(menus.map(([id]) => id).filter((id) => id.startsWith('mimo'))),
      sorted(submenuIds),
    );
    assert.deepEqual(sorted(menuItems.flatMap(({ submenu }) => submenu ?? [])), sorted(submenuIds));
  });

  test('conditions name views that exist and context keys that the code sets', () => {
    const contexts = trees.flatMap((node) =>
      node.type === 'CallExpression' &&
      lastName(node.callee) === 'executeCommand' &&
      node.arguments[0] &&
      isLiteral(node.arguments[0]) &&
      node.arguments[0].value === 'setContext' &&
      node.arguments[1] &&
      isLiteral(node.arguments[1])
        ? [node.arguments[1].value]
        : [],
    );
    const clauses = [...menuItems.map(({ when }) => when ?? ''), ...commands.map((c) => c.enablement ?? '')];
    const known = [...contexts, ...views.map(({ id }) => id)];
    assert.deepEqual(
      clauses.flatMap(ownNames).filter((name) => !known.includes(name)),
      [],
    );
    assert.deepEqual(
      contexts.filter((name) => !clauses.flatMap(ownNames).includes(name)),
      [],
    );
  });

  test('schemes that conditions name are those of the code', () => {
    const schemes = menuItems.flatMap(({ when = '' }) => when.match(/(?<=resourceScheme == )\S+/) ?? []);
    assert.deepEqual(sorted(schemes), sorted(argumentTexts('registerTextDocumentContentProvider', 0)));
  });

  test('key bindings name existing commands and take nothing from VS Code', () => {
    const bindings: readonly KeyBinding[] = contributes.keybindings;
    assert.deepEqual(bindings.flatMap(bindingProblems), []);
    assert.deepEqual(bindingProblems({ command: 'mimo.ask', key: 'ctrl+l' }), [
      'mimo.ask: ctrl+l is no chord',
      'mimo.ask: no condition',
    ]);
    assert.deepEqual(bindingProblems({ command: 'mimo.no', key: 'ctrl+k m', when: 'editorTextFocus' }), [
      'mimo.no: no such command',
    ]);
  });
});

/** Single strokes are VS Code's and the user's; ours are chords, and only where they make sense. */
function bindingProblems({ command, key, mac, when }: KeyBinding): readonly string[] {
  return [
    ...(commandIds.includes(command) ? [] : [`${command}: no such command`]),
    ...[key, mac ?? key]
      .filter((keys, i, all) => !keys.includes(' ') && all.indexOf(keys) === i)
      .map((keys) => `${command}: ${keys} is no chord`),
    ...(when === undefined ? [`${command}: no condition`] : []),
  ];
}

/** The compiler holds this against `Settings`: for each setting, `true` for each value, or `text` for any. */
const settingValues: {
  readonly [K in keyof Settings]: string extends Settings[K] ? 'text' : Readonly<Record<Settings[K], true>>;
} = {
  endpoint: {
    payAsYouGo: true,
    tokenPlanCn: true,
    tokenPlanSgp: true,
    tokenPlanAms: true,
    mimoV2: true,
    custom: true,
  },
  customBaseUrl: 'text',
  protocol: { openai: true, anthropic: true },
  authHeader: { 'api-key': true, bearer: true },
  model: 'text',
  sendKey: { enter: true, ctrlEnter: true },
};

suite('settings', () => {
  test('package.json has exactly the settings and values that the code reads', () => {
    const values = Object.entries(settingValues).map(([name, value]) => [
      `mimo.${name}`,
      value === 'text' ? undefined : sorted(Object.keys(value)),
    ]);
    const contributed = Object.entries(settings).map(([name, setting]) => [
      name,
      setting.enum && sorted(setting.enum),
    ]);
    assert.deepEqual(Object.fromEntries(contributed), Object.fromEntries(values));
  });

  test('each has a default that it allows, and a description for each value', () => {
    for (const [name, setting] of Object.entries(settings)) {
      assert.equal(typeof setting.default, 'string', name);
      assert.ok(!setting.enum || setting.enum.includes(String(setting.default)), name);
      assert.equal(setting.markdownEnumDescriptions?.length, setting.enum?.length, name);
    }
  });

  test('a workspace cannot redirect a key or choose what it is spent on', () => {
    for (const name of ['endpoint', 'customBaseUrl', 'protocol', 'authHeader', 'model']) {
      assert.equal(settings[`mimo.${name}`]?.scope, 'application', name);
    }
  });

  test('descriptions name settings that exist', () => {
    const texts = readFileSync(join(repoDir, 'package.nls.json'), 'utf8');
    for (const [, name = ''] of texts.matchAll(/`#([^#]+)#`/g))
      assert.ok(Object.hasOwn(settings, name), name);
  });
});

suite('readme', () => {
  const readme = readFileSync(join(repoDir, 'README.md'), 'utf8');
  const texts = JSON.parse(readFileSync(join(repoDir, 'package.nls.json'), 'utf8')) as Record<string, string>;
  /** The rows of the table below a heading, without their head. */
  const rows = (heading: string): readonly (readonly string[])[] => {
    const section = readme.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
    const lines = section.split('\n').filter((line) => line.startsWith('|'));
    return lines.slice(2).map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  };

  test('names every setting with its default and its values', () => {
    const described = rows('Settings').map(([name = '', value = '', values = '']) => [
      name,
      value,
      settings[name.replaceAll('`', '')]?.enum?.filter((choice) => !values.includes(`\`${choice}\``)),
    ]);
    const contributed = Object.entries(settings).map(([name, setting]) => [
      `\`${name}\``,
      setting.default === '' ? 'empty' : `\`${String(setting.default)}\``,
      setting.enum && [],
    ]);
    assert.deepEqual(described, contributed);
  });

  test('names every command by its title', () => {
    const titles = contributes.commands.map(({ title }) => texts[title.replaceAll('%', '')]);
    assert.deepEqual(
      rows('Commands').map(([title]) => title),
      titles,
    );
  });

  test('gives every service with its host', () => {
    const services = rows('Services and protocols').map(([id = '', , url = '']) => [
      id.replaceAll('`', ''),
      url.replaceAll('`', ''),
    ]);
    assert.deepEqual(services, [
      ...endpoints.map(({ id, baseUrl }) => [id, baseUrl]),
      ['custom', 'mimo.customBaseUrl'],
    ]);
  });
});

suite('how VS Code loads it', () => {
  test('views are those that the code provides', () => {
    const provided = argumentTexts('registerWebviewViewProvider', 0);
    assert.deepEqual(sorted(provided), sorted(views.map(({ id }) => id)));
    const containers = contributes.viewsContainers.activitybar.map(({ id }) => id);
    assert.deepEqual(Object.keys(contributes.views), containers);
  });

  test('nothing happens before the user comes', () => {
    const events: readonly string[] = packageJson.activationEvents;
    assert.deepEqual(
      events.filter((event) => /^(\*|onStartupFinished|workspaceContains:.*)$/.test(event)),
      [],
    );
  });

  test('the types are those of the oldest VS Code that it runs in', () => {
    const engine = /^\^(\d+\.\d+)\.0$/.exec(packageJson.engines.vscode)?.[1];
    assert.ok(engine !== undefined, packageJson.engines.vscode);
    assert.ok(packageJson.devDependencies['@types/vscode'].startsWith(`${engine}.`));
  });

  test('over SSH and in containers it runs where the workspace is, and can run on the other side', () => {
    assert.deepEqual(packageJson.extensionKind, ['workspace', 'ui']);
  });

  test('it works in Restricted Mode and in virtual workspaces', () => {
    const { untrustedWorkspaces, virtualWorkspaces } = packageJson.capabilities;
    assert.equal(untrustedWorkspaces.supported, 'limited');
    const restricted: readonly string[] = untrustedWorkspaces.restrictedConfigurations;
    assert.deepEqual(
      restricted.filter((name) => !Object.hasOwn(settings, name)),
      [],
    );
    assert.equal(virtualWorkspaces, true);
  });
});

suite('dependencies', () => {
  test('each is pinned, so that two machines build the same', () => {
    for (const [name, version] of Object.entries(packageJson.devDependencies)) {
      assert.match(version, /^\d+\.\d+\.\d+$/, name);
    }
  });

  test('none is installed with the extension: all of it is in the bundles', () => {
    for (const key of ['dependencies', 'optionalDependencies', 'extensionDependencies', 'extensionPack']) {
      assert.ok(!Object.hasOwn(packageJson, key), key);
    }
  });
});
