import { copiedPages } from './copied-pages.ts';
import { inside } from '../../inventory/paths.ts';
import { toName } from '../../detect/names.ts';
import type { Fact, Scene, Service } from '../../detect/types.ts';
import type { StackManifest } from '../schema.ts';
import { readTags } from './build-tags.ts';
import { readCgo, type Cgo } from './cgo.ts';
import { readConfigPath } from './config-path.ts';
import { readEnvFile } from './env-file.ts';
import type { Frontend } from '../frontend/frontend.ts';
import { nodeStack } from '../frontend/node-image.ts';
import { readFrontends } from './frontends.ts';
import { readGenerators } from './generated.ts';
import { readGoHints } from './go-hints.ts';
import { findFirst } from './lines.ts';
import { readLinkValues } from './link-values.ts';
import { readListens } from './listens.ts';
import { isBesideThePoint, nameOf, type Main } from './mains.ts';
import { type Module } from './module.ts';
import { readModulesState } from './modules-state.ts';
import { readNeeds } from './needs.ts';
import { notesOf } from './notes.ts';
import { outdatedOf } from './outdated.ts';
import { readPlace } from './place.ts';
import { readPlaceholders } from './placeholders.ts';
import { readProgram } from './program.ts';
import type { Plan } from './plan.ts';
import { recipeOf } from './recipe.ts';
import { readHealthRoute } from './routes.ts';
import { readRunTimeFiles, type RunTimeFiles } from './run-time-files.ts';
import { isOnlyCommands } from './subcommand.ts';
import { readWrites } from './writes.ts';

/** A main package as a service: everything that is found of it, and how its image is made. */
export function readService(
  module: Module,
  main: Main,
  first: Service | undefined,
  { stack, stacks, hints, repo }: Scene,
): Service {
  const said = hints(module.dir);
  const tags = readTags(module, said.build?.value);
  const program = readProgram(module, main.dir, new Set(tags?.tags));
  const listens = readListens(program);
  const read = readRunTimeFiles(program, listens !== undefined);
  const config = listens && readConfigPath(program, read.base);
  const runTime: RunTimeFiles = config ? withFile(read, config.file) : read;
  const envFile = readEnvFile(program, runTime.base);
  const found = listens && readPlace(program, listens, said, runTime, envFile);
  // A command line that may listen for something of its own says no port; nor does what one of its commands serves.
  const isOwn = listens?.protocol === 'tcp' && found?.port.confidence !== 'high';
  const isUnknown =
    found?.port.confidence === 'low' &&
    listens !== undefined &&
    // A word that it serves by tells enough.
    (found.args.length === 0 || listens.framework === 'grpc') &&
    program.distance(listens.by.file) > ({ grpc: -1, 'net/http': 0 }[listens.framework] ?? 1);
  const isTold = said.port !== undefined || said.start !== undefined;
  const place = isOwn || isUnknown || (!isTold && isOnlyCommands(program)) ? undefined : found;
  const cgo = readCgo(program);
  const frontends = readFrontends(program, runTime);
  const generators = readGenerators(program);
  const context = contextOf(module, frontends);
  const name = serviceName(module, main, first === undefined);
  const route = said.health ?? (place?.protocol === 'http' ? readHealthRoute(program) : undefined);
  const builder = /^golang:1\.(\d+)/.exec(Object.values(stack.targets)[0]?.build ?? '')?.[1] ?? '0';
  const wanted = [module.mod.go?.value, module.work?.go].map((version) =>
    Number(version?.split('.')[1] ?? 0),
  );
  const state = readModulesState(program);
  const plan: Plan = {
    program,
    name,
    state,
    outdated: outdatedOf(program, state.how),
    tags: tags?.tags ?? [],
    values: readLinkValues(program),
    ...(cgo && { cgo }),
    generators,
    placeholders: readPlaceholders(program, frontends, generators),
    frontends,
    patches: place?.patches ?? [],
    runTime,
    ...(envFile && { envFile }),
    writes: [
      ...readWrites(program, runTime, place !== undefined, (said.writable ?? []).length > 0),
      ...(place?.writes ?? []),
    ],
    needsHome:
      findFirst(
        program,
        /\bos\.User(?:Home|Cache|Config)Dir\(|Getenv\("HOME"\)|\bhomedir\.|\bxdg\.|user\.Current\(/,
      ) !== undefined,
    health: {
      protocol: place?.protocol ?? 'http',
      ...(place?.portEnv !== undefined && { env: place.portEnv }),
    },
    env: { ...place?.env, ...(config && { [config.env]: config.file.path }) },
    args: place?.args ?? readGoHints(module, said).args,
    newer: Math.max(...wanted) > Number(builder),
    isPrivate:
      repo.search(repo.named('Makefile', '.envrc', '.gitlab-ci.yml', 'Dockerfile'), /\bGOPRIVATE\b/).length >
      0,
    nodeStack: nodeStack(stacks),
    context,
    serves: place !== undefined,
  };
  return {
    found: 'service',
    stack: 'go',
    dir: module.dir,
    context,
    name: { value: name, from: module.manifest ?? main.path, confidence: 'high' },
    kind: place ? 'server' : 'cli',
    target: targetOf(cgo, stack, module, main),
    ...(place && { port: place.port }),
    ...(place && route && { health: route }),
    facts: factsOf(plan, main, place && listens?.framework, tags?.from),
    needs: readNeeds(program, [...Object.keys(plan.env), ...Object.keys(said.env)]),
    packages: (cgo?.packages ?? []).map((value): Fact => ({
      value,
      from: cgo?.from ?? '',
      confidence: 'medium',
    })),
    notes: [
      ...(place?.notes ?? []),
      ...(config ? [config.note] : []),
      ...(envFile ? [envFile.note] : []),
      ...notesOf(plan),
    ],
    rank: rankOf(main, place !== undefined, first),
    pages: [...frontends.map(({ pkg }) => pkg.dir), ...copiedPages(program)],
    recipe: (chosen) => recipeOf(plan, chosen),
  };
}

function withFile(read: RunTimeFiles, file: RunTimeFiles['files'][number]): RunTimeFiles {
  const { files } = read;
  const isThere = files.some(({ path }) => path === file.path || file.path.startsWith(`${path}/`));
  return { ...read, files: isThere ? [file, ...files] : [...files, file] };
}

/** The module's directory, where that holds all that the build reads. */
function contextOf({ dir, local, work }: Module, frontends: readonly Frontend[]): string {
  const dirs = [...local.map((each) => each.dir), ...frontends.map(({ pkg }) => pkg.dir)];
  return work === undefined && dirs.every((each) => `${each}/`.startsWith(`${dir}/`)) ? dir : '';
}

function serviceName(module: Module, main: Main, first: boolean): string {
  const last = main.dir.slice(main.dir.lastIndexOf('/') + 1);
  const generic = /^(?:server|api|app|web|main|cmd|cli|http|src|service|backend)?$/.test(last);
  const shown = generic || isBesideThePoint(last) || /examples?\//.test(main.dir);
  return toName(main.dir === module.dir || (first && shown) ? nameOf(module) : last) ?? 'app';
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
      state.how === 'vendor' || state.how === 'gopath' ? state.how : work ? 'go.work' : 'go.mod',
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
        list(frontends.map(({ pkg: { dir } }) => (dir === '' ? './' : dir))),
        list(frontends.map(({ pkg }) => pkg.path)),
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

/** The program that the module is called like goes before what else it has, even before servers. */
function rankOf(main: Main, serves: boolean, first: Service | undefined): number {
  const rank = main.score < 0 ? 0.1 : serves ? 0.9 : 0.5;
  if (first === undefined) return main.score >= 50 ? Math.max(rank, 0.6) : rank;
  return first.rank === 0.6 || first.rank === 0.9 ? Math.min(rank, first.rank - 0.001) : rank - 0.001;
}

function fact(value: string, from: string): Fact {
  return { value, from, confidence: 'high' };
}

function list(words: readonly string[]): string {
  return words.join(', ');
}
