import { inside } from '../../inventory/paths.ts';
import type { Program } from './program.ts';
import { lineStarts } from './source.ts';

/** Variables of a program that a release sets: `main.version` by VERSION. */
export type LinkValue = {
  readonly variable: string;
  readonly by: 'VERSION' | 'COMMIT' | 'DATE';
  readonly from: string;
};

/** What stands there until a release says something else. */
const unset =
  /^(?:|dev|devel|\(devel\)|development|develop|unknown|undefined|none|n\/a|na|snapshot|latest|master|main|head|source|unset|local|test|v?0\.0\.0.*|untracked|not set|\?+)$/i;

/** From the linker's flags that the repository's own build passes, and from what its main package declares. */
export function readLinkValues({ module, files, imports, distance }: Program): readonly LinkValue[] {
  const { repo, dir } = module;
  const found = new Map<string, LinkValue>();
  const add = (variable: string, from: string) => {
    const by = argumentOf(variable.split('.').at(-1) ?? '');
    if (by !== undefined && /^[\w./~-]+$/.test(variable) && !found.has(variable))
      found.set(variable, { variable, by, from });
  };
  const builds = [
    'Makefile',
    'makefile',
    'GNUmakefile',
    '.goreleaser.yml',
    '.goreleaser.yaml',
    'goreleaser.yml',
    'justfile',
    'Taskfile.yml',
    'build.sh',
    'scripts/build.sh',
    '.promu.yml',
  ];
  const paths = new Set(files.map((file) => file.path.slice(0, file.path.lastIndexOf('/') + 1)));
  for (const path of builds.map((name) => inside(dir, name))) {
    for (const [, variable = ''] of (repo.read(path) ?? '').matchAll(
      /-X[ =]["']?([\w./-]+\.[A-Za-z_]\w*)=/g,
    )) {
      const owner = variable.slice(0, variable.lastIndexOf('.'));
      const known =
        owner === 'main' ||
        imports.has(owner) ||
        [...paths].some((at) => at !== '' && `${owner}/`.endsWith(`/${at}`));
      if (known) add(variable, path);
    }
  }
  for (const file of files.filter((each) => distance(each) === 0)) {
    const embeds = new Set(file.embeds.map(({ line }) => line));
    const lineOf = lineStarts(file.code);
    // What is embedded is no release's to set.
    const isEmbedded = (at: number) => embeds.has(lineOf(at) - 1);
    for (const { index, 1: name = '', 2: value = '' } of file.code.matchAll(
      /^(?:var\s+|\t)([A-Za-z]\w*)\s*(?:string)?\s*=\s*"([^"\n]*)"/gm,
    ))
      if (unset.test(value) && !isEmbedded(index)) add(`main.${name}`, file.path);
    for (const { index, 1: list = '' } of file.code.matchAll(
      /^(?:var\s+|\t)((?:\w+\s*,\s*)*\w+)\s+string\s*$/gm,
    ))
      if (!isEmbedded(index)) for (const name of list.split(',')) add(`main.${name.trim()}`, file.path);
  }
  return [...found.values()].slice(0, 6);
}

function argumentOf(name: string): LinkValue['by'] | undefined {
  if (/^(?:app|build|release|git|server|current)?_?(?:version|tag)(?:string)?$/i.test(name)) return 'VERSION';
  if (
    /^(?:git|build|version)?_?(?:commit|sha1?|revision|rev|hash|gitcommit|githash|commithash|commitsha)$/i.test(
      name,
    )
  )
    return 'COMMIT';
  return /^(?:build|commit|compile)?_?(?:date|time|builddate|buildtime|timestamp)$/i.test(name)
    ? 'DATE'
    : undefined;
}
