import { lineNumber } from '../../inventory/line-number.ts';
import { posix } from 'node:path';
import type { Inventory } from '../../inventory/types.ts';
import { inputOf, isGenerated } from './configure-script.ts';
import { byDefault, programsOf as madePrograms, wantedOf as wantedByMake } from './make.ts';
import { readMakefile } from './make-syntax.ts';
import { isForeign, isSource } from './sources.ts';
import type { Program, Project, Wanted } from './types.ts';

/** Reads a project of autoconf, with automake or with makefiles of its own; undefined when there is none. */
export function readAutotools(repo: Inventory, dir: string): Project | undefined {
  const at = (name: string) => posix.join(dir, name);
  const input = inputOf(repo, dir);
  const file = input ?? (isGenerated(repo.read(at('configure')) ?? '') ? at('configure') : undefined);
  if (file === undefined) return undefined;
  const text = repo.read(file) ?? '';
  const own = repo.below(dir).filter((path) => !isForeign(path, dir));
  const manifests = own.filter((path) => isManifest(repo, path)).slice(0, 60);
  // Without automake the rules are those of make, with what configure fills in.
  const made = own.filter((path) => posix.basename(path) === 'Makefile.in').slice(0, 20);
  const found = readsConfigured(repo, at('Makefile')) ? [at('Makefile')] : made;
  const rules = (manifests.length > 0 ? [] : found).map((path) => readMakefile(repo, path));
  const name = /AC_INIT\(\s*\[?"?([\w.+ -]+?)"?\]?\s*[,)]/.exec(text)?.[1];
  const all = [text, ...manifests.map((path) => repo.read(path) ?? '')].join('\n');
  return {
    system: 'autotools',
    dir,
    file,
    ...(name !== undefined && { name }),
    programs: [
      ...manifests.flatMap((path) => programsOf(repo, path)),
      ...rules.flatMap((makefile) => byDefault(madePrograms(makefile, repo), makefile)),
    ],
    libraries: [...all.matchAll(/^\s*(?:lib|pkglib)_LTLIBRARIES\s*\+?=\s*([\w.-]+)/gm)].map(
      (match) => match[1] as string,
    ),
    wanted: [...(input === undefined ? [] : wantedOf(repo, input)), ...wantedByMake(rules)],
    required: input === undefined ? [] : requiredOf(text, input),
    tools: toolsOf(repo, dir, all, input),
    installsData: manifests.length > 0,
    old: true,
    ...howToConfigure(repo, dir, input, all),
  };
}

/** `include config.mak`, which configure makes of config.mak.in: the makefile itself is no template. */
function readsConfigured(repo: Inventory, makefile: string): boolean {
  const included = (repo.read(makefile) ?? '').matchAll(/^-?s?include\s+([\w./-]+)\s*$/gm);
  return [...included].some(([, path = '']) => repo.has(`${posix.join(posix.dirname(makefile), path)}.in`));
}

/** A manifest of automake, under whatever name a bootstrap script takes it from. */
function isManifest(repo: Inventory, path: string): boolean {
  const name = posix.basename(path);
  return (
    name === 'Makefile.am' ||
    (/^Makefile\.(?!in$)[a-z]+$/.test(name) && /^\s*s?bin_PROGRAMS\s*[+:]?=/m.test(repo.read(path) ?? ''))
  );
}

/** `bin_PROGRAMS = a b`, with the sources that are listed; the programs of tests are `check_` or `noinst_`. */
function programsOf(repo: Inventory, path: string): readonly Program[] {
  const text = (repo.read(path) ?? '').replaceAll(/\\\n/g, ' ').replaceAll(/(^|\s)#.*$/gm, '$1');
  const value = (name: string) => new RegExp(`^\\s*${name}\\s*[+:]?=\\s*(.*)$`, 'm').exec(text)?.[1] ?? '';
  const expand = (names: string) => names.replaceAll(/\$[({](\w+)[)}]/g, (_, name: string) => value(name));
  return [...text.matchAll(/^\s*(s?bin)_PROGRAMS\s*[+:]?=\s*(.*)$/gm)].flatMap((match) => {
    const line =
      (repo.read(path) ?? '').split('\n').findIndex((each) => each.includes(`${match[1]}_PROGRAMS`)) + 1;
    return expand(expand(match[2] as string))
      .split(/\s+/)
      .filter((name) => /^[\w.+-]+$/.test(name))
      .map((name) => ({
        name,
        from: `${path}:${line}`,
        sources: expand(value(`${name.replaceAll(/[^\w]/g, '_')}_SOURCES`))
          .split(/\s+/)
          .filter(isSource)
          .map((source) => posix.join(posix.dirname(path), source))
          .filter((source) => repo.has(source)),
        installed: true,
        sbin: match[1] === 'sbin',
      }));
  });
}

function howToConfigure(
  repo: Inventory,
  dir: string,
  input: string | undefined,
  text: string,
): Partial<Project> {
  const at = (name: string) => posix.join(dir, name);
  // A library of its own in the program itself; nothing is built again because git gives files the times of the checkout.
  const options = [
    ...(/LT_INIT|AC_PROG_LIBTOOL|LTLIBRARIES/.test(text) ? ['--disable-shared'] : []),
    ...(/AM_MAINTAINER_MODE/.test(text) ? ['--disable-maintainer-mode'] : []),
    ...manuals(text),
  ];
  if (repo.has(at('configure'))) {
    const made = input !== undefined && isGenerated(repo.read(at('configure')) ?? '');
    return {
      options: [
        ...options,
        ...(made ? ['AUTOCONF=:', 'AUTOHEADER=:', 'AUTOMAKE=:', 'ACLOCAL=:', 'MAKEINFO=:'] : []),
      ],
    };
  }
  const script = ['autogen.sh', 'bootstrap.sh', 'bootstrap', 'buildconf'].find((name) => repo.has(at(name)));
  const shell = /^#!.*bash/.test(repo.read(at(script ?? '')) ?? '') ? 'bash' : 'sh';
  return {
    options,
    bootstrap: script === undefined ? 'autoreconf -fi' : `NOCONFIGURE=1 ${shell} ./${script}`,
  };
}

/** Manuals need tools that an image does not; where they can be left out, they are. */
function manuals(text: string): readonly string[] {
  return [...text.matchAll(/AC_ARG_ENABLE\(\s*\[?([\w-]+)/g)]
    .map((match) => match[1] as string)
    .filter((name) => /^(md2man|man(ual|page)?s?|docs?|documentation|gtk-doc)$/.test(name))
    .map((name) => `--disable-${name}`);
}

/**
 * Modules without which the script stops: asked for outside of any condition, and with nothing said of what to do without.
 * https://autotools.info/pkgconfig/pkg_check_modules.html
 */
function requiredOf(text: string, input: string): readonly Wanted[] {
  let depth = 0;
  return text.split('\n').flatMap((line, at) => {
    if (/^\s*(if|case)\b/.test(line)) depth++;
    if (/^\s*(fi|esac)\b/.test(line)) depth--;
    const names = /^PKG_CHECK_MODULES\(\s*\[?\w+\]?\s*,\s*\[?([^\]),]+)\]?\s*\)/.exec(line)?.[1];
    if (names === undefined || depth > 0) return [];
    return names
      .replaceAll(/[<>=]+\s*[\w.$]+/g, ' ')
      .split(/\s+/)
      .filter((name) => /^[\w+.-]+$/.test(name))
      .map((name) => ({ kind: 'pkgconfig' as const, name, from: `${input}:${at + 1}` }));
  });
}

function wantedOf(repo: Inventory, input: string): readonly Wanted[] {
  const wanted: Wanted[] = [];
  const macros: readonly [RegExp, Wanted['kind']][] = [
    [/PKG_(?:CHECK_MODULES(?:_STATIC)?|HAVE_WITH_MODULES)\(\s*\[?\w+\]?\s*,\s*\[?([^\])]+)/g, 'pkgconfig'],
    [/PKG_CHECK_EXISTS\(\s*\[?([^\]),]+)/g, 'pkgconfig'],
    [/AC_CHECK_LIB\(\s*\[?\s*([\w+.-]+)/g, 'library'],
    [/AC_SEARCH_LIBS\(\s*\[?[\w]+\]?\s*,\s*\[?([\w+. -]+)/g, 'library'],
    [/AC_CHECK_HEADERS?\(\s*\[?([\w+./ \n-]+)/g, 'header'],
  ];
  const text = repo.read(input) ?? '';
  for (const [pattern, kind] of macros) {
    for (const match of text.matchAll(pattern)) {
      const line = lineNumber(text, match.index);
      const names = (match[1] as string)
        .replaceAll(/[<>=]+\s*[\w.$]+/g, ' ')
        .replaceAll(
          /\$\{?(\w+)\}?/g,
          (_, id: string) => new RegExp(`\\b${id}=["']?([\\w.+-]+)`).exec(text)?.[1] ?? '',
        )
        .split(/[\s,]+/);
      wanted.push(
        ...names
          .filter((name) => /^[\w+./-]+$/.test(name))
          .map((name) => ({ kind, name, from: `${input}:${line}` })),
      );
    }
  }
  return wanted;
}

function toolsOf(repo: Inventory, dir: string, text: string, input: string | undefined): readonly string[] {
  const tools: string[] = [];
  const sources = repo.below(dir);
  if (input !== undefined && !isGenerated(repo.read(posix.join(dir, 'configure')) ?? ''))
    tools.push('autoconf', 'automake', 'libtool', 'pkg-config');
  else if (/PKG_CHECK|pkg-config/.test(text)) tools.push('pkg-config');
  if (/\bAX_\w+/.test(text)) tools.push('autoconf-archive');
  if (/AM_GNU_GETTEXT|AM_ICONV/.test(text)) tools.push('gettext', 'autopoint');
  if (/AC_PROG_YACC|AC_PROG_BISON/.test(text) || sources.some((path) => /\.(y|yy)$/.test(path)))
    tools.push('bison');
  if (/AC_PROG_LEX|AM_PROG_LEX/.test(text) || sources.some((path) => /\.(l|ll)$/.test(path)))
    tools.push('flex');
  if (/info_TEXINFOS/.test(text)) tools.push('texinfo');
  if (/AM_PATH_PYTHON|\bpython3?\b/.test(text)) tools.push('python3');
  if (/\bgperf\b/i.test(text)) tools.push('gperf');
  return tools;
}
