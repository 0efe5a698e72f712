import { posix } from 'node:path';
import type { Inventory } from '../../inventory/types.ts';
import { readAutotools } from './autotools.ts';
import { readCmake } from './cmake.ts';
import { makefiles, readMake } from './make.ts';
import { readMeson } from './meson.ts';
import { readPlain } from './plain.ts';
import { isForeign, isSource } from './sources.ts';
import type { Project } from './types.ts';

const buildFiles = ['CMakeLists.txt', 'meson.build', 'configure.ac', 'configure.in', ...makefiles] as const;

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

const mostDirs = 12;

/** The directories that are a project of C or C++, each with the ways to build it, the best first. */
export function findProjects(repo: Inventory): readonly (readonly Project[])[] {
  const dirs: string[] = [];
  for (const path of repo.named(...buildFiles)) {
    const dir = posix.dirname(path) === '.' ? '' : posix.dirname(path);
    if (
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

export function hasOther(repo: Inventory, dir: string): boolean {
  return otherManifests.some((name) => repo.has(posix.join(dir, name)));
}

/** A repository may be built in several ways: CMake tells most, and a makefile beside it often only calls it. */
function readProjects(repo: Inventory, dir: string): readonly Project[] {
  const all = [readCmake, readMeson, readAutotools, readMake].flatMap((read) => read(repo, dir) ?? []);
  const withPrograms = all.filter(({ programs }) => programs.length > 0);
  // The script is what a makefile of automake comes from.
  return withPrograms.length > 0 ? withPrograms : all;
}
