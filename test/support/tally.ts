import { appendFileSync } from 'node:fs';
import type { Reporter, TestCase, TestModule } from 'vitest/node';

/**
 * Writes `passed failed skipped` of a run to the file that TALLY names, so that .ci/run can add up its runners; and says which
 * tests passed only when they were run again, and why they had failed.
 */
export default class Tally implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    for (const test of tests.filter((each) => each.diagnostic()?.flaky)) sayFlaky(test);
    const file = process.env.TALLY;
    if (!file) return;
    const count = (state: string) => tests.filter((test) => test.result().state === state).length;
    // A file that does not load, an error in a hook or outside a test is a failure that no test counts.
    const broken = modules.filter((module) => module.errors().length > 0).length + errors.length;
    appendFileSync(
      file,
      `${count('passed')} ${count('failed') + broken} ${count('skipped') + count('pending')}\n`,
    );
  }
}

function sayFlaky(test: TestCase): void {
  const reasons = (test.result().errors ?? []).map(({ message }) => message);
  process.stdout.write(`passed only the second time: ${test.fullName}\n${reasons.join('\n').slice(-4000)}\n`);
}
