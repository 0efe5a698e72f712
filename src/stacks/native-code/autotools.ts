import { posix } from 'node:path';
import type { Inventory } from '../../inventory/types.ts';
import { isForeign, isSource } from './sources.ts';
import type { Program, Project, Wanted } from './types.ts';

/** Reads a project of autoconf and automake, or with a configure script of its own; undefined when it is neither. */
export function readAutotools(repo: Inventory, dir: string): Project | undefined {
  const at = (name: string) => posix.join(dir, name);
  const input = ['configure.ac', 'configure.in'].map(at).find((path) => repo.has(path));
  const script = ['configure', 'auto/configure'].map(at).find((path) => repo.has(path));
  const file = input ?? script;
  if (file === undefined) return undefined;
  const text = repo.read(file) ?? '';
  const manifests = repo
    .below(dir)
    .filter((path) => posix.basename(path) === 'Makefile.am' && !isForeign(path, dir))
    .slice(0, 60);
  const name = /AC_INIT\(\s*\[?"?([\w.+ -]+?)"?\]?\s*[,)]/.exec(text)?.[1];
  const programs = manifests.flatMap((path) => programsOf(repo, path));
  const all = [text, ...manifests.map((path) => repo.read(path) ?? '')].join('\n');
  return {
    system: 'autotools',
    dir,
    file,
    ...(name !== undefined && { name }),
    programs,
    libraries: [...all.matchAll(/^\s*(?:lib|pkglib)_LTLIBRARIES\s*\+?=\s*([\w.-]+)/gm)].map(
      (match) => match[1] as string,
    ),
    wanted: input === undefined ? [] : wantedOf(repo, input),
    required: input === undefined ? [] : requiredOf(text, input),
    tools: toolsOf(repo, dir, all, input),
    installsData: true,
    old: true,
    ...howToConfigure(repo, dir, input, all),
  };
}

/** `bin_PROGRAMS = a b`, with the sources that are listed; the programs of tests are `check_` or `noinst_`. */
function programsOf(repo: Inventory, path: string): readonly Program[] {
  const text = (repo.read(path) ?? '').replaceAll(/\\\n/g, ' ').replaceAll(/(^|\s)#.*$/gm, '$1');
  const value = (name: string) => new RegExp(`^\\s*${name}\\s*\\+?=\\s*(.*)$`, 'm').exec(text)?.[1] ?? '';
  const expand = (names: string) => names.replaceAll(/\$[({](\w+)[)}]/g, (_, name: string) => value(name));
  return [...text.matchAll(/^\s*(s?bin)_PROGRAMS\s*\+?=\s*(.*)$/gm)].flatMap((match) => {
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
  ];
  if (repo.has(at('configure'))) {
    return {
      options: [
        ...options,
        ...(input === undefined
          ? []
          : ['AUTOCONF=:', 'AUTOHEADER=:', 'AUTOMAKE=:', 'ACLOCAL=:', 'MAKEINFO=:']),
      ],
    };
  }
  if (input === undefined) return { options, configure: 'auto/configure' };
  const script = ['autogen.sh', 'bootstrap.sh', 'bootstrap', 'buildconf'].find((name) => repo.has(at(name)));
  const shell = /^#!.*bash/.test(repo.read(at(script ?? '')) ?? '') ? 'bash' : 'sh';
  return {
    options,
    bootstrap: script === undefined ? 'autoreconf -fi' : `NOCONFIGURE=1 ${shell} ./${script}`,
  };
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
      const line = text.slice(0, match.index).split('\n').length;
      const names = (match[1] as string).replaceAll(/[<>=]+\s*[\w.$]+/g, ' ').split(/[\s,]+/);
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
  if (input !== undefined && !repo.has(posix.join(dir, 'configure')))
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
