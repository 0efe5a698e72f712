import { inside } from '../../inventory/paths.ts';
import { parseCommand, type SimpleCommand } from '../../detect/command.ts';
import type { Fact } from '../../detect/types.ts';
import { place } from '../../inventory/types.ts';
import { appOfFile, findApp } from './apps.ts';
import { asModule, fromHere } from './command-paths.ts';
import { asgi, serve } from './servers.ts';
import { served, withAddress, withPort } from './command-port.ts';
import { startFile } from './script-start.ts';
import { scriptStart } from './cli-start.ts';
import { wants, type Sight } from './sight.ts';
import { high, medium, plain, type Start } from './start.ts';
import { earlier, keep, lineOfScript, literal, serves, split, unwrap, valueOf } from './words.ts';
import { described, fallback, portIn, wsgi } from './wsgi-command.ts';
import { chainlitStart, streamlitStart } from './interactive.ts';
import type { Script } from './project.ts';
import { normalName } from './requirements.ts';

/**
 * A start as a file of the repository (or the user) gives it, made one that needs no shell and binds where it is reached. The
 * programs before the last one run before it. Undefined: it is nothing of Python's, or a shell has to read it.
 */
export function commandStart(
  sight: Sight,
  given: Fact,
  otherwise: () => Start | undefined,
): Start | undefined {
  const commands = parseCommand(given.value)?.map((command) => ({
    ...command,
    words: unwrap(command.words).map((word) => fromHere(sight, word)),
  }));
  const last = commands?.at(-1);
  if (!commands || !last) return undefined;
  const script = last.words.find((word) => word.endsWith('.sh'));
  if (script !== undefined) {
    const path = inside(sight.project.dir, script.replace(/^(?:\.|\/app|\/code|\/usr\/src\/app)\//, ''));
    const line = lineOfScript(sight.repo.read(path) ?? '');
    return line === undefined
      ? undefined
      : commandStart(sight, { ...given, value: line, from: path }, otherwise);
  }
  const start = one(sight, last, given, otherwise);
  if (!start) return undefined;
  const must = given.value.includes('&&');
  const before = commands
    .slice(0, -1)
    .flatMap(({ words }) => earlier(words, must))
    .map((each) => asModule(sight, each));
  const kept = start.before.filter(
    (each) => !before.some((other) => other.argv.join(' ').startsWith(each.argv.slice(0, 2).join(' '))),
  );
  const migrates = before.some(({ argv }) => argv.includes('migrate'));
  return {
    ...start,
    before: [...before, ...kept],
    env: { ...start.env, ...literal(last.env) },
    notes: start.notes.filter((note) => !(migrates && note.startsWith('migrations are not run'))),
    rank: Math.max(start.rank, 0.95),
  };
}

/** `# uvicorn app:api --port 3000`: how the authors of a file say that it is run. */
export function commentedStart(sight: Sight, path: string): Start | undefined {
  const [hit] = sight.repo.search(
    [path],
    /^#\s*(?:\$\s*)?((?:python3? -m )?(?:uvicorn|gunicorn|hypercorn|daphne|granian|waitress-serve)\s(?:.*?\s)?([A-Za-z_][\w.]*):[A-Za-z_].*)$/,
  );
  const name = path.replace(/^.*\/|\.py$/g, '');
  if (hit?.match[2]?.replace(/^.*\./, '') !== name) return undefined;
  return commandStart(sight, high(hit.match[1] as string, place(hit)), () => undefined);
}

function one(
  sight: Sight,
  { words }: SimpleCommand,
  given: Fact,
  otherwise: () => Start | undefined,
): Start | undefined {
  const [program = '', ...rest] = words.map((word) => word.replaceAll(/\$\{?PORT(?::?-\d+)?\}?/g, '$PORT'));
  const { flags, target } = split(rest, program);
  if (/^(?:gunicorn|uwsgi|waitress-serve|waitress|mod_wsgi-express)$/.test(program))
    return wsgi(sight, program, rest, given, otherwise);
  if (/^(?:uvicorn|hypercorn|daphne|granian)$/.test(program)) {
    const base = target === undefined ? otherwise() : described(sight, target, given, 'ASGI');
    if (!base || target === undefined || !/^[\w.]+:[\w.]+(?:\(\))?$/.test(target)) return base;
    const server = asgi(sight, target, rest.includes('--factory'));
    const kept =
      program === 'uvicorn' && server.servers.includes('uvicorn')
        ? keep(flags, /^--(?:host|port|reload|factory|uds|fd|ssl|app-dir|env-file|log-config)/)
        : [];
    const appDir = valueOf(rest, '--app-dir');
    return {
      ...base,
      argv: [...server.argv.slice(0, -1), ...kept, target],
      servers: server.servers,
      port: portIn(sight, rest, given, ['--port', '-p', '--bind', '-b']) ?? base.port ?? fallback(sight),
      portByEnv: true,
      ...(appDir !== undefined && /^[\w./-]+$/.test(appDir) && { bases: [appDir.replace(/\/$/, '')] }),
    };
  }
  if (program === 'fastapi') {
    const file = rest.find((word) => word.endsWith('.py'));
    const app =
      file === undefined
        ? findApp(sight.repo, sight.project.dir, sight.sources)
        : appOfFile(sight.repo, sight.project.dir, inside(sight.project.dir, file), sight.sources);
    const port = portIn(sight, rest, given, ['--port']);
    return app && { ...serve(sight, app), ...(port && { port }) };
  }
  if (program === 'flask') {
    const named = valueOf(rest, '--app') ?? valueOf(rest, '-A') ?? '';
    const file = inside(sight.project.dir, `${named.replace(/\.py$|:.*$/g, '').replaceAll('.', '/')}.py`);
    const start = named !== '' && sight.repo.has(file) ? startFile(sight, file, [], given) : undefined;
    return withPort(sight, rest, given, start?.kind === 'server' ? start : otherwise());
  }
  if (program === 'streamlit') {
    const file = rest.find((word) => word.endsWith('.py'));
    return withPort(
      sight,
      rest,
      given,
      streamlitStart(sight, file === undefined ? undefined : inside(sight.project.dir, file)),
    );
  }
  if (program === 'chainlit') {
    const file = rest.find((word) => word.endsWith('.py'));
    const path = file === undefined ? undefined : inside(sight.project.dir, file);
    return withPort(sight, rest, given, chainlitStart(sight, path));
  }
  // https://flower.readthedocs.io/en/latest/config.html#port
  if (program === 'celery' && rest.includes('flower'))
    return {
      ...worker([program, ...rest], given),
      kind: 'server',
      port: portIn(sight, rest, given, ['--port']) ?? medium('5555', 'default of Flower'),
    };
  if (
    program === 'celery' ||
    program === 'rq' ||
    program === 'functions_framework' ||
    program === 'functions-framework'
  )
    return program.startsWith('functions') ||
      !holdsModule(sight, valueOf(rest, '-A') ?? valueOf(rest, '--app'))
      ? otherwise()
      : worker([program, ...rest], given);
  if (program === 'python') {
    const [file = '', ...args] = rest;
    if (/(?:^|\/)manage\.py$/.test(file))
      return /runserver/.test(args[0] ?? '') ? withAddress(sight, args, given, otherwise()) : otherwise();
    if (scriptOf(sight, file)) return one(sight, { words: rest, env: {} }, given, otherwise);
    const start = file.endsWith('.py')
      ? startFile(sight, inside(sight.project.dir, file.replace(/^\.\//, '')), args, given)
      : undefined;
    return served(sight, start, args, given);
  }
  if (program === 'django-admin') return otherwise();
  const script = scriptOf(sight, program);
  if (script) return served(sight, scriptStart(sight, script, rest, given), rest, given);
  const path = `${program.replaceAll('.', '/')}`;
  const files = [`${path}/__main__.py`, `${path}.py`, `src/${path}/__main__.py`].map((each) =>
    inside(sight.project.dir, each),
  );
  const file = files.find((each) => sight.repo.has(each));
  if (file !== undefined) return served(sight, startFile(sight, file, rest, given), rest, given);
  if (program === 'litestar') return withPort(sight, rest, given, otherwise());
  return wants(sight, normalName(program)) && serves(rest)
    ? ofDistribution(sight, program, rest, given)
    : undefined;
}

function scriptOf({ project }: Sight, program: string): Script | undefined {
  return project.scripts.find(({ name }) => name === program);
}

/** What a distribution brings to be run, with the arguments that are given: `mlflow server`, `datasette serve`. */
function ofDistribution(sight: Sight, program: string, rest: readonly string[], given: Fact): Start {
  return {
    ...worker([program.replaceAll('-', '_'), ...rest], given),
    kind: 'server',
    port: portIn(sight, rest, given, ['--port', '-p']) ?? fallback(sight),
    portByEnv: rest.some((word) => word.includes('$PORT')),
  };
}

function worker(words: readonly string[], given: Fact): Start {
  const [program = '', ...rest] = words;
  return {
    ...plain,
    framework: high(program, given.from),
    kind: 'worker',
    entry: high(words.join(' '), given.from),
    argv: ['-m', program, ...rest],
    rank: 0.6,
  };
}

/** Is the module there that a worker is to take its tasks from? */
function holdsModule({ repo, project }: Sight, module: string | undefined): boolean {
  if (module === undefined) return true;
  const path = inside(project.dir, (module.split(':')[0] ?? '').replaceAll('.', '/'));
  // The last part may be an object of the module.
  return [path, path.replace(/\/[^/]+$/, '')].some((each) => repo.has(`${each}.py`) || repo.hasDir(each));
}
