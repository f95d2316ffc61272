import * as vscode from 'vscode';
import { ask, explainSelection } from './chatCommands.ts';
import type { Chats } from './chats.ts';
import type { ChatView } from './chatView.ts';
import { clearApiKey } from './clearApiKey.ts';
import { commandOptions, textOption } from './commandResult.ts';
import type { Connection } from './connection.ts';
import type { Keys } from './keys.ts';
import type { EditProposals } from './proposals.ts';
import { refactorSelection } from './refactor.ts';
import { selectModel } from './selectModel.ts';
import { setApiKey } from './setApiKey.ts';
import { testConnection } from './testConnection.ts';

export interface CommandsDeps {
  readonly keys: Keys;
  readonly connection: Connection;
  readonly chats: Chats;
  readonly view: ChatView;
  readonly proposals: EditProposals;
  readonly log: vscode.LogOutputChannel;
  /** The user has used the extension. */
  readonly onUsed: () => void;
}

type Options = ReturnType<typeof commandOptions>;
type Command = (options: Options, deps: CommandsDeps) => Promise<unknown>;

/** Every command of package.json; each takes one optional object and settles when its work is done. */
const commands = {
  setApiKey: (options, deps) =>
    setApiKey(
      {
        key: textOption(options, 'key'),
        endpoint: textOption(options, 'endpoint'),
        baseUrl: textOption(options, 'baseUrl'),
      },
      deps,
    ),
  clearApiKey: (_options, deps) => clearApiKey(deps),
  testConnection: (_options, deps) => testConnection(deps),
  selectModel: (options, deps) =>
    selectModel({ model: textOption(options, 'model'), makeDefault: options['makeDefault'] === true }, deps),
  ask: (options, deps) =>
    ask({ prompt: textOption(options, 'prompt'), newChat: options['newChat'] === true }, deps),
  newChat: async (_options, { chats, view }) => {
    await chats.newChat();
    await view.reveal('composer');
  },
  focusChat: (_options, { view }) => view.reveal('composer'),
  focusLastMessage: (_options, { view }) => view.reveal('lastMessage'),
  stop: (_options, { chats }) => chats.stop(),
  explainSelection: (_options, deps) => explainSelection(deps),
  refactorSelection: (options, deps) =>
    refactorSelection({ instruction: textOption(options, 'instruction') }, deps),
  acceptEdit: (_options, { proposals }) => proposals.accept(),
  rejectEdit: (_options, { proposals }) => proposals.reject(),
  showLog: (_options, { log }) => Promise.resolve(log.show()),
} satisfies Record<string, Command>;

export function registerCommands(deps: CommandsDeps): vscode.Disposable {
  const registrations = Object.entries<Command>(commands).map(([name, command]) =>
    vscode.commands.registerCommand(`mimo.${name}`, (argument: unknown) => {
      deps.onUsed();
      return command(commandOptions(argument), deps);
    }),
  );
  return vscode.Disposable.from(...registrations);
}
