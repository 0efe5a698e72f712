import { toPort } from '../../detect/names.ts';
import type { Inventory } from '../../inventory/types.ts';
import { elsewhere, isLoopback, type Setting } from './setting.ts';
import type { Source } from './sources.ts';

/** More files of settings than a program has. */
const most = 12;

/** The files of settings among those that the program reads, which may be directories. */
export function configFiles(repo: Inventory, paths: readonly string[]): readonly string[] {
  return paths
    .flatMap((path) => (repo.has(path) ? [path] : repo.below(path)))
    .filter(
      (path) =>
        /\.(toml|ya?ml|json|ron|cfg|conf|ini|lua)$/.test(path) &&
        !/Rocket\.toml$|test|locale|i18n/i.test(path),
    )
    .slice(0, most);
}

const setting =
  /^(\s*)"?(address|addr|host|bind|bind_address|bind_ip|binding_ip|listen|listen_addr|inet|ip|interface|hostname|port)"?\s*[:=]\s*"?([\w.[\]:]+)"?/;

/** A part of a file about what browsers ask, which of several is the one that an image is asked by; what has no part is the program's own. */
const asked = /^$|http|web|console|dashboard|server|\bapi\b|\bui\b/i;

/** Where one of them says that it listens: `address = "127.0.0.1:8000"`, `port: 3000`; what is asked over HTTP first.
 * @param lists whether `[[server]]`, one of several, may be the program itself */
export function configSettings({ path, text }: Source, lists = true): readonly Setting[] {
  let section = '';
  let isOne = false;
  const found: { readonly each: Setting; readonly rank: number }[] = [];
  for (const [at, line] of text.split('\n').entries()) {
    section = sectionOf(line) ?? section;
    if (line.startsWith('[')) isOne = line.startsWith('[[');
    if (isOne && !lists) continue;
    if (elsewhere.test(section) || /email|storage|session|cache/i.test(section)) continue;
    const each = settingOf(line, path, at + 1);
    if (each) found.push({ each, rank: asked.test(section) ? 0 : 1 });
  }
  return found.toSorted((a, b) => a.rank - b.rank).map(({ each }) => each);
}

function sectionOf(line: string): string | undefined {
  return /^\[+([^\]]+)\]/.exec(line)?.[1] ?? /^"?(\w[\w-]*)"?\s*:\s*(?:\{|#|$)/.exec(line)?.[1];
}

function settingOf(text: string, path: string, line: number): Setting | undefined {
  const match = setting.exec(text);
  if (!match) return undefined;
  const [whole, , key = '', value = ''] = match;
  const from = `${path}:${line}`;
  const set = { by: 'edit', path, text: whole.trim(), line } as const;
  if (key === 'port') return toPort(value) === undefined ? undefined : { what: 'port', value, from, set };
  if (!isLoopback(value) && !/^(0\.0\.0\.0|\[::\])(:\d+)?$/.test(value)) return undefined;
  return { what: /:\d+$/.test(value) ? 'address' : 'host', value, from, set };
}
