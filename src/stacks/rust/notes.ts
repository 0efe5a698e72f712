import type { BuildPlan } from './build-plan.ts';
import { loopbackIn } from './setting.ts';

/** What the user should know, a sentence each. */
export function notesOf(
  { tools, edits, toolchain, locked, workspace }: BuildPlan,
  more: readonly string[],
): readonly string[] {
  const hosts = new Map(edits.map(({ path, text }) => [path, loopbackIn(text)] as const));
  const hasLock = workspace.lock !== undefined;
  return [
    ...(hasLock
      ? []
      : ['there is no Cargo.lock: each build takes the newest versions of the crates; commit one']),
    ...(hasLock && !locked
      ? [
          'Cargo.lock does not fit Cargo.toml, so the build changes it: run cargo update --workspace and commit it',
        ]
      : []),
    ...tools.outdated.map(
      ({ crate, version, to, held }) =>
        `${crate} ${version} of Cargo.lock cannot be built any more: the build takes ${to}; run cargo update ${held === undefined ? '' : `--recursive ${held} `}${crate}`,
    ),
    ...[...hosts].map(
      ([path, host]) =>
        `${path} says ${host}, which nothing outside of a container reaches: the build replaces it by 0.0.0.0 in its own copy; better make it a setting`,
    ),
    ...more,
    ...(tools.git
      ? ['the build asks git for a version, and .git is not in it: it gets a commit of its own']
      : []),
    ...(toolchain.note === undefined ? [] : [toolchain.note]),
  ];
}
