import { randomBytes } from 'node:crypto';
import { access, readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { buildImage, type BuildOptions, type BuildReceipt, type Secrets } from '../engine/build.ts';
import { assertAlive, engineName, type Engine } from '../engine/engine.ts';
import { findEngine } from '../engine/find.ts';
import { removeImage } from '../engine/remove.ts';
import { openSandbox } from '../engine/sandbox.ts';
import { imageId } from '../engine/save.ts';
import { ExitCode, Interrupted, UserError } from '../errors.ts';
import { extraCaPath, readSavedCa } from '../gather/extra-ca.ts';
import { tool } from '../tool.ts';
import { secretsFromEnvironment } from './build-secrets.ts';
import { compareWithNaive, readNaive } from './compare.ts';
import { loadImage } from './image/load.ts';
import { openRebuild } from './rebuild/rebuild.ts';
import { openImage } from './image/open.ts';
import { parsePlatform } from './image/platform.ts';
import { compressedBytes, sizeBytes } from './image/size.ts';
import type { Image } from './image/types.ts';
import { assertPlatform, emulationNote, platformOf } from './platform.ts';
import { runChecks, withoutImage } from './run-checks.ts';
import { readSettings, type Settings } from './settings.ts';
import type { CheckResult, ImageSubject, Report, Subject, VerifyRequest } from './types.ts';

/** Told what is being done; the report is the result. */
export type VerifyHost = {
  readonly signal: AbortSignal;
  /** A step that takes a while has begun. */
  readonly onStep: (title: string) => void;
  /** What the step is at, such as the checks that run. */
  readonly onDetail: (text: string) => void;
  /** A line that the builder printed. */
  readonly onLine?: (line: string) => void;
  /** The image under test, as soon as it is read. */
  readonly onImage?: (image: Image) => void;
};

/** Builds (or takes) an image and proves it from outside. Failed checks are in the report, not thrown. */
export async function verify(request: VerifyRequest, host: VerifyHost): Promise<Report> {
  const dir = resolve(request.dir);
  const own = await readSettings(dir);
  const settings = {
    ...own,
    ...(request.port !== undefined && { port: request.port }),
    thorough: own.thorough || request.thorough === true,
  };
  if (request.archive !== undefined) return proveArchive(request.archive, request, settings, host);
  if (request.image === undefined) await assertDockerfile(dir, request.dir);
  const builds = request.image === undefined || request.compare;
  const secrets = builds ? await secretsOf(dir, settings) : {};
  const naive = request.compare ? await readNaive(dir, settings) : undefined;
  const { platform, builder } = request;
  const engine = await findEngine({ engine: request.engine, platform, builder }, host.signal);
  if (settings.container.mounts) assertLocal(engine);
  const ref = request.image ?? `${imageName(settings, dir)}:verify`;
  const report =
    request.image === undefined
      ? await buildAndProve(engine, { dir, ref, secrets }, settings, host)
      : await prove(engine, { ref }, settings, host);
  if (naive === undefined || report.digest === '') return report;
  return {
    ...report,
    compare: await compareWithNaive(engine, { dir, dockerfile: naive, report, secrets }, host),
  };
}

/** Read before the engine is asked for them: what a repository has under that name may be anything. */
async function secretsOf(dir: string, { extraCa }: Settings): Promise<Secrets> {
  if (extraCa) await readSavedCa(dir);
  const own = await readFile(join(dir, 'Dockerfile'), 'utf8').catch(() => '');
  return {
    ...(extraCa && { 'extra-ca': join(dir, extraCaPath) }),
    ...secretsFromEnvironment(own, process.env),
  };
}

async function buildAndProve(
  engine: Engine,
  { dir, ref, secrets }: { readonly dir: string; readonly ref: string; readonly secrets: Secrets },
  settings: Settings,
  host: VerifyHost,
): Promise<Report> {
  // Another verify of this directory moves the tag; some image stores then drop the image that it named.
  const hold = `${ref}-${randomBytes(4).toString('hex')}`;
  const { signal, onStep, onLine } = host;
  const options: BuildOptions = {
    context: resolve(dir, settings.context),
    ...(settings.context !== '.' && { file: join(dir, 'Dockerfile') }),
    tag: ref,
    hold,
    secrets,
    signal,
    ...(onLine && { onLine }),
  };
  try {
    onStep(`building ${ref}`);
    const build = await buildImage(engine, options);
    if (!build.imageId) return failedBuild(engine, ref, build);
    const dockerfile = await readFile(join(dir, 'Dockerfile'), 'utf8');
    const rebuild =
      settings.thorough && engine.rebuilds
        ? openRebuild(engine, options, { dockerfile, first: build })
        : undefined;
    return await prove(engine, { ref, build, dockerfile, rebuild }, settings, host);
  } finally {
    await removeImage(engine, hold);
  }
}

function failedBuild(engine: Engine, ref: string, { ms: buildMs, tail }: BuildReceipt): Report {
  const nothing = { digest: '', sizeBytes: 0, compressedBytes: 0, engine: engineName(engine) };
  return { ok: false, image: ref, ...nothing, timings: { buildMs }, checks: withoutImage(tail) };
}

/** An image, and what is known of how it was built. */
type Proved = { readonly ref: string } & Partial<Pick<Subject, 'build' | 'dockerfile' | 'rebuild'>>;

async function prove(
  engine: Engine,
  { ref, build, dockerfile, rebuild }: Proved,
  settings: Settings,
  { signal, onStep, onDetail, onImage }: VerifyHost,
): Promise<Report> {
  // By id from here on: another build may move the tag meanwhile.
  const digest = build?.imageId ?? (await imageId(engine, ref, signal));
  onStep(`reading ${ref}`);
  const image = await loadImage(engine, { ref, digest }, signal);
  onImage?.(image);
  assertPlatform(image, engine.wishes.platform);
  onStep(`checking ${ref}${emulationNote({ image, sandbox: engine })}`);
  const sandbox = await openSandbox(engine, signal);
  try {
    const subject = { image, settings, build, dockerfile, rebuild, sandbox, signal };
    const report = await judge(subject, onDetail, engine);
    // An engine that went away meanwhile is no fault of the image.
    if (!report.ok) await assertAlive(engine);
    return report;
  } catch (error) {
    if (!(error instanceof Interrupted) && !(error instanceof UserError)) await assertAlive(engine);
    throw error;
  } finally {
    await sandbox.close();
  }
}

/** What can be told of an image that nothing runs: no engine is asked for anything. */
async function proveArchive(
  path: string,
  { image: name, platform }: VerifyRequest,
  settings: Settings,
  { signal, onStep, onDetail, onImage }: VerifyHost,
): Promise<Report> {
  onStep(`reading ${path}`);
  const choice = { name, platform: platform === undefined ? undefined : parsePlatform(platform) };
  const image = await openImage(path, choice, signal);
  onImage?.(image);
  return judge({ image, settings, build: undefined, dockerfile: undefined, signal }, onDetail);
}

async function judge(
  subject: Subject | ImageSubject,
  onDetail: VerifyHost['onDetail'],
  engine?: Engine,
): Promise<Report> {
  const { image, build } = subject;
  const checks = await runChecks(subject, (running) => onDetail(running.join(', ')));
  return {
    ok: checks.every(({ status }) => status !== 'fail'),
    image: image.ref,
    digest: image.digest,
    sizeBytes: sizeBytes(image),
    compressedBytes: compressedBytes(image),
    ...(engine && { engine: engineName(engine) }),
    platform: platformOf({ image }),
    timings: {
      ...(build && { buildMs: build.ms }),
      ...ms('bootMs', checks, 'boot'),
      ...ms('stopMs', checks, 'stop'),
    },
    checks,
  };
}

function ms(
  key: 'bootMs' | 'stopMs',
  checks: readonly CheckResult[],
  id: string,
): Partial<Report['timings']> {
  const value = checks.find((check) => check.id === id)?.data?.ms;
  return typeof value === 'number' ? { [key]: value } : {};
}

/** Another machine does not have the directories of this one. */
function assertLocal({ endpoint }: Engine): void {
  if (endpoint.loopback) return;
  throw new UserError('distroless.yaml: verify.mounts needs an engine on this machine', {
    exitCode: ExitCode.usage,
    hint: `this one is at ${endpoint.url}`,
  });
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
