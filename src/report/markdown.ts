import type { CheckResult, Report, Status } from '../verify/types.ts';
import { printableLine } from '../ui/printable.ts';
import { escapeMarkup, tag } from './markup.ts';
import { countsOf, receiptOf } from './receipt.ts';

const glyphs: Readonly<Record<Status, string>> = { pass: '✅', fail: '❌', warn: '⚠️', skip: '➖' };

/** GitHub-flavoured Markdown, made for the summary of a job: https://github.github.com/gfm/. */
export function markdown(report: Report): string {
  const { image, checks } = report;
  const counts = countsOf(report)
    .map(({ text }) => text)
    .join(', ');
  const figures = receiptOf(report).map(([name, value]) => `${name} **${escapeMarkdown(value)}**`);
  const blocks = [
    `### ${glyphs[report.ok ? 'pass' : 'fail']} ${escapeMarkdown(image)}: ${counts}`,
    ...(figures.length > 0 ? [figures.join(' · ')] : []),
    ['| | check | found |', '| --- | --- | --- |', ...checks.map(row)].join('\n'),
    ...checks.flatMap((check) => details(check) ?? []),
    ...(report.compare && 'error' in report.compare
      ? [folded('nothing to compare with: the naive image does not build', report.compare.error)]
      : []),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function row({ id, status, message, at }: CheckResult): string {
  const where = at ? ` (${escapeMarkdown(`${at.file}:${at.line}`)})` : '';
  return `| ${glyphs[status]} | ${id} | ${escapeMarkdown(message)}${where} |`;
}

/** Why it matters and what to change, folded away. */
function details({ id, status, hint, at }: CheckResult): string | undefined {
  if (status !== 'fail' && status !== 'warn') return undefined;
  const lines = [at && `${at.file}:${at.line}: ${at.text}`, hint].filter(Boolean);
  return lines.length === 0 ? undefined : folded(id, lines.join('\n'));
}

/** HTML on one line, as no Markdown holds text of all kinds, and an empty line would end the HTML. */
function folded(summary: string, text: string): string {
  const { markup } = tag('details', {}, tag('summary', {}, summary), tag('pre', {}, text));
  return markup.replaceAll('\n', '&#10;');
}

/** Text within a line or a cell of a table: no markup, and no link that whoever made the image put there. */
function escapeMarkdown(text: string): string {
  return printableLine(text)
    .replaceAll('\t', ' ')
    .replaceAll(/[\\`*_{}[\]()<>|~#@!:]/g, String.raw`\$&`)
    .replaceAll(/[&$]/g, (char) => (char === '$' ? '&#36;' : escapeMarkup(char)))
    .replaceAll(/www(?=\.)/gi, '$&\\');
}
