import type { Inventory } from '../../inventory/types.ts';

/** What programs are made of, in other languages than that of the web. */
export const manifests = [
  'go.mod',
  'Cargo.toml',
  'pyproject.toml',
  'setup.py',
  'setup.cfg',
  'Pipfile',
  'pom.xml',
  'build.gradle',
  'build.gradle.kts',
  'CMakeLists.txt',
  'configure.ac',
  'composer.json',
  'mix.exs',
  'Package.swift',
  'pubspec.yaml',
  'deno.json',
  'manage.py',
  'config.ru',
  'Rakefile.rb',
] as const;

/** Pages of a program or a library in another language are its documentation or part of it. */
export function isOfAnotherKind(repo: Inventory): boolean {
  const sources = /^[^/]+\.(?:php|go|rs|c|cc|cpp|java|kt|cs|csproj|sln|fsproj|gemspec|cabal)$/;
  return manifests.some((name) => repo.has(name)) || repo.files.some((path) => sources.test(path));
}
