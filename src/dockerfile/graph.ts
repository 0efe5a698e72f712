import { posix } from 'node:path';
import type { Stage } from './stages.ts';

/** The stage that begins from an image, below a stage: its own FROM, or that of the stages it is built on. */
export function rootOf(stage: Stage): Stage {
  return stage.parent ? rootOf(stage.parent) : stage;
}

/** What `--from=` names in a stage: an earlier one, or undefined for an image. */
function stageNamed(stages: readonly Stage[], stage: Stage, from: string): Stage | undefined {
  const earlier = stages.slice(0, stages.indexOf(stage));
  return /^\d+$/.test(from)
    ? earlier[Number(from)]
    : earlier.findLast(({ name }) => name === from.toLowerCase());
}

/** The images that the last stage needs apart from its own base, as a build would fetch them; variables replaced where they can be. */
export function builderImages(
  stages: readonly Stage[],
): readonly { readonly image: string; readonly line: number }[] {
  const found = new Map<string, number>();
  const seen = new Set<Stage>();
  const visit = (stage: Stage): void => {
    if (seen.has(stage)) return;
    seen.add(stage);
    if (stage.parent) visit(stage.parent);
    else if (stage !== base && stage.image !== undefined) found.set(stage.image, stage.line);
    for (const from of [...stage.copies.map((copy) => copy.from), ...stage.mounts]) {
      const named = stageNamed(stages, stage, from);
      if (named) visit(named);
      else if (!from.includes('$') && !found.has(from)) found.set(from, stage.line);
    }
  };
  const last = stages.at(-1);
  const base = last && rootOf(last);
  if (last) visit(last);
  found.delete('scratch');
  return [...found].map(([image, line]) => ({ image, line }));
}

/**
 * The image in which a file of a stage was made, as far as COPY tells: the base of the stage that it was copied from, through as many
 * stages as it went. Undefined when no COPY brings it, so that it is of the stage’s own base, or was made in it.
 */
export function originOf(stages: readonly Stage[], stage: Stage, path: string): string | undefined {
  const chain: Stage[] = [];
  for (let at: Stage | undefined = stage; at; at = at.parent) chain.push(at);
  const copies = chain.flatMap((each) => each.copies.toReversed());
  for (const exact of [true, false]) {
    for (const copy of copies) {
      const source = sourceOf(copy, path, exact);
      if (source === undefined) continue;
      const from = stageNamed(stages, stage, copy.from);
      return from ? (originOf(stages, from, source) ?? rootOf(from).image) : copy.from;
    }
  }
  return undefined;
}

/** Where in the other stage a path was that a COPY brought; of directories the contents are copied. */
function sourceOf(
  { sources, target }: Stage['copies'][number],
  path: string,
  exact: boolean,
): string | undefined {
  const dir = target.replace(/(.)\/$/, '$1');
  for (const source of sources) {
    if (path === target || path === posix.join(dir, posix.basename(source)))
      return posix.resolve('/', source);
  }
  const inside = dir !== '/' && path.startsWith(`${dir}/`);
  if (exact || !inside || sources[0] === undefined) return undefined;
  return posix.join(posix.resolve('/', sources[0]), path.slice(dir.length));
}
