import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip, gzipSync } from 'node:zlib';
import { archives } from '../prepared.ts';
import { preparedKey, templatesDir } from '../tool.ts';

/**
 * A file of a template source. The built-in one is a directory in the repository, and in the package a compressed archive a
 * layer, a third of the size: lock files and templates are most of what is installed, and a run reads two layers.
 */
export type SourceFile =
  | { readonly text: string; readonly executable: boolean }
  /** A template as Handlebars precompiled it: an expression of JavaScript. */
  | { readonly code: string; readonly executable: boolean };

type Archive = Readonly<Record<string, SourceFile>>;
const opened = new Map<string, Promise<Archive>>();

/** What the build writes beside the bundle: gzip of JSON, by path below templates/, of one layer. */
export function packSources(files: Archive): Buffer {
  return gzipSync(JSON.stringify(files), { level: 9 });
}

/** The absolute paths of the files at or below an absolute path of a template source. */
export async function listSources(path: string): Promise<readonly string[]> {
  const archive = archiveOf(path);
  if (archive !== undefined) {
    const key = preparedKey(path);
    const keys = Object.keys(await open(archive));
    return keys
      .filter((each) => each === key || each.startsWith(`${key}/`))
      .map((each) => join(templatesDir, each));
  }
  if (!(await stat(path)).isDirectory()) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** @throws Error when there is no such file */
export async function readSource(path: string): Promise<SourceFile> {
  const archive = archiveOf(path);
  if (archive !== undefined) {
    const file = (await open(archive))[preparedKey(path)];
    if (!file) throw new Error(`not in the archive: ${path}`);
    return file;
  }
  const [text, { mode }] = await Promise.all([readFile(path, 'utf8'), stat(path)]);
  return { text, executable: (mode & 0o100) !== 0 };
}

/** The archive of the layer that a file of the built-in source belongs to, in the package. */
function archiveOf(path: string): string | undefined {
  if (!path.startsWith(templatesDir)) return undefined;
  return archives[preparedKey(path).split('/', 1)[0] as string];
}

function open(archive: string): Promise<Archive> {
  const known = opened.get(archive);
  if (known) return known;
  const opening = readFile(new URL(archive, import.meta.url))
    .then((bytes) => promisify(gunzip)(bytes))
    .then((bytes) => JSON.parse(bytes.toString('utf8')) as Archive);
  opened.set(archive, opening);
  return opening;
}
