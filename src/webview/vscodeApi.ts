import type { ViewCommand } from '../shared/contract.ts';

/** The first message in sight and the pixels of it that are not. */
export interface Place {
  readonly article: number;
  readonly offset: number;
}

/**
 * What the view keeps for itself: VS Code takes the page away whenever the view is hidden, perhaps too fast for it to
 * post a draft.
 */
export interface KeptState {
  readonly conversationId: string;
  readonly draft: string;
  /** False while the host may not have this draft yet. */
  readonly posted: boolean;
  /** A text that was sent, until the host shows that it took it. */
  readonly unacknowledged?: string | undefined;
  /** Where the user was reading; undefined at the end of the conversation. */
  readonly place?: Place | undefined;
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

/** Keeps a place for the conversation in view, which has been written before. */
export function keepPlace(place: Place | undefined): void {
  const state = api.getState();
  if (state && state.place !== place) api.setState({ ...state, place });
}
