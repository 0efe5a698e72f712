import type { Step } from '../../engine/steps.ts';
import { formatDuration } from '../../units.ts';
import type { Finding } from '../types.ts';
import { compiledBy, fetchedBy, type Installer } from './dependencies.ts';
import type { Stage } from './dockerfile.ts';
import { ancestry, locate } from './locate.ts';

/** A build after the edit of one line. */
export type Edited = {
  /** Path of the file, relative to the build context. */
  readonly path: string;
  readonly ms: number;
  /** At least one was carried out again. */
  readonly steps: readonly Step[];
  readonly stages: readonly Stage[];
  /** Those of the build context, relative to it. */
  readonly files: readonly string[];
};

/** Fails when dependencies are fetched again; warns when there is no layer that could keep them. */
export function judgeCache(edited: Edited): Finding {
  const { path, ms, stages } = edited;
  const steps = edited.steps.filter(({ text }) => !text.startsWith('FROM'));
  const again = steps.filter(({ cached }) => !cached);
  const data = {
    edited: path,
    ms,
    steps: steps.map((step) => ({ ...step, line: locate(step, stages)?.line })),
    first: firstsOf(again, stages),
  };
  const fetching = again.flatMap((step) => {
    const installer = step.text.startsWith('RUN') ? fetchedBy(step.text) : undefined;
    return installer && !isSecond(step, installer, { steps, stages }) ? [{ step, installer }] : [];
  });
  const [worst] = fetching;
  if (worst) {
    return {
      status: 'fail',
      message: `${nameOf(worst.step, stages)} runs again after a one-line edit of ${path}${fetching.length > 1 ? `, and ${fetching.length - 1} more like it` : ''}`,
      hint: adviceFor(worst, { again, stages, files: edited.files }),
      data: { ...data, line: locate(worst.step, stages)?.line },
    };
  }
  const unlayered = again.flatMap((step) => lacking(step, { steps, stages, files: edited.files }));
  const [bare] = unlayered;
  if (bare) {
    return {
      status: 'warn',
      message: `no dependency layer: ${nameOf(bare.step, stages)} fetches them again after each edit`,
      hint: adviceFor(bare, { again, stages, files: edited.files }),
      data: { ...data, line: locate(bare.step, stages)?.line },
    };
  }
  return {
    status: 'pass',
    message: `after an edit of ${path} ${again.length} of ${steps.length} steps run again, in ${formatDuration(ms)}; no dependency is among them`,
    data,
  };
}

type Around = { readonly steps: readonly Step[]; readonly stages: readonly Stage[] };

/** The steps that come before one, in its stage and in those that it goes on from. */
function before({ stage, number }: Step, { steps, stages }: Around): readonly Step[] {
  const parents = new Set(ancestry(stage, stages).slice(1));
  return steps.filter((each) => parents.has(each.stage) || (each.stage === stage && each.number < number));
}

/** The dependencies came out of the cache; this installs the project itself. */
function isSecond(step: Step, { name, twice }: Installer, around: Around): boolean {
  return (
    twice === true &&
    before(step, around).some(({ cached, text }) => cached && fetchedBy(text)?.name === name)
  );
}

/** A compilation that finds no dependencies from before, of a project that has some. */
function lacking(
  step: Step,
  { files, ...around }: Around & Pick<Edited, 'files'>,
): readonly { readonly step: Step; readonly installer: Installer }[] {
  const installer = step.text.startsWith('RUN') ? compiledBy(step.text) : undefined;
  if (!installer?.manifests.slice(0, 1).some((name) => files.some((path) => endsIn(path, name)))) return [];
  const isKept = before(step, around).some(
    ({ cached, text }) => cached && [fetchedBy(text)?.name, compiledBy(text)?.name].includes(installer.name),
  );
  return isKept || files.some((path) => /(^|\/)vendor\//.test(path)) ? [] : [{ step, installer }];
}

function endsIn(path: string, name: string): boolean {
  return path === name || path.endsWith(`/${name}`);
}

/** The first step of each stage that was carried out again; a stage that goes on from such a one is left out. */
function firstsOf(again: readonly Step[], stages: readonly Stage[]): readonly Step[] {
  return again.filter((step) => before(step, { steps: again, stages }).length === 0);
}

function nameOf(step: Step, stages: readonly Stage[]): string {
  const line = locate(step, stages)?.line;
  return `Dockerfile${line === undefined ? '' : `:${line}`} ${shorten(step.text)}`;
}

function shorten(text: string): string {
  const line = text.replaceAll(/--mount=\S+\s+/g, '').replaceAll(/\s+/g, ' ');
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}

function adviceFor(
  { step, installer }: { readonly step: Step; readonly installer: Installer },
  { again, stages, files }: { readonly again: readonly Step[] } & Pick<Edited, 'stages' | 'files'>,
): string {
  const cause = before(step, { steps: again, stages }).find(({ text }) => /^(COPY|ADD)/.test(text));
  const line = cause && locate(cause, stages)?.line;
  const at = line === undefined ? '' : ` (line ${line})`;
  const own = step.text.includes('type=bind')
    ? 'its bind mount brings the source'
    : 'the source comes before it';
  const why = `${cause ? `${shorten(cause.text)}${at} comes before it` : own}, so that every edit downloads it all again`;
  const { manifests, layer } = installer;
  if (manifests.length === 0) {
    return `${why}: move the RUN above that`;
  }
  const there = manifests.filter((name) => files.some((path) => endsIn(path, name)));
  const wanted = (there.length > 0 ? there : manifests).toReversed().join(' ');
  const command = layer ?? 'install';
  return `${why}: first COPY ${wanted} ./ and ${layer === undefined ? command : `RUN ${command}`}, then COPY the source`;
}
