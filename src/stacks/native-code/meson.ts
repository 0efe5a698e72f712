import { lineNumber } from '../../inventory/line-number.ts';
import { posix } from 'node:path';
import type { Inventory } from '../../inventory/types.ts';
import { assigned, mesonOptions, withoutExtras, wordOf } from './meson-words.ts';
import { isSource } from './sources.ts';
import type { Program, Project, Wanted } from './types.ts';

/** Reads a project of Meson; undefined when it is none. https://mesonbuild.com/Reference-manual_functions.html */
export function readMeson(repo: Inventory, dir: string): Project | undefined {
  const file = posix.join(dir, 'meson.build');
  if (!repo.has(file)) return undefined;
  const text = repo.read(file) ?? '';
  const name = /\bproject\(\s*'([^'\n]+)'/.exec(text)?.[1];
  const files = repo
    .below(dir)
    .filter(
      (path) =>
        posix.basename(path) === 'meson.build' && !/(^|\/)(subprojects|tests?|examples?)\//.test(path),
    )
    .slice(0, 60);
  const options = mesonOptions(repo, dir);
  const programs: Program[] = [];
  const libraries: string[] = [];
  const wanted: Wanted[] = [];
  for (const path of files) {
    const script = (repo.read(path) ?? '').replaceAll(/#[^\n]*/g, '');
    const known = { variables: assigned(script), options, project: name ?? '' };
    for (const { name: call, body, line } of calls(script)) {
      const from = `${path}:${line}`;
      const [first = ''] = strings(body);
      const word = wordOf(/^[^,]*/.exec(body)?.[0] ?? '', known);
      const id = word ?? (isSource(first) || first.startsWith('.') ? '' : first);
      if (call === 'executable' && /^[\w.+-]+$/.test(id))
        programs.push({
          name: id,
          from,
          sources: sourcesIn(body, script, path, repo),
          installed: /install\s*:\s*true/.test(body),
        });
      else if (call.endsWith('library')) libraries.push(id);
      else if (call === 'dependency' && !/^(threads|gtest|gmock|catch2|openmp)/i.test(id) && id !== '')
        wanted.push({ kind: 'pkgconfig', name: id, from });
      else if (call === 'find_library' && id !== '') wanted.push({ kind: 'library', name: id, from });
    }
  }
  const all = files.map((path) => repo.read(path) ?? '').join('\n');
  return {
    system: 'meson',
    dir,
    file,
    ...(name !== undefined && { name }),
    programs,
    libraries,
    wanted,
    options: withoutExtras(options),
    tools: [
      'meson',
      'ninja-build',
      'pkg-config',
      ...(/import\('i18n'\)/.test(all) ? ['gettext'] : []),
      ...(/method\s*:\s*'cmake'/.test(all) ? ['cmake'] : []),
      ...(/'bison'/.test(all) ? ['bison'] : []),
      ...(/'flex'/.test(all) ? ['flex'] : []),
    ],
    installsData: /install_(data|subdir)\(|configure_file\([^)]*install_dir/.test(all),
    shared: /shared_(library|module)\(/.test(all),
  };
}

function calls(text: string): readonly { name: string; body: string; line: number }[] {
  const found: { name: string; body: string; line: number }[] = [];
  for (const match of text.matchAll(
    /\b(executable|library|shared_library|static_library|both_libraries|dependency|find_library)\s*\(/g,
  )) {
    const start = match.index + match[0].length;
    let depth = 1;
    let end = start;
    while (end < text.length && end - start < 20_000 && depth > 0) {
      if (text[end] === '(') depth++;
      if (text[end] === ')') depth--;
      end++;
    }
    found.push({
      name: match[1] as string,
      body: text.slice(start, end - 1),
      line: lineNumber(text, match.index),
    });
  }
  return found;
}

function sourcesIn(body: string, script: string, path: string, repo: Inventory): readonly string[] {
  const named = [...body.matchAll(/(?:^|[,(])\s*([a-z_]\w*)\s*(?=[,)]|$)/g)].flatMap((match) => {
    const list = new RegExp(`\\b${match[1]}\\s*\\+?=\\s*(?:files\\()?\\[?([^\\])]*)`).exec(script)?.[1];
    return list === undefined ? [] : strings(list);
  });
  return [...strings(body), ...named]
    .filter(isSource)
    .map((source) => posix.join(posix.dirname(path), source))
    .filter((source) => repo.has(source));
}

function strings(text: string): readonly string[] {
  return [...text.matchAll(/'([^'\n]*)'/g)].map((match) => match[1] as string);
}
