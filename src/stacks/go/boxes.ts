import { clean, dirOf, inside, within } from '../../inventory/paths.ts';
import { sh } from '../../recipe/quote.ts';
import { findFrontend } from '../frontend/frontend.ts';
import type { Generator } from './generated.ts';
import { findAll, type Found } from './lines.ts';
import type { Program } from './program.ts';

/**
 * What put files into a program before there was go:embed. Until its tool has run each of them opens the files beside its source,
 * which it finds by the path that the compiler leaves there: -trimpath takes that, and no image has the source.
 */
type Library = {
  /** A part of what is imported. */
  readonly imported: RegExp;
  /** Of a box; the first group is its directory or file. */
  readonly box: RegExp;
  /** Boxes are relative to the file that asks, or to the module. */
  readonly to: 'file' | 'module';
  /** What the tool writes, where somebody ran it. */
  readonly made: RegExp;
  readonly tool: string;
  /** `version` is that of the library. */
  readonly run: (version: string, dirs: readonly string[], main: string) => readonly string[];
};

const inEach = (command: string) => (_: string, dirs: readonly string[]) =>
  dirs.map((dir) => (dir === '.' ? command : `(${sh`cd ${dir}`} && ${command})`));

const libraries: readonly Library[] = [
  {
    imported: /^github\.com\/GeertJohan\/go\.rice$/,
    box: /\.(?:Must)?FindBox\(\s*["`]([^"`\n]+)["`]/g,
    to: 'file',
    made: /(?:^|\/)(?:\w+\.)?rice-box\.go$/,
    tool: 'rice',
    // https://github.com/GeertJohan/go.rice#tool-usage; before 1.0 it was no module.
    run: (version, dirs) => [
      `go run github.com/GeertJohan/go.rice/rice@${/^v1\.\d+\.\d+$/.test(version) ? version : 'v1.0.3'} embed-go ${dirs
        .map((dir) => sh`-i ${dir}`)
        .join(' ')}`,
    ],
  },
  {
    imported: /^github\.com\/gobuffalo\/packr\/v2$/,
    box: /\bpackr\.New(?:Box)?\((?:\s*"[^"\n]*"\s*,)?\s*["`]([^"`\n]+)["`]\s*\)/g,
    to: 'file',
    made: /-packr\.go$/,
    tool: 'packr2',
    run: inEach('go run github.com/gobuffalo/packr/v2/packr2@v2.8.3'),
  },
  {
    imported: /^github\.com\/gobuffalo\/packr$/,
    box: /\bpackr\.NewBox\(\s*["`]([^"`\n]+)["`]\s*\)/g,
    to: 'file',
    made: /-packr\.go$/,
    tool: 'packr',
    run: inEach('go run github.com/gobuffalo/packr/packr@v1.30.1'),
  },
  {
    imported: /^github\.com\/markbates\/pkger$/,
    box: /\bpkger\.(?:Include|Open|Dir|Walk|Stat)\(\s*["`]\/([^"`\n]+)["`]/g,
    to: 'module',
    made: /(?:^|\/)pkged\.go$/,
    tool: 'pkger',
    run: (_, __, main) => [
      `go run github.com/markbates/pkger/cmd/pkger@v0.17.1${main === '.' ? '' : sh` -o ${main}`}`,
    ],
  },
];

/** A directory or a file that becomes a part of the program by one of these. */
export type Box = Found & {
  readonly library: Library;
  /** Relative to the root. */
  readonly path: string;
};

export function readBoxes({ files, module }: Program): readonly Box[] {
  return libraries.flatMap((library) => {
    const own = files.filter(({ imports }) => imports.some((path) => library.imported.test(path)));
    return findAll(own, library.box).flatMap((found) => {
      const base = library.to === 'file' ? dirOf(found.file.path) : module.dir;
      const path = clean(inside(base, found.match[1] ?? ''));
      return path.startsWith('..') ? [] : [{ ...found, library, path }];
    });
  });
}

/** The commands that make boxes a part of the program, where the repository does not have what they write. */
export function boxGenerators(program: Program): readonly Generator[] {
  const { module, path: main } = program;
  const { repo, dir } = module;
  const boxes = readBoxes(program);
  return libraries.flatMap((library) => {
    const wanted = boxes.filter(
      (box) =>
        box.library === library &&
        !repo
          .below(library.to === 'file' ? dirOf(box.file.path) : dir)
          .some((path) => library.made.test(path)),
    );
    // The tool ends with an error where a directory is not there.
    const [first] = wanted;
    if (!first || !wanted.every(({ path }) => isFound(path, repo))) return [];
    const version = module.mod.requires.find(({ path }) => library.imported.test(path))?.version ?? '';
    const packages = wanted.map(({ file }) => within(dir, dirOf(file.path)));
    const dirs = [...new Set(packages.map((each) => (each === '' ? '.' : `./${each}`)))];
    return library
      .run(version, dirs, main)
      .map((run) => ({ tool: library.tool, from: first.file.path, run }));
  });
}

function isFound(path: string, repo: Program['module']['repo']): boolean {
  return repo.has(path) || repo.hasDir(path) || findFrontend(path, repo) !== undefined;
}
