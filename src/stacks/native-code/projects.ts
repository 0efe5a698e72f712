import { posix } from 'node:path';
import type { Inventory } from '../../inventory/types.ts';
import { readAutotools } from './autotools.ts';
import { readCmake } from './cmake.ts';
import { configureScript, inputOf, isGenerated } from './configure-script.ts';
import { makefiles } from '../../inventory/makefiles.ts';
import { readMake } from './make.ts';
import { readMeson } from './meson.ts';
import { readPlain } from './plain.ts';
import { isForeign, isSource } from './sources.ts';
import type { Project } from './types.ts';

const buildFiles = [
  'CMakeLists.txt',
  'meson.build',
  'configure.ac',
  'configure.in',
  ...makefiles,
  'configure',
  'autogen.sh',
] as const;

/** Manifests of languages whose programs are not these sources: what is beside them is an extension, a binding or a tool. */
const otherManifests = [
  'package.json',
  'go.mod',
  'Cargo.toml',
  'pyproject.toml',
  'setup.py',
  'pom.xml',
  'build.gradle',
  'build.gradle.kts',
  'composer.json',
  'Gemfile',
  'mix.exs',
  'build.zig',
  'Package.swift',
  'pubspec.yaml',
  'binding.gyp',
] as const;

const jekyll = /^\s*gem\s+["'](?:jekyll|github-pages)["']/m;

const mostDirs = 12;

/** The directories that are a project of C or C++, each with the ways to build it, the best first. */
export function findProjects(repo: Inventory): readonly (readonly Project[])[] {
  const dirs: string[] = [];
  for (const path of repo.named(...buildFiles)) {
    const dir = directoryOf(path);
    if (
      (/^(configure|autogen\.sh)$/.test(posix.basename(path)) && !isConfigured(repo, dir)) ||
      dirs.some((other) => other === '' || other === dir || dir.startsWith(`${other}/`)) ||
      isForeign(`${dir}/`, '')
    )
      continue;
    if (repo.below(dir).some(isSource)) dirs.push(dir);
    if (dirs.length >= mostDirs) break;
  }
  const projects = dirs.map((dir) => readProjects(repo, dir)).filter((found) => found.length > 0);
  if (projects.length > 0) return projects;
  const plain = hasOther(repo, '') ? undefined : readPlain(repo, '');
  return plain ? [[plain]] : [];
}

/** A script of that name may be of anything. */
function isConfigured(repo: Inventory, dir: string): boolean {
  return (
    inputOf(repo, dir) !== undefined ||
    configureScript(repo, dir) !== undefined ||
    isGenerated(repo.read(posix.join(dir, 'configure')) ?? '')
  );
}

/** Some keep their configure script in `auto`. */
function directoryOf(path: string): string {
  const dir = posix.dirname(path).replace(/^\.$/, '');
  return posix.basename(path) === 'configure' ? dir.replace(/(^|\/)auto$/, '') : dir;
}

export function hasOther(repo: Inventory, dir: string): boolean {
  return otherManifests.some((name) => {
    const path = posix.join(dir, name);
    if (!repo.has(path)) return false;
    if (name === 'package.json') return !isWrapper(repo, path);
    // Pages about it.
    return !(name === 'Gemfile' && jekyll.test(repo.read(path) ?? ''));
  });
}

/** The Python beside it is a module that is compiled from its sources: `Extension("app", sources=["app.c"])`. */
export function isBound(repo: Inventory, dir: string): boolean {
  const text = repo.read(posix.join(dir, 'setup.py')) ?? '';
  if (!/\bExtension\(/.test(text)) return false;
  return [...text.matchAll(/["']([\w.-]+\.(?:c|cc|cpp))["']/g)].some((match) =>
    repo.has(posix.join(dir, match[1] as string)),
  );
}

/** A package that needs no other and names no file that is there: it only hands on what a compiler makes. */
function isWrapper(repo: Inventory, path: string): boolean {
  const text = repo.read(path) ?? '';
  if (/"(dev)?dependencies"|"workspaces"|"start"/i.test(text)) return false;
  const named = [...text.matchAll(/"(?:main|module|bin|types)"\s*:\s*(?:\{\s*"[^"]*"\s*:\s*)?"([^"]+)"/g)];
  return named.every((match) => !repo.has(posix.join(posix.dirname(path), match[1] as string)));
}

/** A repository may be built in several ways: CMake tells most, and a makefile beside it often only calls it. */
function readProjects(repo: Inventory, dir: string): readonly Project[] {
  const all = [readCmake, readMeson, readAutotools, readMake].flatMap((read) => read(repo, dir) ?? []);
  const withPrograms = all.filter(({ programs }) => programs.length > 0);
  // The script is what a makefile of automake comes from.
  return withPrograms.length > 0 ? withPrograms : all;
}
