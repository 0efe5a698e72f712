import semver from 'semver';
import type { Program } from './program.ts';

/** A required module at a version that the builder's Go cannot use, and the one that the build stage takes in its place. */
export type Outdated = {
  readonly path: string;
  readonly version: string;
  readonly to: string;
  readonly why: string;
};

/**
 * Versions that Go broke later, as measured (1.21 and 1.22; 1.24 and 1.26), each with the next one that it takes.
 * `range` is of semver, where a pseudo-version counts as what it comes before. `imports`: only what is linked with one of these needs it.
 */
const broken: readonly {
  readonly path: string;
  readonly range: string;
  readonly to: string;
  readonly why: string;
  readonly imports?: RegExp;
}[] = [
  {
    // An alphabet with a letter twice, made while the program starts: https://pkg.go.dev/encoding/base64#NewEncoding
    path: 'github.com/ugorji/go',
    range: '<1.1.1',
    to: 'v1.1.1',
    why: 'ends each program that it is in at once, since Go 1.22',
  },
  // internal/tokeninternal knows go/token by its size: https://github.com/golang/go/issues/74462
  ...[
    { range: '>=0.8.0 <0.24.1', to: 'v0.24.1' },
    { range: '0.25.0', to: 'v0.25.1' },
  ].map((each) => ({
    ...each,
    path: 'golang.org/x/tools',
    why: 'does not compile since Go 1.25',
    imports: /^golang\.org\/x\/tools\/go\/(?:packages|gcexportdata|analysis\/\w*checker)(?:\/|$)/,
  })),
];

/** What go.mod requires of them; nothing where a directory vendor has them, or go.mod replaces them. */
export function outdatedOf({ module: { mod }, imports }: Program, how: string): readonly Outdated[] {
  if (how === 'vendor' || how === 'gopath' || how === 'init') return [];
  const names = [...imports.keys()];
  return mod.requires.flatMap(({ path, version }) => {
    const found = broken.find(
      (each) => each.path === path && semver.satisfies(version, each.range, { includePrerelease: true }),
    );
    const isUsed = found?.imports === undefined || names.some((name) => found.imports?.test(name));
    return found && isUsed && !mod.replaced.has(path)
      ? [{ path, version, to: found.to, why: found.why }]
      : [];
  });
}
