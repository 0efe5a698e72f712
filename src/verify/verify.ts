import { randomBytes } from 'node:crypto';
import { access } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { buildImage, type BuildReceipt, type Secrets } from '../engine/build.ts';
import { assertAlive, engineName, type Engine } from '../engine/engine.ts';
import { findEngine } from '../engine/find.ts';
import { removeImage } from '../engine/remove.ts';
import { openSandbox } from '../engine/sandbox.ts';
import { imageId } from '../engine/save.ts';
import { ExitCode, Interrupted, UserError } from '../errors.ts';
import { extraCaPath, readSavedCa } from '../gather/extra-ca.ts';
import { tool } from '../tool.ts';
import { compareWithNaive, readNaive } from './compare.ts';
import { loadImage } from './image/load.ts';
import { compressedBytes, sizeBytes } from './image/size.ts';
import { assertPlatform, emulationNote, platformOf } from './platform.ts';
import { runChecks, withoutImage } from './run-checks.ts';
import { readSettings, type Settings } from './settings.ts';
import type { CheckResult, Report, Subject, VerifyRequest } from './types.ts';

/** Told what is being done; the report is the result. */
export type VerifyHost = {
  readonly signal: AbortSignal;
  /** A step that takes a while has begun. */
  readonly onStep: (title: string) => void;
  /** Something to show beside the step, such as a line of the build. */
  readonly onDetail: (line: string) => void;
};

/** Builds (or takes) an image and proves it from outside. Failed checks are in the report, not thrown. */
export async function verify(request: VerifyRequest, host: VerifyHost): Promise<Report> {
  const dir = resolve(request.dir);
  const own = await readSettings(dir);
  const settings = request.port === undefined ? own : { ...own, port: request.port };
  if (request.image === undefined) await assertDockerfile(dir, request.dir);
  const builds = request.image === undefined || request.compare;
  const secrets = builds && settings.extraCa ? await secretsOf(dir) : {};
  const naive = request.compare ? await readNaive(dir, settings) : undefined;
  const { platform, builder } = request;
  const engine = await findEngine({ engine: request.engine, platform, builder }, host.signal);
  const ref = request.image ?? `${imageName(settings, dir)}:verify`;
  const report =
    request.image === undefined
      ? await buildAndProve(engine, { dir, ref, secrets }, settings, host)
      : await prove(engine, ref, undefined, settings, host);
  if (naive === undefined || report.digest === '') return report;
  return {
    ...report,
    compare: await compareWithNaive(engine, { dir, dockerfile: naive, report, secrets }, host),
  };
}

type Buildable = {
  readonly dir: string;
  readonly ref: string;
  readonly hold: string;
  readonly secrets: Secrets;
};

/** Read before the engine is asked for them: what a repository has under that name may be anything. */
async function secretsOf(dir: string): Promise<Secrets> {
  await readSavedCa(dir);
  return { 'extra-ca': join(dir, extraCaPath) };
}

async function buildAndProve(
  engine: Engine,
  what: Pick<Buildable, 'dir' | 'ref' | 'secrets'>,
  settings: Settings,
  host: VerifyHost,
): Promise<Report> {
  const { ref } = what;
  // Another verify of this directory moves the tag; some image stores then drop the image that it named.
  const hold = `${ref}-${randomBytes(4).toString('hex')}`;
  try {
    const build = await buildHere(engine, { ...what, hold }, host);
    if (!build.imageId) return failedBuild(engine, ref, build);
    return await prove(engine, ref, build, settings, host);
  } finally {
    await removeImage(engine, hold);
  }
}

function failedBuild(engine: Engine, ref: string, { ms: buildMs, tail }: BuildReceipt): Report {
  const nothing = { digest: '', sizeBytes: 0, compressedBytes: 0, engine: engineName(engine) };
  return { ok: false, image: ref, ...nothing, timings: { buildMs }, checks: withoutImage(tail) };
}

async function buildHere(
  engine: Engine,
  { dir, ref, hold, secrets }: Buildable,
  { signal, onStep, onDetail }: VerifyHost,
): Promise<BuildReceipt> {
  onStep(`building ${ref}`);
  return buildImage(engine, { context: dir, tag: ref, hold, secrets, signal, onLine: onDetail });
}

async function prove(
  engine: Engine,
  ref: string,
  build: BuildReceipt | undefined,
  settings: Settings,
  { signal, onStep, onDetail }: VerifyHost,
): Promise<Report> {
  // By id from here on: another build may move the tag meanwhile.
  const digest = build?.imageId ?? (await imageId(engine, ref, signal));
  onStep(`reading ${ref}`);
  const image = await loadImage(engine, { ref, digest }, signal);
  assertPlatform(image, engine.wishes.platform);
  onStep(`checking ${ref}${emulationNote({ image, sandbox: engine })}`);
  const sandbox = await openSandbox(engine, signal);
  try {
    const subject: Subject = { image, settings, build, sandbox, signal };
    const checks = await runChecks(subject, (running) => onDetail(running.join(', ')));
    const ok = checks.every(({ status }) => status !== 'fail');
    // An engine that went away meanwhile is no fault of the image.
    if (!ok) await assertAlive(engine);
    return {
      ok,
      image: ref,
      digest,
      sizeBytes: sizeBytes(image),
      compressedBytes: compressedBytes(image),
      engine: engineName(engine),
      platform: platformOf({ image }),
      timings: {
        ...(build && { buildMs: build.ms }),
        ...ms('bootMs', checks, 'boot'),
        ...ms('stopMs', checks, 'stop'),
      },
      checks,
    };
  } catch (error) {
    if (!(error instanceof Interrupted) && !(error instanceof UserError)) await assertAlive(engine);
    throw error;
  } finally {
    await sandbox.close();
  }
}

function ms(
  key: 'bootMs' | 'stopMs',
  checks: readonly CheckResult[],
  id: string,
): Partial<Report['timings']> {
  const value = checks.find((check) => check.id === id)?.data?.ms;
  return typeof value === 'number' ? { [key]: value } : {};
}

async function assertDockerfile(dir: string, typed: string): Promise<void> {
  const there = await access(join(dir, 'Dockerfile')).then(
    () => true,
    () => false,
  );
  if (there) return;
  throw new UserError(`there is no Dockerfile in ${typed}`, {
    exitCode: ExitCode.usage,
    hint: `\`${tool.name} new\` makes a service with one; --image REF checks an image that is built already`,
  });
}

/** A directory's name can be anything; an image's cannot. */
function imageName({ name }: Settings, dir: string): string {
  const slug = (name ?? basename(dir))
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  return slug || 'image';
}
