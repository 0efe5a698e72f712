import { basename, join, posix, relative, sep } from 'node:path';
import type { Context, Plan, PlannedRule, Tree, TreeFile } from '../pipeline.ts';
import { extraCaPath } from '../gather/extra-ca.ts';
import { prepareTemplate } from './handlebars.ts';
import { resolveReferences } from './references.ts';
import { listSources, readSource } from './sources.ts';

/** Where shared/layer.yaml puts it. */
const packagesScript = '.distroless/packages.sh';

/** Makes every file of the plan in memory. Reads templates, writes nothing. */
export async function renderTree(plan: Plan): Promise<Tree> {
  const layers = await Promise.all(plan.rules.map((rule) => renderRule(rule, plan.context)));
  // Later layers win.
  const merged = [...new Map(layers.flat().map((file) => [file.path, file])).values()];
  const read = contextFiles(plan);
  const rendered = merged.map((file) => {
    if (file.path === 'Dockerfile') return { ...file, content: withReferences(file.content, plan) };
    return isIgnoreFile(file.path) ? { ...file, content: admit(file.content, read) } : file;
  });
  return { root: plan.root, files: rendered.toSorted(byPath) };
}

function withReferences(content: Buffer, { context: { registry }, digests }: Plan): Buffer {
  return Buffer.from(resolveReferences(content.toString('utf8'), { registry, digests }));
}

/** What the options' stages read from the build context. */
function contextFiles({ context: { extraCa, packages, place } }: Plan): readonly string[] {
  const files = [
    ...(extraCa.inImage ? [extraCaPath] : []),
    ...(packages.image !== '' ? [packagesScript] : []),
  ];
  return files.map((path) => place.ours + path);
}

function admit(dockerignore: Buffer, paths: readonly string[]): Buffer {
  if (paths.length === 0) return dockerignore;
  const lines = ['# Read by stages of the Dockerfile.', ...paths.map((path) => `!${path}`), ''];
  return Buffer.concat([dockerignore, Buffer.from(lines.join('\n'))]);
}

async function renderRule(rule: PlannedRule, context: Context): Promise<readonly TreeFile[]> {
  const sources = await listSources(join(rule.layer, rule.from));
  const { required, value } = rule;
  const group = rule.group ?? (sources.length > 1 ? rule.from : undefined);
  return Promise.all(
    sources.map(async (from) => {
      const [content, { executable }] = await Promise.all([renderFile(from, context), readSource(from)]);
      return {
        path: targetPath(rule, from),
        content,
        mode: executable ? 0o755 : 0o644,
        owner: rule.owner,
        ...(group !== undefined && { group }),
        ...(required && { required }),
        ...(value && { value }),
      } as const;
    }),
  );
}

async function renderFile(from: string, context: Context): Promise<Buffer> {
  if (from.endsWith('.hbs')) return Buffer.from((await prepareTemplate(from))(context));
  const file = await readSource(from);
  if ('code' in file) throw new Error(`a template without its extension: ${from}`);
  return Buffer.from(file.text);
}

function targetPath({ layer, from, to }: PlannedRule, file: string): string {
  const source = join(layer, from);
  if (file === source) return to;
  const inside = relative(source, file)
    .split(sep)
    .map((name) => basename(name, '.hbs'));
  return posix.join(to, ...inside);
}

/** The context's own, or that of one Dockerfile (https://docs.docker.com/build/concepts/context/#dockerignore-files). */
function isIgnoreFile(path: string): boolean {
  return path === '.dockerignore' || path === 'Dockerfile.dockerignore';
}

function byPath(a: TreeFile, b: TreeFile): number {
  return a.path < b.path ? -1 : 1;
}
