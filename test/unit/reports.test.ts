import { createRequire } from 'node:module';
import { Ajv, type AnySchema } from 'ajv';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { annotations } from '../../src/report/annotations.ts';
import { formats } from '../../src/report/targets.ts';
import { renderReport } from '../../src/report/render.ts';
import { junit } from '../../src/report/junit.ts';
import { markdown } from '../../src/report/markdown.ts';
import { sarif } from '../../src/report/sarif.ts';
import { checks } from '../../src/verify/checks/index.ts';
import type { CheckResult, Report } from '../../src/verify/types.ts';
import { imageWith, reportWith } from '../support/report.ts';

const source = { file: 'my svc/Dockerfile', line: 14, text: 'USER nobody' };
const results: readonly CheckResult[] = [
  { id: 'build', status: 'pass', message: 'built in 12.3 s' },
  { id: 'boot', status: 'pass', message: '/ answered after 81 ms' },
  { id: 'health', status: 'skip', message: 'probed by Kubernetes' },
  { id: 'stop', status: 'warn', message: 'a request was dropped', hint: 'finish what is open' },
  {
    id: 'user',
    status: 'fail',
    message: 'USER nobody is a name',
    hint: 'write USER 65532:65532',
    at: source,
  },
];
const report = reportWith(results);

/** What an image may hold in its paths, labels and logs. */
const hostile = [
  ']]><script>alert(1)</script>',
  "\"><img src=x onerror=alert(1)>' onload='x",
  '| a | `b` **c** [d](https://e) <!-- f --> www.e.com',
  'x\n::set-output name=a::b\r\n::error::c%0A%25',
  '\u001B[2J\u0000\u0008\u009B\u202E\uFFFE\uFFFF\uD800 \u{1F600}',
  '</pre></details>\n\n# heading\n\n```\n',
  '##[set-output name=a]b',
  '&lt;&#x3c;&amp;',
].join(' ');
const nasty: Report = {
  ...reportWith(
    (['pass', 'fail', 'warn', 'skip'] as const).map((status, nth) => ({
      id: checks[nth]?.id as string,
      status,
      message: hostile,
      hint: hostile,
      at: { file: hostile, line: 1, text: hostile },
    })),
  ),
  image: hostile,
  compare: { error: hostile },
};
const nastyImage = {
  ...imageWith(
    [
      { [`/${hostile}`]: 5_000_000, '/a': 1 },
      { [`/b/${hostile}`]: 900_000, [`/${hostile}`]: 7 },
    ],
    [hostile, hostile].map((createdBy) => ({ createdBy, comment: hostile, emptyLayer: false })),
  ),
};
Object.assign(nastyImage, {
  config: { ...nastyImage.config, User: hostile, Env: [`A=${hostile}`], Labels: { [hostile]: hostile } },
});

/** A document as Python's parser, which takes nothing that is not well-formed, reads it: elements, attributes and texts. */
type Element = { tag: string; attributes: Record<string, string>; text: string; children: Element[] };
async function parseXml(text: string): Promise<Element> {
  const script = `
import json, sys, xml.etree.ElementTree as tree
def read(e): return {'tag': e.tag.split('}')[-1], 'attributes': e.attrib, 'text': ''.join(e.itertext()), 'children': [read(c) for c in e]}
print(json.dumps(read(tree.fromstring(sys.stdin.buffer.read()))))`;
  const { stdout } = await execa('python3', ['-c', script], { input: text });
  return JSON.parse(stdout) as Element;
}
const below = (element: Element): Element[] => element.children.flatMap((child) => [child, ...below(child)]);
const called = (element: Element, tag: string) => below(element).filter((each) => each.tag === tag);

describe('JUnit', () => {
  const time = new Date('2026-01-02T03:04:05.678Z');

  it('has a suite with a case for each check, times in seconds', async () => {
    const root = await parseXml(junit(report, time));
    const totals = { tests: '5', failures: '1', errors: '0', time: '12.466' };
    expect(root).toMatchObject({ tag: 'testsuites', attributes: totals });
    const [suite] = root.children;
    expect(suite?.attributes).toEqual({
      name: 'demo:verify',
      ...totals,
      skipped: '1',
      timestamp: '2026-01-02T03:04:05',
    });
    expect(suite?.children.map(({ tag }) => tag)).toEqual(['properties', ...results.map(() => 'testcase')]);
    const cases = called(root, 'testcase');
    expect(cases.map(({ attributes }) => attributes)).toEqual(
      ['12.345', '0.081', '0.000', '0.040', '0.000'].map((seconds, nth) => ({
        name: expect.stringMatching(new RegExp(`^${results[nth]?.id}: .`)),
        classname: 'verify',
        time: seconds,
      })),
    );
    expect(cases.map(({ children }) => children.map(({ tag }) => tag))).toEqual([
      [],
      [],
      ['skipped'],
      ['system-out'],
      ['failure'],
    ]);
    expect(called(root, 'skipped')[0]?.attributes).toEqual({ message: 'probed by Kubernetes' });
    const [failure] = called(root, 'failure');
    expect(failure?.attributes).toEqual({ message: 'USER nobody is a name', type: 'user' });
    expect(failure?.text).toBe(
      'USER nobody is a name\nmy svc/Dockerfile:14: USER nobody\nwrite USER 65532:65532',
    );
  });

  it('is as well-formed with hostile text, all of it text', async () => {
    const root = await parseXml(junit(nasty, time));
    expect(new Set(below(root).map(({ tag }) => tag))).toEqual(
      new Set(['testsuite', 'properties', 'property', 'testcase', 'failure', 'system-out', 'skipped']),
    );
    const message = called(root, 'failure')[0]?.attributes.message;
    expect(message).toContain(']]><script>alert(1)</script> "><img');
    expect(message).toContain('\\x1b[2J\\x00\\x08\\x9b\\u202e\uFFFD\uFFFD\uFFFD \u{1F600}');
    expect(message).toContain('x\n::set-output name=a::b\\x0d\n::error::c%0A%25');
  });
});

/** The rules of the schema of the format that `$schema` names, and GitHub's besides. */
const schema = createRequire(import.meta.url)(
  '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json',
) as object;
const validate = new Ajv({
  strict: false,
  validateFormats: false,
  unicodeRegExp: false,
  logger: false,
}).compile({
  ...schema,
  // Draft 4, of which the later drafts that the validator knows differ in nothing that this schema has.
  $schema: undefined,
  id: undefined,
} as unknown as AnySchema);

function index(id: string): number {
  return checks.findIndex((check) => check.id === id);
}

/** What GitHub knows the alert of the failed check by, when something of its line has changed. */
function hashOf(change: Partial<typeof source>): string {
  const moved = results.map((result) => (result.at ? { ...result, at: { ...source, ...change } } : result));
  return JSON.parse(sarif(reportWith(moved))).runs[0].results[1].partialFingerprints.primaryLocationLineHash;
}

describe('SARIF', () => {
  it('is valid', () => {
    for (const each of [report, nasty, reportWith([])]) {
      validate(JSON.parse(sarif(each)));
      expect(validate.errors).toBeNull();
    }
    // The validator does find things.
    expect(validate({ version: '2.1.0', runs: [{ tool: {} }] })).toBe(false);
  });

  it('has a rule for each check, and a result for each that failed or warned', () => {
    const [run] = JSON.parse(sarif(report)).runs;
    expect(run.tool.driver.rules.map(({ id }: { id: string }) => id)).toEqual(checks.map(({ id }) => id));
    for (const rule of run.tool.driver.rules) {
      expect(rule).toMatchObject({
        shortDescription: { text: expect.any(String) },
        fullDescription: { text: expect.any(String) },
        helpUri: expect.stringMatching(/^https:/),
        help: { text: expect.any(String) },
      });
    }
    expect(run.results).toMatchObject([
      { ruleId: 'stop', ruleIndex: index('stop'), level: 'warning' },
      {
        ruleId: 'user',
        ruleIndex: index('user'),
        level: 'error',
        message: { text: 'USER nobody is a name\nwrite USER 65532:65532' },
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: 'my%20svc/Dockerfile' },
              region: { startLine: 14, snippet: { text: 'USER nobody' } },
            },
            logicalLocations: [{ fullyQualifiedName: 'demo:verify' }],
          },
        ],
        partialFingerprints: { primaryLocationLineHash: expect.stringMatching(/^[0-9a-f]{16}:1$/) },
      },
    ]);
    // Without a line: the image.
    expect(run.results[0].locations).toEqual([
      { logicalLocations: [{ fullyQualifiedName: 'demo:verify', kind: 'module' }] },
    ]);
    expect(run.invocations[0].toolExecutionNotifications).toMatchObject([
      { level: 'note', message: { text: 'health was skipped: probed by Kubernetes' } },
    ]);
  });

  it('knows an alert again when its line has moved, and not when the line says something else', () => {
    expect(hashOf({ line: 99 })).toBe(hashOf({}));
    expect(hashOf({ text: 'USER 0' })).not.toBe(hashOf({}));
  });
});

describe('Markdown', () => {
  it('is a table of checks, figures, and what failed in full', () => {
    expect(markdown({ ...report, compare: { sizeBytes: 958e6, ratio: 139, buildMs: 1 } })).toBe(
      `### ❌ demo\\:verify: 2 passed, 1 failed, 1 warning, 1 skipped

size **6.9 MB** · to pull **2.5 MB** · naive image **958 MB, 139 times as much** · built in **12.3 s** · up in **81 ms** · stopped in **40 ms**

| | check | found |
| --- | --- | --- |
| ✅ | build | built in 12.3 s |
| ✅ | boot | / answered after 81 ms |
| ➖ | health | probed by Kubernetes |
| ⚠️ | stop | a request was dropped |
| ❌ | user | USER nobody is a name (my svc/Dockerfile\\:14) |

<details><summary>stop</summary><pre>finish what is open</pre></details>

<details><summary>user</summary><pre>my svc/Dockerfile:14: USER nobody&#10;write USER 65532:65532</pre></details>
`,
    );
  });

  it('keeps hostile text in its cell and in its element', () => {
    const lines = markdown(nasty).split('\n');
    const rows = lines.filter((line) => line.startsWith('|'));
    expect(rows).toHaveLength(2 + 4);
    // Every special character that is not ours is escaped.
    for (const line of rows.slice(2)) {
      const [, , , cell = '', ...more] = line.split(/(?<!\\)\|/);
      expect(more).toEqual(['']);
      expect(cell.replaceAll(/\\./g, '')).not.toMatch(/[`*_<>[\]#~:@]|www\./);
    }
    // The rest are the heading, the figures, and the elements that are folded, whole on their line.
    const others = lines.filter((line) => line !== '' && !line.startsWith('|'));
    expect(
      others.filter(
        (line) => !/^<details><summary>[^<>]*<\/summary><pre>[^<>]*<\/pre><\/details>$/.test(line),
      ),
    ).toHaveLength(2);
    expect(lines.filter((line) => /^\s*(::|#(?!##))/.test(line))).toEqual([]);
  });
});

describe('HTML', () => {
  const image = {
    ...imageWith(
      [
        { '/lib/libc.so': 2_000_000, '/lib/gone': 300_000, '/lib/old': 1000 },
        { '/app': 5_000_000, '/lib/old': 1100, '/.wh.x': 0, '/lib/.wh.gone': 0 },
      ],
      ['base', 'RUN |2 V=1 NPM_TOKEN=tiger /bin/sh -c make # buildkit'].map((createdBy) => ({
        createdBy,
        comment: '',
        emptyLayer: false,
      })),
    ),
  };
  Object.assign(image, {
    config: {
      ...image.config,
      Entrypoint: ['/app', '--db_password=lion'],
      Env: ['PORT=8080', 'DB_PASSWORD=hunter2', 'URL=https://a:sesame@b/', 'E'],
    },
  });

  it('shows checks, files, waste and configuration', async () => {
    const root = await parseXml(await renderReport('html', report, image));
    const text = root.text;
    for (const part of [
      'USER nobody is a name',
      'my svc/Dockerfile:14  USER nobody',
      'write USER 65532:65532',
      'RUN |2 V=1 NPM_TOKEN=••••• /bin/sh -c make # buildkit',
      '["/app","--db_password=•••••"]',
      'layer 1, deleted later',
      'layer 1, overwritten later',
      'layer 2: /app\n5.0 MB',
      'layer 1: /lib/libc.so\n2.0 MB',
    ]) {
      expect(text).toContain(part);
    }
    const rows = called(root, 'tr').map(({ children }) => children.map((cell) => cell.text));
    expect(rows).toContainEqual(['5.0 MB', '/app']);
    expect(rows).toContainEqual(['0.30 MB', '/lib/gone', 'layer 1, deleted later']);
    expect(rows).toContainEqual(['env PORT', '8080']);
    expect(text).not.toMatch(/hunter2|sesame|tiger|lion/);
  });

  it('asks for nothing: no script, no request, a policy that forbids both', async () => {
    for (const page of [
      await renderReport('html', report, image),
      await renderReport('html', nasty, nastyImage),
      await renderReport('html', report, undefined),
    ]) {
      const root = await parseXml(page);
      const policy = called(root, 'meta').find(({ attributes }) => attributes['http-equiv'])?.attributes;
      expect(policy?.content).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/]+='/);
      const [style] = called(root, 'style');
      expect(style?.text).not.toMatch(/url\(|@import/);
      expect(called(root, 'script').concat(called(root, 'img'), called(root, 'link'))).toEqual([]);
      const names = new Set(below(root).flatMap(({ attributes }) => Object.keys(attributes)));
      expect([...names].filter((name) => /^(on|src|href|style)/.test(name))).toEqual([]);
    }
  });

  it('draws boxes within the picture, in proportion to the sizes', async () => {
    const root = await parseXml(await renderReport('html', report, image));
    const boxes = called(root, 'rect').map(({ attributes, text }) => ({
      title: text,
      area: Number(attributes.width) * Number(attributes.height),
      right: Number(attributes.x) + Number(attributes.width),
      bottom: Number(attributes.y) + Number(attributes.height),
    }));
    const areaOf = (title: RegExp) => boxes.find((box) => title.test(box.title))?.area ?? 0;
    const [one, two] = [areaOf(/^layer 1\n/), areaOf(/^layer 2\n/)];
    expect(one + two).toBeCloseTo(1200 * 640, -3);
    expect(two / one).toBeCloseTo(5_001_100 / 2_301_000, 1);
    expect(boxes.filter(({ right, bottom }) => right > 1200.2 || bottom > 640.2)).toEqual([]);
  });

  it('stays small, whatever the image holds', async () => {
    const many = Array.from({ length: 5000 }, (_, at) => [`/${'d/'.repeat(at % 60)}${at}`, 1 + (at % 977)]);
    const page = await renderReport('html', report, imageWith([Object.fromEntries(many)]));
    expect(page.length).toBeLessThan(500_000);
    expect((await parseXml(page)).tag).toBe('html');
  });
});

describe('annotations', () => {
  it('are commands to GitHub for what failed or warned', () => {
    expect(annotations(report)).toEqual([
      '::warning title=verify%3A stop::a request was dropped%0Afinish what is open',
      '::error file=my svc/Dockerfile,line=14,title=verify%3A user::USER nobody is a name%0Awrite USER 65532:65532',
    ]);
  });

  it('hold hostile text as text, on one line', () => {
    const lines = annotations(nasty);
    expect(lines).toHaveLength(2);
    for (const line of lines) {
      expect(line).not.toMatch(/\r|\n|\p{Cc}/u);
      // The properties end where ours do.
      expect(line).toMatch(/^::(error|warning) file=[^:,]*,line=1,title=verify%3A \w+::/);
      expect(line).toContain('%0A: :set-output name=a::b\\x0d%0A: :error::c%250A%2525');
      expect(line).not.toContain('##[');
    }
  });
});

it('every format takes a report of a build that failed', async () => {
  const failed = { ...reportWith([{ id: 'build', status: 'fail', message: 'x' }]), digest: '', sizeBytes: 0 };
  for (const format of formats) expect(await renderReport(format, failed, undefined)).toContain('x');
});
