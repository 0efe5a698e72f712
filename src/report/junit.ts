import type { CheckResult, Report } from '../verify/types.ts';
import { tag, type Markup } from './markup.ts';
import { titleOf } from './titles.ts';

/**
 * JUnit XML as CI servers read it: a test case for each check. There is no standard; this keeps to what the schema of Jenkins
 * (jenkinsci/xunit-plugin:src/main/resources/org/jenkinsci/plugins/xunit/types/model/xsd/junit-10.xsd) and Maven Surefire's have in common. Times are in
 * seconds. A warning passes, and says so in `system-out`.
 */
export function junit(report: Report, at: Date): string {
  const counts = {
    tests: report.checks.length,
    failures: report.checks.filter(({ status }) => status === 'fail').length,
    errors: 0,
  };
  const skipped = report.checks.filter(({ status }) => status === 'skip').length;
  const time = seconds(Object.values(report.timings).reduce((sum, ms) => sum + ms, 0));
  const suite = tag(
    'testsuite',
    { name: report.image, ...counts, skipped, time, timestamp: at.toISOString().slice(0, 19) },
    tag(
      'properties',
      {},
      ...Object.entries({
        digest: report.digest,
        sizeBytes: report.sizeBytes,
        compressedBytes: report.compressedBytes,
      }).map(([name, value]) => tag('property', { name, value })),
    ),
    ...report.checks.map((check) => testCase(check, report)),
  );
  const suites = tag('testsuites', { name: 'create-distroless verify', ...counts, time }, suite);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${suites.markup}\n`;
}

function testCase(check: CheckResult, { timings }: Report): Markup {
  const { id, status, message } = check;
  const ms = { build: timings.buildMs, boot: timings.bootMs, stop: timings.stopMs }[id] ?? 0;
  return tag(
    'testcase',
    { name: `${id}: ${titleOf(id)}`, classname: 'verify', time: seconds(ms) },
    { pass: undefined, skip: tag('skipped', { message }), fail: failureOf(check), warn: undefined }[status],
    status === 'warn' ? tag('system-out', {}, `warning: ${detailOf(check)}`) : undefined,
  );
}

function failureOf(check: CheckResult): Markup {
  return tag('failure', { message: check.message, type: check.id }, detailOf(check));
}

function detailOf({ message, hint, at }: CheckResult): string {
  return [message, at && `${at.file}:${at.line}: ${at.text}`, hint].filter(Boolean).join('\n');
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}
