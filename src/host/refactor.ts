import * as vscode from 'vscode';
import { attachmentLabel } from '../chat/attachments.ts';
import { refactorDefault, refactorPrompt } from '../chat/prompts.ts';
import { buildRequest } from '../chat/request.ts';
import type { FinishReason } from '../mimo/types.ts';
import { type Chats, language } from './chats.ts';
import { type CommandError, commandError } from './commandResult.ts';
import { type Connection, toMimoError } from './connection.ts';
import { editorTarget, type EditorTarget } from './editorTarget.ts';
import { showError } from './errorActions.ts';
import { describeError } from './errorText.ts';
import type { ProposedEdit } from './proposal.ts';
import type { EditProposals } from './proposals.ts';

export interface RefactorDeps {
  readonly connection: Connection;
  readonly chats: Chats;
  readonly proposals: EditProposals;
}

/** Asks what to change, streams the new code into a diff, and leaves it there to be accepted or rejected. */
export async function refactorSelection(
  options: { readonly instruction: string | undefined },
  deps: RefactorDeps,
): Promise<ProposedEdit | CommandError | undefined> {
  const target = await editorTarget();
  if ('error' in target) return target;
  return refactor(target, options.instruction, deps);
}

function askForInstruction(): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: vscode.l10n.t('Refactor with MiMo'),
    prompt: vscode.l10n.t('What should change?'),
    value: refactorDefault(language()),
    ignoreFocusOut: true,
  });
}

async function refactor(
  target: EditorTarget,
  given: string | undefined,
  deps: RefactorDeps,
): Promise<ProposedEdit | CommandError | undefined> {
  // First, so that nobody writes an instruction for nothing.
  const opened = await deps.connection.open((await deps.chats.current()).choice);
  if ('error' in opened) {
    void showError(opened.error, () => void refactor(target, given, deps));
    return commandError(opened.error);
  }
  const answer = given ?? (await askForInstruction());
  if (answer === undefined) return undefined;
  const instruction = answer.trim() || refactorDefault(language());
  const { document, range, attachment } = target;
  if (document.isClosed || document.getText(range) !== attachment.text) {
    const message = vscode.l10n.t(
      '{0} has changed since the command was run. Select the code and run it again.',
      attachmentLabel(attachment),
    );
    void vscode.window.showWarningMessage(message);
    return commandError({ kind: 'badRequest', message });
  }
  const { url, model } = opened;
  const request = buildRequest({
    model,
    thinking: opened.thinking,
    path: [
      {
        role: 'user',
        id: '',
        time: 0,
        text: refactorPrompt(language(), instruction),
        attachments: [attachment],
      },
    ],
    language: language(),
    now: new Date(),
  });
  const proposal = await deps.proposals.begin(target);
  const title = vscode.l10n.t('MiMo is refactoring {0}…', attachmentLabel(attachment));
  let reply = '';
  let finishReason: FinishReason = 'unknown';
  try {
    await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title, cancellable: true },
      async (_progress, token) => {
        const abort = new AbortController();
        token.onCancellationRequested(() => abort.abort());
        const signal = AbortSignal.any([abort.signal, proposal.signal]);
        for await (const event of opened.client.stream(request, signal)) {
          if (event.type === 'finish') finishReason = event.reason;
          if (event.type !== 'text') continue;
          reply += event.text;
          proposal.update(reply);
        }
      },
    );
  } catch (error) {
    const info = describeError(toMimoError(error), { url, model });
    await proposal.fail(info.message);
    // Cancelled by the user: there is nothing to tell.
    if (info.kind !== 'aborted') void showError(info, () => void refactor(target, instruction, deps));
    return commandError(info);
  }
  return proposal.complete(reply, finishReason);
}
