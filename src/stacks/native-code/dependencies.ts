import { posix } from 'node:path';
import type { Fact } from '../../detect/types.ts';
import type { Inventory } from '../../inventory/types.ts';
import { packages } from './debian-packages.ts';
import { includesOf } from './includes.ts';
import { isCopied } from './sources.ts';
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

/** The Debian packages that a project is built with, besides the compiler and the tools of its build system; each with what asks for it. */
export function findDependencies(
  repo: Inventory,
  project: Project,
  sources: readonly string[],
): readonly Fact[] {
  const found = new Map<string, Fact>();
  const add = (name: string | undefined, from: string) => {
    if (name === undefined || found.has(name)) return;
    found.set(name, { value: name, from, confidence: 'high' });
    for (const other of companions[name] ?? []) add(other, from);
  };
  const built = new Set(project.libraries.map((each) => each.replace(/^lib/, '').replace(/\.(a|so).*$/, '')));
  for (const wanted of project.wanted) {
    if (!built.has(wanted.name)) add(packageOf(wanted), wanted.from);
  }
  const names = new Set(repo.below(project.dir).map((path) => posix.basename(path)));
  const script = project.system === 'autotools' ? (repo.read(project.file) ?? '') : '';
  for (const { header, from, always } of includesOf(
    repo,
    sources.filter((path) => !isCopied(path)),
  )) {
    // A copy of its own goes first. A configure script takes what is there of what it looks for.
    if (!names.has(posix.basename(header)) && (always || script.includes(header)))
      add(packageOfHeader(header), from);
  }
  for (const path of sources) if (/\.(y|yy|l|ll)$/.test(path)) add(/\.y/.test(path) ? 'bison' : 'flex', path);
  return [...found.values()].toSorted((a, b) => (a.value < b.value ? -1 : 1));
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
  if (component === undefined || !boost.test(component)) return undefined;
  return `libboost-${component.replaceAll('_', '-')}-dev`;
}

function packageOfHeader(header: string): string | undefined {
  const [first = ''] = header.split('/');
  return packages.header.get(header) ?? packages.header.get(`${first}/`);
}

/** What sources without a build file are linked to, of the packages that their headers are of. */
export function linkNames(names: readonly string[]): readonly string[] {
  const first = new Map<string, string>();
  for (const [library, name] of packages.library) if (!first.has(name)) first.set(name, library);
  return names.flatMap((name) =>
    name === 'libssl-dev'
      ? ['ssl', 'crypto']
      : name.startsWith('libboost-') && name !== 'libboost-dev'
        ? [name.slice(3, -4).replaceAll('-', '_')]
        : (first.get(name) ?? []),
  );
}
