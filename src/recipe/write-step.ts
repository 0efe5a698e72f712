import { posix } from 'node:path';
import { copyWords, envValue, lineWord, literalPath, literalWord, mountPath } from './quote.ts';
import { wrap } from './text.ts';
import type { CopySource, Mount, Step } from './types.ts';

/** What the text of a step depends on besides the recipe. */
export type StepOptions = {
  /** Flags of each RUN that goes to the network, a space after each. */
  readonly secretMounts: string;
  /** Where our files are written, relative to the build context; empty: in its root. */
  readonly ours: string;
};

/** A step of a stage as the Dockerfile has it: an instruction, or a comment. */
export function writeStep(step: Step, options: StepOptions): string {
  if ('comment' in step) return wrap(step.comment);
  if ('workdir' in step) return `WORKDIR ${lineWord(step.workdir)}`;
  if ('env' in step) return writeEnv(step.env);
  if ('arg' in step)
    return `ARG ${step.arg}${step.default === undefined ? '' : `=${envValue(step.default)}`}`;
  if ('copy' in step) return writeCopy(step, options);
  if ('file' in step) return writeFile(step);
  return writeRun(step, options);
}

function writeCopy(
  { copy, to, from, owner, mode }: Extract<Step, { copy: unknown }>,
  options: StepOptions,
): string {
  const flags = [
    ...(from === undefined ? [] : [`--from=${from}`]),
    ...(owner === undefined ? [] : [`--chown=${owner}`]),
    ...(mode === undefined ? [] : [`--chmod=${mode}`]),
  ];
  const target = copy.length > 1 && !to.endsWith('/') ? `${to}/` : to;
  return [
    'COPY',
    ...flags,
    copyWords([...copy.map((source) => sourceOf(source, options)), literalWord(target)]),
  ].join(' ');
}

function sourceOf(source: CopySource, { ours }: StepOptions): string {
  if (typeof source === 'string') return literalPath(source);
  return 'glob' in source ? literalWord(source.glob) : literalPath(posix.join(ours, source.ours));
}

function writeEnv(env: Readonly<Record<string, string>>): string {
  return `ENV ${Object.entries(env)
    .map(([name, value]) => `${name}=${envValue(value)}`)
    .join(' \\\n    ')}`;
}

function writeRun(
  { run, caches = [], network, mounts = [], secrets = [] }: Extract<Step, { run: unknown }>,
  { secretMounts }: StepOptions,
): string {
  const flags = [
    ...caches.map((each) =>
      typeof each === 'string'
        ? `--mount=type=cache,target=${each}`
        : `--mount=type=cache,${each.id === undefined ? '' : `id=${each.id},`}target=${each.locked},sharing=locked`,
    ),
    ...mounts.map(writeMount),
    ...secrets.map((each) =>
      typeof each === 'string'
        ? `--mount=type=secret,id=${each}`
        : `--mount=type=secret,id=${each.required},required=true`,
    ),
    ...(network && secretMounts !== '' ? [secretMounts.trim()] : []),
  ];
  const command = run.join(' \\\n && ');
  if (flags.length === 0) return `RUN ${command}`;
  return `RUN ${flags.join(' \\\n    ')} \\\n    ${command}`;
}

function writeMount({ source, target, from }: Mount): string {
  return `--mount=${from === undefined ? '' : `from=${from},`}source=${mountPath(source)},target=${mountPath(target)}`;
}

/**
 * As a here-document: it stands where it is used, and nothing else of the repository changes for it. The empty line after it is
 * for hadolint, which does not read on without one.
 */
function writeFile({ file, content, mode }: Extract<Step, { file: unknown }>): string {
  let mark = 'EOF';
  while (content.split('\n').some((line) => line.trim() === mark)) mark += '_';
  return `COPY ${mode === undefined ? '' : `--chmod=${mode} `}<<'${mark}' ${file}\n${content.trimEnd()}\n${mark}\n`;
}
