import { posix } from 'node:path';
import { parseInstructions, type Instruction } from './instructions.ts';
import { expand, parseAssignments } from './variables.ts';

/** A COPY or ADD that takes files from another stage or image. */
export type Copy = {
  /** As written: a stage’s name or number, or an image. */
  readonly from: string;
  readonly sources: readonly string[];
  /** Absolute; with a slash at the end where it was written with one. */
  readonly target: string;
};

export type Stage = {
  /** In lower case, as names of stages are compared. */
  readonly name: string | undefined;
  /** What FROM names, variables replaced; undefined when one of them has no value. */
  readonly image: string | undefined;
  /** The same as written. */
  readonly written: string;
  /** The earlier stage that FROM names. */
  readonly parent: Stage | undefined;
  /** Of FROM, from 1. */
  readonly line: number;
  readonly copies: readonly Copy[];
  /** What its steps mount files from, as `Copy.from`. */
  readonly mounts: readonly string[];
};

/** The stages of a Dockerfile, in order. The last is what a build makes by default. */
export function readStages(
  dockerfile: string,
  platform: { os: string; architecture: string },
): readonly Stage[] {
  const instructions = parseInstructions(dockerfile);
  const values = platformValues(platform);
  const stages: Stage[] = [];
  const start = instructions.findIndex(({ keyword }) => keyword === 'FROM');
  if (start < 0) return [];
  for (const { keyword, rest } of instructions.slice(0, start)) {
    if (keyword !== 'ARG') continue;
    for (const [name, value] of parseAssignments(rest)) {
      const expanded = value === undefined ? undefined : expand(value, values);
      if (expanded !== undefined) values.set(name, expanded);
    }
  }
  for (let at = start; at < instructions.length;) {
    const next = instructions.findIndex(({ keyword }, index) => index > at && keyword === 'FROM');
    const end = next < 0 ? instructions.length : next;
    stages.push(readStage(instructions[at] as Instruction, instructions.slice(at + 1, end), values, stages));
    at = end;
  }
  return stages;
}

/** The arguments that BuildKit sets by itself. A build for the machine’s own platform is assumed. */
function platformValues({ os, architecture }: { os: string; architecture: string }): Map<string, string> {
  const values = { OS: os, ARCH: architecture, PLATFORM: `${os}/${architecture}`, VARIANT: '' };
  return new Map(
    ['TARGET', 'BUILD'].flatMap((side) =>
      Object.entries(values).map(([name, value]): [string, string] => [side + name, value]),
    ),
  );
}

function readStage(
  from: Instruction,
  body: readonly Instruction[],
  values: ReadonlyMap<string, string>,
  earlier: readonly Stage[],
): Stage {
  const [written = '', as, name] = from.rest.split(/\s+/);
  const image = expand(written.replaceAll(/["']/g, ''), values);
  const parent = earlier.findLast((stage) => stage.name !== undefined && stage.name === image?.toLowerCase());
  const copies: Copy[] = [];
  const mounts: string[] = [];
  let workdir = '/';
  for (const { keyword, flags, rest } of body) {
    if (keyword === 'WORKDIR') workdir = posix.resolve(workdir, rest.replaceAll(/["']/g, ''));
    const [source] = flags.get('from') ?? [];
    if ((keyword === 'COPY' || keyword === 'ADD') && source !== undefined)
      copies.push(readCopy(source, rest, workdir));
    for (const mount of flags.get('mount') ?? []) {
      const mounted = /(?:^|,)from=([^,]+)/.exec(mount)?.[1];
      if (mounted !== undefined) mounts.push(mounted);
    }
  }
  return {
    name: as?.toUpperCase() === 'AS' ? name?.toLowerCase() : undefined,
    image,
    written,
    parent,
    line: from.line,
    copies,
    mounts,
  };
}

function readCopy(from: string, rest: string, workdir: string): Copy {
  const words = wordsOf(rest);
  const last = words.at(-1) ?? '.';
  const target = posix.resolve(workdir, last);
  return { from, sources: words.slice(0, -1), target: /[^/]\/$/.test(last) ? `${target}/` : target };
}

function wordsOf(text: string): readonly string[] {
  if (text.startsWith('[')) {
    try {
      const words: unknown = JSON.parse(text);
      if (Array.isArray(words)) return words.map(String);
    } catch {
      // Not JSON after all: the shell form, as BuildKit takes it.
    }
  }
  return text.split(/\s+/).filter(Boolean);
}
