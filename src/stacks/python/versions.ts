import { compare, satisfies, valid, validRange } from '@renovatebot/pep440';

/** Below, equal or above 0, as PEP 440 orders versions; what is no version comes first. */
export function compareVersions(a: string, b: string): number {
  return compare(valid(a) ?? '0', valid(b) ?? '0');
}

/**
 * Does a specifier admit a version? https://packaging.python.org/en/latest/specifications/version-specifiers/, and Poetry's
 * own `^1.2`, `~1.2` and `||`. What cannot be read admits all: then nothing is changed on account of it.
 */
export function admits(specifier: string, version: string): boolean {
  return alternatives(specifier).some((all) => all.every((one) => admitsOne(one, version)));
}

/** The one version that a specifier pins, if it does. */
export function pinned(specifier: string): string | undefined {
  return /^\s*===?\s*v?(\d[\w.!+-]*)\s*$/.exec(specifier)?.[1];
}

/** Does a specifier allow nothing from a version on? */
export function stopsBelow(spec: string, version: string): boolean {
  const versions = [...spec.matchAll(/\d+(?:\.\d+)*/g)].map(([each]) => each);
  if (versions.length === 0 || admits(spec, version) || admits(spec, '9999')) return false;
  return versions.every((each) => compareVersions(each, version) <= 0);
}

/** Does a specifier allow nothing below a version? Of `>=2.2,<3`, `~=2.2`, `==2.2.5` and `^2.2` nothing is below 2.2. */
export function startsFrom(spec: string, version: string): boolean {
  return alternatives(spec).every((all) =>
    all.some((one) => {
      const least = /^(?:===?|>=?|~=?|\^)?\s*v?(\d[\w.!+-]*)/.exec(one)?.[1];
      return least !== undefined && compareVersions(least, version) >= 0;
    }),
  );
}

/** `>=1,<2 || 3` is `>=1` and `<2`, or `3`. */
function alternatives(specifier: string): readonly (readonly string[])[] {
  return specifier.split('||').map((all) =>
    all
      .split(/,|\s(?=[<>=!~^])/)
      .map((one) => one.trim())
      .filter((one) => one !== '' && one !== '*'),
  );
}

function admitsOne(one: string, version: string): boolean {
  const [, operator = '', wanted = ''] = /^([<>=!~^]*)\s*v?(\S+)$/.exec(one) ?? [];
  const range =
    operator === ''
      ? `==${wanted}`
      : isPoetrys(operator)
        ? fromPoetry(operator, wanted)
        : `${operator}${wanted}`;
  return !validRange(range) || satisfies(version, range, { prereleases: true });
}

function isPoetrys(operator: string): boolean {
  return operator === '^' || operator === '~';
}

/** `^0.2.1` is at least that and `==0.2.*`, `~1.2.3` `==1.2.*`: https://python-poetry.org/docs/dependency-specification/ */
function fromPoetry(operator: string, wanted: string): string {
  const parts = wanted.split('.');
  const significant = operator === '~' ? 1 : parts.findIndex((part) => Number(part) > 0);
  const kept = parts.slice(0, Math.max(significant, 0) + 1);
  return `>=${wanted},==${kept.join('.')}.*`;
}
