import { posix } from 'node:path';
import type { Fact } from '../../detect/types.ts';
import type { Inventory } from '../../inventory/types.ts';
import { packages } from './debian-packages.ts';
import { includesOf } from './includes.ts';
import { isCopied, isForeign } from './sources.ts';
import type { Project, Wanted } from './types.ts';

/** What else has to be there to build with a package: generators that its CMake files ask for, or what its headers include. */
const companions: Readonly<Record<string, readonly string[]>> = {
  'libprotobuf-dev': ['protobuf-compiler'],
  'libgrpc++-dev': ['libprotobuf-dev', 'protobuf-compiler', 'protobuf-compiler-grpc'],
  'libprotobuf-c-dev': ['protobuf-c-compiler', 'protobuf-compiler'],
  'libdrogon-dev': [
    'libjsoncpp-dev',
    'uuid-dev',
    'zlib1g-dev',
    'libssl-dev',
    'libbrotli-dev',
    'libpq-dev',
    'default-libmysqlclient-dev',
    'libsqlite3-dev',
    'libhiredis-dev',
    'libyaml-cpp-dev',
  ],
};

/** Tools that builds call by find_program, or find_package of the tool, and their packages. */
const tools: Readonly<Record<string, string>> = {
  bison: 'bison',
  flex: 'flex',
  gperf: 'gperf',
  nasm: 'nasm',
  yasm: 'yasm',
  xxd: 'xxd',
  swig: 'swig',
  python3: 'python3',
  gettext: 'gettext',
  msgfmt: 'gettext',
  lua: 'lua5.4',
  'ncurses5-config': 'libncurses-dev',
  'ncurses6-config': 'libncurses-dev',
  'ncursesw6-config': 'libncurses-dev',
  'ncursesw5-config': 'libncurses-dev',
  mysql_config: 'default-libmysqlclient-dev',
  'curl-config': 'libcurl4-openssl-dev',
  'xml2-config': 'libxml2-dev',
  'sdl2-config': 'libsdl2-dev',
  'pcre2-config': 'libpcre2-dev',
};

/** Components of Boost that are libraries; all else of it are headers. https://packages.debian.org/source/trixie/boost-defaults */
const boost =
  /^(atomic|chrono|container|context|contract|coroutine|date_time|exception|fiber|filesystem|graph|iostreams|json|locale|log|math|nowide|program_options|random|regex|serialization|stacktrace|system|test|thread|timer|type_erasure|url|wave)$/;

/** What Boost.Test is called by its parts. */
const ofTests = /^(unit_test_framework|prg_exec_monitor|test_exec_monitor)$/;

/** Those whose headers are of no use without the library. */
const linkedByHeader =
  /^(chrono|context|coroutine|fiber|filesystem|iostreams|json|locale|log|program_options|serialization|thread|url)(\.hpp)?$/;

/** The Debian packages that a project is built with, besides the compiler and the tools of its build system; each with what asks for it. */
export function findDependencies(
  repo: Inventory,
  project: Project,
  sources: readonly string[],
): readonly Fact[] {
  const found = new Map<string, Fact>();
  const built = new Set(
    [...project.libraries, ...project.programs.map(({ name }) => name), project.name ?? ''].map(plain),
  );
  const add = (name: string | undefined, from: string) => {
    // What it makes itself it does not take from Debian.
    if (name === undefined || found.has(name) || built.has(plain(name))) return;
    found.set(name, { value: name, from, confidence: 'high' });
    for (const other of companions[name] ?? []) add(other, from);
  };
  for (const wanted of project.wanted) {
    if (!built.has(plain(wanted.name))) add(packageOf(wanted), wanted.from);
  }
  const names = new Set(repo.below(project.dir).map((path) => posix.basename(path)));
  const script = scriptOf(repo, project);
  for (const { header, from, always } of includesOf(
    repo,
    [...sources.filter((path) => !isCopied(path)), ...headerTemplates(repo, project)],
    givenBy(repo, project),
  )) {
    // A copy of its own goes first. A configure script takes what is there of what it looks for.
    if (!names.has(posix.basename(header)) && (always || script.includes(header)))
      add(packageOfHeader(header), from);
  }
  for (const path of sources) if (/\.(y|yy|l|ll)$/.test(path)) add(/\.y/.test(path) ? 'bison' : 'flex', path);
  return [...found.values()].toSorted((a, b) => (a.value < b.value ? -1 : 1));
}

/**
 * Features that makefiles tell the compiler of; a package more for one that is not asked for does no harm. `HAVE_` is of what was found,
 * which is linked where it is there.
 */
function givenBy(repo: Inventory, { system, dir }: Project): ReadonlySet<string> {
  if (system !== 'make') return new Set();
  const paths = repo.below(dir).filter((path) => /(?:^|\/)(?:GNU)?[Mm]akefile$|\.mk$/.test(path));
  const hits = paths.slice(0, 20).flatMap((path) => {
    const text = (repo.read(path) ?? '').replaceAll(/^[ \t]*#.*$/gm, '');
    return [...text.matchAll(/-D((?:WITH|USE|ENABLE)_\w+)/g)];
  });
  return new Set(hits.map(([, name = '']) => name));
}

/** Headers that configuring makes: of one name for all that a program includes, often. */
function headerTemplates(repo: Inventory, { dir }: Project): readonly string[] {
  return repo
    .below(dir)
    .filter((path) => /\.(h|hh|hpp|hxx)\.in$/.test(path) && !isForeign(path, dir) && !isCopied(path))
    .slice(0, 20);
}

/** `libfoo-1.2-dev`, `libfoo.a` and `foo`. */
function plain(name: string): string {
  return name
    .toLowerCase()
    .replace(/^lib/, '')
    .replace(/(\.(a|so)\b.*|[-_.\d]*-dev)$/, '');
}

/** What decides by itself which libraries it takes. */
function scriptOf(repo: Inventory, { system, file, dir, bootstrap }: Project): string {
  if (system === 'autotools') return repo.read(file) ?? '';
  if (system !== 'make' || bootstrap === undefined) return '';
  const parts = [bootstrap, ...repo.below(posix.join(dir, 'auto')).slice(0, 200)];
  return parts.map((path) => repo.read(posix.join(path === bootstrap ? dir : '', path)) ?? '').join('\n');
}

function packageOf({ kind, name }: Wanted): string | undefined {
  if (kind === 'tool') return tools[name];
  if (kind === 'header') return packageOfHeader(name);
  if (kind === 'library')
    return packages.library.get(name.replace(/^lib/, '')) ?? boostOf(/^boost_(\w+)$/.exec(name)?.[1]);
  if (kind === 'pkgconfig')
    return (
      packages.pkgconfig.get(name) ??
      packages.pkgconfig.get(name.toLowerCase()) ??
      packages.cmake.get(name.toLowerCase())
    );
  const component = /^Boost::(\w+)$/.exec(name)?.[1];
  if (component !== undefined) return boostOf(component);
  return packages.cmake.get(name.toLowerCase()) ?? tools[name.toLowerCase()];
}

function boostOf(component: string | undefined): string | undefined {
  if (component !== undefined && ofTests.test(component)) return 'libboost-test-dev';
  if (component === undefined || !boost.test(component)) return undefined;
  return `libboost-${component.replaceAll('_', '-')}-dev`;
}

function packageOfHeader(header: string): string | undefined {
  const [first = '', second = ''] = header.split('/');
  if (first === 'boost' && linkedByHeader.test(second)) return boostOf(second.replace(/\.hpp$/, ''));
  return packages.header.get(header) ?? packages.header.get(`${first}/`);
}

/** What is linked in two parts, or calls another from its headers. */
const withOthers: Readonly<Record<string, readonly string[]>> = {
  'libssl-dev': ['ssl', 'crypto'],
  'libcpprest-dev': ['cpprest', 'ssl', 'crypto'],
};

/** What sources without a build file are linked to, of the packages that their headers are of. */
export function linkNames(names: readonly string[]): readonly string[] {
  const first = new Map<string, string>();
  for (const [library, name] of packages.library) if (!first.has(name)) first.set(name, library);
  return names.flatMap(
    (name) =>
      withOthers[name] ??
      (name.startsWith('libboost-') && name !== 'libboost-dev'
        ? [name.slice(3, -4).replaceAll('-', '_')]
        : (first.get(name) ?? [])),
  );
}

/** Modules that come with CMake and find no library, or what a compiler brings. */
const modules =
  /^(Threads|OpenMP|PkgConfig|Git|Python\d?|PythonInterp|PythonLibs|Perl|PerlLibs|BISON|FLEX|Doxygen|GTest|Catch2|MPI|Java|JNI|Gettext|Intl|Iconv|Subversion|Wget|UnixCommands|ECM|Backtrace|Sanitizers|CUDA|CUDAToolkit)$/i;

/** What a build cannot do without and Debian has nowhere that we know of. */
export function findMissing({ required = [], libraries, fetches }: Project): Wanted | undefined {
  if (fetches) return undefined;
  const own = new Set(libraries.map((name) => name.toLowerCase()));
  return required.find(
    (wanted) =>
      !modules.test(wanted.name) && !own.has(wanted.name.toLowerCase()) && packageOf(wanted) === undefined,
  );
}
