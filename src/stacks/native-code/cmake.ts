import { posix } from 'node:path';
import type { Fact } from '../../detect/types.ts';
import type { Inventory } from '../../inventory/types.ts';
import { parseCommands, type Command } from './cmake-commands.ts';
import { evaluate, type Truth } from './cmake-condition.ts';
import { isSource } from './sources.ts';
import type { Program, Project, Wanted } from './types.ts';

const mostFiles = 200;

/** What a walk through the scripts has found so far. */
type Found = {
  readonly repo: Inventory;
  readonly root: string;
  readonly variables: Map<string, string>;
  name?: string;
  readonly programs: (Program & { maybe: boolean })[];
  readonly installed: Set<string>;
  readonly libraries: string[];
  readonly wanted: Wanted[];
  readonly options: Set<string>;
  readonly compiledPaths: Set<string>;
  readonly tools: Set<string>;
  fetches?: Fact;
  installsData: boolean;
  shared: boolean;
  files: number;
};

/** Reads a project of CMake, its scripts in the order that CMake would; undefined when it is none. */
export function readCmake(repo: Inventory, dir: string): Project | undefined {
  const file = posix.join(dir, 'CMakeLists.txt');
  if (!repo.has(file)) return undefined;
  const found: Found = {
    repo,
    root: dir,
    variables: new Map(),
    programs: [],
    installed: new Set(),
    libraries: [],
    wanted: [],
    options: new Set(),
    compiledPaths: new Set(),
    tools: new Set(['cmake']),
    installsData: false,
    shared: false,
    files: 0,
  };
  readScript(file, dir, found);
  const { name, fetches, installed } = found;
  return {
    system: 'cmake',
    dir,
    file,
    ...(name !== undefined && { name }),
    programs: found.programs
      .toSorted((a, b) => Number(a.maybe) - Number(b.maybe))
      .map(({ maybe: _, ...each }) => ({ ...each, installed: installed.has(each.name) })),
    libraries: found.libraries,
    wanted: found.wanted,
    tools: [...found.tools],
    options: [...found.options],
    compiledPaths: [...found.compiledPaths],
    installsData: found.installsData,
    shared: found.shared,
    ...(fetches && { fetches }),
  };
}

function readScript(file: string, dir: string, found: Found): void {
  if (found.files++ > mostFiles) return;
  const conditions: { truth: Truth; before: Truth }[] = [];
  let skipped = '';
  for (const command of parseCommands(found.repo.read(file) ?? '')) {
    const { name, args } = command;
    // What a function does is known only where it is called.
    if (skipped !== '') {
      if (name === `end${skipped}`) skipped = '';
      continue;
    }
    if (name === 'function' || name === 'macro') {
      skipped = name;
      continue;
    }
    const known = (id: string) => found.variables.get(id);
    if (name === 'if') {
      const truth = evaluate(args, known);
      conditions.push({ truth, before: truth });
    } else if (name === 'elseif' || name === 'else') {
      const last = conditions.at(-1);
      if (!last) continue;
      const truth = name === 'else' ? true : evaluate(args, known);
      const open =
        last.before === true ? false : last.before === undefined && truth === true ? undefined : truth;
      conditions[conditions.length - 1] = {
        truth: open,
        before: last.before === true ? true : (truth ?? last.before),
      };
    } else if (name === 'endif') conditions.pop();
    else if (conditions.every(({ truth }) => truth !== false)) {
      if (name === 'return' && conditions.every(({ truth }) => truth === true)) return;
      const maybe = conditions.some(({ truth }) => truth === undefined);
      readCommand(
        { ...command, args: args.map((arg) => expand(arg, found, dir)) },
        { file, dir, maybe },
        found,
      );
    }
  }
}

function readCommand(
  command: Command,
  { file, dir, maybe }: { file: string; dir: string; maybe: boolean },
  found: Found,
): void {
  const { name, args, line } = command;
  const from = `${file}:${line}`;
  const want = (kind: Wanted['kind'], names: readonly string[]) =>
    found.wanted.push(
      ...names.filter((each) => !each.includes('$')).map((each) => ({ kind, name: each, from })),
    );
  const [first = ''] = args;
  if (name === 'project') readProject(args, found);
  else if (name === 'set') setVariable(args, maybe, found);
  else if (name === 'option') readOption(args, found);
  else if (name === 'add_subdirectory') {
    const sub = resolve(first, dir, found);
    if (!first.includes('$') && sub !== dir && !sub.startsWith('..'))
      readScript(posix.join(sub, 'CMakeLists.txt'), sub, found);
  } else if (name === 'include') readInclude(first, dir, found);
  else if (/(^|_)add_executable$/.test(name)) addProgram(args, { from, dir, maybe }, found);
  else if (/(^|_)add_library$/.test(name)) addLibrary(args, found);
  else if (name === 'find_package') findPackage(args, want, found);
  else if (/^pkg_(check_modules|search_module)$/.test(name)) {
    want(
      'pkgconfig',
      args
        .slice(1)
        .map((arg) => arg.replace(/[<>=].*$/, ''))
        .filter((arg) => !/^(REQUIRED|QUIET|IMPORTED_TARGET|GLOBAL|NO_.*)?$/.test(arg)),
    );
  } else if (name === 'find_library') want('library', afterNames(args));
  else if (name === 'find_path') want('header', afterNames(args));
  else if (name === 'find_program') want('tool', afterNames(args));
  else if (name === 'target_link_libraries')
    want(
      'library',
      args
        .slice(1)
        .filter((arg) => /^(-l)?[\w.+-]+$/.test(arg))
        .map((arg) => arg.replace(/^-l/, '')),
    );
  else if (/^(fetchcontent_declare|cpmaddpackage|externalproject_add|cpm_add_package)$/.test(name))
    fetch(args, from, maybe, found);
  else if (name === 'install') readInstall(args, found);
  else if (
    /^(target_compile_definitions|add_definitions|add_compile_definitions|configure_file|set_source_files_properties)$/.test(
      name,
    )
  )
    rememberPaths(args, found);
}

function readProject(args: readonly string[], found: Found): void {
  const [name = ''] = args;
  found.name ??= name;
  found.variables.set('PROJECT_NAME', name);
  if (!found.variables.has('CMAKE_PROJECT_NAME')) found.variables.set('CMAKE_PROJECT_NAME', name);
}

function setVariable(args: readonly string[], maybe: boolean, found: Found): void {
  const [name = '', ...rest] = args;
  const end = rest.findIndex((arg) => /^(CACHE|PARENT_SCOPE)$/.test(arg));
  const value = (end < 0 ? rest : rest.slice(0, end)).join(';');
  if (value.length > 20_000 || (maybe && found.variables.has(name))) return;
  found.variables.set(name, value);
}

/** Tests and documents need what no image needs: they are left out. */
function readOption([name = '', , value = 'OFF']: readonly string[], found: Found): void {
  const on = /^(ON|1|TRUE|YES)$/i.test(value);
  if (/TEST|BENCHMARK|FUZZ|DOCS?($|_)|DOCUMENTATION/i.test(name) && !/CONTEST|LATEST/i.test(name)) {
    if (on && /^\w+$/.test(name)) found.options.add(`-D${name}=OFF`);
    found.variables.set(name, 'OFF');
  } else if (!found.variables.has(name)) found.variables.set(name, value === '' ? 'OFF' : value);
}

function readInclude(name: string, dir: string, found: Found): void {
  if (/^(CPM|FetchContent|ExternalProject)$/i.test(posix.basename(name, '.cmake'))) return;
  const paths = [
    resolve(name, dir, found),
    posix.join(found.root, name),
    posix.join(found.root, 'cmake', `${name}.cmake`),
  ];
  const path = paths.find((each) => found.repo.has(each));
  if (path !== undefined) readScript(path, dir, found);
}

function addProgram(
  args: readonly string[],
  { from, dir, maybe }: { from: string; dir: string; maybe: boolean },
  found: Found,
): void {
  const [name = '', ...rest] = args;
  if (!/^[\w.+-]+$/.test(name) || rest[0] === 'ALIAS' || rest[0] === 'IMPORTED') return;
  const sources = rest
    .flatMap((arg) => arg.split(';'))
    .filter(isSource)
    .map((source) => resolve(source, dir, found))
    .filter((source) => found.repo.has(source));
  found.programs.push({ name, from, sources, maybe });
}

function addLibrary([name = '', ...rest]: readonly string[], found: Found): void {
  if (/^(ALIAS|IMPORTED)$/.test(rest[0] ?? '') || rest.includes('IMPORTED') || !/^[\w.+-]+$/.test(name))
    return;
  found.libraries.push(name);
  if (rest[0] === 'SHARED' || rest[0] === 'MODULE') found.shared = true;
}

function findPackage(
  args: readonly string[],
  want: (kind: Wanted['kind'], names: readonly string[]) => void,
  found: Found,
): void {
  const [name = '', ...rest] = args;
  // An executable of that name from the package is run while it builds, or tests are written with it.
  if (/^(Doxygen|GTest|GMock|Catch2|benchmark|doctest|Threads|ClangFormat|Sphinx|OpenMP)$/i.test(name))
    return;
  found.tools.add(/^Python/.test(name) ? 'python3' : name === 'Git' ? 'git' : 'cmake');
  if (name === 'PkgConfig') found.tools.add('pkg-config');
  want('cmake', [name]);
  const at = rest.findIndex((arg) => arg === 'COMPONENTS' || arg === 'REQUIRED');
  const components =
    at < 0
      ? []
      : rest
          .slice(at + 1)
          .filter(
            (arg) =>
              /^[a-z]\w*$/i.test(arg) &&
              !/^(REQUIRED|QUIET|CONFIG|MODULE|COMPONENTS|OPTIONAL_COMPONENTS)$/.test(arg),
          );
  want(
    'cmake',
    components.map((component) => `${name}::${component}`),
  );
}

/** The names of find_library and the like: `VAR name`, or `VAR NAMES a b PATHS ...`. */
function afterNames([, ...rest]: readonly string[]): readonly string[] {
  const start = rest[0] === 'NAMES' ? 1 : 0;
  const end = rest.findIndex((arg, at) => at >= start && (start === 0 ? at > 0 : /^[A-Z_]+$/.test(arg)));
  return rest.slice(start, end < 0 ? undefined : end).filter((arg) => /^[\w./+-]+$/.test(arg));
}

function fetch(args: readonly string[], from: string, maybe: boolean, found: Found): void {
  const all = args.join(' ');
  if (maybe || /gtest|googletest|catch2|doctest|benchmark/i.test(all)) return;
  found.fetches ??= {
    value: /(https?:\/\/\S+|(?:gh|gl|bb):\S+)/.exec(all)?.[1] ?? args[0] ?? '',
    from,
    confidence: 'high',
  };
  found.tools.add('git').add('ca-certificates');
}

function readInstall(args: readonly string[], found: Found): void {
  const [what = ''] = args;
  if (what === 'TARGETS') {
    for (const arg of args.slice(1)) {
      if (/^(DESTINATION|RUNTIME|LIBRARY|ARCHIVE|EXPORT|COMPONENT|BUNDLE)$/.test(arg)) break;
      found.installed.add(arg);
    }
    return;
  }
  if (what === 'PROGRAMS' || (what !== 'FILES' && what !== 'DIRECTORY')) return;
  const target = args[args.findIndex((arg) => arg === 'DESTINATION' || arg === 'TYPE') + 1] ?? '';
  if (
    /man|doc|include|cmake|pkgconfig|complet|icon|applications|license|systemd|appdata|metainfo|pixmaps/i.test(
      target,
    )
  )
    return;
  if (
    /\.(1|3|5|8|md|txt|h|hpp|pc|cmake|desktop|svg|png|service)$|LICENSE|README|include/i.test(
      args.slice(1, 3).join(' '),
    )
  )
    return;
  if (/share|data|etc|conf|sysconf|lib/i.test(target)) found.installsData = true;
}

/** Paths of the source that are compiled in: `-DDATA="${CMAKE_SOURCE_DIR}/data"`. */
function rememberPaths(args: readonly string[], found: Found): void {
  for (const arg of args) {
    const path = /@SOURCE@\/?([\w./-]*)/.exec(arg)?.[1];
    if (path === undefined) continue;
    const inside = posix.normalize(posix.join(found.root, path)).replace(/\/$/, '');
    if (!inside.startsWith('..') && path !== '' && (found.repo.has(inside) || found.repo.hasDir(inside)))
      found.compiledPaths.add(inside);
  }
}

/** A path in a script, relative to the root of the repository. */
function resolve(path: string, dir: string, { root }: Found): string {
  const inside = path.replace(/^@SOURCE@\/?/, '');
  return posix.normalize(posix.join(inside === path ? dir : root, inside)).replace(/\/$/, '');
}

function expand(arg: string, found: Found, dir: string): string {
  const here = posix.relative(found.root, dir);
  let text = arg;
  for (let round = 0; round < 5 && text.includes('${'); round++) {
    const next: string = text.replaceAll(/\$\{(\w+)\}/g, (all, name: string) => {
      if (/^(CMAKE|PROJECT)_SOURCE_DIR$|_SOURCE_DIR$/.test(name) && name !== 'CMAKE_CURRENT_SOURCE_DIR')
        return '@SOURCE@';
      if (/^CMAKE_CURRENT_(SOURCE|LIST)_DIR$/.test(name))
        return here === '' ? '@SOURCE@' : `@SOURCE@/${here}`;
      return found.variables.get(name) ?? all;
    });
    if (next === text || next.length > 50_000) break;
    text = next;
  }
  return text;
}
