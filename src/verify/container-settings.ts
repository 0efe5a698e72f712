import { realpath } from 'node:fs/promises';
import { isAbsolute, join, relative } from 'node:path';
import * as v from 'valibot';
import { ExitCode, UserError } from '../errors.ts';

/** What every container under test is started with, beside what its check adds. */
export type ContainerSettings = {
  /** Of `docker run`. */
  readonly flags: readonly string[];
  /** Values that the engine’s client takes from its own environment: no list of processes shows them. */
  readonly env: Readonly<Record<string, string>>;
  /** In place of the image's CMD; empty: that. */
  readonly args: readonly string[];
  /** Directories of this machine are mounted. */
  readonly mounts: boolean;
};

const Text = v.pipe(v.union([v.string(), v.number(), v.boolean()]), v.transform(String));
const Absolute = v.pipe(v.string(), v.regex(/^\/[^\n]*$/, 'an absolute path in the container'));

/** Fields of `verify` in distroless.yaml. */
export const containerFields = {
  env: v.optional(v.record(v.pipe(v.string(), v.regex(/^[^=\s]+$/, 'a variable’s name')), Text), {}),
  mounts: v.optional(
    v.array(
      v.strictObject({
        source: v.pipe(v.string(), v.nonEmpty()),
        target: Absolute,
        readonly: v.optional(v.boolean(), true),
      }),
    ),
    [],
  ),
  tmpfs: v.optional(v.array(Absolute), []),
  args: v.optional(v.array(Text), []),
};

type Fields = {
  readonly [Key in keyof typeof containerFields]?: v.InferOutput<(typeof containerFields)[Key]>;
};

/**
 * @param dir of the repository: mounts are of something in it
 * @throws UserError (usage) for a variable that is not set, and for a source that is not there or outside
 */
export async function resolveContainer(
  dir: string,
  { env = {}, mounts = [], tmpfs = [], args = [] }: Fields,
): Promise<ContainerSettings> {
  const values = Object.entries(env).map(([name, value]) => resolveVariable(name, value));
  const sources = await Promise.all(mounts.map(async ({ source }) => inside(dir, source)));
  return {
    flags: [
      ...values.flatMap(({ flag }) => ['--env', flag]),
      ...mounts.flatMap(({ target, readonly }, at) => [
        '--mount',
        // A record of CSV: only quotes let a path have a comma.
        [
          'type=bind',
          field(`source=${sources[at]}`),
          field(`target=${target}`),
          ...(readonly ? ['readonly'] : []),
        ].join(','),
      ]),
      ...tmpfs.flatMap((path) => ['--tmpfs', path]),
    ],
    env: Object.assign({}, ...values.map(({ own }) => own)) as Record<string, string>,
    args,
    mounts: mounts.length > 0,
  };
}

function field(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

/** `${NAME}` is the value that NAME has here. */
function resolveVariable(
  name: string,
  value: string,
): { readonly flag: string; readonly own: Readonly<Record<string, string>> } {
  const [, wanted] = /^\$\{(\w+)\}$/.exec(value) ?? [];
  if (wanted === undefined) return { flag: `${name}=${value}`, own: {} };
  const given = process.env[wanted];
  if (given !== undefined) return { flag: name, own: { [name]: given } };
  throw new UserError(`distroless.yaml: verify.env.${name}: the variable ${wanted} is not set`, {
    exitCode: ExitCode.usage,
    hint: `set it for this command; in a workflow: env: { ${wanted}: … }`,
  });
}

async function inside(dir: string, source: string): Promise<string> {
  const refuse = (problem: string) =>
    new UserError(`distroless.yaml: verify.mounts: ${source} ${problem}`, { exitCode: ExitCode.usage });
  const root = await realpath(dir);
  const path = await realpath(join(root, source)).catch(() => undefined);
  if (path === undefined) throw refuse('is not there');
  const below = relative(root, path);
  if (below.startsWith('..') || isAbsolute(below)) throw refuse('is outside of this directory');
  return path;
}
