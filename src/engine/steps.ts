/** A step of a build, as the builder tells it. */
export type Step = {
  /** Its stage's name, `stage-2` for one without, empty where there is but one. */
  readonly stage: string;
  /** From 1, in its stage. */
  readonly number: number;
  /** The instruction in one line, such as `RUN make`. */
  readonly text: string;
  readonly cached: boolean;
};

/** Reads what a build prints, line by line. */
export type StepReader = {
  add(line: string): void;
  /** In the order in which they began. */
  read(): readonly Step[];
};

/** Reads BuildKit's plain progress: `#7 [build 2/5] COPY go.mod ./`, later `#7 CACHED`. */
export function readBuildKitSteps(): StepReader {
  const steps = new Map<string, Omit<Step, 'cached'>>();
  const cached = new Set<string>();
  return {
    add(line) {
      const [, id, rest] = /^#(\d+) (.*)$/.exec(line) ?? [];
      if (id === undefined || rest === undefined) return;
      if (rest === 'CACHED') cached.add(id);
      const [, where, number, text] = /^\[([^\]]*?) *(\d+)\/\d+\] (.*)$/.exec(rest) ?? [];
      if (where === undefined || text === undefined) return;
      steps.set(id, { stage: where.replace(platform, ''), number: Number(number), text });
    },
    read: () => [...steps].map(([id, step]) => ({ ...step, cached: cached.has(id) })),
  };
}

/** In front of the stage in a build for another platform: `linux/arm64 build`, `linux/amd64->arm64 build`. */
const platform = /^[a-z]+\/[\w/]+(->[\w/]+)?( |$)/;

/**
 * Reads buildah's: `[1/2] STEP 2/7: COPY go.mod ./`, then `--> Using cache 0809fa62c834…`. Its stages come one after another, by
 * number; each begins with its base image, which is never "cached" and no step.
 */
export function readBuildahSteps(): StepReader {
  const steps: Step[] = [];
  return {
    add(line) {
      const [, stage, number, text] = /^(?:\[(\d+)\/\d+\] )?STEP (\d+)\/\d+: (?!FROM )(.*)$/.exec(line) ?? [];
      if (text !== undefined) {
        const name = stage === undefined ? '' : `stage-${Number(stage) - 1}`;
        steps.push({ stage: name, number: Number(number), text, cached: false });
      }
      const last = steps.at(-1);
      if (last && line.startsWith('--> Using cache ')) steps[steps.length - 1] = { ...last, cached: true };
    },
    read: () => steps,
  };
}
