import type { StackManifest } from '../../src/stacks/schema.ts';
import type { AnyCheck } from '../../src/verify/types.ts';
import { markdownTable } from './table.ts';

/** What README.md says between `<!-- NAME -->` and `<!-- /NAME -->`, by name; `npm run docs` writes it. */
export function readmeParts(
  stacks: readonly StackManifest[],
  checks: readonly AnyCheck[],
): Readonly<Record<string, string>> {
  return {
    variants: markdownTable([
      ['language', 'sample app', '`--lang`', '`--target`, the default first', '`--manager`', '`--dialect`'],
      ...stacks.map(({ label, summary, id, targets, managers, dialects }) => [
        label,
        summary,
        `\`${id}\``,
        idsOf(targets),
        idsOf(managers),
        idsOf(dialects),
      ]),
    ]),
    checks: markdownTable([
      ['check', 'it holds when'],
      ...checks.map(({ id, title }) => [`\`${id}\``, title]),
    ]),
  };
}

/** The text with these parts in their places. */
export function fillIn(text: string, parts: Readonly<Record<string, string>>): string {
  return Object.entries(parts).reduce((all, [name, part]) => {
    const [open, close] = [`<!-- ${name} -->\n`, `\n<!-- /${name} -->`];
    const [from, to] = [all.indexOf(open) + open.length, all.indexOf(close)];
    if (from < open.length || to < from) throw new Error(`no place for ${name}`);
    return `${all.slice(0, from)}${part}${all.slice(to)}`;
  }, text);
}

function idsOf(record: Readonly<Record<string, unknown>>): string {
  return Object.keys(record)
    .map((id) => `\`${id}\``)
    .join(', ');
}
