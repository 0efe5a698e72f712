import { toName } from '../../detect/names.ts';
import type { Fact, Scene, Service } from '../../detect/types.ts';
import type { StackManifest } from '../schema.ts';
import { readTags } from './build-tags.ts';
import { readCgo, type Cgo } from './cgo.ts';
import { readEmbeds } from './embeds.ts';
import { readEnvFile } from './env-file.ts';
import { findFrontend, type Frontend } from './frontend.ts';
import { nodeImage } from './node-image.ts';
import { readGenerators } from './generated.ts';
import { readGoHints } from './go-hints.ts';
import { findFirst } from './lines.ts';
import { readLinkValues } from './link-values.ts';
import { readListens } from './listens.ts';
import { nameOf, type Main } from './mains.ts';
import { inside, type Module } from './module.ts';
import { readModulesState } from './modules-state.ts';
import { readNeeds } from './needs.ts';
import { readPlace } from './place.ts';
import { readProgram, type Program } from './program.ts';
import { recipeOf, type Plan } from './recipe.ts';
import { readHealthRoute } from './routes.ts';
import { readRunTimeFiles } from './run-time-files.ts';
import { readWrites } from './writes.ts';

/** A main package as a service: everything that is found of it, and how its image is made. */
export function readService(
  module: Module,
  main: Main,
  first: boolean,
  { stack, hints, repo }: Scene,
): Service {
  const said = hints(module.dir);
  const tags = readTags(module, said.build?.value);
  const program = readProgram(module, main.dir, new Set(tags?.tags));
  const listens = readListens(program);
  const runTime = readRunTimeFiles(program, listens !== undefined);
  const envFile = readEnvFile(program, runTime.base);
  const place = listens && readPlace(program, listens, said, runTime, envFile);
  const cgo = readCgo(program);
  const frontends = readFrontends(
    program,
    runTime.files.filter(({ built }) => built).map(({ path }) => inside(runTime.base, path)),
  );
  const name = serviceName(module, main, first);
  const route = said.health ?? (place?.protocol === 'http' ? readHealthRoute(program) : undefined);
  const builder = /^golang:1\.(\d+)/.exec(Object.values(stack.targets)[0]?.build ?? '')?.[1] ?? '0';
  const wanted = [module.mod.go?.value, module.work?.go].map((version) =>
    Number(version?.split('.')[1] ?? 0),
  );
  const plan: Plan = {
    program,
    name,
    state: readModulesState(program),
    tags: tags?.tags ?? [],
    values: readLinkValues(program),
    ...(cgo && { cgo }),
    apt: said.apt.map(({ value }) => value).filter((each) => cgo !== undefined && each.endsWith('-dev')),
    generators: readGenerators(program),
    frontends,
    patches: place?.patches ?? [],
    runTime,
    ...(envFile && { envFile }),
    writes: readWrites(program, runTime.base),
    needsHome:
      findFirst(
        program,
        /\bos\.User(?:Home|Cache|Config)Dir\(|Getenv\("HOME"\)|\bhomedir\.|\bxdg\.|user\.Current\(/,
      ) !== undefined,
    health: {
      protocol: place?.protocol ?? 'http',
      ...(place?.portEnv !== undefined && { env: place.portEnv }),
    },
    env: {
      ...Object.fromEntries(Object.entries(said.env).map(([key, { value }]) => [key, value])),
      ...place?.env,
    },
    args: place?.args ?? readGoHints(module, said).args,
    newer: Math.max(...wanted) > Number(builder),
    isPrivate:
      repo.search(repo.named('Makefile', '.envrc', '.gitlab-ci.yml', 'Dockerfile'), /\bGOPRIVATE\b/).length >
      0,
    nodeImage: nodeImage(),
    serves: listens !== undefined,
  };
  return {
    found: 'service',
    stack: 'go',
    dir: module.dir,
    context: '',
    name: { value: name, from: module.manifest ?? main.path, confidence: 'high' },
    kind: listens ? 'server' : 'cli',
    target: targetOf(cgo, stack, module, main),
    ...(place && { port: place.port }),
    ...(listens && route && { health: route }),
    facts: factsOf(plan, main, listens?.framework, tags?.from),
    needs: [...said.needs, ...readNeeds(program, Object.keys(plan.env))],
    packages: (cgo?.packages ?? []).map((value): Fact => ({
      value,
      from: cgo?.from ?? '',
      confidence: 'medium',
    })),
    notes: [...(place?.notes ?? []), ...(envFile ? [envFile.note] : []), ...notesOf(plan)],
    rank: rankOf(main, listens !== undefined, first),
    recipe: (chosen) => recipeOf(plan, chosen),
  };
}

/** What is embedded, or read at run time, and not there. */
function readFrontends(program: Program, built: readonly string[]): readonly Frontend[] {
  const wanted = [
    ...readEmbeds(program)
      .filter(({ there }) => !there)
      .map(({ path }) => path),
    ...built,
  ];
  const found = [...new Set(wanted)].flatMap((path) => findFrontend(path, program) ?? []);
  return found.filter((each, index) => found.findIndex(({ wants }) => wants === each.wants) === index);
}

function serviceName(module: Module, main: Main, first: boolean): string {
  const last = main.dir.slice(main.dir.lastIndexOf('/') + 1);
  const generic = /^(?:server|api|app|web|main|cmd|http|src|service|backend)?$/.test(last);
  return toName(main.dir === module.dir || (first && generic) ? nameOf(module) : last) ?? 'app';
}

function targetOf(cgo: Cgo | undefined, { targets }: StackManifest, module: Module, main: Main): Fact {
  const wanted = cgo ? 'glibc' : 'static';
  const value =
    Object.entries(targets).find(([, { link }]) => link === wanted)?.[0] ?? Object.keys(targets)[0] ?? '';
  return {
    value,
    from: cgo ? `${cgo.from}: ${cgo.by} needs cgo` : (module.manifest ?? main.path),
    confidence: 'high',
  };
}

function factsOf(
  { program, state, values, frontends, generators, runTime, cgo, tags, writes }: Plan,
  main: Main,
  framework: string | undefined,
  tagsFrom: string | undefined,
): Service['facts'] {
  const { mod, manifest, work } = program.module;
  return {
    ...(mod.go && { version: fact(mod.go.value, `${manifest}:${mod.go.line}`) }),
    ...(framework !== undefined && { framework: fact(framework, program.module.manifest ?? main.path) }),
    main: fact(program.path === '.' ? './' : program.path, `${main.path}:${main.line}`),
    modules: fact(
      state.how === 'vendor' ? 'vendor' : work ? 'go.work' : 'go.mod',
      state.how === 'vendor'
        ? inside(program.module.dir, 'vendor/modules.txt')
        : (work?.path ?? manifest ?? 'none'),
    ),
    ...(cgo && { cgo: fact(cgo.by, cgo.from) }),
    ...(tags.length > 0 && { tags: fact(list(tags), tagsFrom ?? '') }),
    ...(values.length > 0 && {
      ldflags: fact(list(values.map(({ variable }) => variable)), values[0]?.from ?? ''),
    }),
    ...(generators.length > 0 && {
      generate: fact(list(generators.map(({ tool }) => tool)), generators[0]?.from ?? ''),
    }),
    ...(frontends.length > 0 && {
      frontend: fact(
        list(frontends.map(({ dir }) => (dir === '' ? './' : dir))),
        list(frontends.map(({ dir }) => inside(dir, 'package.json'))),
      ),
    }),
    ...(runTime.files.length > 0 && {
      reads: fact(list(runTime.files.map(({ path }) => path)), runTime.files[0]?.from ?? ''),
    }),
    ...(writes.length > 0 && {
      writes: fact(list(writes.map(({ path }) => (path === '' ? './' : path))), writes[0]?.from ?? ''),
    }),
  };
}

function notesOf({ state, newer, isPrivate, program, generators }: Plan): readonly string[] {
  const unmade = generators.length === 0 ? [...program.missing.keys()] : [];
  return [
    ...('why' in state
      ? [`${state.why}; the build stage completes it, better is to commit what \`go mod tidy\` writes`]
      : []),
    ...(newer
      ? [
          `Go ${program.module.mod.go?.value ?? ''} is newer than the builder's: the build fetches that toolchain`,
        ]
      : []),
    ...(isPrivate
      ? [
          'private modules: docker build --build-arg GOPRIVATE=example.com/* --secret id=netrc,src=$HOME/.netrc',
        ]
      : []),
    ...(unmade.length > 0
      ? [
          `imported and not there: ${unmade.slice(0, 3).join(', ')}; something generates it, and what was not found`,
        ]
      : []),
  ];
}

function rankOf(main: Main, serves: boolean, first: boolean): number {
  const rank = main.score < 0 ? 0.1 : serves ? 0.9 : 0.5;
  return rank - (first ? 0 : 0.001);
}

function fact(value: string, from: string): Fact {
  return { value, from, confidence: 'high' };
}

function list(words: readonly string[]): string {
  return words.join(', ');
}
