// The one table that turns an error's kind into a sentence and what to do next.
import * as vscode from 'vscode';
import { MimoError } from '../mimo/errors.ts';
import type { ErrorKind } from '../mimo/types.ts';
import type { ErrorAction, ErrorInfo, KeyState } from '../shared/chatState.ts';

export interface ErrorContext {
  /** The URL that the request went to, or would have gone to. */
  readonly url: string;
  readonly model?: string;
}

interface Advice {
  readonly sentence: (host: string, context: ErrorContext) => string;
  readonly actions: readonly ErrorAction[];
}

const advice: Record<ErrorKind, Advice> = {
  auth: {
    sentence: (host) =>
      vscode.l10n.t(
        '{0} did not accept the API key. A key belongs to one plan and one region: check both.',
        host,
      ),
    actions: ['setApiKey', 'retry'],
  },
  permission: {
    sentence: (host) => vscode.l10n.t('{0} refused: this region or this key is not allowed to use it.', host),
    actions: ['setApiKey', 'openConsole', 'retry'],
  },
  balance: {
    sentence: (host) =>
      vscode.l10n.t('The balance or plan at {0} is used up. Top it up in the console, then retry.', host),
    actions: ['openConsole', 'retry'],
  },
  rateLimit: {
    sentence: (host) => vscode.l10n.t('{0} has reached its rate limit. Wait a little, then retry.', host),
    actions: ['retry'],
  },
  badRequest: {
    sentence: (host) => vscode.l10n.t('{0} rejected the request.', host),
    actions: ['retry', 'openSettings'],
  },
  unknownModel: {
    sentence: (host, { model }) =>
      vscode.l10n.t('{0} has no model {1}. Choose another one.', host, model ?? ''),
    actions: ['chooseModel', 'retry'],
  },
  reasoningRequired: {
    sentence: (host) =>
      vscode.l10n.t(
        '{0} wants the earlier reasoning back, which is no longer there. Turn thinking off, then retry.',
        host,
      ),
    actions: ['retry'],
  },
  notFound: {
    sentence: (_host, { url }) =>
      vscode.l10n.t(
        '{0} does not exist, or the model takes no such input (404). Check the endpoint and the base URL.',
        url,
      ),
    actions: ['openSettings', 'chooseModel', 'retry'],
  },
  moderation: {
    sentence: (host) =>
      vscode.l10n.t('The content moderation of {0} refused this message. Write it differently.', host),
    actions: ['retry'],
  },
  server: {
    sentence: (host) => vscode.l10n.t('{0} reported a server error. Retry in a moment.', host),
    actions: ['retry', 'showLog'],
  },
  network: {
    sentence: (host) =>
      vscode.l10n.t(
        '{0} could not be reached from {1}. Check the connection; behind a proxy set http.proxy, with a company certificate http.systemCertificates.{2}',
        host,
        machine(),
        remoteHint(),
      ),
    actions: ['retry', 'openSettings', 'showLog'],
  },
  timeout: {
    sentence: (host) => vscode.l10n.t('{0} stopped responding. What arrived is kept.', host),
    actions: ['retry', 'showLog'],
  },
  protocol: {
    sentence: (host) =>
      vscode.l10n.t('The answer from {0} broke off or could not be read. What arrived is kept.', host),
    actions: ['retry', 'showLog'],
  },
  aborted: { sentence: () => vscode.l10n.t('Stopped.'), actions: ['retry'] },
};

/** `detail` keeps the service's own words; they hold no key (mimo/errors.ts). */
export function describeError(error: MimoError, context: ErrorContext): ErrorInfo {
  const { sentence, actions } = advice[error.kind];
  const detail = [error.status, error.message]
    .filter((part) => part !== undefined && part !== '')
    .join(' · ');
  return {
    kind: error.kind,
    message: sentence(hostOf(context.url), context),
    ...(detail === '' ? {} : { detail }),
    actions,
  };
}

/** There is no key for the selected place, so nothing was sent. */
export function keyError(absence: Extract<KeyState, 'missing' | 'lost'>, url: string): ErrorInfo {
  return {
    kind: 'auth',
    message:
      absence === 'lost'
        ? lostKeySentence(hostOf(url))
        : vscode.l10n.t('There is no API key for {0} yet.', hostOf(url)),
    actions: ['setApiKey'],
  };
}

/** The URL that the user set cannot be used, so nothing was sent. */
export function baseUrlError(baseUrl: string): ErrorInfo {
  return {
    kind: 'badRequest',
    message:
      baseUrl === ''
        ? vscode.l10n.t('No base URL is set. Set mimo.customBaseUrl to the URL of your service.')
        : vscode.l10n.t(
            'The base URL "{0}" cannot be used. It must begin with https:// (http:// only for this machine) and hold no user name.',
            baseUrl,
          ),
    actions: ['openSettings', 'setApiKey'],
  };
}

/** VS Code's secret storage failed, so nothing was sent. */
export function secretsError(error: unknown): ErrorInfo {
  return {
    kind: 'permission',
    message: vscode.l10n.t(
      'VS Code’s secret storage failed: {0}. You can set MIMO_API_KEY in the environment instead.',
      error instanceof Error ? error.message : String(error),
    ),
    actions: ['setApiKey', 'showLog'],
  };
}

export function lostKeySentence(host: string): string {
  return vscode.l10n.t(
    'The API key for {0} is gone: this VS Code does not keep secrets. Set it again, or set MIMO_API_KEY in the environment.',
    host,
  );
}

/** VS Code did not write a user setting: settings.json is unsaved, broken or read-only. */
export function settingsError(error: unknown): ErrorInfo {
  return {
    kind: 'permission',
    message: vscode.l10n.t(
      'VS Code could not write the setting: {0} Mend or save settings.json, then try again.',
      error instanceof Error ? error.message : String(error),
    ),
    actions: ['openSettings'],
  };
}

export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}

/** Over SSH and in containers the request leaves from the other machine, unless this extension runs on the user's own. */
function remoteMachine(): string | undefined {
  const kind = vscode.extensions.getExtension('mimo-chat.mimo-chat')?.extensionKind;
  return kind === vscode.ExtensionKind.Workspace ? vscode.env.remoteName : undefined;
}

function machine(): string {
  const remote = remoteMachine();
  return remote === undefined
    ? vscode.l10n.t('this machine')
    : vscode.l10n.t('the remote machine ({0})', remote);
}

function remoteHint(): string {
  if (remoteMachine() === undefined) return '';
  return ` ${vscode.l10n.t('To send requests from your own machine, set remote.extensionKind to {0} for this extension.', '"ui"')}`;
}
