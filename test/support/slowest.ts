import type { Reporter, TestModule, TestSuite } from 'vitest/node';

/** A suite or file and how long it took, hooks and all, in ms. */
type Time = { readonly name: string; readonly ms: number };

const shown = 30;
const leastMs = 20_000;

/** Says what a long run spends its time on, so that the time of CI can be kept: the files and suites that took longest, hooks and all. */
export default class Slowest implements Reporter {
  readonly #started = new Map<string, number>();
  readonly #times: Time[] = [];

  onTestModuleStart({ id }: TestModule): void {
    this.#started.set(id, performance.now());
  }

  onTestModuleEnd({ id, relativeModuleId }: TestModule): void {
    this.#end(id, relativeModuleId);
  }

  onTestSuiteReady({ id }: TestSuite): void {
    this.#started.set(id, performance.now());
  }

  onTestSuiteResult({ id, fullName, module }: TestSuite): void {
    this.#end(id, `${module.relativeModuleId} > ${fullName}`);
  }

  onTestRunEnd(): void {
    const slow = this.#times.filter(({ ms }) => ms >= leastMs).toSorted((a, b) => b.ms - a.ms);
    for (const { name, ms } of slow.slice(0, shown)) {
      process.stdout.write(`${(ms / 60_000).toFixed(1).padStart(5)} min  ${name}\n`);
    }
  }

  #end(id: string, name: string): void {
    this.#times.push({ name, ms: performance.now() - (this.#started.get(id) as number) });
  }
}
