/** A step of a build, as BuildKit tells it. */
export type Step = {
  /** Its stage's name, `stage-2` for one without, empty where there is but one. */
  readonly stage: string;
  /** From 1, in its stage. */
  readonly number: number;
  /** The instruction in one line, such as `RUN make`. */
  readonly text: string;
  readonly cached: boolean;
};

/** Reads the lines of `--progress plain`: `#7 [build 2/5] COPY go.mod ./`, later `#7 CACHED`. */
export function createStepReader() {
  const steps = new Map<string, Omit<Step, 'cached'>>();
  const cached = new Set<string>();
  return {
    add(line: string): void {
      const [, id, rest] = /^#(\d+) (.*)$/.exec(line) ?? [];
      if (id === undefined || rest === undefined) return;
      if (rest === 'CACHED') cached.add(id);
      const [, where, number, text] = /^\[([^\]]*?) *(\d+)\/\d+\] (.*)$/.exec(rest) ?? [];
      if (where === undefined || text === undefined) return;
      steps.set(id, { stage: where.replace(platform, ''), number: Number(number), text });
    },
    /** In the order in which they began. */
    read: (): readonly Step[] => [...steps].map(([id, step]) => ({ ...step, cached: cached.has(id) })),
  };
}

/** In front of the stage in a build for another platform: `linux/arm64 build`, `linux/amd64->arm64 build`. */
const platform = /^[a-z]+\/[\w/]+(->[\w/]+)?( |$)/;
