import { parseIgnored } from '../../dockerfile/ignored.ts';
import { within } from '../../inventory/paths.ts';
import type { Fact, Scene, Service } from '../../detect/types.ts';
import type { App } from './app.ts';
import { buildEnvOf } from './build-env.ts';
import { findBuildValues } from './build-values.ts';
import { bunTarget, byBun } from './bun.ts';
import { planBunBuild, withBun } from './bun-build.ts';
import { findBunHost } from './bun-host.ts';
import { findBunVersion } from './bun-version.ts';
import type { NeedsBun } from './needs-bun.ts';
import { planBuild } from './build.ts';
import { existing, type ChosenStart } from './choose-start.ts';
import { entryOf } from './entry-of.ts';
import { exportsNothing } from './exports-nothing.ts';
import { loadedByFlag } from './flagged.ts';
import type { Framework } from './framework.ts';
import { findHost } from './host.ts';
import { planInstall } from './install.ts';
import { findEnvFiles } from './env-files.ts';
import { factsOf } from './facts-of.ts';
import { findNeeds } from './needs.ts';
import { nestedInstalls } from './nested-installs.ts';
import { join, nothing, type Package } from './package.ts';
import { planPages } from './pages.ts';
import { healthFact, portFact } from './listening.ts';
import { isStub } from './is-stub.ts';
import { kindOf, rankOf } from './kind.ts';
import { isMadeAnew } from './made-anew.ts';
import { ofProgram } from './of-program.ts';
import { portArgument } from './port-argument.ts';
import { findPort } from './port.ts';
import { addressOf } from './address-of.ts';
import { databaseOf } from './prisma.ts';
import { inImage } from './in-image.ts';
import { rendering } from './rendering.ts';
import { recipeOf } from './recipe.ts';
import { callsNode } from './calls-node.ts';
import { findMigration } from './migrate-first.ts';
import { migratesByItself } from './migrations.ts';
import { nameOf } from './name-of.ts';
import { notesOf } from './notes.ts';
import { madeOf } from './made-of.ts';
import { needsDevelopment, sourceOfBuilt } from './misplaced.ts';
import { planServedPages } from './served-pages.ts';
import { listSources } from './sources.ts';
import { ignoresSigterm } from './stop.ts';
import { sourcesOnly } from './tidy.ts';
import { findNodeVersion } from './versions.ts';
import { findWorkspace, membersInOrder } from './workspace.ts';
import { database, findWrites } from './writes.ts';
import { writesUnseen } from './writes-unseen.ts';

/** The service of a package, on Bun where it needs that; `static`: it is pages alone; undefined where nothing of it runs. */
export function serviceOf(
  scene: Scene,
  own: Package,
  found: ChosenStart | undefined,
  framework: Framework | undefined,
  needs?: NeedsBun,
): Service | 'static' | undefined {
  const { repo, stack, hints } = scene;
  const said = hints(own.dir);
  const renders = framework !== undefined && rendering.has(framework.id);
  if (!found && !renders) return undefined;
  const file =
    found?.by === 'file'
      ? join(own.dir, existing(repo, own, found.start.entry) ?? found.start.entry)
      : undefined;
  // A file that nothing says to start has to show by itself that it is a program.
  const runs = file !== undefined && own.dir === '' && own.raw !== nothing && exportsNothing(repo, file);
  const shows =
    file === undefined || runs || needs?.listens === true || findPort(repo, [file]).at !== undefined;
  const { root, members } = findWorkspace(repo, own);
  const alone = own.dir === root.dir && members.length === 0;
  if (!shows && !renders && !(alone && own.private && !isStub(repo, own))) return undefined;

  const bun = needs && findBunVersion(repo, stack, own === root ? [own] : [own, root]);
  const installed = planInstall(repo, stack, own);
  const install = bun ? withBun(installed, bun.value) : installed;
  const pages = bun ? undefined : planPages(scene, own, found, framework, install);
  if (pages === 'static') return 'static';
  const chosen = pages?.chosen ?? found;
  if (!chosen || chosen.start.runs === 'pages' || chosen.start.runs === 'deno') return undefined;
  const sources = listSources(
    repo,
    found?.project?.dir ?? own.dir,
    chosen.start.entry,
    members.map(({ dir }) => dir),
  );
  const read = findPort(repo, sources, madeOf(repo, own, sources, chosen.start.entry));
  const listens = needs?.listens === true ? { ...read, at: read.at ?? needs.from } : read;
  const kind = kindOf(
    own,
    chosen,
    framework,
    shows ? listens : {},
    pages,
    alone,
    runs,
    said.port !== undefined,
  );
  if (kind === undefined) return undefined;

  const planned = bun
    ? planBunBuild(repo, own, chosen, install, said, sources)
    : planBuild(repo, own, chosen, install, said);
  const commands = pages?.commands ?? planned.commands;
  const nested = nestedInstalls(scene, own, commands, install.later);
  const build = { ...planned, commands: [...nested, ...commands] };
  const ran = [...install.later, ...commands];
  const node = findNodeVersion(repo, own === root ? [own] : [own, root], install.native.old);
  const word = kind === 'server' && !pages ? portArgument(repo, sources) : undefined;
  const port =
    // What renders pages listens by itself: a port in its sources is that of something else.
    kind === 'server'
      ? portFact(
          scene,
          own,
          chosen,
          framework ?? (bun && byBun),
          pages ? {} : { ...listens, ...(word !== undefined && { word }) },
        )
      : undefined;
  const health = kind === 'server' ? (said.health ?? healthFact(scene, own, sources)) : undefined;
  const workdir = inImage({ own, install, start: chosen.start });
  const environment = findNeeds(repo, own, sources, install.prisma);
  const cwd = pages?.cwd ?? chosen.start.cwd;
  const layout = { dir: own.dir, workdir, cwd, output: build.output };
  const writes = findWrites(
    repo,
    sources,
    layout,
    kind !== 'cli',
    install.prisma ? databaseOf(install.prisma, own, environment.defaults) : environment.defaults,
  );
  const isTold = writes.directories.length > 0 || (said.writable ?? []).length > 0;
  const unseen = kind === 'server' && !pages ? writesUnseen(repo, own, chosen.start, sources) : undefined;
  const beside = writes.beside || (!isTold && unseen !== undefined);
  const misplaced =
    build.loader === undefined && !pages
      ? (loadedByFlag(own, chosen.start) ??
        needsDevelopment(
          repo,
          own,
          build.commands.length === 0 ? sources : sourceOfBuilt(repo, own, sources, build.entry),
        ))
      : undefined;
  const served =
    kind === 'server' && !pages && own.dir === root.dir
      ? planServedPages(scene, own, sources, layout, ran, writes.directories)
      : undefined;
  const buildValues = findBuildValues(
    repo,
    pages ? framework?.id : undefined,
    [own, ...membersInOrder(install.workspace, own).filter((one) => one !== own)],
    said.args,
  );
  const host = kind === 'server' && !pages ? (bun ? findBunHost : findHost)(repo, sources, own) : {};
  const shape = pages?.shape ?? ({ kind: 'tree' } as const);
  const keepsData =
    writes.beside || unseen === 'store' || writes.directories.some(({ why }) => why.startsWith(database));
  const migration =
    kind === 'server' && !pages && !bun && keepsData && !migratesByItself(repo, sources)
      ? findMigration(own, root, chosen.start)
      : undefined;
  // What the user keeps out of the context stays out of it.
  const hidden = parseIgnored((hints(root.dir).ignored ?? []).join('\n'));
  const app: App = {
    own,
    install,
    build,
    pages: served?.pages ?? [],
    start: chosen.start,
    kind,
    shape,
    settings: isMadeAnew(shape, members.length)
      ? findEnvFiles(repo, own.dir).map((path) => within(root.dir, path))
      : [],
    entry: entryOf(chosen, pages?.entry ?? build.entry, workdir),
    cwd: cwd ?? '',
    args: pages?.args ?? [...chosen.start.args, ...(word === chosen.start.args.length ? ['$PORT'] : [])],
    before: pages?.before ?? [],
    cleanup: pages?.cleanup ?? [],
    buildEnv: buildEnvOf(repo, own, install, pages, ran),
    buildValues,
    env: { ...environment.defaults, ...chosen.start.env, ...addressOf(chosen), ...pages?.env },
    ...(listens.variable !== undefined && !pages && { portVariable: listens.variable }),
    host,
    grpc: listens.grpc === true && framework === undefined,
    migration,
    ...(bun && { bun: bun.value }),
    callsNode: !bun && callsNode(repo, sources),
    ignoresSigterm: ignoresSigterm(repo, sources, framework, { own, kind, start: chosen.start, shape }),
    writable: [
      ...(pages?.writable ?? []),
      ...writes.directories,
      ...ofProgram(chosen.start, framework?.id, workdir),
    ],
    kept: writes.kept
      .map((path) => ({ from: within(root.dir, path), to: join(workdir, within(own.dir, path)) }))
      .filter(({ from }) => !hidden.has(from)),
    beside: beside && cwd === undefined,
    everything: build.loader !== undefined || misplaced !== undefined,
    native:
      pages?.shape?.kind === 'output'
        ? pages.native === true || install.native.names.length > 0
        : install.native.bound || install.prisma !== undefined,
    // Bun reads the settings of the compiler as it runs.
    sources: sourcesOnly(repo, root.dir, own, planned, chosen.start).filter(
      (path) => !bun || !path.startsWith('tsconfig'),
    ),
  };
  const version: Fact = bun
    ? { ...bun, value: `Bun ${bun.value}` }
    : { ...node.target, value: String(node.major) };
  return {
    found: 'service',
    stack: 'node',
    dir: found?.project?.dir ?? own.dir,
    context: root.dir,
    name: nameOf(own),
    kind,
    target: needs ? { value: bunTarget, from: needs.from, confidence: 'high' } : node.target,
    ...(port && { port }),
    ...(health && { health }),
    facts: factsOf(app, chosen, { version, framework, frontend: served?.fact }),
    needs: [...(pages?.needs ?? []), ...buildValues.needs, ...environment.needs],
    packages: [],
    notes: [
      ...(needs
        ? [`${needs.from}: ${needs.why}, so Bun runs it`]
        : node.note === undefined
          ? []
          : [node.note]),
      ...notesOf(repo, app, chosen, sources, misplaced),
    ],
    ...(served && { pages: served.dirs }),
    rank:
      members.length > 0 && own === root && (chosen.by === 'file' || chosen.by === 'bin')
        ? 0.3
        : rankOf(own, root, kind, chosen),
    recipe: (answers) => recipeOf(app, answers),
  };
}
