import { defineConfig } from 'vitest/config';

/** Those that fill both processors by themselves, or look at or clear away what all have in common: the engines that run, images without a name, caches. */
const alone = ['checks', 'lab', 'static-server', 'variants'].map((name) => `test/e2e/${name}.test.ts`);

const onEngine = {
  globalSetup: ['test/support/pack.ts', 'test/support/engine.ts'],
  testTimeout: 300_000,
  hookTimeout: 900_000,
  // Suites and tests that say so, in one file: enough to fill the waits, few enough that none is slow for want of a processor.
  maxConcurrency: 3,
  // Builds fetch from registries and mirrors, which fail now and then. What passes only the second time is listed at the end.
  retry: { count: 1, delay: 10_000 },
  // Whole messages: what a build said may be what matters.
  chaiConfig: { truncateThreshold: 0 },
  expect: { requireAssertions: true },
};

// What needs no engine first. A limit on each test: nothing hangs for ever.
export default defineConfig({
  test: {
    expect: { requireAssertions: true },
    reporters: ['default', './test/support/tally.ts', './test/support/slowest.ts'],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          testTimeout: 10_000,
          expect: { requireAssertions: true },
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'golden',
          include: ['test/golden/**/*.test.ts'],
          testTimeout: 20_000,
          expect: { requireAssertions: true },
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'cli',
          include: ['test/cli/**/*.test.ts'],
          globalSetup: ['test/support/pack.ts'],
          testTimeout: 60_000,
          hookTimeout: 180_000,
          expect: { requireAssertions: true },
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...onEngine,
          name: 'e2e:beside',
          include: ['test/e2e/**/*.test.ts'],
          exclude: alone,
          // Two files at a time: much of what they do is waiting.
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          ...onEngine,
          name: 'e2e:alone',
          include: alone,
          fileParallelism: false,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
