import { posix } from 'node:path';
import { place, type Inventory } from '../../inventory/types.ts';
import type { Refusal } from '../../detect/types.ts';
import { findMissing } from './dependencies.ts';
import { outsideOf } from './outside.ts';
import type { Project } from './types.ts';

type Why = Pick<Refusal, 'reason' | 'hint'>;

/** Why no image can be made of a project, though it has a program. */
export function refuse(repo: Inventory, project: Project, sources: readonly string[]): Why | undefined {
  return (
    partial(repo, project) ??
    graphical(project) ??
    missing(project) ??
    firmware(repo, project) ??
    emptySubmodule(repo, project) ??
    windows(repo, sources)
  );
}

/** A directory of a larger build. */
function partial(repo: Inventory, project: Project): Why | undefined {
  const outside = outsideOf(repo, project);
  if (outside === undefined) return undefined;
  return {
    reason: `${project.file} cannot be built alone: it builds with ${outside}`,
    hint: 'run add where the whole project is; --service picks a program of it',
  };
}

function graphical({ system, wanted, required = [] }: Project): Why | undefined {
  // A configure script asks for much that is optional.
  const found = (system === 'autotools' ? required : wanted).find(
    ({ kind, name }) =>
      (kind === 'cmake' || kind === 'pkgconfig') &&
      /^(Qt[3456]?(Widgets|Gui|Quick)?|gtk[+-]?-?[234]\S*|gtkmm\S*|wxWidgets|glfw3?|raylib|SFML|FLTK)$/i.test(
        name,
      ),
  );
  if (!found) return undefined;
  return {
    reason: `${found.from} asks for ${found.name}: it is a graphical program`,
    hint: 'distroless images have no display; an image with a desktop is what it needs',
  };
}

function missing(project: Project): Why | undefined {
  const found = findMissing(project);
  if (!found) return undefined;
  return {
    reason: `${found.from} requires ${found.name}, which Debian 13 has no package of that we know`,
    hint: '--apt names packages to build with; or bring it along, by FetchContent or as a submodule',
  };
}

function firmware(repo: Inventory, { dir, file }: Project): Why | undefined {
  const at = (name: string) => posix.join(dir, name);
  const text = repo.read(file) ?? '';
  const board = [
    'platformio.ini',
    'sdkconfig',
    'sdkconfig.defaults',
    'west.yml',
    'pico_sdk_import.cmake',
  ].find((name) => repo.has(at(name)));
  const kernel = /^\s*obj-m\s*[+:]?=/m.test(text);
  if (
    board === undefined &&
    !kernel &&
    !/arm-none-eabi|avr-gcc|IDF_PATH|ZEPHYR_BASE|pico_sdk_init/.test(text)
  )
    return undefined;
  return {
    reason: `${board === undefined ? file : at(board)} builds ${kernel ? 'a module of the kernel' : 'firmware'}`,
    hint: 'what runs in a container is a program for Linux',
  };
}

/** Sources that git has not brought along and that the build goes into. */
function emptySubmodule(repo: Inventory, { dir }: Project): Why | undefined {
  const modules = repo.read(posix.join(dir, '.gitmodules')) ?? repo.read('.gitmodules');
  if (modules === undefined) return undefined;
  const scripts = repo
    .below(dir)
    .filter((path) => /(^|\/)(CMakeLists\.txt|[Mm]akefile(\.am)?|meson\.build)$/.test(path))
    .slice(0, 40);
  for (const match of modules.matchAll(/^\s*path\s*=\s*(\S+)\s*$/gm)) {
    const path = match[1] as string;
    if (repo.hasDir(path) || /test|doc|example|bench/i.test(path)) continue;
    const inside = dir === '' ? path : posix.relative(dir, path);
    const word = inside.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
    const uses = repo.search(
      scripts,
      new RegExp(
        `(add_subdirectory|-C|-I|cd|include|include_directories|SUBDIRS)\\b[^\\n]*${word}(?![\\w-])`,
        'i',
      ),
    )[0];
    if (uses)
      return {
        reason: `${path} is an empty git submodule, and ${place(uses)} builds with it`,
        hint: 'git submodule update --init --recursive, then again',
      };
  }
  return undefined;
}

function windows(repo: Inventory, sources: readonly string[]): Why | undefined {
  const hit = repo.search(
    sources.filter((path) => !path.endsWith('.h')),
    /\b(int|APIENTRY|WINAPI|CALLBACK)\s+(w?WinMain|_tWinMain)\s*\(/,
  )[0];
  const main = hit && repo.search(sources, /^\s*int\s+main\s*\(/)[0];
  return hit && !main
    ? { reason: `${place(hit)} is a program for Windows`, hint: 'images of Linux run programs for Linux' }
    : undefined;
}
