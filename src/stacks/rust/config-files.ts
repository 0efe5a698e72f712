import type { Fact } from '../../detect/types.ts';
import { toPort } from '../../detect/names.ts';
import type { Inventory } from '../../inventory/types.ts';
import { elsewhere, isLoopback, type Setting } from './setting.ts';
import type { Source } from './sources.ts';

/** More files of settings than a program has. */
const most = 12;

/** The files of settings that the program reads. */
export function configFiles(repo: Inventory, files: readonly Fact[]): readonly string[] {
  return files
    .flatMap(({ value }) => (repo.has(value) ? [value] : repo.below(value)))
    .filter(
      (path) =>
        /\.(toml|ya?ml|json|ron|cfg|conf|ini|lua)$/.test(path) &&
        !/Rocket\.toml$|test|locale|i18n/i.test(path),
    )
    .slice(0, most);
}

const setting =
  /^(\s*)"?(address|addr|host|bind|bind_address|bind_ip|binding_ip|listen|listen_addr|inet|ip|interface|hostname|port)"?\s*[:=]\s*"?([\w.[\]:]+)"?/;

/** Where one of them says that it listens: `address = "127.0.0.1:8000"`, `port: 3000`. */
export function configSettings({ path, text }: Source): readonly Setting[] {
  let section = '';
  return text.split('\n').flatMap((line, at): readonly Setting[] => {
    section =
      /^\[+([^\]]+)\]/.exec(line)?.[1] ?? /^"?(\w[\w-]*)"?\s*:\s*(?:\{|#|$)/.exec(line)?.[1] ?? section;
    const match = setting.exec(line);
    if (!match || elsewhere.test(section) || /email|storage|session|cache/i.test(section)) return [];
    const [whole, , key = '', value = ''] = match;
    const from = `${path}:${at + 1}`;
    const set = { by: 'edit', path, text: whole.trim() } as const;
    if (key === 'port') return toPort(value) === undefined ? [] : [{ what: 'port', value, from, set }];
    if (!isLoopback(value) && !/^(0\.0\.0\.0|\[::\])(:\d+)?$/.test(value)) return [];
    return [{ what: /:\d+$/.test(value) ? 'address' : 'host', value, from, set }];
  });
}
