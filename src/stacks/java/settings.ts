import type { Inventory } from '../../inventory/types.ts';

/** A line of a settings file, with its whole key: `server.port`. */
export type Setting = {
  readonly key: string;
  readonly value: string;
  readonly path: string;
  readonly line: number;
};

/**
 * The settings of .properties and YAML files, in their order. Line by line and not by a YAML parser: these files hold
 * placeholders that are no YAML (`@project.version@`) until the build has filled them, and evidence needs the line.
 */
export function readSettings(repo: Inventory, paths: readonly string[]): readonly Setting[] {
  return paths.flatMap((path) => {
    const text = repo.read(path);
    if (text === undefined || text.length > 500_000) return [];
    return path.endsWith('.properties') ? ofProperties(text, path) : ofYaml(text, path);
  });
}

function ofProperties(text: string, path: string): readonly Setting[] {
  let skips = false;
  return text.split('\n').flatMap((line, index) => {
    if (/^#---|^!---/.test(line)) skips = false;
    const found = /^\s*([\w.%"[\]-]+)\s*[=:]\s*(.*?)\s*$/.exec(line);
    if (!found || /^\s*[#!]/.test(line)) return [];
    if (isProfile(found[1] as string)) skips = true;
    return skips ? [] : [{ key: found[1] as string, value: found[2] as string, path, line: index + 1 }];
  });
}

function ofYaml(text: string, path: string): readonly Setting[] {
  const settings: Setting[] = [];
  let document: Setting[] = [];
  let skips = false;
  let parents: { readonly indent: number; readonly key: string }[] = [];
  const end = () => {
    if (!skips) settings.push(...document);
    document = [];
    skips = false;
    parents = [];
  };
  for (const [index, line] of text.split('\n').entries()) {
    if (line.startsWith('---')) end();
    const found = /^(\s*(?:- )?)["']?([\w.%/-]+)["']?\s*:(?:\s+(.*?))?\s*$/.exec(line);
    if (!found || /^\s*#/.test(line)) continue;
    const indent = (found[1] as string).length;
    parents = parents.filter((parent) => parent.indent < indent);
    const key = [...parents.map((parent) => parent.key), found[2] as string].join('.');
    const value = unquote((found[3] ?? '').replace(/(^|\s)#.*$/, '').trim());
    if (value === '') parents.push({ indent, key: found[2] as string });
    else document.push({ key, value, path, line: index + 1 });
    if (isProfile(key) && value !== '') skips = true;
  }
  end();
  return settings;
}

/** Such a document is read only when its profile is on. */
function isProfile(key: string): boolean {
  return key === 'spring.profiles' || key === 'spring.config.activate.on-profile';
}

function unquote(text: string): string {
  return /^(["']).*\1$/.test(text) ? text.slice(1, -1) : text;
}

/** The last of a key wins, as the later file does. */
export function settingNamed(settings: readonly Setting[], ...keys: readonly string[]): Setting | undefined {
  return settings.findLast(({ key }) => keys.includes(key));
}

/** `${PORT:8080}`: what the variable is, and what it is when nobody sets it. */
export function placeholderOf(
  value: string,
): { readonly env: string; readonly fallback?: string } | undefined {
  const found = /^\$\{([\w.]+)(?::(.*))?\}$/.exec(value.trim());
  if (!found) return undefined;
  const [, env = '', fallback] = found;
  return fallback === undefined ? { env } : { env, fallback: valueOf(fallback) };
}

/** A value with its placeholders' defaults. */
export function valueOf(value: string, depth = 0): string {
  if (depth > 5) return value;
  const next = value.replaceAll(/\$\{[\w.-]+:([^${}]*)\}/g, '$1');
  return next === value ? value : valueOf(next, depth + 1);
}
