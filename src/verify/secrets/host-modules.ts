import { posix } from 'node:path';
import type { Image, Layer } from '../image/types.ts';

export type HostModules = { readonly path: string; readonly layer: number; readonly what: string };

/** Files that only a directory with sources has, and nobody copies into an image on purpose. */
const ofSources =
  /^(?:[\w.-]*Dockerfile|Dockerfile[\w.-]*|Containerfile|\.dockerignore|\.gitignore|\.gitattributes|\.git|\.github|\.gitlab-ci\.yml|(?:docker-)?compose[\w.-]*\.ya?ml|\.vscode|\.idea|\.editorconfig|\.nvmrc|\.prettierrc[\w.]*|\.eslintrc[\w.]*|distroless\.yaml)$/;

/**
 * node_modules that were installed on the machine that sent the build context, not in a build stage:
 * - native files of macOS or Windows that npm installs or builds on such a machine only, without a Linux one beside them; or
 * - a step that copies `node_modules` of the context by its name, or the whole context with the files of sources beside it.
 * A copy from a build stage names an absolute path (its history does not say which stage), and passes. So does a step that
 * does not tell its source, as the builders before BuildKit wrote it.
 */
export function findHostModules(image: Image): readonly HostModules[] {
  const steps = image.history.filter(({ emptyLayer }) => !emptyLayer);
  const known = steps.length === image.layers.length;
  return image.layers.flatMap((layer, index) => {
    const sources = known ? sourcesOf(steps[index]?.createdBy ?? '') : [];
    const [path, what] = foreignModules(layer) ?? copiedModules(layer, sources) ?? [];
    return path === undefined || what === undefined ? [] : [{ path, what, layer: index + 1 }];
  });
}

type Named = readonly [path: string, what: string];

function foreignModules({ entries }: Layer): Named | undefined {
  const strangers = entries.filter(({ foreign }) => foreign !== undefined);
  if (strangers.length === 0) return undefined;
  const linux = new Set(entries.flatMap(({ path }) => stemOf(path, 'linux') ?? []));
  const found = strangers.find(({ path }) => {
    // Installed for several systems on purpose: npm's `--os`, pnpm's and Yarn's supportedArchitectures.
    const stem = stemOf(path, 'darwin|win32');
    return stem === undefined || !linux.has(stem);
  });
  return found && [rootOf(found.path), `node_modules of a machine with ${found.foreign}`];
}

/** A package's directory up to the system that it is for: `/app/node_modules/@esbuild/` of `…/@esbuild/linux-x64/bin/esbuild`. */
function stemOf(path: string, system: string): string | undefined {
  return new RegExp(`^(.*/node_modules/(?:@[^/]+/)?[^/]*?)(?:${system})-`).exec(path)?.[1];
}

function copiedModules({ entries }: Layer, sources: readonly string[]): Named | undefined {
  const module = entries.find(({ path }) => /\/node_modules\/(?:@[^/]+\/)?[^/]+\/package\.json$/.test(path));
  if (!module) return undefined;
  const root = rootOf(module.path);
  const what = 'node_modules of the build context';
  if (sources.some((source) => /^(?:\.\/)?(?:[\w.-]+\/)*node_modules\/?$/.test(source))) return [root, what];
  if (!sources.some((source) => /^\.?\/?\*?$/.test(source) && source !== '/')) return undefined;
  const beside = posix.dirname(root);
  const isOfSources = entries.some(
    ({ path }) => posix.dirname(path) === beside && ofSources.test(posix.basename(path)),
  );
  return isOfSources ? [root, what] : undefined;
}

/** The sources of a COPY or ADD as BuildKit writes it down: `COPY --chown=1:1 . /app # buildkit`. */
function sourcesOf(createdBy: string): readonly string[] {
  const [verb, ...args] = createdBy.replace(/ # buildkit$/, '').split(' ');
  if (verb !== 'COPY' && verb !== 'ADD') return [];
  return args.filter((arg) => !arg.startsWith('--')).slice(0, -1);
}

/** The outermost node_modules of a path. */
function rootOf(path: string): string {
  return path.slice(0, path.indexOf('/node_modules/') + '/node_modules'.length);
}
