import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { manifests } from '../prepared.ts';
import { preparedKey, templatesDir } from '../tool.ts';
import type { Manifests, SharedLayer, StackManifest } from './schema.ts';

const shared = '_shared';

/** Every stack of a template source that has a sample app, in the order of its lists, with the targets that it can have. */
export async function loadStacks(source: string = templatesDir): Promise<readonly StackManifest[]> {
  return (await loadAllStacks(source))
    .filter(({ files }) => files.length > 0)
    .map((stack) => ({
      ...stack,
      targets: Object.fromEntries(Object.entries(stack.targets).filter(([, { only }]) => only === undefined)),
    }));
}

/** Those too that only `add` knows, and the targets. A folder is a stack if it has a stack.yaml. */
export async function loadAllStacks(source: string = templatesDir): Promise<readonly StackManifest[]> {
  const folders = (await listFolders(source)).filter((name) => name !== shared).toSorted();
  const stacks = await Promise.all(
    folders.map((folder) => readManifest(join(source, folder, 'stack.yaml'), 'stack')),
  );
  return stacks.toSorted((a, b) => a.order - b.order);
}

/** The layer that every stack gets. */
export async function loadShared(source: string = templatesDir): Promise<SharedLayer> {
  return readManifest(join(source, shared, 'layer.yaml'), 'layer');
}

/** Absolute folder of a layer: a stack's id, or the shared one when no id is given. */
export function layerDir(id: string = shared, source: string = templatesDir): string {
  return join(source, id);
}

/** Of the built-in source the package has only what was prepared. */
async function listFolders(source: string): Promise<readonly string[]> {
  const prepared = source === templatesDir ? Object.keys(manifests) : [];
  return prepared.length > 0 ? prepared.map((path) => dirname(path)) : readdir(source);
}

async function readManifest<Kind extends keyof Manifests>(
  path: string,
  kind: Kind,
): Promise<Manifests[Kind]> {
  const prepared = manifests[preparedKey(path)];
  if (prepared !== undefined) return prepared as Manifests[Kind];
  const { parseManifest } = await import('./parse.ts');
  return parseManifest(await readFile(path, 'utf8'), kind, path);
}
