import { formatDuration, formatSize } from '../units.ts';
import { printable, printableLine } from '../ui/printable.ts';
import type { Ui } from '../ui/ui.ts';
import { wrap } from '../ui/wrap.ts';
import type { CheckResult, Report, Status } from '../verify/types.ts';
import { countsOf } from './receipt.ts';

/** The report as people read it: a line a check, why and what to do under each that failed, then the receipt. */
export function sayReport(report: Report, ui: Ui): void {
  const { color } = ui;
  ui.say('');
  ui.say(`${color.strong(report.image)} ${color.dim(report.digest.slice(0, 19))}`);
  ui.say('');
  const idWidth = Math.max(...report.checks.map(({ id }) => id.length));
  for (const check of report.checks) sayCheck(check, idWidth, ui);
  ui.say('');
  const receipt = receiptLine(report);
  if (receipt) ui.say(`  ${receipt}`);
  ui.say(`  ${summaryOf(report, ui)}`);
  if (report.compare) sayComparison(report, ui);
}

const glyphs: Readonly<Record<Status, string>> = { pass: '✓', fail: '✗', warn: '!', skip: '-' };

function sayCheck({ id, status, message, hint, at }: CheckResult, idWidth: number, ui: Ui): void {
  const { say, color } = ui;
  const paint = { pass: color.ok, fail: color.error, warn: color.warn, skip: color.dim }[status];
  const indent = 2 + 2 + idWidth + 1;
  const terminal = ui.width();
  const lines = (text: string) => wrap(text, terminal === undefined ? undefined : terminal - indent);
  // Control characters first: what is shown for them has its own width.
  for (const [row, text] of lines(printableLine(message)).entries()) {
    const head = row === 0 ? `  ${paint(glyphs[status])} ${id.padEnd(idWidth)} ` : ' '.repeat(indent);
    say(head + (status === 'pass' ? text : paint(text)));
  }
  if (status === 'pass') return;
  const pad = ' '.repeat(indent);
  if (at)
    for (const text of lines(printableLine(`${at.file}:${at.line}  ${at.text}`))) say(pad + color.path(text));
  if (hint) for (const text of lines(printable(hint))) say(pad + color.dim(text));
}

function receiptLine({ sizeBytes, compressedBytes, timings }: Report): string {
  const { buildMs, bootMs, stopMs } = timings;
  const parts = [
    sizeBytes > 0 && `${formatSize(sizeBytes)} (${formatSize(compressedBytes)} to pull)`,
    buildMs !== undefined && `built in ${formatDuration(buildMs)}`,
    bootMs !== undefined && `up in ${formatDuration(bootMs)}`,
    stopMs !== undefined && `stopped in ${formatDuration(stopMs)}`,
  ];
  return parts.filter(Boolean).join(', ');
}

function summaryOf(report: Report, { color }: Ui): string {
  const paint = { pass: color.ok, fail: color.error, warn: color.warn, skip: color.dim };
  return countsOf(report)
    .map(({ status, text }) => paint[status](text))
    .join(', ');
}

function sayComparison({ sizeBytes, compare }: Report, { say, color }: Ui): void {
  if (!compare) return;
  if ('error' in compare) {
    say('');
    say(`  ${color.warn('!')} nothing to compare with: the naive image does not build`);
    for (const line of compare.error.split('\n')) say(`    ${color.dim(line)}`);
    return;
  }
  const [before, after] = [formatSize(compare.sizeBytes), formatSize(sizeBytes)];
  const width = Math.max(before.length, after.length);
  say('');
  say(`  before ${before.padStart(width)}  ${color.dim('one stage, the toolchain left in')}`);
  say(`  after  ${color.ok(after.padStart(width))}  ${color.dim('this image')}`);
  say(`  ${color.strong(`${Math.round(compare.ratio)} times smaller`)}`);
}
