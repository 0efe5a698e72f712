import { posix } from 'node:path';
import { inside, within } from '../../inventory/paths.ts';
import { place, type Inventory } from '../../inventory/types.ts';
import type { Candidate, Detector, Scene } from '../../detect/types.ts';
import { appOfFile, findApp } from './apps.ts';
import { fileOf, mainCommand, mainScript, saysServer, scriptStart } from './cli-start.ts';
import { commandStart, commentedStart } from './command-start.ts';
import { directories, started } from './directories.ts';
import { djangoStart } from './django.ts';
import { documented } from './documented.ts';
import { entryScript } from './entry-script.ts';
import { withGenerated } from './generated.ts';
import { withoutGit } from './without-git.ts';
import { gunicornFile } from './gunicorn-file.ts';
import { withImports } from './imports.ts';
import { interactiveStart } from './interactive.ts';
import { withMigrations } from './migrations.ts';
import { guard, singles } from './own-scripts.ts';
import { whyNot } from './pins.ts';
import { celeryStart, projectStart } from './project-start.ts';
import { takenFromOutside } from './outside.ts';
import { readProject, type Script } from './project.ts';
import { launches, startFile } from './script-start.ts';
import { portOf, serve } from './servers.ts';
import { aside, serviceOf } from './service.ts';
import type { Sight } from './sight.ts';
import { sourcesOf } from './sources.ts';
import type { Start } from './start.ts';
import { isTool } from './tool.ts';

export const detector: Detector = { stack: 'python', detect };

function detect(scene: Scene): readonly Candidate[] {
  const dirs = directories(scene);
  const main = dirs.filter((dir) => !aside.test(dir));
  const found = main.flatMap((dir) => detectProject(dir, dirs, scene));
  // What is beside a product, its documentation say, is looked at where there is no product.
  return found.length > 0
    ? found
    : dirs.filter((dir) => aside.test(dir)).flatMap((dir) => detectProject(dir, dirs, scene));
}

function detectProject(dir: string, dirs: readonly string[], scene: Scene): readonly Candidate[] {
  const { repo, hints } = scene;
  const sources = sourcesOf(repo, dir, dirs);
  const project = withImports(repo, readProject(repo, dir), sources);
  const sight: Sight = { repo, project, sources, hints: hints(dir) };
  // What would run but for its Python is more than the pages that lie beside it.
  const start = findStart(sight);
  const refuse = (reason: string, hint: string, rank?: number): readonly Candidate[] => [
    { found: 'refusal', stack: 'python', dir, reason, hint, ...(rank !== undefined && { rank }) },
  ];
  const reason = whyNot(project, repo, sources);
  if (reason !== undefined)
    return refuse(
      reason,
      'an image of python:slim runs it meanwhile; Docker Hardened Images and Chainguard have shell-less ones of other versions',
      start?.rank,
    );
  const [reflex] = repo.search([inside(dir, 'rxconfig.py')], /\breflex\b/, 1);
  if (reflex)
    return refuse(
      `${reflex.path}: an app of Reflex, which runs Node or Bun beside Python`,
      '`reflex export` makes pages and a backend, each of which is a service',
      0.95,
    );
  const [chalice] = repo.search(sources, /^\w+\s*=\s*(?:chalice\.)?Chalice\(/, 1);
  if (chalice)
    return refuse(
      `${place(chalice)}: an app of Chalice, which runs on AWS Lambda`,
      'an image is made of a program that listens by itself',
      0.95,
    );
  const outside = takenFromOutside(repo, project);
  if (outside !== undefined)
    return refuse(
      `${project.manager === 'pip' ? project.from : inside(dir, 'pyproject.toml')} cannot be built alone: ${outside.name} is taken from outside of this directory`,
      outside.hint,
      start?.rank,
    );
  if (project.manager === 'conda')
    return refuse(
      `${project.from} is of conda, whose packages are not those of a distroless Python`,
      'list what the program needs in requirements.txt; for what only conda has, its own images are the way',
      start?.rank,
    );
  if (!start) {
    if (project.manager === 'none' || sight.sources.length === 0) return [];
    return project.packaged && project.scripts.length === 0
      ? refuse(
          `${project.from} is a library: it has no command and no application to serve`,
          'an image is made of a program',
        )
      : refuse(
          `${project.from}: no application, command or file to start was found`,
          'name it: --start "python FILE", --start "gunicorn MODULE:app"',
        );
  }
  const told = isLone(sight, start) ? documented(sight, start) : start;
  return told
    ? [serviceOf(sight, withMigrations(sight, withoutGit(sight, withGenerated(sight, told))), scene)]
    : [];
}

/** A file without a manifest or a telling name is a tool of something else, unless it serves. */
function isLone({ repo, project }: Sight, { kind, entry }: Start): boolean {
  if (project.manager !== 'none') return false;
  const told = [...started, 'Procfile', 'manage.py'].some((name) => repo.has(inside(project.dir, name)));
  return !told && (kind !== 'server' || within(project.dir, entry.from).includes('/'));
}

function findStart(sight: Sight): Start | undefined {
  const { repo, project, sources, hints } = sight;
  const guess = () => guessStart(sight);
  const given = hints.start && commandStart(sight, hints.start, guess);
  if (given) return given;
  const scripted = hints.start ? undefined : (entryScript(sight, guess) ?? gunicornFile(sight, guess));
  if (scripted) return scripted;
  const declared = mainScript(sight);
  const command = mainCommand(sight);
  if (declared === undefined && project.commands.length === 0 && isLibrary(sight)) return undefined;
  const start = guess();
  // What a file of the project names goes before its commands, which only prepare something.
  if (start && start.entry.value === projectStart(sight)?.entry.value) return start;
  // A tool that has a server in it is started by its command; one of another package, Litestar's say, tells nothing.
  const isLaunched =
    start !== undefined && first(singles(sight), (path) => launches(sight, path)) !== undefined;
  if (
    declared &&
    fileOf(sight, declared.module) &&
    start?.kind === 'server' &&
    isTool(sight, start) &&
    !isLaunched
  ) {
    const script = scriptStart(sight, declared);
    return script && (script.kind === 'server' || !saysServer(sight, declared))
      ? script
      : withPortOf(sight, start, declared);
  }
  if (start) return start;
  if (declared) return scriptStart(sight, declared);
  if (command !== undefined) return startFile(sight, command, []);
  // Of the project's own package: copies of others have theirs too.
  const mains = sources
    .filter((path) => /^(?:src\/)?[^/]+\/__main__\.py$/.test(within(project.dir, path)))
    .slice(0, 1);
  const blocks = repo
    .search(
      sources
        .filter((path) => !aside.test(within(project.dir, path)))
        // Many a module of a package has one to be tried with.
        .filter((path) => !project.packaged || started.includes(posix.basename(path))),
      guard,
      6,
    )
    .map(({ path }) => path);
  const near = [...started.map((name) => inside(project.dir, name)), ...mains, ...singles(sight)]
    .filter((path) => repo.has(path) && (!project.packaged || mains.includes(path) || acts(repo, path)))
    // bot.py may only define what launcher.py starts.
    .toSorted((a, b) => Number(acts(repo, b)) - Number(acts(repo, a)));
  const told = first(near, (path) => commentedStart(sight, path));
  if (told) return told;
  const starts = [...new Set([...near, ...blocks])].flatMap((path) => startFile(sight, path, []) ?? []);
  return (
    starts.find(({ kind }) => kind === 'server') ??
    (near.length > 0 || !project.packaged ? starts[0] : undefined)
  );
}

/** The port that a command which serves takes, for what is served in its place. */
function withPortOf(sight: Sight, start: Start, { module }: Script): Start {
  const file = fileOf(sight, module);
  return file === undefined || !start.port
    ? start
    : { ...start, port: portOf({ ...sight, sources: [] }, file, start.port) };
}

/** What others import may have an application in it, to try it with, and say how it is run with python -m. */
function isLibrary({ repo, project, hints }: Sight): boolean {
  const told = [...started, 'Procfile', 'manage.py'];
  return (
    project.packaged &&
    project.library &&
    !hints.port &&
    !told.some((name) => repo.has(inside(project.dir, name)))
  );
}

/** A file that does something when it is run, and not only defines what others import. */
function acts(repo: Inventory, path: string): boolean {
  return (
    repo.search([path], /^if (?!TYPE_CHECKING|typing\.|sys\.)|^(?:for|while|with)\b|^[\w.]+\(/, 1).length > 0
  );
}

/** Django, a framework that runs a script, an application, a script that serves. */
function guessStart(sight: Sight): Start | undefined {
  const { repo, project, sources, hints } = sight;
  const django = djangoStart(sight);
  if (django) return django;
  const other = interactiveStart(sight) ?? projectStart(sight);
  if (other) return other;
  const flaskApp =
    /^FLASK_APP\s*=\s*["']?([\w./]+)/m.exec(repo.read(inside(project.dir, '.flaskenv')) ?? '')?.[1] ??
    hints.env.FLASK_APP?.value;
  const named =
    flaskApp === undefined
      ? undefined
      : inside(project.dir, flaskApp.endsWith('.py') ? flaskApp : `${flaskApp.replaceAll('.', '/')}.py`);
  if (named !== undefined && repo.has(named)) {
    const start = startFile(sight, named, []);
    if (start?.kind === 'server') return start;
  }
  const files = started.map((name) => inside(project.dir, name)).filter((path) => repo.has(path));
  const scripts = [...new Set([...files, ...singles(sight)])];
  // Where one in the root has it, that is what people start, wherever it is made.
  const rooted = first(scripts, (path) => appOfFile(repo, project.dir, path, sources));
  const launched = rooted ? undefined : first(scripts, (path) => launches(sight, path));
  if (launched) return launched;
  const app = rooted ?? findApp(repo, project.dir, sources);
  // What the file does beside app.run is only known when it is looked at as what is started.
  if (app) {
    const own = startFile(sight, app.hit.path, []);
    return own?.kind === 'server' ? own : serve(sight, app);
  }
  for (const path of scripts) {
    const start = startFile(sight, path, []);
    if (start && start.kind !== 'cli') return start;
  }
  return celeryStart(sight);
}

function first<A>(paths: readonly string[], of: (path: string) => A | undefined): A | undefined {
  for (const path of paths) {
    const found = of(path);
    if (found !== undefined) return found;
  }
  return undefined;
}
