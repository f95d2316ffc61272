import Mocha from 'mocha';

const { constants } = Mocha.Runner;

/** Prints through `console.log`: the web worker extension host has no stdout, and mocha's own reporters want one. */
export class ConsoleReporter extends Mocha.reporters.Base {
  constructor(runner: Mocha.Runner, options?: Mocha.MochaOptions) {
    super(runner, options);
    runner.on(constants.EVENT_TEST_PASS, (test) =>
      console.log(`  ✔ ${test.fullTitle()} (${test.duration} ms)`),
    );
    runner.on(constants.EVENT_TEST_PENDING, (test) => console.log(`  - ${test.fullTitle()} (skipped)`));
    runner.on(constants.EVENT_TEST_FAIL, (test, error: Error) => {
      console.log(`  ✖ ${test.fullTitle()}\n${error.stack ?? error.message}`);
    });
  }
}
