/**
 * `npm run corpus`: containerizes public repositories that nobody of this project wrote, builds each and asks it; prints the rate.
 *   npm run corpus                      all of apps.yaml, cloned from GitHub
 *   npm run corpus -- --only REGEX      those whose repository or directory fits
 *   npm run corpus -- --mirror DIR      from bare clones DIR/<owner>+<name>/repo, at what is their HEAD
 *   npm run corpus -- --write           also writes docs/corpus.md; with --only, the rows of the others stay
 * Dockerfiles and .dockerignore files that they have are taken away first: what is asked is whether `add` can do without.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdir, readdir, readlink, rm, writeFile } from 'node:fs/promises';
import { join, posix, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { execa } from 'execa';
import * as v from 'valibot';
import { parse } from 'yaml';
import { findEngine } from '../../src/engine/find.ts';
import { referencesIn } from '../../src/render/references.ts';
import { loadImage } from '../../src/verify/image/load.ts';
import { sizeBytes } from '../../src/verify/image/size.ts';
import { cli, emptyDir } from '../support/cli.ts';
import { bringUp } from '../support/engine.ts';
import pack from '../support/pack.ts';
import { askImage, runImage } from '../support/run-image.ts';
import { markdownTable } from '../support/table.ts';

const Apps = v.array(
  v.strictObject({
    repo: v.pipe(v.string(), v.regex(/^[\w.-]+\/[\w.-]+$/)),
    commit: v.pipe(v.string(), v.regex(/^[0-9a-f]{40}$/)),
    dir: v.optional(v.string(), ''),
    expected: v.optional(v.picklist(['boot', 'refuse', 'either']), 'boot'),
    /** What it takes beyond the package registries. */
    needs: v.optional(v.string()),
    run: v.optional(
      v.strictObject({
        env: v.optional(v.record(v.string(), v.string()), {}),
        port: v.optional(v.number()),
        path: v.optional(v.string()),
        status: v.optional(v.number(), 200),
        body: v.optional(v.string()),
        args: v.optional(v.array(v.string())),
        stdout: v.optional(v.string()),
      }),
      {},
    ),
  }),
);
type App = v.InferOutput<typeof Apps>[number];
type Result = {
  readonly app: App;
  readonly ok: boolean;
  readonly stage: string;
  readonly said: string;
  readonly mb?: number;
};

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    mirror: { type: 'string' },
    write: { type: 'boolean', default: false },
    list: { type: 'string', default: join(import.meta.dirname, 'apps.yaml') },
  },
});

const signal = new AbortController().signal;
const label = ({ repo, dir }: App) => (dir === '' ? repo : `${repo}/${dir}`);
const answered = 'answers';
const wasRefused = 'refused, with the reason';
const listed = v
  .parse(Apps, parse(readFileSync(values.list, 'utf8')))
  .filter((app) => app.needs === undefined);
const apps = listed.filter((app) => new RegExp(values.only).test(label(app)));
const cleanUp = await pack();
const results: Result[] = [];
const queue = [...apps.entries()];
// Two at a time: one fetches while the other compiles.
await Promise.all([work(), work()]);
cleanUp?.();
console.log(rateOf(results.filter(({ ok }) => ok).length, results.length));
if (values.write) {
  const path = join(import.meta.dirname, '../../docs/corpus.md');
  writeFileSync(path, page(readFileSync(path, 'utf8')));
}

async function work(): Promise<void> {
  for (let next = queue.shift(); next; next = queue.shift()) {
    const [at, app] = next;
    const result = await containerize(app).catch((error: unknown): Result => ({
      app,
      ok: false,
      stage: 'fetch',
      said: String(error),
    }));
    results[at] = result;
    const size = result.mb === undefined ? '' : `${result.mb.toFixed(1)} MB`;
    console.log(
      `${result.ok ? 'ok  ' : 'FAIL'} ${label(app)} ${result.stage} ${size} ${result.ok ? '' : result.said.slice(-600)}`,
    );
  }
}

async function containerize(app: App): Promise<Result> {
  const root = await fetchApp(app);
  const { code, stdout, stderr } = await cli(['add', root, '--yes', '--json'], { cwd: emptyDir() });
  const wrote = existsSync(join(root, 'Dockerfile'));
  const refused = code === 5 && !wrote;
  const done = (ok: boolean, stage: string, said = ''): Result => ({ app, ok, stage, said });
  if (app.expected === 'refuse' || (app.expected === 'either' && code !== 0))
    return done(refused, 'refused', stderr);
  if (code !== 0 || !wrote) return done(false, 'add', `exit ${code}: ${stderr}`);

  await bringUp(referencesIn(readFileSync(join(root, 'Dockerfile'), 'utf8')));
  const image = `create-distroless-corpus/${label(app)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')}`;
  const built = await execa('docker', ['build', '--progress', 'plain', '--tag', image, root], {
    reject: false,
    all: true,
    timeout: 900_000,
  });
  if (built.exitCode !== 0) return done(false, 'build', built.all);
  try {
    const { answers } = JSON.parse(stdout) as { answers: { port?: { value: string } } };
    // Where it is told to listen, or where it was found to; else where it is known to.
    const port = Number(app.run.env['PORT'] ?? answers.port?.value ?? app.run.port ?? 0);
    const { ok, said } = app.run.args ? await runImage(image, app.run) : await askImage(image, port, app.run);
    const { stdout: digest } = await execa('docker', ['image', 'inspect', '--format', '{{.Id}}', image]);
    const loaded = await loadImage(await findEngine(), { ref: image, digest }, signal);
    return { ...done(ok, 'run', said), mb: sizeBytes(loaded) / 1e6 };
  } finally {
    await execa('docker', ['image', 'rm', '--force', image], { reject: false });
  }
}

async function fetchApp({ repo, commit, dir }: App): Promise<string> {
  const root = join(emptyDir(), 'app');
  const bare = values.mirror === undefined ? emptyDir() : join(values.mirror, repo.replace('/', '+'), 'repo');
  const git = (...args: string[]) => execa('git', ['--git-dir', bare, ...args]);
  if (values.mirror === undefined) {
    await execa('git', ['init', '--quiet', '--bare', bare]);
    await git('fetch', '--quiet', '--depth', '1', `https://github.com/${repo}`, commit);
  }
  await mkdir(root);
  const tree = values.mirror === undefined ? commit : 'HEAD';
  const { stdout } = await execa(
    'git',
    ['--git-dir', bare, 'archive', dir === '' ? tree : `${tree}:${dir}`],
    {
      encoding: 'buffer',
      maxBuffer: 2_000_000_000,
    },
  );
  await execa('tar', ['--extract', '--directory', root], { input: stdout });
  await followLinks(root, dir, async (path) => {
    const shown = await git('show', `${tree}:${path}`);
    return shown.stdout;
  });
  for (const name of await readdir(root)) {
    if (/^(.*\.)?dockerfile(\..*)?$|^containerfile$|^\.dockerignore$/i.test(name)) await rm(join(root, name));
  }
  return root;
}

/** Links that lead out of the directory, into the rest of the repository: what they point to in their place. */
async function followLinks(
  root: string,
  dir: string,
  show: (path: string) => Promise<string>,
): Promise<void> {
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isSymbolicLink() || existsSync(path)) continue;
    const target = posix.normalize(posix.join(dir, relative(root, entry.parentPath), await readlink(path)));
    const text = await show(target).catch(() => undefined);
    if (text === undefined) continue;
    await rm(path);
    await writeFile(path, text);
  }
}

/** The page with the rows of this run; those of other repositories stay, if they are still in the list. */
function page(old: string): string {
  const today = new Date().toISOString().slice(0, 10);
  const fresh = new Map(
    results.map(({ app, ok, stage, mb, said }) => {
      const fine = stage === 'refused' ? wasRefused : answered;
      const outcome = ok ? fine : `fails at ${stage}: ${tellingLine(said)}`;
      return [label(app), [label(app), outcome, mb === undefined ? '' : `${mb.toFixed(1)} MB`, today]];
    }),
  );
  const known = new Map(
    old
      .split('\n')
      .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()))
      .map((cells) => [cells[1] ?? '', cells.slice(1, 5)]),
  );
  const rows = listed.flatMap((app) => {
    const row = fresh.get(label(app)) ?? known.get(label(app));
    return row === undefined ? [] : [row];
  });
  const good = rows.filter(([, outcome]) => outcome === answered || outcome === wasRefused);
  return `# One-shot rate on public repositories

Written by \`npm run corpus -- --write\`: \`add --yes\`, \`docker build\`, and what the app answers, with no file touched by hand.
${rateOf(good.length, rows.length)}. Sizes are uncompressed, as verify counts them.

${markdownTable([['repository', 'outcome', 'image', 'on'], ...rows])}
`;
}

function rateOf(good: number, all: number): string {
  return `${good} of ${all} (${Math.round((100 * good) / Math.max(all, 1))} %)`;
}

/** The line that says most of what went wrong: what is missing, else the first error, else the last words. */
function tellingLine(text: string): string {
  const lines = text.trim().split('\n');
  const line =
    lines.find((each) => /not found|no such|cannot find/i.test(each)) ??
    lines.find((each) => /error/i.test(each)) ??
    lines.at(-1) ??
    '';
  const plain = line.replace(/^[#\d. ]*(\[ERROR\])?\s*/, '');
  return plain.slice(0, 120).replaceAll('|', '\\|');
}
