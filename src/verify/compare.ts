import { join } from 'node:path';
import { resolveAnswers } from '../answers/resolve.ts';
import { buildImage, type Secrets } from '../engine/build.ts';
import type { Engine } from '../engine/engine.ts';
import { removeImage } from '../engine/remove.ts';
import { ExitCode, UserError } from '../errors.ts';
import { prepareTemplate } from '../render/handlebars.ts';
import { makePlan } from '../render/plan.ts';
import { resolveReferences } from '../render/references.ts';
import { readRepo } from '../repo/read.ts';
import { layerDir, loadAllStacks, loadShared } from '../stacks/load.ts';
import { loadImage } from './image/load.ts';
import { sizeBytes } from './image/size.ts';
import type { Settings } from './settings.ts';
import type { Comparison, Report } from './types.ts';
import type { VerifyHost } from './verify.ts';

/**
 * The Dockerfile that people write first for this stack: one stage, the toolchain left in.
 * @throws UserError when the repository does not say what stack it is.
 */
export async function readNaive(dir: string, settings: Settings): Promise<string> {
  const [stacks, shared] = await Promise.all([loadAllStacks(), loadShared()]);
  const stack = stacks.find(({ id }) => id === settings.stack);
  if (stack?.naive === undefined) {
    throw new UserError('--compare needs a distroless.yaml that names a stack with a sample (answers.lang)', {
      exitCode: ExitCode.usage,
      hint: 'it is written by `create-distroless new`',
    });
  }
  const repo = await readRepo(dir, '.');
  const answers = await resolveAnswers({
    request: { dir, flags: {}, yes: true },
    repo,
    stacks,
    ask: undefined,
  });
  const { context } = makePlan(repo, answers, stacks, shared);
  const render = await prepareTemplate(join(layerDir(stack.id), stack.naive));
  const { registry } = context;
  return resolveReferences(render(context), { registry, digests: repo.pinned ?? new Map() });
}

type Compared = {
  readonly dir: string;
  readonly dockerfile: string;
  readonly report: Report;
  readonly secrets: Secrets;
};

/** Builds the naive image from the same sources, weighs it the same way, and removes it. */
export async function compareWithNaive(
  engine: Engine,
  { dir, dockerfile, report, secrets }: Compared,
  { signal, onStep, onLine }: VerifyHost,
): Promise<Comparison> {
  const tag = `${report.image.replace(/[:@].*$/, '')}:naive-${process.pid}`;
  onStep('building the naive single-stage image to compare with');
  const { imageId, ms, tail } = await buildImage(engine, {
    context: dir,
    dockerfile,
    tag,
    secrets,
    signal,
    ...(onLine && { onLine }),
  });
  // The image under test is proven all the same.
  if (imageId === undefined) return { error: tail.join('\n') };
  try {
    onStep('weighing the naive image');
    const bytes = sizeBytes(await loadImage(engine, { ref: tag, digest: imageId }, signal));
    return { sizeBytes: bytes, ratio: bytes / report.sizeBytes, buildMs: ms };
  } finally {
    await removeImage(engine, tag);
  }
}
