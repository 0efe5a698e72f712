import { isTable } from '../../inventory/tables.ts';
import type { Inventory } from '../../inventory/types.ts';
import { text, texts } from './package.ts';

/** A package that a lock file holds, as far as its kind of file tells. */
export type Locked = {
  readonly name: string;
  readonly version: string;
  /** Names of what it depends on. */
  readonly needs: readonly string[];
  /** Names of what it takes where that can be had. */
  readonly takes: readonly string[];
  /** Systems that it is for; none: all. */
  readonly os: readonly string[];
  /** An install goes on where it fails. */
  readonly optional: boolean;
  /** It has a script of its own that an install runs; absent: that is not told. */
  readonly installs?: boolean;
};

/** One that is still being read. */
type Entry = { -readonly [key in keyof Locked]: Locked[key] } & {
  readonly needs: string[];
  readonly takes: string[];
};

/** The packages of a lock file of npm, pnpm or yarn; none of one that cannot be read. */
export function lockedPackages(repo: Inventory, lock: string): readonly Locked[] {
  if (lock.endsWith('.json')) return ofNpm(repo.json(lock));
  const content = repo.read(lock) ?? '';
  return lock.endsWith('pnpm-lock.yaml')
    ? ofPnpm(content)
    : lock.endsWith('yarn.lock')
      ? ofYarn(content)
      : [];
}

/** https://docs.npmjs.com/cli/configuring-npm/package-lock-json */
function ofNpm(lock: unknown): readonly Locked[] {
  if (!isTable(lock)) return [];
  if (!isTable(lock['packages'])) return ofOldNpm(lock['dependencies'], 0);
  return Object.entries(lock['packages']).flatMap(([key, entry]) => {
    const at = key.lastIndexOf('node_modules/');
    if (at < 0 || !isTable(entry)) return [];
    const os = entry['os'];
    return {
      name: key.slice(at + 13),
      version: text(entry['version']),
      needs: Object.keys(texts(entry['dependencies'])),
      takes: Object.keys(texts(entry['optionalDependencies'])),
      os: Array.isArray(os) ? os.map(text) : [],
      optional: entry['optional'] === true,
      installs: entry['hasInstallScript'] === true,
    };
  });
}

/** Of npm 6 and before: one in another. */
function ofOldNpm(dependencies: unknown, depth: number): readonly Locked[] {
  if (!isTable(dependencies) || depth > 20) return [];
  return Object.entries(dependencies).flatMap(([name, entry]) =>
    isTable(entry)
      ? [
          {
            name,
            version: text(entry['version']),
            needs: Object.keys(texts(entry['requires'])),
            takes: [],
            os: [],
            optional: entry['optional'] === true,
          },
          ...ofOldNpm(entry['dependencies'], depth + 1),
        ]
      : [],
  );
}

/**
 * By its lines, as the file is long: `packages` and `snapshots` have an entry each.
 * https://github.com/pnpm/spec/blob/master/lockfile/9.0.md
 */
function ofPnpm(content: string): readonly Locked[] {
  const found: Entry[] = [];
  let field = '';
  let entry: Entry | undefined;
  for (const line of content.split('\n')) {
    const key = /^ {2}['"]?\/?((?:@[^/@]+\/)?[^/@'"]+)[/@]v?(\d[^('":\s]*)/.exec(line);
    if (key || /^\S/.test(line)) {
      entry = key
        ? { name: key[1] ?? '', version: key[2] ?? '', needs: [], takes: [], os: [], optional: false }
        : undefined;
      if (entry) found.push(entry);
      continue;
    }
    if (!entry) continue;
    const [, name = '', value = ''] = /^ {4}(\w+):(.*)/.exec(line) ?? [];
    if (name !== '') field = name;
    if (name === 'requiresBuild') entry.installs = value.trim() === 'true';
    if (name === 'optional') entry.optional = value.trim() === 'true';
    if (name === 'os') entry.os = value.match(/!?\w+/g) ?? [];
    const [, inner] = /^ {6}['"]?([@\w][^'":]*)/.exec(line) ?? [];
    if (inner === undefined) continue;
    if (field === 'dependencies') entry.needs.push(inner);
    if (field === 'optionalDependencies') entry.takes.push(inner);
  }
  return found;
}

/** Both of its kinds: https://classic.yarnpkg.com/lang/en/docs/yarn-lock/, and YAML that is laid out the same. */
function ofYarn(content: string): readonly Locked[] {
  const found: Entry[] = [];
  let field = '';
  let entry: Entry | undefined;
  for (const line of content.split('\n')) {
    const key = /^["']?((?:@[^/@\s]+\/)?[^/@\s"']+)@/.exec(line);
    if (key) {
      entry = { name: key[1] ?? '', version: '', needs: [], takes: [], os: [], optional: false };
      found.push(entry);
      continue;
    }
    if (!entry) continue;
    const [, name = '', value = ''] = /^ {2}(\w+):?(.*)/.exec(line) ?? [];
    if (name !== '') field = name;
    if (name === 'version') entry.version = value.replaceAll(/["\s]/g, '');
    if (name === 'conditions') entry.os = value.match(/(?<=\bos=)\w+/g) ?? [];
    const [, inner] = /^ {4}["']?([@\w][^"':\s]*)/.exec(line) ?? [];
    if (inner === undefined) continue;
    if (field === 'dependencies') entry.needs.push(inner);
    if (field === 'optionalDependencies') entry.takes.push(inner);
  }
  return found;
}
