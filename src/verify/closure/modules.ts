import { posix } from 'node:path';
import type { FileEntry, Image } from '../image/types.ts';
import { loadModule } from './load.ts';
import { moduleKindOf, type ModuleKind } from './module-kind.ts';
import type { Surroundings } from './search.ts';
import type { Problem, Process } from './types.ts';

/** What an extension module came to. */
export type ModuleResult = { readonly problems: readonly Problem[]; readonly fatal: boolean };

const hosts: Readonly<Record<ModuleKind['language'], RegExp>> = {
  CPython: /^(python|pypy|uwsgi|mod_wsgi)[\d.]*$/,
  'Node.js': /^(node|nodejs|bun|deno|electron)$/,
};

/**
 * Opens every extension module in the interpreter that is in the image. Which of them the app imports cannot be known, so what fails is only what
 * certainly fails for somebody: a package none of whose modules can be loaded, or a Python module that was built against a newer library (a
 * wheel has no variants). Else a Python module is worth a warning, as it may be for an optional backend, and one of Node.js nothing, as packages
 * bring variants for several platforms and open the one that fits.
 * A library that is elsewhere in the image is not missing, as packages open such by path before they import.
 */
export function openModules(
  image: Image,
  processes: readonly Process[],
  surroundings: Surroundings,
): readonly ModuleResult[] {
  const groups = new Map<string, (ModuleKind & { readonly problems: readonly Problem[] })[]>();
  const present = namesIn(image);
  for (const entry of image.files.values()) {
    const kind = moduleKindOf(entry);
    const host = kind && processes.find(({ main }) => hosts[kind.language].test(posix.basename(main.path)));
    if (!kind || !host || host.loader.libc === 'unknown') continue;
    const problems = open(entry, host, surroundings).filter(
      (problem) => problem.kind !== 'library' || !present.has(problem.needs),
    );
    const group = groups.get(kind.group) ?? [];
    group.push({ ...kind, problems });
    groups.set(kind.group, group);
  }
  return [...groups.values()].flatMap((group) => {
    const broken = group.filter(({ problems }) => problems.length > 0);
    const isBroken = broken.length === group.length;
    if (!isBroken && group[0]?.language === 'Node.js') return [];
    return broken.map(({ language, ofInterpreter, problems }) => {
      const isNewer = language === 'CPython' && problems.some(({ kind }) => kind === 'version');
      return { problems, fatal: !ofInterpreter && (isBroken || isNewer) };
    });
  });
}

function open(entry: FileEntry, host: Process, surroundings: Surroundings): readonly Problem[] {
  const { path, elf } = entry;
  const wanted = host.loader.elf.architecture;
  if (!elf || elf.architecture !== wanted) {
    return [{ kind: 'architecture', path, is: elf?.architecture ?? 'unknown', wanted }];
  }
  return loadModule({ path, entry, elf }, host, surroundings).problems.filter(
    ({ kind }) => kind !== 'unreadable',
  );
}

/** Everything by which a library in the image could be known. */
function namesIn({ files }: Image): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { path, elf } of files.values()) {
    if (elf?.type !== 'shared') continue;
    names.add(posix.basename(path));
    if (elf.soname !== undefined) names.add(elf.soname);
  }
  return names;
}
