import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { examine } from '../../src/verify/closure/examine.ts';
import { inspectContent } from '../support/inspect.ts';
import { createRandom } from '../e2e/support/random.ts';
import { imageOf, type Made } from '../support/made-image.ts';

const loader = { x64: '/lib64/ld-linux-x86-64.so.2', arm64: '/lib/ld-linux-aarch64.so.1' }[
  process.arch as string
];
const isHere = loader !== undefined && existsSync(loader);
const architecture = process.arch === 'x64' ? 'amd64' : process.arch;

/** A file of this machine as a file of an image, with the symlink that leads to it. */
async function take(path: string): Promise<Readonly<Record<string, Made>>> {
  const real = realpathSync(path);
  const { size, mode } = statSync(real);
  const facts = await inspectContent({ path: real, mode: mode & 0o7777, size }, [
    readFileSync(real),
  ] as unknown as AsyncIterable<Buffer>);
  return { [real]: { size, mode: mode & 0o7777, ...facts }, ...(real !== path && { [path]: real }) };
}

/** What this machine's loader opens for a program. */
function librariesOf(program: string): readonly string[] {
  const list = execFileSync(loader as string, ['--list', program], { encoding: 'utf8', env: {} });
  return [...list.matchAll(/=> (\/\S+) \(0x/g)].map(([, path]) => path as string);
}

function isDynamic(path: string): boolean {
  const bytes =
    statSync(path).isFile() && statSync(path).size < 2_000_000 ? readFileSync(path) : Buffer.alloc(0);
  return bytes.subarray(0, 4).toString('latin1') === '\u007FELF' && bytes.includes(loader as string);
}

describe.runIf(isHere)('as this machine’s own loader', () => {
  it('nothing is missing of what it opens, and each library that is taken away is missed', async () => {
    const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
    const { int } = createRandom(seed);
    const programs = readdirSync('/usr/bin').map((name) => join('/usr/bin', name));
    const dynamic = programs.filter((path) => existsSync(path) && isDynamic(path)).slice(0, 60);
    let tried = 0;
    for (const program of [process.execPath, ...dynamic.filter(() => int(0, 6) === 0)]) {
      const libraries = librariesOf(program);
      const paths = [program, loader as string, ...libraries, '/etc/ld.so.cache'].filter((path) =>
        existsSync(path),
      );
      const files = Object.assign({}, ...(await Promise.all(paths.map(take)))) as Record<string, Made>;
      const config = { architecture, Entrypoint: [program] };
      expect(examine(imageOf(files, config)).fatal, `SEED=${seed} ${program}`).toEqual([]);

      const gone = libraries[int(0, libraries.length)];
      if (gone === undefined) continue;
      const { [realpathSync(gone)]: _, ...rest } = files;
      const missing = examine(imageOf(rest, config)).fatal.map((each) => ('needs' in each ? each.needs : ''));
      expect(missing.length, `SEED=${seed} ${program} without ${gone}`).toBeGreaterThan(0);
      expect(gone.endsWith(missing[0] as string), `${missing[0]} for ${gone}`).toBe(true);
      tried++;
    }
    expect(tried).toBeGreaterThan(0);
  });
});
