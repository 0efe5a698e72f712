import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { main } from '../../src/main.ts';
import { captured } from '../support/captured.ts';
import { makeRepo } from '../support/repo.ts';

type Workflow = {
  readonly jobs: Readonly<
    Record<
      string,
      {
        readonly steps: readonly {
          readonly name?: string;
          readonly env?: Readonly<Record<string, string>>;
          readonly with?: Readonly<Record<string, string>>;
        }[];
      }
    >
  >;
};

/** Of a site of SvelteKit that compiles these values in. */
async function added(imports: string) {
  const manifest = {
    name: 'site',
    scripts: { build: 'vite build' },
    dependencies: { '@sveltejs/kit': '2.0.0', '@sveltejs/adapter-node': '5.0.0', vite: '5.0.0' },
  };
  const root = makeRepo({
    'package.json': JSON.stringify(manifest),
    'svelte.config.js':
      "import adapter from '@sveltejs/adapter-node';\nexport default { kit: { adapter: adapter() } };\n",
    'src/routes/+page.svelte': '<h1>hi</h1>\n',
    'src/lib/auth.ts': imports,
  });
  const { code, stderr } = await captured(() => main(['add', root, '--yes'], new AbortController().signal));
  expect({ code, stderr }).toMatchObject({ code: 0 });
  const read = (path: string) => readFileSync(join(root, path), 'utf8');
  const { jobs } = parse(read('.github/workflows/image.yml')) as Workflow;
  const builds = Object.values(jobs)
    .flatMap(({ steps }) => steps)
    .filter((step) => step.with?.['context'] !== undefined);
  return { builds, readme: read('README.md') };
}

describe('secrets without which a build ends', () => {
  it('are handed on by the workflow and named in the README', async () => {
    const { builds, readme } = await added(
      "import { AUTH_SECRET, MAIL_TOKEN } from '$env/static/private';\n",
    );
    expect(builds.map(({ name }) => name)).toEqual(['Build', 'Push']);
    for (const { env, with: given } of builds) {
      expect(env).toMatchObject({
        AUTH_SECRET: '${{ secrets.AUTH_SECRET }}',
        MAIL_TOKEN: '${{ secrets.MAIL_TOKEN }}',
      });
      expect(given?.['secret-envs']).toBe('AUTH_SECRET=AUTH_SECRET\nMAIL_TOKEN=MAIL_TOKEN\n');
    }
    expect(readme).toContain(
      '`docker build --secret id=AUTH_SECRET,env=AUTH_SECRET --secret id=MAIL_TOKEN,env=MAIL_TOKEN -t site .`',
    );
    expect(readme).toContain('## Secrets of the build');
  });

  it("are kept under another name where GitHub has none like theirs, and never are the workflow's own token", async () => {
    const { builds, readme } = await added("import { GITHUB_TOKEN } from '$env/static/private';\n");
    for (const { env, with: given } of builds) {
      expect(env).toMatchObject({ BUILD_GITHUB_TOKEN: '${{ secrets.BUILD_GITHUB_TOKEN }}' });
      expect(env).not.toHaveProperty('GITHUB_TOKEN');
      expect(given?.['secret-envs']).toBe('GITHUB_TOKEN=BUILD_GITHUB_TOKEN\n');
    }
    expect(readme).toContain('--secret id=GITHUB_TOKEN,env=GITHUB_TOKEN');
    expect(readme).toContain('`GITHUB_TOKEN` from `BUILD_GITHUB_TOKEN`');
  });

  it('are not asked for where there are none', async () => {
    const { builds, readme } = await added(
      "import { env } from '$env/dynamic/private';\nexport const token = env.MAIL_TOKEN;\n",
    );
    for (const { env, with: given } of builds) {
      expect(Object.keys(env ?? {})).toEqual(['SOURCE_DATE_EPOCH']);
      expect(given).not.toHaveProperty('secret-envs');
    }
    expect(readme).not.toContain('ecret');
  });
});
