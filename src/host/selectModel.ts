import * as vscode from 'vscode';
import { type ModelInfo, mergeModels } from '../mimo/models.ts';
import type { ChatSession } from '../chat/session.ts';
import type { Chats } from './chats.ts';
import { type Connection, toMimoError } from './connection.ts';
import { showError } from './errorActions.ts';
import { describeError, settingsError } from './errorText.ts';
import { updateSetting } from './settings.ts';

export interface SelectModelDeps {
  readonly chats: Chats;
  readonly connection: Connection;
}

interface ModelItem extends vscode.QuickPickItem {
  readonly id: string;
}

/** Chooses the model of the shown conversation. `model` given: without a dialog. Undefined: dismissed. */
export async function selectModel(
  options: { readonly model: string | undefined; readonly makeDefault: boolean },
  deps: SelectModelDeps,
): Promise<{ readonly model: string } | undefined> {
  const session = await deps.chats.current();
  if (options.model === undefined) return pickModel(session, deps);
  await choose(options.model, options.makeDefault, session, deps);
  return { model: options.model };
}

async function choose(
  model: string,
  makeDefault: boolean,
  session: ChatSession,
  { chats }: SelectModelDeps,
): Promise<void> {
  // Without its own thinking choice the conversation follows the model's default again.
  const { thinking: _thinking, ...rest } = session.choice;
  await chats.setChoice(session, { ...rest, model });
  if (!makeDefault) return;
  try {
    await updateSetting('model', model);
  } catch (error) {
    void showError(settingsError(error));
  }
}

function pickModel(
  session: ChatSession,
  deps: SelectModelDeps,
): Promise<{ readonly model: string } | undefined> {
  const pick = vscode.window.createQuickPick<ModelItem>();
  const makeDefault: vscode.QuickInputButton = {
    iconPath: new vscode.ThemeIcon('pinned'),
    tooltip: vscode.l10n.t('Use for this and new conversations'),
  };
  const current = session.state.connection.model;
  let models = mergeModels([]);
  const show = (): void => {
    const typed = pick.value.trim();
    const known = models.map((model) => toItem(model, makeDefault, current));
    // A gateway may serve what no list names, also an id that another one begins with.
    const isNew = typed !== '' && models.every((model) => model.id !== typed);
    pick.items = isNew ? [...known, typedItem(typed, makeDefault)] : known;
    if (typed === '') pick.activeItems = pick.items.filter((item) => item.id === current);
  };
  pick.title = vscode.l10n.t('Model for this conversation');
  pick.placeholder = vscode.l10n.t('Choose a model, or type the id of another one');
  pick.matchOnDescription = true;
  pick.busy = true;
  show();
  const abort = new AbortController();
  return new Promise((resolve) => {
    const accept = async (id: string, asDefault: boolean): Promise<void> => {
      await choose(id, asDefault, session, deps);
      resolve({ model: id });
      pick.hide();
    };
    pick.onDidAccept(() => {
      const id = pick.selectedItems[0]?.id;
      if (id !== undefined) void accept(id, false);
    });
    pick.onDidChangeValue(show);
    pick.onDidTriggerItemButton(({ item }) => void accept(item.id, true));
    pick.onDidHide(() => {
      abort.abort();
      pick.dispose();
      resolve(undefined);
    });
    pick.show();
    void loadModels(session, deps, abort.signal).then((result) => {
      if (abort.signal.aborted) return;
      pick.busy = false;
      if ('problem' in result) {
        pick.title = result.problem;
        return;
      }
      models = result.models;
      show();
    });
  });
}

/** The live list; where it cannot be had the built-in one stays, and the title says why. */
async function loadModels(
  session: ChatSession,
  { connection }: SelectModelDeps,
  signal: AbortSignal,
): Promise<{ readonly models: readonly ModelInfo[] } | { readonly problem: string }> {
  try {
    return { models: await connection.models(signal) };
  } catch (error) {
    const { message } = describeError(toMimoError(error), { url: session.state.connection.host });
    return { problem: vscode.l10n.t('Built-in model list. {0}', message) };
  }
}

function typedItem(id: string, makeDefault: vscode.QuickInputButton): ModelItem {
  const description = vscode.l10n.t('use this id');
  return { id, label: id, description, alwaysShow: true, buttons: [makeDefault] };
}

function toItem(model: ModelInfo, makeDefault: vscode.QuickInputButton, current: string): ModelItem {
  const facts = [
    vscode.l10n.t('{0} context', tokens(model.contextTokens)),
    vscode.l10n.t('{0} output', tokens(model.maxOutputTokens)),
    model.input.map(modalityLabel).join(vscode.l10n.t(', ')),
    ...(model.price
      ? [vscode.l10n.t('${0} in, ${1} out per million tokens', model.price.usd.input, model.price.usd.output)]
      : []),
  ];
  const marks = [
    ...(model.id === current ? [vscode.l10n.t('in use')] : []),
    ...(model.retired === undefined ? [] : [vscode.l10n.t('retired {0}', model.retired)]),
  ];
  return {
    id: model.id,
    label: model.id,
    description: marks.join(' · '),
    detail: facts.join(' · '),
    buttons: [makeDefault],
  };
}

function modalityLabel(input: ModelInfo['input'][number]): string {
  const labels: Readonly<Record<typeof input, string>> = {
    text: vscode.l10n.t('text'),
    image: vscode.l10n.t('images'),
    audio: vscode.l10n.t('audio'),
    video: vscode.l10n.t('video'),
  };
  return labels[input];
}

/** 1,048,576 → `1M`, 65,536 → `64K`: the service counts in powers of two. */
function tokens(count: number): string {
  return count >= 1_048_576 ? `${Math.round(count / 1_048_576)}M` : `${Math.round(count / 1_024)}K`;
}
