import { inside } from '../../inventory/paths.ts';
import { parseInstructions, type Instruction } from '../../dockerfile/instructions.ts';
import { expand, parseAssignments } from '../../dockerfile/variables.ts';
import type { Inventory } from '../../inventory/types.ts';
import type { Fact } from '../types.ts';
import { aptFacts } from './apt-names.ts';
import { carriedIn, forBrowsers } from './carried.ts';
import { startOf } from './dockerfile-start.ts';
import { healthInCommand } from './health-command.ts';
import { looksSecret } from './looks-secret.ts';
import type { HintReader, Said } from './types.ts';
import { portOf, present, textOf } from './values.ts';
import { sortVariables, type Variable } from './variables.ts';

/** Ours, by the label that all of them have. */
const ours = /^\s*org\.opencontainers\.image\.revision="\$COMMIT"/m;

/** The Dockerfile that was there before: what its last stage sets, and what its build takes. */
export const dockerfile: HintReader = (repo, dir) => {
  const path = ['Dockerfile', 'Containerfile']
    .map((name) => inside(dir, name))
    .find((each) => repo.has(each));
  if (path === undefined) return [];
  const text = repo.read(path) ?? '';
  if (ours.test(text) && repo.has(inside(dir, 'distroless.yaml'))) return [{ dir, ...carriedIn(text, path) }];
  const stages = splitStages(parseInstructions(text));
  const last = chainOf(stages);
  return last.length === 0 ? [] : [readLast(repo, path, dir, stages.flat(), last)];
};

/** Each begins with its FROM; what is before the first is no stage's. */
function splitStages(all: readonly Instruction[]): readonly (readonly Instruction[])[] {
  const starts = all.flatMap(({ keyword }, index) => (keyword === 'FROM' ? [index] : []));
  return starts.map((start, index) => all.slice(start, starts[index + 1]));
}

/** The last stage after the stages that it is built on. */
function chainOf(stages: readonly (readonly Instruction[])[]): readonly Instruction[] {
  let at = stages.length - 1;
  const chain: (readonly Instruction[])[] = [];
  while (at >= 0) {
    const stage = stages[at] as readonly Instruction[];
    chain.unshift(stage);
    const base = stage[0]?.rest.split(/\s+/)[0]?.toLowerCase();
    at = stages
      .slice(0, at)
      .findLastIndex(([from]) => /\sas\s+(\S+)$/i.exec(from?.rest ?? '')?.[1]?.toLowerCase() === base);
  }
  return chain.flat();
}

function readLast(
  repo: Inventory,
  path: string,
  dir: string,
  all: readonly Instruction[],
  last: readonly Instruction[],
): Said {
  const at = (line: number) => `${path}:${line}`;
  const values = new Map<string, string>();
  const variables: Variable[] = [];
  let exposed: Fact | undefined;
  let health: Fact | undefined;
  const volumes: Fact[] = [];
  for (const { keyword, rest, line } of last) {
    const from = at(line);
    if (keyword === 'ARG' || keyword === 'ENV') {
      for (const [name, value] of assignments(rest, keyword)) {
        const expanded = value === undefined ? undefined : expand(value, values);
        if (expanded !== undefined) values.set(name, expanded);
        if (keyword === 'ENV' && expanded !== undefined) variables.push({ name, value: expanded, from });
      }
    }
    if (keyword === 'EXPOSE') {
      const [first = ''] = rest.split(/\s+/);
      exposed ??= portOf((expand(first, values) ?? '').replace(/\/tcp$/i, ''), from);
    }
    if (keyword === 'HEALTHCHECK') health = healthInCommand(rest, from);
    if (keyword === 'VOLUME')
      volumes.push(
        ...volumesOf(expand(rest, values) ?? '').map((value) => ({
          value,
          from,
          confidence: 'medium' as const,
        })),
      );
  }
  const { env, needs, port } = sortVariables(variables);
  const started = startOf({ last, repo, path, dir, volumes: volumes.map(({ value }) => value) });
  return present({
    dir,
    start: started.start,
    port: exposed ?? port,
    health,
    env: withoutOldPaths(
      env,
      volumes.map(({ value }) => value),
    ),
    needs,
    apt: all.flatMap(({ keyword, rest, line }) =>
      keyword === 'RUN' ? aptFacts(installed(rest), () => at(line)) : [],
    ),
    args: buildArguments(all, at),
    writable: volumes,
    notes: [
      ...(started.notes ?? []),
      ...(path.endsWith('Containerfile') ? [`${path} stays; podman takes it before a Dockerfile`] : []),
    ],
  });
}

/** `ENV A=1 B=2`, and the older `ENV A 1`. */
function assignments(rest: string, keyword: string): readonly (readonly [string, string | undefined])[] {
  const [, name, value] = /^([A-Za-z_]\w*)\s+([^=\s].*)$/.exec(rest) ?? [];
  if (keyword === 'ENV' && name !== undefined && value !== undefined) return [[name, value.trim()]];
  return parseAssignments(rest);
}

function volumesOf(rest: string): readonly string[] {
  const words = [...rest.matchAll(/[^\s"',[\]]+/g)].map(([word]) => word);
  return words.filter(
    (word) =>
      /^\/[\w./-]+$/.test(word) &&
      !word.split('/').includes('..') &&
      !/^\/(?:tmp|proc|sys|dev|etc)\b/.test(word),
  );
}

/** A path into the old image leads nowhere in ours, unless it is a directory for data. */
function withoutOldPaths(
  env: Readonly<Record<string, Fact>>,
  volumes: readonly string[],
): Readonly<Record<string, Fact>> {
  const isKept = ({ value }: Fact) =>
    !/^\.{0,2}\//.test(value) || volumes.some((volume) => value === volume || value.startsWith(`${volume}/`));
  return Object.fromEntries(Object.entries(env).filter(([, fact]) => isKept(fact)));
}

/** The words of `apt-get install` commands that are names. */
function installed(command: string): readonly string[] {
  return [...command.matchAll(/\bapt(?:-get)?\s+(?:-\S+\s+)*install\s+([^;&|]*)/g)].flatMap(
    ([, words = '']) => words.split(/[\s\\]+/).filter((word) => /^[a-z0-9][a-z0-9+.:=~-]+$/i.test(word)),
  );
}

/** What the build of a front end takes; `ENV VITE_URL=…` of a build stage is as good as an argument. */
function buildArguments(
  all: readonly Instruction[],
  at: (line: number) => string,
): Readonly<Record<string, Fact>> {
  const found = new Map<string, Fact>();
  for (const { keyword, rest, line } of all) {
    if (keyword !== 'ARG' && keyword !== 'ENV') continue;
    for (const [name, value = ''] of assignments(rest, keyword)) {
      const isPlain = !value.includes('$');
      if (!forBrowsers.test(name) || looksSecret(name, value) || (keyword === 'ENV' && !isPlain)) continue;
      const kept = isPlain ? (textOf(value) ?? '') : '';
      if (!found.has(name)) found.set(name, { value: kept, from: at(line), confidence: 'high' });
    }
  }
  return Object.fromEntries(found);
}
