import type { ViewCommand } from '../shared/contract.ts';

/** What the view keeps for itself, so that a draft outlives a view that went away too fast to post it. */
export interface KeptState {
  readonly conversationId: string;
  readonly draft: string;
  /** False while the host may not have this draft yet. */
  readonly posted: boolean;
  /** A text that was sent, until the host shows that it took it. */
  readonly unacknowledged?: string;
}

interface VsCodeApi {
  postMessage(message: ViewCommand): void;
  getState(): KeptState | undefined;
  setState(state: KeptState): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

const api = acquireVsCodeApi();

/** Sends a command to the host. Nobody waits for a reply: what follows from it comes as events. */
export function post(command: ViewCommand): void {
  api.postMessage(command);
}

export function readKeptState(): KeptState | undefined {
  return api.getState();
}

export function writeKeptState(state: KeptState): void {
  api.setState(state);
}
