import { readdir, readFile } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import Handlebars from 'handlebars';
import { describe, expect, it } from 'vitest';
import { findBase } from '../../src/bases/find.ts';
import { noLibraries } from '../../src/bases/fits.ts';
import type { Answers, AnswerValues } from '../../src/pipeline.ts';
import { helpers } from '../../src/render/helpers.ts';
import type { Recipe } from '../../src/recipe/types.ts';
import { writeRecipe } from '../../src/recipe/write.ts';
import { makePlan, type Added } from '../../src/render/plan.ts';
import { renderTree } from '../../src/render/tree.ts';
import { loadShared, loadStacks } from '../../src/stacks/load.ts';
import { templatesDir } from '../../src/tool.ts';
import { listVariants, type Variant } from '../support/variants.ts';

const stacks = await loadStacks();
const shared = await loadShared();

async function filesBelow(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

const templates = (await filesBelow(templatesDir)).filter((file) => file.endsWith('.hbs'));

function answersOf(values: AnswerValues): Answers {
  const answers = Object.entries(values).map(([id, value]) => [
    id,
    { value, source: 'flag', from: '', confidence: 'high' },
  ]);
  return Object.fromEntries(answers) as Answers;
}

const shipped = await listVariants();
const variants = shipped.flatMap(({ name, answers }) =>
  ['github', 'none'].map((ci) => ({ name, answers: { ...answers, ci } })),
);

const recipe: Recipe = {
  stages: [
    {
      name: 'build',
      comment: 'Why.',
      image: 'golang:1.26-trixie',
      platform: 'build',
      steps: [{ run: ['true'] }],
    },
  ],
  runtime: {
    steps: [{ copy: ['/out/'], to: '/', from: 'build' }],
    entrypoint: ['/app'],
    health: ['/healthcheck'],
  },
  native: false,
  ignore: ['node_modules'],
  context: ['go.mod'],
};

/** A repository of which everything that a template may ask is known. */
const added: Added = {
  service: {
    found: 'service',
    stack: 'go',
    dir: '',
    context: '',
    name: { value: 'demo', from: 'go.mod:1', confidence: 'high' },
    kind: 'server',
    target: { value: 'scratch', from: 'go.mod:1', confidence: 'high' },
    facts: {},
    needs: [],
    packages: [],
    notes: [],
    rank: 1,
    recipe: () => recipe,
  },
  native: false,
  parts: [],
  write: (options) => writeRecipe(recipe, options),
  place: { dir: 'a', context: 'a', file: 'a/Dockerfile', scope: 'demo', above: '.', ours: 'a/', path: 'a/' },
  branch: 'main',
};

function planForAdded() {
  const answers = answersOf({
    ...variants[0]!.answers,
    name: 'demo',
    port: '8080',
    image: 'ghcr.io/acme/demo',
  });
  return makePlan({ root: '/nowhere' }, answers, stacks, shared, { notes: [] }, added);
}

function planFor(chosen: Variant['answers'] & Pick<AnswerValues, 'ci'>) {
  const answers = answersOf({ ...chosen, name: 'demo', port: '8080', image: 'ghcr.io/acme/demo' });
  return makePlan({ root: '/nowhere' }, answers, stacks, shared);
}

const partials = new Set(
  templates.filter((file) => file.includes('/_shared/partials/')).map((file) => basename(file, '.hbs')),
);

/** Every dotted name that a template reads: `target.build`; names inside #each are the loop's own. */
function namesIn(source: string) {
  const found = {
    names: new Set<string>(),
    locals: new Set<string>(),
    helpers: new Set<string>(),
    partials: new Set<string>(),
    ifs: 0,
  };
  class Names extends Handlebars.Visitor {
    override PartialStatement({ name, params }: hbs.AST.PartialStatement): void {
      // Another context or hash would hide from this walk what the partial reads.
      expect(params).toEqual([]);
      found.partials.add('original' in name ? String(name.original) : '(computed)');
    }
    override PathExpression(path: hbs.AST.PathExpression): void {
      if (!path.data && path.original !== 'this') found.names.add(path.original);
    }
    override MustacheStatement(node: hbs.AST.MustacheStatement): void {
      this.call(node, () => super.MustacheStatement(node));
    }
    override SubExpression(node: hbs.AST.SubExpression): void {
      this.call(node, () => super.SubExpression(node));
    }
    override BlockStatement(node: hbs.AST.BlockStatement): void {
      if (node.path.original === 'if' || node.path.original === 'unless') found.ifs++;
      found.helpers.add(String(node.path.original));
      for (const local of node.program.blockParams ?? []) found.locals.add(local);
      super.BlockStatement(node);
    }
    private call(
      node: { path: hbs.AST.Expression; params: hbs.AST.Expression[] },
      descend: () => void,
    ): void {
      const called = 'original' in node.path ? String(node.path.original) : '';
      if (node.params.length > 0) found.helpers.add(called);
      descend();
    }
  }
  new Names().accept(Handlebars.parse(source));
  for (const helper of found.helpers) found.names.delete(helper);
  // What a loop calls its item: in strict mode rendering fails where it lacks a name.
  const names = new Set([...found.names].filter((name) => !found.locals.has(name.split('.')[0] as string)));
  return { ...found, names };
}

function has(context: unknown, name: string): boolean {
  return name.split('.').every((key) => {
    if (typeof context !== 'object' || context === null || !(key in context)) return false;
    context = (context as Record<string, unknown>)[key];
    return true;
  });
}

describe.each(templates.map((file) => [relative(templatesDir, file), file] as const))('%s', (path, file) => {
  it('reads only declared names and calls only declared helpers', async () => {
    const { names, helpers: called, partials: included } = namesIn(await readFile(file, 'utf8'));
    const { answers } =
      variants.find((variant) => path.startsWith(`${variant.answers.lang}/`)) ?? variants[0]!;
    const { context } = path.startsWith('_shared/add/') ? planForAdded() : planFor(answers);
    expect([...names].filter((name) => !has(context, name))).toEqual([]);
    const known = new Set([...Object.keys(helpers), 'if', 'unless', 'each', 'with']);
    expect([...called].filter((name) => !known.has(name))).toEqual([]);
    expect([...included].filter((name) => !partials.has(name))).toEqual([]);
  });

  it('has at most five conditions: variants are layers, not branches', async () => {
    expect(namesIn(await readFile(file, 'utf8')).ifs).toBeLessThanOrEqual(5);
  });
});

it('the walk over names catches one that is not there', () => {
  const { names } = namesIn('{{#if (eq target.id nope.deep)}}{{json image.ref}}{{/if}}');
  const { context } = planFor(variants[0]!.answers);
  expect([...names].filter((name) => !has(context, name))).toEqual(['nope.deep']);
});

describe.each(variants)('$name with CI $answers.ci', ({ answers }) => {
  it('renders, and no expression of ours is left in it', async () => {
    const { files } = await renderTree(planFor(answers));
    const texts = files
      .filter(({ path }) => path !== '.distroless/base')
      .map(({ content }) => content.toString('utf8'));
    // Ours begin with a name; workflows have theirs after a $, and C++ nests its braces.
    expect(texts.filter((text) => /(?<!\$)\{\{[#/]?[a-z]/i.test(text))).toEqual([]);
    expect(files.some(({ path }) => path.startsWith('.github/'))).toBe(answers.ci === 'github');
  });
});

it.each(shipped)('$name: nothing is copied or mounted from an image by name', async ({ answers }) => {
  const { files } = await renderTree(planFor({ ...answers, ci: 'none' }));
  const dockerfile = files.find(({ path }) => path === 'Dockerfile')?.content.toString('utf8') ?? '';
  const stages = new Set([...dockerfile.matchAll(/^FROM .* AS (\S+)$/gm)].map(([, stage]) => stage));
  // BuildKit takes such an image for the target platform, also in a stage of the builder's, and Dependabot does not see it.
  const from = [...dockerfile.matchAll(/^(?:COPY.* --|.*--mount=.*\b)from=([^\s,]+)/gm)].map(
    ([, name]) => name,
  );
  expect(from.length).toBeGreaterThan(0);
  expect(from.filter((name) => !stages.has(name))).toEqual([]);
});

/** Every option at once, on every variant; packages where something loads them. */
describe.each(shipped)('$name with every option', ({ answers: chosen }) => {
  const stack = stacks.find(({ id }) => id === chosen.lang)!;
  const { runtime, link } = stack.targets[chosen.target]!;
  const loads = noLibraries(findBase(runtime), link) === undefined;
  const answers = answersOf({
    ...chosen,
    name: 'demo',
    port: '8080',
    image: 'ghcr.io/acme/demo',
    ci: 'github',
    registry: 'harbor.example.com/mirror',
    tz: 'true',
    'extra-ca': 'given.pem',
    'extra-ca-runtime': 'true',
    ...(loads && { packages: 'libpq5,libvips42t64' }),
  });
  const plan = makePlan({ root: '/nowhere' }, answers, stacks, shared, { extraCa: 'PEM\n', notes: [] });
  const texts = renderTree(plan).then(
    ({ files }) => new Map(files.map(({ path, content }) => [path, String(content)])),
  );
  const stagesOf = async () => {
    const [head = '', ...stages] = ((await texts).get('Dockerfile') as string).split(/^(?=FROM )/m);
    return { head, stages };
  };

  it('names every image through the mirror, and says so in the label', async () => {
    const { head, stages } = await stagesOf();
    expect(head).toContain('\nARG REGISTRY=harbor.example.com/mirror\n');
    const names = stages.map((stage) => /^FROM (?:--platform=\S+ )?(\S+)/.exec(stage)?.[1] as string);
    const own = new Set(stages.flatMap((stage) => /^FROM .* AS (\S+)/.exec(stage)?.[1] ?? []));
    const others = names.filter((name) => name !== 'scratch' && !own.has(name));
    expect(others.filter((name) => !name.startsWith('${REGISTRY}/'))).toEqual([]);
    const last = stages.at(-1) as string;
    const label = /\nARG REGISTRY\nLABEL[^\n]+\n +org\.opencontainers\.image\.base\.name="\$REGISTRY\//;
    expect({ scratch: !last.includes('base.name'), mirrored: label.test(last) }).toEqual({
      scratch: runtime === 'scratch',
      mirrored: runtime !== 'scratch',
    });
  });

  it('trusts in the build and in the service, debug stage included', async () => {
    const { stages } = await stagesOf();
    const built = stages.join('');
    expect(built).toMatch(/--mount=type=secret,id=extra-ca,required=true|COPY \.distroless\/extra-ca\.crt/);
    const debug = stages.find((stage) => / AS debug\n/.test(stage)) as string;
    const last = stages.at(-1) as string;
    // With the stage that it goes on from, if it is one of these.
    const from = /^FROM (\S+)\n/.exec(last)?.[1];
    const service = [...stages.filter((stage) => stage.split('\n')[0]?.endsWith(` AS ${from}`)), last].join(
      '',
    );
    for (const stage of [debug, service]) {
      expect(stage).toMatch(/^COPY .*(extra-ca\.crt|ca-certificates\.crt|cacerts) /m);
      expect(stage.includes('\nCOPY --from=packages /out/ /\n')).toBe(loads);
    }
    expect((await texts).get('.distroless/extra-ca.crt')).toBe('PEM\n');
    expect((await texts).get('.dockerignore')).toContain('\n!.distroless/extra-ca.crt\n');
    expect((await texts).get('.github/workflows/image.yml')?.match(/secret-files:/g)).toHaveLength(3);
  });

  it('has time zones, and the budget for them', async () => {
    const { stages } = await stagesOf();
    const copies = stages.filter((stage) => stage.includes('COPY --from=zones'));
    const lacking = runtime === 'scratch' && stack.zones === undefined;
    expect(copies).toHaveLength(lacking ? 2 : 0);
    expect(plan.notes.join()).toMatch(lacking ? /are 0\.62 MB of the image/ : /adds nothing/);
    const budget = stack.targets[chosen.target]!.verify.size;
    // What packages weigh nobody knows before the build.
    expect(plan.target.verify.size !== budget).toBe(lacking || loads);
  });
});

describe('manifests', () => {
  it.each(stacks.map((stack) => [stack.id, stack] as const))(
    '%s lies in the folder of its id and its files exist',
    async (id, stack) => {
      const dir = join(templatesDir, id);
      const files = (await filesBelow(dir)).map((file) => relative(dir, file));
      const rules = [...stack.files, ...stack.add];
      const used = [...rules.map(({ from }) => from), stack.naive, 'stack.yaml'];
      // Every file is reached by a rule, and every rule reaches a file.
      expect(
        files.filter((file) => !used.some((from) => file === from || file.startsWith(`${from}/`))),
      ).toEqual([]);
      expect(
        used.filter((from) => !files.some((file) => file === from || file.startsWith(`${from}/`))),
      ).toEqual([]);
    },
  );

  it('are the only place that knows the stacks: no id is quoted in src/', async () => {
    const quoted = new RegExp(`(['"\`])(${stacks.map(({ id }) => id).join('|')})\\1`);
    const sources = await filesBelow(join(import.meta.dirname, '../../src'));
    const offenders = await Promise.all(
      // What a compiler, a package manager or an image is called is no stack id.
      sources
        .filter((file) => !['no-shell.ts', 'fingerprint.ts', 'catalog.ts'].includes(basename(file)))
        // A detector says which stack it is of.
        .filter((file) => !/\/src\/stacks\/[^/]+\//.test(file))
        .map(async (file) => (quoted.test(await readFile(file, 'utf8')) ? [relative('src', file)] : [])),
    );
    expect(offenders.flat()).toEqual([]);
  });
});
