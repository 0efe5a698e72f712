import { execa } from 'execa';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { Report } from '../../../src/verify/types.ts';
import { verify } from '../../../src/verify/verify.ts';

/** The image that fixtures copy from: /server, /tools/*, and what else test/fixtures/images/Dockerfile makes. */
export const parts = 'create-distroless-test/parts:1';

/** A name of an image that exists here only, under which checks take it for the original. */
export function mirrored(ref: string): string {
  return `create-distroless-test/${ref}`;
}

/** The other images of that Dockerfile, by stage. */
const tags: Readonly<Record<string, readonly string[]>> = {
  plain: [
    'own/base:1',
    'gcr.io/distroless/static-debian13:latest',
    'gcr.io/distroless/static-debian13:nonroot',
    'gcr.io/distroless/static-debian12:nonroot',
    'gcr.io/distroless/static:nonroot',
  ].map(mirrored),
  debug: [mirrored('gcr.io/distroless/static-debian13:debug-nonroot')],
  system: [mirrored('docker.io/library/debian:bookworm-slim')],
  parts: [
    parts,
    ...['trixie', 'bookworm'].map((suite) => mirrored(`docker.io/library/golang:1.26-${suite}`)),
  ],
};

/** Builds them from test/fixtures/images; cached after the first time. */
export async function buildParts(): Promise<void> {
  const context = join(import.meta.dirname, '../../fixtures/images');
  for (const [stage, names] of Object.entries(tags)) {
    const flags = ['--quiet', '--target', stage, ...names.flatMap((name) => ['--tag', name])];
    await execa('docker', ['build', ...flags, context], { env: { DOCKER_BUILDKIT: '1' } });
  }
}

const made: string[] = [];

/** A directory to verify: its files' texts by name. The directory's name becomes the image's. */
export async function fixtureDir(files: Readonly<Record<string, string>>): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'create-distroless-checks-'));
  const dir = join(root, `fixture-${root.slice(-6)}`);
  await mkdir(dir);
  made.push(dir);
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(dir, name)), { recursive: true });
    await writeFile(join(dir, name), text);
  }
  return dir;
}

/** Removes the directories, and the images that verify built of them. */
export async function removeFixtures(): Promise<void> {
  const images = made.map((dir) => `${basename(dir).toLowerCase()}:verify`);
  await execa('docker', ['image', 'rm', '--force', ...images], { reject: false });
  await Promise.all(made.map((dir) => rm(dirname(dir), { recursive: true, force: true })));
}

/** Runs every check on a directory, in this process. */
export async function verifyDir(dir: string): Promise<Report> {
  return verify(
    { dir, compare: false },
    { signal: new AbortController().signal, onStep() {}, onDetail() {} },
  );
}

/** Containers that verify started and that are still there; of one image, or of all. */
export async function leftovers(image?: string): Promise<readonly string[]> {
  const ancestor = image ? ['--filter', `ancestor=${image}`] : [];
  const label = ['--filter', 'label=dev.create-distroless.run'];
  const { stdout } = await execa('docker', ['ps', '--all', '--quiet', ...label, ...ancestor]);
  return stdout.split('\n').filter(Boolean);
}
