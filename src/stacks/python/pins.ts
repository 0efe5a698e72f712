import type { Fact } from '../../detect/types.ts';
import { nativeOf } from './native-of.ts';
import { natives, programs, type Native } from './natives.ts';
import { broken, brought, distutils, removedModules } from './removed.ts';
import type { Project } from './project.ts';
import type { Requirement } from './requirements.ts';
import { isUnreached } from './unreached.ts';
import { admits, pinned, stopsBelow } from './versions.ts';
import { heldBack } from './companions.ts';
import { contradicted } from './contradicted.ts';
import { missingModules } from './left-out.ts';
import type { Inventory } from '../../inventory/types.ts';
import { inside } from '../../inventory/paths.ts';
import { place } from '../../inventory/types.ts';

/** What it takes to have the packages of a project on Python 3.13. */
export type Fixes = {
  /** `numpy==2.1.0`: in place of a version that is not to be had. */
  readonly overrides: readonly string[];
  /** Installed besides: `legacy-cgi`. */
  readonly additions: readonly string[];
  /** Limits of what builds packages: `setuptools<81`. */
  readonly builders: readonly string[];
  /** Debian packages to compile with. */
  readonly apt: readonly string[];
  /** Debian libraries of the image. */
  readonly libraries: readonly Fact[];
  readonly notes: readonly string[];
};

/** Reads no package and asks nobody: what is known of names and versions is in natives.ts and removed.ts. */
export function fixPins(project: Project, repo: Inventory, sources: readonly string[]): Fixes {
  const wanted = wantedOf(project);
  const named = new Set(wanted.map(({ name }) => name));
  const overrides = new Map<string, string>();
  const additions = new Set<string>();
  const apt = new Set<string>();
  const libraries = new Map<string, Fact>();
  const notes: string[] = [];
  const bumped: string[] = [];
  const left: string[] = [];
  const parted = contradicted(wanted);
  for (const { name, spec, from } of wanted) {
    const native = nativeOf(name, spec);
    if (native?.left) {
      left.push(name);
      if (native.instead !== undefined) additions.add(native.instead);
      continue;
    }
    const needed = native && neededVersion(native, spec);
    if (needed !== undefined) {
      overrides.set(name, needed);
      for (const [other, fitting] of Object.entries(native?.with ?? {})) {
        const pin = wanted.find((each) => each.name === other)?.spec;
        if (pin !== undefined && stopsBelow(pin, fitting)) overrides.set(other, fitting);
      }
      if (name !== 'typing-extensions')
        bumped.push(`${name} ${needed} (${spec.replace(/^==/, '')} in ${from})`);
    }
    for (const each of native?.build ?? []) apt.add(each);
    for (const library of native?.libraries ?? [])
      libraries.set(library, { value: library, from: `${name} (${from})`, confidence: 'high' });
    const rule = broken[name];
    if (rule && stopsBelow(spec, rule.below)) for (const each of rule.needs) additions.add(each);
    const old = brought[name];
    if (old && stopsBelow(spec, old.below))
      for (const [other, fitting] of Object.entries(old.of))
        if (!named.has(other)) overrides.set(other, fitting);
    const since = distutils[name];
    if (since !== undefined && stopsBelow(spec, since)) additions.add('setuptools<81');
    if (programs[name] !== undefined && project.requirements.some((each) => each.name === name))
      notes.push(`${name} calls ${programs[name]}, which the image does not have (${from})`);
    if (project.locked.get(name)?.compiled && needed === undefined && !native?.build && !native?.optional)
      apt.add('build-essential');
  }
  for (const { name, version } of parted) if (!overrides.has(name)) overrides.set(name, version);
  const psycopg = wanted.find(({ name }) => name === 'psycopg');
  // Its plain form looks libpq up with tools that the image has not; the one with libpq in it needs none.
  if (psycopg && !wanted.some(({ name }) => name === 'psycopg-binary' || name === 'psycopg-c'))
    additions.add('psycopg[binary]');
  if (project.compiled) apt.add('build-essential');
  if (project.needsGit) apt.add('git');
  const has = (name: string) => wanted.some((each) => each.name === name);
  const gone = repo
    .search(sources, new RegExp(`^\\s*(?:import|from)\\s+(${Object.keys(removedModules).join('|')})\\b`), 50)
    .filter(({ path, line }) => !isUnreached(repo.read(path) ?? '', line))
    .filter(({ match }) => !has((removedModules[match[1] as string] ?? '').replace(/<.*$/, '')));
  for (const { match } of gone) additions.add(removedModules[match[1] as string] as string);
  const missing = missingModules(wanted, repo, sources);
  for (const { brings } of missing) additions.add(brings);
  const builtOn = repo
    .search([inside(project.dir, 'setup.py')], /pkg_resources/, 1)
    .map(() => 'setuptools<81');
  // Newer ones want it; by itself it works at any version.
  if (bumped.length === 0) overrides.delete('typing-extensions');
  // What stands in for another brings what that brings: celery[redis].
  const extrasOf = (name: string) => {
    const extras = wanted.find((each) => each.name === name)?.extras ?? [];
    return extras.length === 0 ? '' : `[${extras.join(',')}]`;
  };
  const held = heldBack(project, wanted, repo, sources);
  return {
    overrides: [
      ...[...overrides].map(([name, version]) => `${name}${extrasOf(name)}==${version}`),
      // A mark that never holds: that is how uv leaves one out.
      ...left.map((name) => `${name} ; python_version < "3"`),
    ],
    additions: [
      ...[...additions].filter((each) => !has(each.replace(/[<[].*$/, '')) || each.includes('[')),
      ...held,
    ],
    builders: builtOn,
    apt: [...apt],
    libraries: [...libraries.values()],
    notes: [
      ...(bumped.length > 0
        ? [`the first versions for Python 3.13 are taken in place of older ones: ${bumped.join(', ')}`]
        : []),
      ...(left.length > 0
        ? [`left out, as Python 3.13, Gunicorn or a successor does its work: ${left.join(', ')}`]
        : []),
      ...(held.length > 0 ? [`newer ones do not go with the rest: ${held.join(', ')}`] : []),
      ...parted.map(
        ({ name, version, why }) => `${name} ${version} is taken, as no program starts with both: ${why}`,
      ),
      ...notes,
      ...gone
        .slice(0, 3)
        .map(
          (hit) =>
            `${hit.match[1]} is not in Python 3.13: ${removedModules[hit.match[1] as string]} is installed for it (${place(hit)})`,
        ),
      ...missing.map(
        ({ module, of, brings, from }) => `${of} left ${module} out: ${brings} is installed for it (${from})`,
      ),
    ],
  };
}

/** Direct requirements, each at its fixed version, and what the lock brings besides. */
function wantedOf(project: Project): readonly Requirement[] {
  const direct = project.requirements.map((each) => {
    const locked = project.locked.get(each.name);
    return locked ? { ...each, spec: `==${locked.version}`, from: locked.from } : each;
  });
  const names = new Set(direct.map(({ name }) => name));
  const rest = [...project.locked]
    .filter(([name]) => !names.has(name))
    .map(([name, { version, from }]) => ({ name, extras: [], spec: `==${version}`, from }));
  // Extras that bring compiled packages of their own.
  const extras = direct.flatMap(({ name, extras: wanted, from }) =>
    wanted
      .filter((extra) => natives[`${name}-${extra}`] ?? extra === 'binary')
      .map((extra) => ({ name: `${name}-${extra}`, extras: [], spec: '', from })),
  );
  return [...direct, ...rest, ...extras.filter(({ name }) => !names.has(name))];
}

/** The version to take in place of what a specifier allows; undefined: what it allows is fine. */
function neededVersion({ from, lines }: Native, spec: string): string | undefined {
  // Below 2 is 1, whatever number it is told by.
  if (lines && Object.values(lines).some((version) => admits(spec, version))) return undefined;
  const first = /\d+(?:\.\d+)*/.exec(spec)?.[0];
  if (first === undefined) return undefined;
  const needed = lines ? lines[first.split('.')[0] as string] : from;
  return needed !== undefined && stopsBelow(spec, needed) ? needed : undefined;
}

/** Why it can never run on Python 3.13; undefined: nothing known is against it. */
export function whyNot(project: Project, repo: Inventory, sources: readonly string[]): string | undefined {
  const { python, chosen } = project;
  const lower = /(?:>=?|~=|==|\^)\s*3\.(\d+)/.exec(python?.value ?? '')?.[1];
  if (python && lower !== undefined && Number(lower) > 13)
    return `it needs Python ${python.value} (${python.from}), and the only distroless Python is 3.13`;
  if (python && /^(?:==|~=|\^)?\s*2\./.test(python.value)) return `it is of Python 2 (${python.from})`;
  if (chosen?.value.startsWith('2.')) return `it is of Python 2 (${chosen.from})`;
  for (const { name, spec, from } of wantedOf(project)) {
    const rule = ended[name];
    const isEnded =
      rule?.below === undefined
        ? rule?.imported && !stopsBelow(spec, '2.0') && repo.search(sources, rule.imported, 1)[0]
        : stopsBelow(spec, rule.below);
    if (rule && isEnded)
      return `${rule.label} ${pinned(spec) ?? spec} (${from}) does not run on a Python newer than ${rule.last}, and the only distroless Python is 3.13`;
  }
  return undefined;
}

/** What no other version stands in for, as it is what the program is written for. */
const ended: Readonly<
  Record<
    string,
    { readonly label: string; readonly below?: string; readonly imported?: RegExp; readonly last: string }
  >
> = {
  django: { label: 'Django', below: '3.0', last: '3.11' },
  // It has modules of the name async, a keyword since.
  celery: { label: 'Celery', below: '4.3', last: '3.6' },
  // Its last version names one class twice as the base of another; redis has had its work since.
  aioredis: { label: 'aioredis', imported: /^(?:from|import) aioredis\b/, last: '3.10' },
};
