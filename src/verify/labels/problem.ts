import { isSpdxExpression } from './spdx.ts';

/** What every key of this kind begins with (https://specs.opencontainers.org/image-spec/annotations/). */
export const prefix = 'org.opencontainers.image.';

/**
 * What is wrong with a label that is there, by the OCI annotation spec; undefined when nothing is. A key of nobody's spec may say
 * anything. An empty value is as good as none: docker/metadata-action writes `licenses=` for a repository without a licence.
 */
export function labelProblem(key: string, value: string): string | undefined {
  if (!key.startsWith(prefix) || value.trim() === '') return undefined;
  const placeholder = key === `${prefix}description` ? undefined : unexpanded.exec(value)?.[0];
  if (placeholder !== undefined) return `${placeholder} was never replaced`;
  return rules[key.slice(prefix.length)]?.(value);
}

/** Values that a build writes where nobody told it the real one. */
export function isPlaceholder(value: string): boolean {
  return /^(unknown|dev|development|none|null|undefined|n\/a|todo|unset|0\.0\.0)$/i.test(value.trim());
}

const unexpanded = /\$\{?[A-Za-z_]\w*\}?|\$\(.*?\)|\{\{.*?\}\}|<no value>|%[A-Z_]+%|@[A-Z_]+@/;

type Rule = (value: string) => string | undefined;

const url: Rule = (value) => {
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(value) || !URL.canParse(value))
    return 'it is no URL with a scheme, such as https://github.com/acme/app';
  const { password, username, protocol } = new URL(value);
  const secret = password !== '' || (username !== '' && /^https?:$/.test(protocol));
  return secret ? 'its URL carries credentials, which everybody who pulls the image can read' : undefined;
};

const rules: Readonly<Record<string, Rule | undefined>> = {
  created: (value) =>
    isDateTime(value) ? undefined : 'it is no RFC 3339 time, such as 2026-01-31T08:30:00Z',
  source: url,
  url,
  documentation: url,
  licenses: (value) =>
    isSpdxExpression(value) ? undefined : 'it is no SPDX expression, such as Apache-2.0 OR MIT',
  'base.digest': (value) =>
    /^[a-z0-9]+(?:[+._-][a-z0-9]+)*:[a-zA-Z0-9=_-]{32,}$/.test(value)
      ? undefined
      : 'it is no digest, such as sha256:…',
  'base.name': (value) =>
    /^[\w.-]+(?::\d+)?(?:\/[\w.-]+)*(?::[\w.-]+)?(?:@[\w+.:-]+)?$/.test(value)
      ? undefined
      : 'it is no image reference',
};

/** RFC 3339, section 5.6, as Go's time.RFC3339 reads it: with a T, and a day that the month has. */
function isDateTime(value: string): boolean {
  const [, year, month, day] =
    /^(\d{4})-(\d\d)-(\d\d)T(?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/.exec(
      value,
    ) ?? [];
  if (year === undefined) return false;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
}
