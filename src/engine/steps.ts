import type { StepCounter } from './dialect.ts';

/** Reads BuildKit's plain progress: `#7 [build 2/5] COPY go.mod ./`, `#7 CACHED`. */
export function countBuildKitSteps(): StepCounter {
  const steps = new Set<string>();
  const cached = new Set<string>();
  return {
    add(line) {
      const [, vertex, rest] = /^(#\d+) (.*)$/.exec(line) ?? [];
      if (vertex === undefined || rest === undefined) return;
      if (/^\[.*\d+\/\d+\]/.test(rest)) steps.add(vertex);
      if (rest === 'CACHED') cached.add(vertex);
    },
    read: () => ({
      steps: steps.size,
      cachedSteps: [...cached].filter((vertex) => steps.has(vertex)).length,
    }),
  };
}

/** Reads buildah's: `[1/2] STEP 2/7: COPY go.mod ./`, `--> Using cache 0809fa62c834…`. Its stages come one after another. */
export function countBuildahSteps(): StepCounter {
  let steps = 0;
  let cachedSteps = 0;
  return {
    add(line) {
      // A stage begins with its base image, which is never "cached".
      if (/^(\[\d+\/\d+\] )?STEP \d+\/\d+: (?!FROM )/.test(line)) steps++;
      if (line.startsWith('--> Using cache ')) cachedSteps++;
    },
    read: () => ({ steps, cachedSteps }),
  };
}
