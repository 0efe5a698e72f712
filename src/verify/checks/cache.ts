import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BuildReceipt } from '../../engine/build.ts';
import type { Step } from '../../engine/steps.ts';
import { copyContext } from '../rebuild/copy-context.ts';
import { parseDockerfile } from '../rebuild/dockerfile.ts';
import { editSource } from '../rebuild/edit.ts';
import { readIgnored } from '../../dockerfile/ignored.ts';
import { judgeCache } from '../rebuild/judge-cache.ts';
import type { Rebuild } from '../rebuild/rebuild.ts';
import { findSources } from '../rebuild/sources.ts';
import type { Check, Finding } from '../types.ts';

export const cache: Check = {
  id: 'cache',
  title: 'after a one-line edit of the source no dependency is fetched again',
  needs: ['build', 'rebuild'],
  async run({ rebuild }) {
    if (!rebuild) throw new Error('nothing to build again');
    const dir = await mkdtemp(join(tmpdir(), 'create-distroless-edit-'));
    try {
      return await editAndBuild(rebuild, dir);
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  },
};

/** A file may be copied and yet change nothing; more than a few such are no accident. */
const mostEdits = 3;

async function editAndBuild(rebuild: Rebuild, dir: string): Promise<Finding> {
  const { context, dockerfile } = rebuild;
  const copy = join(dir, 'edited');
  const files = await copyContext(context, { to: copy, ignored: await readIgnored(context) });
  const stages = parseDockerfile(dockerfile);
  const sources = findSources(files, stages).slice(0, mostEdits);
  for (const path of sources) {
    await editSource(copy, path);
    const { succeeded, steps, ms, tail } = await rebuild.steps(copy);
    if (steps.length === 0) {
      return { status: 'skip', message: 'this builder does not tell which steps it has in its cache' };
    }
    if (!succeeded) {
      return {
        status: 'warn',
        message: `it does not build with a comment added to ${path}, so nothing can be told of its layers`,
        hint: `the last lines of the build:\n${tail.join('\n')}`,
      };
    }
    if (steps.every(isCached)) continue;
    const judge = (receipt: Pick<BuildReceipt, 'ms' | 'steps'>) =>
      judgeCache({ path, ms: receipt.ms, steps: receipt.steps, stages, files });
    const finding = judge({ ms, steps });
    if (finding.status === 'pass') return finding;
    if (!(await isKept(rebuild, { copy: join(dir, 'same'), judge }))) {
      return { status: 'skip', message: 'this builder keeps no cache: it builds again what nobody changed' };
    }
    // Another build on the same engine may have taken a layer away meanwhile: only what happens twice is blamed.
    await editSource(copy, path);
    const again = await rebuild.steps(copy);
    return again.succeeded ? judge(again) : finding;
  }
  return {
    status: 'skip',
    message:
      sources.length === 0
        ? 'no source file is known among those that the Dockerfile copies'
        : `an edit of ${sources.join(' or of ')} changes nothing in the image`,
  };
}

function isCached({ cached, text }: Step): boolean {
  return cached || text.startsWith('FROM');
}

/** Another build on the same engine, one without a cache above all, may come in between. */
const mostLooks = 3;

/**
 * Before anything is blamed: does a copy without any edit come out well? Other steps than the blamed may run again all the same:
 * BuildKit lets a build join the steps that one without a cache is at (https://github.com/moby/buildkit/blob/master/solver/jobs.go).
 */
async function isKept(
  { context, steps }: Rebuild,
  { copy, judge }: { readonly copy: string; readonly judge: (receipt: BuildReceipt) => Finding },
): Promise<boolean> {
  await copyContext(context, { to: copy, ignored: await readIgnored(context) });
  for (let look = 0; look < mostLooks; look++) {
    if (judge(await steps(copy)).status === 'pass') return true;
  }
  return false;
}
