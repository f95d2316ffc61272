// Runs the suites inside VS Code, in the Node and in the web worker extension host.
import Mocha from 'mocha';
import { ConsoleReporter } from './reporter.ts';

/** Loads the suites, runs them, and rejects unless at least one test ran and all passed. */
export async function runSuites(suites: readonly (() => Promise<unknown>)[]): Promise<void> {
  const mocha = new Mocha({ ui: 'tdd', timeout: 10_000, reporter: ConsoleReporter });
  // Defines `suite` and `test`; mocha does it itself only for files that it loads.
  mocha.suite.emit('pre-require', globalThis, undefined, mocha);
  for (const load of suites) await load();
  const runner = await new Promise<Mocha.Runner>((resolve) => {
    const runner = mocha.run(() => resolve(runner));
  });
  const { failures = 0, passes = 0, pending = 0 } = runner.stats ?? {};
  console.log(`${passes} passed, ${failures} failed, ${pending} skipped`);
  if (failures > 0) throw new Error(`${failures} tests failed.`);
  if (passes === 0) throw new Error('No test ran.');
}
