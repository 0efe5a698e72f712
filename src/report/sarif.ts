import { createHash } from 'node:crypto';
import { tool } from '../tool.ts';
import { checks } from '../verify/checks/index.ts';
import type { CheckResult, Report, Status } from '../verify/types.ts';
import { printable } from '../ui/printable.ts';
import { wellFormed } from './markup.ts';

const helpUri = `https://www.npmjs.com/package/${tool.name}#what-it-proves`;
const levels: Readonly<Partial<Record<Status, string>>> = { fail: 'error', warn: 'warning' };

/**
 * SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html) with what GitHub's code scanning asks for
 * (https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning): a rule
 * for each check, a result for each that failed or warned. A skipped check is no alert but a note of the run.
 */
export function sarif(report: Report): string {
  const found = report.checks.filter(({ status }) => levels[status] !== undefined);
  const skipped = report.checks.filter(({ status }) => status === 'skip');
  const run = {
    tool: {
      driver: {
        name: tool.name,
        semanticVersion: tool.version,
        informationUri: `https://www.npmjs.com/package/${tool.name}`,
        rules: checks.map(({ id, title }) => ({
          id,
          name: id,
          shortDescription: { text: title },
          fullDescription: { text: `Holds when: ${title}.` },
          helpUri,
          help: { text: `Holds when: ${title}. See ${helpUri}` },
          defaultConfiguration: { level: 'error' },
        })),
      },
    },
    invocations: [
      {
        executionSuccessful: true,
        toolExecutionNotifications: skipped.map(({ id, message }) => ({
          level: 'note',
          message: { text: textOf(`${id} was skipped: ${message}`) },
          associatedRule: ruleOf(id),
        })),
      },
    ],
    results: found.map((check) => resultOf(check, report)),
    columnKind: 'utf16CodeUnits',
  };
  const log = { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function resultOf(check: CheckResult, { image }: Report) {
  const { id, status, message, hint, at } = check;
  const logical = { fullyQualifiedName: textOf(image), kind: 'module' };
  const physical = at && {
    artifactLocation: { uri: uriOf(at.file), uriBaseId: '%SRCROOT%' },
    region: { startLine: at.line, snippet: { text: textOf(at.text) } },
  };
  return {
    ruleId: id,
    ruleIndex: ruleOf(id).index,
    level: levels[status],
    message: { text: textOf(hint === undefined ? message : `${message}\n${hint}`) },
    locations: [{ ...(physical && { physicalLocation: physical }), logicalLocations: [logical] }],
    // What makes it the same alert when lines move: the check, the file and what the line says.
    partialFingerprints: { primaryLocationLineHash: hash([id, at?.file ?? image, at?.text ?? '']) },
  };
}

function ruleOf(id: string): { readonly id: string; readonly index: number } {
  return { id, index: checks.findIndex((check) => check.id === id) };
}

/** For a reader's eyes, as it may be shown in a terminal too. */
function textOf(text: string): string {
  return wellFormed(printable(text));
}

function uriOf(path: string): string {
  return wellFormed(path).split('/').map(encodeURIComponent).join('/');
}

function hash(parts: readonly string[]): string {
  return `${createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 16)}:1`;
}
