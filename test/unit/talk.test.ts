import { afterEach, describe, expect, it, vi } from 'vitest';
import { sayReport } from '../../src/report/verify.ts';
import { createColor } from '../../src/ui/color.ts';
import { inert, inertJson } from '../../src/ui/inert.ts';
import { createUi, type Ui } from '../../src/ui/ui.ts';
import { wrap } from '../../src/ui/wrap.ts';
import type { Report } from '../../src/verify/types.ts';
import { reportWith } from '../support/report.ts';

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

/** What a report says, on a terminal of so many columns; undefined: on none. */
function said(report: Report, columns?: number): readonly string[] {
  const lines: string[] = [];
  const ui = { color: createColor(false), width: () => columns, say: (line: string) => lines.push(line) };
  sayReport(report, ui as unknown as Ui);
  return lines;
}

const long =
  'a message of many words that goes on for longer than most terminals are wide, and then some more';
const report = reportWith([
  { id: 'boot', status: 'pass', message: 'answered' },
  { id: 'health', status: 'skip', message: 'probed by Kubernetes' },
  { id: 'reproducible', status: 'warn', message: 'differs', hint: 'first line\n  second line' },
  {
    id: 'user',
    status: 'fail',
    message: long,
    hint: 'write USER 65532:65532',
    at: { file: 'Dockerfile', line: 14, text: 'USER nobody' },
  },
]);

describe('the report on a terminal', () => {
  it('says what, where, why and what to change, and counts everything', () => {
    expect(said(report)).toEqual([
      '',
      'demo:verify sha256:000000000000',
      '',
      '  ✓ boot         answered',
      '  - health       probed by Kubernetes',
      '  ! reproducible differs',
      '                 first line',
      '                   second line',
      `  ✗ user         ${long}`,
      '                 Dockerfile:14  USER nobody',
      '                 write USER 65532:65532',
      '',
      '  6.9 MB (2.5 MB to pull), built in 12.3 s, up in 81 ms, stopped in 40 ms',
      '  1 passed, 1 failed, 1 warning, 1 skipped',
    ]);
  });

  it('is wrapped within its width, indented below its first word', () => {
    const lines = said(report, 70);
    expect(Math.max(...lines.slice(3, -2).map(({ length }) => length))).toBeLessThanOrEqual(70);
    const at = lines.findIndex((line) => line.startsWith('  ✗'));
    expect(lines.slice(at, at + 3)).toEqual([
      '  ✗ user         a message of many words that goes on for longer than',
      '                 most terminals are wide, and then some more',
      '                 Dockerfile:14  USER nobody',
    ]);
  });

  it('shows no line that is not its own', () => {
    const message = 'x\n  ✓ no-shell   none\u001B[2J';
    const lines = said(reportWith([{ id: 'boot', status: 'fail', message }]), 200);
    expect(lines.filter((line) => line.startsWith('  ✓'))).toEqual([]);
    expect(lines).toContain('  ✗ boot x\\n  ✓ no-shell   none\\x1b[2J');
  });
});

it.each([
  ['short', 20, ['short']],
  [
    'a word of its own: /usr/lib/x86_64-linux-gnu/libstdc++.so.6.0.33 is whole',
    10,
    ['a word of its own:', '/usr/lib/x86_64-linux-gnu/libstdc++.so.6.0.33', 'is whole'],
  ],
  [
    '  indented text goes on where it began, also below',
    42,
    ['  indented text goes on where it began,', '  also below'],
  ],
  ['two\n\nparagraphs', 50, ['two', '', 'paragraphs']],
  ['x '.repeat(60).trim(), undefined, ['x '.repeat(60).trim()]],
])('wraps %j to %s columns, 40 at least', (text, width, lines) => {
  expect(wrap(text, width)).toEqual(lines);
});

describe('to a CI that reads commands from what is printed', () => {
  const evil = [
    '::set-output name=a::b',
    '\t ::error::x',
    '\u00A0\u2003::stop-commands::x',
    'log ##[add-mask]e',
    '##vso[task.setvariable variable=a]b',
    "##teamcity[x 'y']",
  ];

  it.each(evil)('%j is no command', (line) => {
    const text = inert(`before\n${line}\nafter`);
    expect(text).not.toMatch(/^\s*::/m);
    expect(text).not.toMatch(/##\w*\[/);
    expect(text.replaceAll(/(:|#) (?=[:#])/g, '$1')).toBe(`before\n${line}\nafter`);
  });

  it('JSON stays what it is', () => {
    const value = { a: evil.join('\n'), '##[b]': ['#####[c]'] };
    const text = inertJson(JSON.stringify(value));
    expect(text).not.toMatch(/##\w*\[/);
    expect(JSON.parse(text)).toEqual(value);
  });

  it.each(['GITHUB_ACTIONS', 'TF_BUILD', 'TEAMCITY_VERSION'])('nothing is printed as one: %s', (variable) => {
    const written: string[] = [];
    const keep = (chunk: unknown) => written.push(String(chunk)) > 0;
    vi.spyOn(process.stderr, 'write').mockImplementation(keep);
    vi.spyOn(process.stdout, 'write').mockImplementation(keep);
    const print = () => {
      const ui = createUi({ color: false, json: true });
      for (const line of evil) ui.say(line);
      ui.print(evil.join('\n'));
      ui.json({ evil });
      ui.line('#7 [build 1/2] RUN ##[x]');
      return written.splice(0).join('');
    };
    for (const name of ['GITHUB_ACTIONS', 'TF_BUILD', 'TEAMCITY_VERSION']) vi.stubEnv(name, '');
    // Elsewhere text is as it was.
    expect(print()).toMatch(/^::set-output[^]*##\[/);
    vi.stubEnv(variable, 'true');
    expect(print()).not.toMatch(/^\s*::|##\w*\[/m);
  });
});
