import { posix } from 'node:path';
import type { Command } from './cmake-commands.ts';
import { longest, resolve, type Found } from './cmake-found.ts';
import { addLibrary, addLinks, addProgram, addSources, globbed } from './cmake-targets.ts';
import type { Wanted } from './types.ts';

/** Where a command stands, and what goes into another script. */
export type Position = {
  readonly file: string;
  readonly dir: string;
  /** Only the build knows whether it is called. */
  readonly maybe: boolean;
  readonly readScript: (file: string, dir: string) => void;
};

/** What one command that is called tells. */
export function readCommand(
  command: Command,
  { file, dir, maybe, readScript }: Position,
  found: Found,
): void {
  const { name, args, line } = command;
  const from = `${file}:${line}`;
  const want = (kind: Wanted['kind'], names: readonly string[]) =>
    found.wanted.push(
      ...names.filter((each) => !each.includes('$')).map((each) => ({ kind, name: each, from })),
    );
  const [first = ''] = args;
  if (!maybe && args.some((arg) => /(^|\s)-Werror(\s|$)/.test(arg))) found.strict = true;
  if (name === 'project') readProject(args, found);
  else if (name === 'set') setVariable(args, maybe, found);
  else if (name === 'cmake_minimum_required') {
    if (/^[0-2]\.|^3\.[0-4](\D|$)/.test(args[1] ?? '') && dir === found.root) found.old = true;
  } else if (name === 'set_target_properties') {
    const at = args.indexOf('OUTPUT_NAME');
    if (at > 0 && /^[\w.+-]+$/.test(args[at + 1] ?? '')) found.outputs.set(first, args[at + 1] as string);
  } else if (name === 'list' && first === 'APPEND') {
    const [, list = '', ...more] = args;
    const value = [found.variables.get(list) ?? '', ...more].filter((each) => each !== '').join(';');
    if (value.length <= longest) found.variables.set(list, value);
  } else if (name === 'file' && first.startsWith('GLOB'))
    found.variables.set(args[1] ?? '', globbed(args, dir, found).join(';'));
  else if (name === 'aux_source_directory')
    found.variables.set(args[1] ?? '', globbed(['GLOB', '', posix.join(first, '*')], dir, found).join(';'));
  else if (name === 'option') readOption(args, found);
  else if (name === 'add_subdirectory') {
    const sub = resolve(first, dir, found);
    if (!first.includes('$') && sub !== dir && !sub.startsWith('..'))
      readScript(posix.join(sub, 'CMakeLists.txt'), sub);
  } else if (name === 'include') includes(first, dir, found).forEach((path) => readScript(path, dir));
  else if (/(^|_)add_(\w+_)?executable$/.test(name)) addProgram(args, { from, dir, maybe }, found);
  else if (/(^|_)add_(\w+_)?library$/.test(name)) addLibrary(args, dir, found);
  else if (name === 'target_sources') addSources(args, dir, found);
  else if (name === 'find_package') findPackage(args, { from, maybe }, want, found);
  else if (/^pkg_(check_modules|search_module)$/.test(name)) {
    found.tools.add('pkg-config');
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
  else if (name === 'target_link_libraries') {
    addLinks(args, found);
    want(
      'library',
      args
        .slice(1)
        .filter((arg) => /^(-l)?[\w.+-]+$/.test(arg))
        .map((arg) => arg.replace(/^-l/, '')),
    );
  } else if (/^(fetchcontent_declare|cpmaddpackage|externalproject_add|cpm_add_package)$/.test(name))
    fetch(args, from, maybe, found);
  else if (name === 'install') readInstall(args, found);
  else if (
    /^(target_compile_definitions|add_definitions|add_compile_definitions|set_source_files_properties)$/.test(
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

/** The script of an include(), where the repository has it. */
function includes(name: string, dir: string, found: Found): readonly string[] {
  if (name === 'FindPkgConfig') found.tools.add('pkg-config');
  if (/^(CPM|FetchContent|ExternalProject)$/i.test(posix.basename(name, '.cmake'))) return [];
  const paths = [
    resolve(name, dir, found),
    posix.join(found.root, name),
    posix.join(found.root, 'cmake', `${name}.cmake`),
  ];
  return paths.filter((each) => found.repo.has(each)).slice(0, 1);
}

function findPackage(
  args: readonly string[],
  { from, maybe }: { from: string; maybe: boolean },
  want: (kind: Wanted['kind'], names: readonly string[]) => void,
  found: Found,
): void {
  const [name = '', ...rest] = args;
  // An executable of that name from the package is run while it builds, or tests are written with it.
  if (/^(Doxygen|GTest|GMock|Catch2|benchmark|doctest|Threads|ClangFormat|Sphinx|OpenMP)$/i.test(name))
    return;
  found.tools.add(name.startsWith('Python') ? 'python3' : name === 'Git' ? 'git' : 'cmake');
  if (name === 'PkgConfig') found.tools.add('pkg-config');
  want('cmake', [name]);
  const own = found.repo.below(found.root).some((path) => posix.basename(path) === `Find${name}.cmake`);
  if (!maybe && !own && rest.includes('REQUIRED')) found.required.push({ kind: 'cmake', name, from });
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
