import { execa } from 'execa';
import { join } from 'node:path';
import type { StackManifest } from '../../src/stacks/schema.ts';

const lab = join(import.meta.dirname, '../lab/lab');

/** What tests beside those of the variants build from, whatever the stacks need; these stay. */
export const always = [
  'golang:1.26-trixie',
  'debian:trixie-slim',
  'gcr.io/distroless/static-debian13:nonroot',
  'gcr.io/distroless/static-debian13:debug-nonroot',
  'rust:1-trixie',
  'node:24-trixie-slim',
  'gcr.io/distroless/nodejs24-debian13:nonroot',
  'gcr.io/distroless/nodejs24-debian13:debug-nonroot',
];

/** Every image that a stack's targets and package managers build from. */
export function imagesOf({
  targets,
  managers,
}: Pick<StackManifest, 'targets' | 'managers'>): readonly string[] {
  const named = [
    ...Object.values(targets).flatMap(({ build, runtime, debug }) => [build, runtime, debug]),
    ...Object.values(managers).map(({ image }) => image),
  ];
  return [...new Set(named)].filter((ref) => ref !== 'scratch' && ref !== '');
}

/**
 * Makes sure that an engine answers: the user's own, or the lab's. Never skips. What the images of a stack take to make is
 * spent, and their room on the disk, when its tests run.
 */
export default async function setup(): Promise<void> {
  await bringUp(always);
}

/** What this process has seen there: asking costs a second or two each time. */
const there = new Set<string>();

/** The same, with these images. */
export async function bringUp(images: readonly string[]): Promise<void> {
  const wanted = images.filter((ref) => !there.has(ref));
  if (wanted.length === 0) return;
  const { stdout } = await execa(lab, ['up'], { stderr: 'inherit' });
  for (const line of stdout.split('\n')) {
    const [, name, value] = /^export (\w+)=(.*)$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined) {
      process.env[name] = value.replaceAll(/^['"]|['"]$/g, '').replaceAll('$PATH', process.env.PATH ?? '');
    }
  }
  await execa(lab, ['ensure', ...wanted], { stdout: 'inherit', stderr: 'inherit' });
  for (const ref of wanted) there.add(ref);
}

/** On a small disk (`LAB_DROP` is set): makes room, of the build cache and of these images. Only stand-ins of the lab go. */
export async function dropImages(images: readonly string[]): Promise<void> {
  const gone = images.filter((ref) => !always.includes(ref));
  if (process.env.LAB_DROP === undefined) return;
  for (const ref of gone) there.delete(ref);
  await execa(lab, ['drop', ...gone], { stdout: 'inherit', stderr: 'inherit' });
}
