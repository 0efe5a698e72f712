import { appendFileSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';

/** Writes `passed failed skipped` of a run to the file that TALLY names, so that .ci/run can add up its runners. */
export default class Tally implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const file = process.env.TALLY;
    if (!file) return;
    const states = modules.flatMap((module) =>
      [...module.children.allTests()].map((test) => test.result().state),
    );
    const count = (state: string) => states.filter((one) => one === state).length;
    // A file that does not load, or an error outside a test, is a failure that no test counts.
    const broken = modules.filter((module) => module.errors().length > 0).length + errors.length;
    appendFileSync(
      file,
      `${count('passed')} ${count('failed') + broken} ${count('skipped') + count('pending')}\n`,
    );
  }
}
