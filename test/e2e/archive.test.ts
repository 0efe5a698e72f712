import { mkdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checks } from '../../src/verify/checks/index.ts';
import type { Report } from '../../src/verify/types.ts';
import { verify } from '../../src/verify/verify.ts';
import { emptyDir } from '../support/cli.ts';
import { buildParts, fixtureDir, removeFixtures } from './support/fixtures.ts';
import { createRandom } from './support/random.ts';
import { drawNames, filesOf } from './support/recipe.ts';

const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
process.stdout.write(`archive.test.ts: SEED=${seed}\n`);
const names = drawNames(createRandom(seed));
const tag = `create-distroless-test/archive-${process.pid}`;
const skopeo = 'create-distroless-test/skopeo';
const minute = 60_000;

beforeAll(buildParts);
afterAll(async () => {
  await removeFixtures();
  await execa('docker', ['image', 'rm', '--force', tag], { reject: false });
});

function verified(request: object): Promise<Report> {
  const host = { signal: new AbortController().signal, onStep() {}, onDetail() {} };
  return verify({ dir: '.', compare: false, ...request }, host);
}

/** What a check that only reads the image says, which must not depend on where it was read from. */
function said(report: Report) {
  const readers = new Set(checks.filter(({ needs }) => needs.length === 0).map(({ id }) => id));
  const results = report.checks.filter(({ id }) => readers.has(id));
  // What a pull transfers differs: some keep the layers compressed.
  return results.map(({ id, status, message }) => ({ id, status, message: id === 'size' ? '' : message }));
}

/** What skopeo makes of an archive of `docker save`, as a tar. */
async function skopeoCopy(saved: Buffer, target: string, pack: string): Promise<Buffer> {
  const dockerfile =
    'FROM debian:trixie-slim\nRUN apt-get update && apt-get install -y --no-install-recommends skopeo\n';
  await execa('docker', ['build', '--quiet', '--tag', skopeo, '-'], { input: dockerfile });
  const script = `cat > /in.tar && skopeo copy --insecure-policy docker-archive:/in.tar ${target} >&2 && ${pack}`;
  const { stdout } = await execa('docker', ['run', '--rm', '--interactive', skopeo, 'sh', '-c', script], {
    input: saved,
    encoding: 'buffer',
    maxBuffer: 1e9,
    stripFinalNewline: false,
  });
  return Buffer.from(stdout);
}

test(
  'an image is the same from the engine and from every archive of it',
  { timeout: 10 * minute },
  async () => {
    // A shell, so that there is something to find; hidden files must weigh the same too.
    const recipe = {
      from: 'gcr.io/distroless/static-debian13:debug-nonroot',
      add: `COPY Dockerfile /${names.word}`,
    };
    const dir = await fixtureDir(filesOf(recipe, names));
    await execa('docker', ['build', '--quiet', '--tag', tag, dir]);
    const { stdout } = await execa('docker', ['save', tag], {
      encoding: 'buffer',
      maxBuffer: 1e9,
      stripFinalNewline: false,
    });
    const saved = Buffer.from(stdout);
    const out = emptyDir();
    await writeFile(join(out, 'docker.tar'), saved);
    await writeFile(join(out, 'docker.tar.gz'), gzipSync(saved));
    await writeFile(join(out, 'oci.tar'), await skopeoCopy(saved, 'oci-archive:/out.tar', 'cat /out.tar'));
    const layout = await skopeoCopy(saved, 'oci:/layout', 'tar -C /layout -cf - .');
    mkdirSync(join(out, 'layout'));
    await execa('tar', ['-C', join(out, 'layout'), '-xf', '-'], { input: layout });

    const fromEngine = await verified({ image: tag });
    expect(fromEngine.checks.find(({ id }) => id === 'no-shell')?.status).toBe('fail');
    for (const name of ['docker.tar', 'docker.tar.gz', 'oci.tar', 'layout']) {
      const report = await verified({ archive: join(out, name) });
      expect({ name, bytes: report.sizeBytes }).toEqual({ name, bytes: fromEngine.sizeBytes });
      expect({ name, said: said(report) }).toEqual({ name, said: said(fromEngine) });
      expect(report.checks.find(({ id }) => id === 'boot')).toMatchObject({ status: 'skip' });
    }
  },
);

test(
  'an image that is not on the engine is not pulled, and the hint says how',
  { timeout: minute },
  async () => {
    const image = `registry.invalid/${names.word}/private:1`;
    await expect(verified({ image })).rejects.toMatchObject({
      exitCode: 1,
      message: `there is no image ${image} on this engine`,
      hint: expect.stringMatching(/pull registry\.invalid.*docker login/),
    });
  },
);
