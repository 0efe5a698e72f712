import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadStacks } from '../../src/stacks/load.ts';
import { tool } from '../../src/tool.ts';
import { checks } from '../../src/verify/checks/index.ts';
import { readSettings } from '../../src/verify/settings.ts';
import { emptyDir } from '../support/cli.ts';
import { fillIn, readmeParts } from '../support/readme.ts';

const root = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const readme = read('README.md');
const architecture = read('docs/architecture.md');

/** The rows of the table whose first column has this title. */
function rows(text: string, title: string): string[] {
  const lines = text.split('\n');
  const from = lines.findIndex((line) => line.startsWith(`| ${title} |`)) + 2;
  const after = lines.slice(from);
  return after.slice(
    0,
    after.findIndex((line) => !line.startsWith('|')),
  );
}

describe('README.md', () => {
  it('has the tables that follow from the manifests and the checks: npm run docs', async () => {
    expect(readme).toBe(fillIn(readme, readmeParts(await loadStacks(), checks)));
  });

  it('names only scripts that exist', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const used = [readme, read('CONTRIBUTING.md')].flatMap((text) => [...text.matchAll(/npm run (\w+)/g)]);
    expect(used.length).toBeGreaterThan(0);
    expect(used.map(([, name]) => name).filter((name) => !((name as string) in scripts))).toEqual([]);
  });
});

it('docs/architecture.md gives every folder of src its line', () => {
  const folders = readdirSync(join(root, 'src'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `src/${name}/`);
  const named = rows(architecture, 'folder').join('\n');
  expect(folders.filter((folder) => !named.includes(`\`${folder}\``))).toEqual([]);
});

it('docs/architecture.md shows a distroless.yaml that is understood', async () => {
  const dir = emptyDir();
  const [, yaml = ''] =
    /`distroless\.yaml` in a generated repository:\n\n```yaml\n([\s\S]*?)```/.exec(architecture) ?? [];
  writeFileSync(join(dir, 'distroless.yaml'), yaml);
  mkdirSync(join(dir, 'testdata'));
  process.env.TOKEN = 's3';
  const { probe, container, reproducible } = await readSettings(dir);
  delete process.env.TOKEN;
  expect(probe).toMatchObject({ scheme: 'http', slow: '/report', body: /"status":\s*"ok"/i });
  expect(container).toMatchObject({ env: { TOKEN: 's3' }, args: ['serve'], mounts: true });
  expect(Object.keys(reproducible.ignore)).toEqual(['/app/*.jsa']);
});

it('CHANGELOG.md has this version', () => {
  expect(read('CHANGELOG.md')).toContain(`## ${tool.version}`);
});

it.each(['README.md', 'CONTRIBUTING.md', 'docs/architecture.md', 'test/lab/README.md'])(
  '%s links only to what is there',
  (path) => {
    const links = [...read(path).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(
      ([, target]) => target as string,
    );
    expect(links.filter((target) => !existsSync(join(root, dirname(path), target)))).toEqual([]);
  },
);
