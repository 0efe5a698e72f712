import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip, gzipSync } from 'node:zlib';
import { archive } from '../prepared.ts';
import { preparedKey, templatesDir } from '../tool.ts';

/**
 * A file of a template source. The built-in one is a directory in the repository, and in the package one compressed archive,
 * a third of the size: lock files and templates are most of what is installed.
 */
export type SourceFile =
  | { readonly text: string; readonly executable: boolean }
  /** A template as Handlebars precompiled it: an expression of JavaScript. */
  | { readonly code: string; readonly executable: boolean };

type Archive = Readonly<Record<string, SourceFile>>;
let opened: Promise<Archive> | undefined;

/** What the build writes beside the bundle: gzip of JSON, by path below templates/. */
export function packSources(files: Archive): Buffer {
  return gzipSync(JSON.stringify(files), { level: 9 });
}

/** The absolute paths of the files at or below an absolute path of a template source. */
export async function listSources(path: string): Promise<readonly string[]> {
  if (isArchived(path)) {
    const key = preparedKey(path);
    const keys = Object.keys(await openArchive());
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
  if (isArchived(path)) {
    const file = (await openArchive())[preparedKey(path)];
    if (!file) throw new Error(`not in the archive: ${path}`);
    return file;
  }
  const [text, { mode }] = await Promise.all([readFile(path, 'utf8'), stat(path)]);
  return { text, executable: (mode & 0o100) !== 0 };
}

function isArchived(path: string): boolean {
  return archive !== '' && path.startsWith(templatesDir);
}

function openArchive(): Promise<Archive> {
  opened ??= readFile(new URL(archive, import.meta.url))
    .then((bytes) => promisify(gunzip)(bytes))
    .then((bytes) => JSON.parse(bytes.toString('utf8')) as Archive);
  return opened;
}
