import { formatDuration, formatSize } from '../units.ts';
import type { Color } from '../ui/color.ts';
import { printableLine } from '../ui/printable.ts';
import type { Ui } from '../ui/ui.ts';
import type { CheckResult, Report, Status } from '../verify/types.ts';

/** The report as people read it: a line a check, why and what to do under each that failed, then the receipt. */
export function sayReport(report: Report, ui: Ui): void {
  const { color } = ui;
  ui.say('');
  ui.say(`${color.strong(report.image)} ${color.dim(report.digest.slice(0, 19))}`);
  ui.say('');
  for (const check of report.checks) sayCheck(check, ui);
  ui.say('');
  const receipt = receiptOf(report);
  if (receipt) ui.say(`  ${receipt}`);
  ui.say(`  ${summaryOf(report, color)}`);
  if (report.compare) sayComparison(report, ui);
}

/** Of the longest id, `reproducible`. */
const idWidth = 12;

const glyphs: Readonly<Record<Status, string>> = { pass: '✓', fail: '✗', warn: '!', skip: '-' };

function sayCheck({ id, status, message: found, hint }: CheckResult, { say, color }: Ui): void {
  const message = printableLine(found);
  const paint = { pass: color.ok, fail: color.error, warn: color.warn, skip: color.dim }[status];
  say(`  ${paint(glyphs[status])} ${id.padEnd(idWidth)} ${status === 'pass' ? message : paint(message)}`);
  if (!hint || status === 'pass') return;
  for (const line of hint.split('\n')) say(`    ${' '.repeat(idWidth)} ${color.dim(line)}`);
}

function receiptOf({ sizeBytes, compressedBytes, timings }: Report): string {
  const { buildMs, bootMs, stopMs } = timings;
  const parts = [
    sizeBytes > 0 && `${formatSize(sizeBytes)} (${formatSize(compressedBytes)} to pull)`,
    buildMs !== undefined && `built in ${formatDuration(buildMs)}`,
    bootMs !== undefined && `up in ${formatDuration(bootMs)}`,
    stopMs !== undefined && `stopped in ${formatDuration(stopMs)}`,
  ];
  return parts.filter(Boolean).join(', ');
}

function summaryOf({ checks }: Report, color: Color): string {
  const count = (status: Status) => checks.filter((check) => check.status === status).length;
  const parts = [
    color.ok(`${count('pass')} passed`),
    count('fail') > 0 && color.error(`${count('fail')} failed`),
    count('warn') > 0 && color.warn(`${count('warn')} ${count('warn') === 1 ? 'warning' : 'warnings'}`),
    count('skip') > 0 && color.dim(`${count('skip')} skipped`),
  ];
  return parts.filter(Boolean).join(', ');
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
