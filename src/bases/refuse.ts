import type { StackManifest, Target } from '../stacks/schema.ts';
import { catalog, type BaseImage } from './catalog.ts';
import { findBase } from './find.ts';
import { misfit } from './fits.ts';

/** Why a stack has no target of this id, as far as the catalog tells; undefined where it does not. */
export function whyNoTarget({ label, targets }: StackManifest, id: string): string | undefined {
  const own = Object.values(targets);
  if (id === 'scratch') return everyMisfit(own, undefined);
  const runtimes = catalog.filter(({ role }) => role === 'runtime');
  const runtime = runtimes.find((image) => shortName(image) === id);
  if (runtime) {
    const idle = runtime.interpreter && own.every(({ link }) => link !== 'interpreted');
    const brings = `${runtime.name} brings ${runtime.interpreter?.language}, which a program in ${label} has no use for`;
    return idle ? brings : everyMisfit(own, runtime);
  }
  const stem = stemOf(id);
  const languages = new Set(own.map((target) => findBase(target.runtime)?.interpreter?.language));
  const kin = runtimes.filter(
    (image) =>
      image.interpreter &&
      languages.has(image.interpreter.language) &&
      stemOf(shortName(image)).startsWith(stem),
  );
  const [first] = kin;
  if (stem === id || stem === '' || !first?.interpreter) return undefined;
  const versions = kin.map(({ interpreter }) => interpreter?.version).join(', ');
  return `distroless has ${first.interpreter.language} ${versions}, and what is built for another version does not run on it`;
}

/** The images of a target whose support has ended by that day (ISO date), each once. */
export function endedImages({ build, runtime, debug }: Target, today: string): readonly BaseImage[] {
  const images = [runtime, debug, build].flatMap((ref) => findBase(ref) ?? []);
  return [...new Set(images)].filter(({ eol }) => eol.date !== undefined && eol.date < today);
}

/** What is wrong with a runtime for every target's way to link; undefined when one would run there. */
function everyMisfit(targets: readonly Target[], runtime: BaseImage | undefined): string | undefined {
  const reasons = targets.map(({ build, link }) => {
    const builder = findBase(build);
    return builder && misfit(builder, runtime, link);
  });
  return reasons.includes(undefined) ? undefined : reasons[0];
}

/** `gcr.io/distroless/nodejs24-debian13` -> `nodejs24`, as targets are called. */
function shortName({ name }: BaseImage): string {
  return name.replace(/^.*\//, '').replace(/-debian\d+$/, '');
}

/** `nodejs24` -> `nodejs`, `base` stays. */
function stemOf(id: string): string {
  return id.replace(/[\d.]+$/, '');
}
