import { posix } from 'node:path';
import { clean, dirOf } from '../../inventory/paths.ts';
import type { Inventory } from '../../inventory/types.ts';
import { place } from '../../inventory/types.ts';
import { pathIn } from './local-path.ts';

/** One distribution that is asked for. */
export type Requirement = {
  /** As PyPI compares names: `Flask_SQLAlchemy` is `flask-sqlalchemy`. */
  readonly name: string;
  readonly extras: readonly string[];
  /** `>=2,<3`; empty for any version, and for what comes from a URL. */
  readonly spec: string;
  /** `requirements.txt:3` */
  readonly from: string;
};

export type RequirementFiles = {
  readonly requirements: readonly Requirement[];
  /** It and what it includes, relative to the root of the repository. */
  readonly files: readonly string[];
  /** It names the project itself or a directory of it (`-e .`): the source has to be there. */
  readonly local: boolean;
  /** What it names of directories and files, and the files that it includes, relative to the root of the repository. */
  readonly paths: readonly string[];
  /** It names a second index. */
  readonly indexes: boolean;
  /** It is fetched by git. */
  readonly git: boolean;
};

/** https://packaging.python.org/en/latest/specifications/name-normalization/ */
export function normalName(name: string): string {
  return name.toLowerCase().replaceAll(/[-_.]+/g, '-');
}

/** PEP 508, as far as name, extras and versions go; undefined for what has no name. Markers that rule Linux or 3.13 out too. */
export function parseRequirement(text: string, from: string): Requirement | undefined {
  const [requirement = '', marker = ''] = text.split(/\s*;/, 2);
  if (!applies(marker)) return undefined;
  const found = /^\s*([A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)\s*(?:\[([^\]]*)\])?\s*(.*)$/.exec(requirement);
  if (!found) return undefined;
  const [, name = '', extras = '', rest = ''] = found;
  const spec = rest.startsWith('@')
    ? ''
    : rest
        .replace(/^\(|\)$/g, '')
        .replace(/\s+--.*$/, '')
        .trim();
  if (spec !== '' && !/^[<>=!~]/.test(spec)) return undefined;
  return {
    name: normalName(name),
    extras: extras
      .split(',')
      .map((extra) => normalName(extra.trim()))
      .filter((extra) => extra !== ''),
    spec,
    from,
  };
}

/** A requirements file with all that it includes; `dir` is where it is installed from. https://pip.pypa.io/en/stable/reference/requirements-file-format/ */
export function readRequirements(repo: Inventory, path: string, dir: string): RequirementFiles {
  const requirements: Requirement[] = [];
  const files: string[] = [];
  const paths: string[] = [];
  let [needsSource, git, indexes] = [false, false, false];
  const visit = (file: string): void => {
    const text = repo.read(file);
    if (text === undefined || files.includes(file) || files.length > 20) return;
    files.push(file);
    for (const [index, raw] of text
      .replaceAll(/\\\r?\n/g, ' ')
      .split('\n')
      .entries()) {
      const line = raw.replace(/(^|\s)#.*$/, '').trim();
      const included = /^(?:-r|-c|--requirement|--constraint)[ =]?\s*(\S+)$/.exec(line)?.[1];
      if (included !== undefined) {
        if (!/^(?:\w+:|\/)/.test(included)) paths.push(clean(posix.join(dirOf(file), included)));
        const target = resolve(file, included);
        if (target !== undefined) visit(target);
        continue;
      }
      if (/git\+/.test(line)) git = true;
      if (line.startsWith('--extra-index-url')) indexes = true;
      const local = pathIn(line);
      if (local !== undefined) paths.push(clean(posix.join(dir, local)));
      const editable = line.replace(/^(?:-e|--editable)[ =]?\s*/, '');
      if (
        local !== undefined ||
        /^(?:\.|file:)/.test(editable) ||
        (editable !== line && !/:\/\//.test(editable))
      ) {
        needsSource = true;
        continue;
      }
      const named = /[#&]egg=([\w.-]+)/.exec(raw)?.[1];
      const requirement = parseRequirement(named ?? editable, place({ path: file, line: index + 1 }));
      if (requirement && !line.startsWith('--')) requirements.push(requirement);
    }
  };
  visit(path);
  return { requirements, files, local: needsSource, paths, git, indexes };
}

/** A path of an including file, within the repository. */
function resolve(file: string, included: string): string | undefined {
  const parts = file.split('/').slice(0, -1);
  for (const part of included.split('/')) {
    if (part === '..') {
      if (parts.pop() === undefined) return undefined;
    } else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}

/** Only markers that say it plainly are read: of the platform and of old Pythons. */
function applies(marker: string): boolean {
  if (/\b(?:and|or)\b/.test(marker)) return !/sys_platform\s*==\s*['"](?:win32|darwin)/.test(marker);
  if (/(?:sys_platform|platform_system|os_name)\s*==\s*['"](?:win32|Windows|nt|darwin|Darwin)/.test(marker))
    return false;
  const old = /python(?:_full)?_version\s*(<=?|==)\s*['"](\d+)\.(\d+)/.exec(marker);
  if (!old) return true;
  const [, operator, major, minor] = old;
  const number = Number(major) * 100 + Number(minor);
  return operator === '<' ? number > 313 : operator === '<=' ? number >= 313 : number === 313;
}
