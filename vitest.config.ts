import { defineConfig } from 'vitest/config';

/** As apt, npm, Go, Cargo, pip, uv and Maven put it. */
const networkFailure =
  /Temporary failure (?:in name )?resol|EAI_AGAIN|Could not resolve host|ETIMEDOUT|lookup \S+: i\/o timeout|Unknown host \S+\.\w+/;

// What needs no engine first. A limit on each test: nothing hangs for ever.
export default defineConfig({
  test: {
    expect: { requireAssertions: true },
    reporters: ['default', './test/support/tally.ts'],
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
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: ['test/support/pack.ts', 'test/support/engine.ts'],
          testTimeout: 300_000,
          hookTimeout: 900_000,
          // One file at a time: they build images on the same two cores.
          fileParallelism: false,
          // Builds fetch from registries and mirrors. A name that cannot be looked up is no finding about us; all else fails at once.
          retry: { count: 2, delay: 10_000, condition: networkFailure },
          // Whole messages: what the condition looks for may stand at their end.
          chaiConfig: { truncateThreshold: 0 },
          expect: { requireAssertions: true },
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
