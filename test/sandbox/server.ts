// The local MiMo endpoint: aimock behind a front that behaves as the service is documented to.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Pace } from './deliver.ts';
import { startEncoder } from './encoder.ts';
import { Endpoint } from './endpoint.ts';
import { Journal, type JournalEntry } from './journal.ts';

export interface SandboxOptions {
  /** Default 0: any free one. */
  readonly port?: number;
  /** `natural`: about 60 tokens a second, for people. Default `instant`. */
  readonly pace?: Pace;
  /** Exactly these keys are let in; left out: any that is not empty, see keys.ts. */
  readonly keys?: readonly string[];
}

export interface Sandbox {
  /** `http://127.0.0.1:PORT`: the chat base is `/v1` below it, the Anthropic base `/anthropic`. */
  readonly url: string;
  /** Every request since the start or the last `clear`, oldest first. */
  readonly journal: readonly JournalEntry[];
  /** Empties the journal, and forgets cached prompts and counted faults. */
  clear(): void;
  /** Resolves with the first entry, there already or to come, that the predicate accepts. */
  waitFor(predicate: (entry: JournalEntry) => boolean): Promise<JournalEntry>;
  close(): Promise<void>;
}

/** Listens on 127.0.0.1 only. Rejects when the port is taken. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { port = 0, pace = 'instant', keys } = options;
  const journal = new Journal();
  const encoder = await startEncoder();
  const endpoint = new Endpoint({ encoder, journal, pace, ...(keys ? { keys } : {}) });
  const server = createServer((request, response) => {
    // Only reading the body can fail here, because the client went away: there is nobody to tell.
    endpoint.handle(request, response).catch(() => response.destroy());
  });
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  } catch (error) {
    await encoder.close();
    throw error;
  }
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get journal() {
      return journal.entries;
    },
    clear: () => {
      journal.clear();
      endpoint.clear();
    },
    waitFor: (predicate) => journal.waitFor(predicate),
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
      await encoder.close();
    },
  };
}
