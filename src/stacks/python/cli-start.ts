import { inside, within } from '../../inventory/paths.ts';
import type { Fact } from '../../detect/types.ts';
import { toPort } from '../../detect/names.ts';
import { addressOption, listensByOption } from './address-option.ts';
import { isOpenAlways } from './bound-by.ts';
import { isLocal, serverIn } from './listening.ts';
import { needsWords } from './needs-words.ts';
import { optionPort } from './option-port.ts';
import { serveCommand } from './serve-command.ts';
import { startFile } from './script-start.ts';
import type { Script } from './project.ts';
import type { Sight } from './sight.ts';
import { high, medium, plain, type Start } from './start.ts';

/** The file of a module of the project. */
export function fileOf({ repo, project, sources }: Sight, module: string): string | undefined {
  const path = module.replaceAll('.', '/');
  const names = [`${path}.py`, `${path}/__init__.py`];
  const near = ['', 'src', 'lib', 'python']
    .flatMap((base) => names.map((name) => inside(project.dir, inside(base, name))))
    .find((each) => repo.has(each));
  return near ?? sources.find((each) => names.some((name) => each.endsWith(`/${name}`)));
}

/** A command that the project declares: its package is installed, and the command with it. */
export function scriptStart(
  sight: Sight,
  script: Script,
  args: readonly string[] = [],
  given?: Fact,
): Start | undefined {
  const file = fileOf(sight, script.module);
  const text = file === undefined ? '' : (sight.repo.read(file) ?? '');
  const body = calledBody(text, script.call);
  // A command that does nothing but serve: what it serves is given to a real server.
  if (file !== undefined && /(?<!cli(?:\(\))?)\.run\(|serve\(|run_app\(/i.test(body)) {
    const served = startFile(sight, file, args, given);
    if (served?.kind === 'server') return served;
  }
  if (!sight.project.packaged) return file === undefined ? undefined : startFile(sight, file, args, given);
  const start: Start = {
    ...plain,
    framework: high('command line', script.from),
    kind: 'cli',
    entry: high(`${script.module}:${script.call}`, script.from),
    argv: args,
    script: script.name,
    rank: 0.5,
  };
  const listening =
    file === undefined
      ? undefined
      : (serving(sight, file, body) ?? serveCommand(sight, script, definedIn(sight, script, text) ?? file));
  return listening
    ? { ...start, ...listening, argv: args.length > 0 ? args : listening.argv, kind: 'server', rank: 0.86 }
    : start;
}

/** Where the function of a command is, if its own module only imports it: `from shop.command import main` of a __main__.py. */
function definedIn(sight: Sight, { module, call }: Script, text: string): string | undefined {
  if (!/^\w+$/.test(call)) return undefined;
  const from = new RegExp(`^from[ \\t]+(\\.?)(\\w[\\w.]*)[ \\t]+import[ \\t]+${call}\\b`, 'm').exec(text);
  if (!from) return undefined;
  const near = from[1] === '.' ? `${module.replace(/\.[^.]*$/, '')}.` : '';
  return fileOf(sight, `${near}${from[2]}`);
}

/** A command that serves whatever it is told: its function makes the server, or the ones beside it that it calls. */
function serving(
  sight: Sight,
  file: string,
  body: string,
): Pick<Start, 'framework' | 'port' | 'argv'> | undefined {
  const { repo, sources, hints } = sight;
  const text = repo.read(file) ?? '';
  const names = new Set([...body.matchAll(/(?<![.\w])([a-z_]\w*)\(/g)].map(([, name = '']) => name));
  const called = [...names].slice(0, 20).map((name) => bodyOf(text, name));
  const imports = text.match(/^(?:from|import) .*$/gm) ?? [];
  const told = [...imports, body, ...called].join('\n');
  const isAlone = !needsWords(text);
  const option = isAlone ? addressOption(text, told) : undefined;
  // Where it is told nothing it listens on this machine only.
  const isOpen = option !== undefined || (isAlone && /0\.0\.0\.0/.test(text));
  const found =
    serverIn(told) ??
    (isOpen && /\buvicorn\.run\(/.test(told) ? { framework: 'uvicorn', port: '8000' } : undefined) ??
    (isAlone && listensByOption([body, ...called, classesOf(text, body)].join('\n'))
      ? { framework: 'server', port: '8000' }
      : undefined);
  // What else listens on this machine only is told another address by the words after it.
  if (!found || (option === undefined && !isOpenAlways(told) && isLocal(sight, text))) return undefined;
  const options = sources.slice(0, 40).flatMap((path) => optionPort(sight, repo.read(path) ?? '') ?? []);
  const port = toPort(handedPort(text, body) ?? options[0] ?? found.port) ?? found.port;
  return {
    framework: high(found.framework, file),
    port: hints.port ?? medium(port, file),
    argv: option === undefined ? [] : [option, '0.0.0.0'],
  };
}

/**
 * A port that the function of a command has itself, or hands to what serves in the same file: `def main(port=8091)`,
 * `start(port=8091)`, `Shop(default_port=8090)` of a class that has an option called port. That of a database is another.
 */
function handedPort(text: string, body: string): string | undefined {
  return [...body.matchAll(/\b\w{0,30}port\s*(?::\s*\w{1,20}\s*)?=\s*(\d{4,5})\s*[,)]/g)]
    .slice(0, 20)
    .find(({ index }) => {
      const called = callAround(body, index);
      if (called === undefined) return false;
      if (body.startsWith(called.head)) return true;
      return /^[A-Z]/.test(called.name)
        ? /['"]--(?:\w+-)?port['"]/.test(classesOf(text, `${called.name}(`))
        : serves.test(bodyOf(text, called.name));
    })?.[1];
}

const serves = /Server\w{0,20}\(|\b(?:serve|run|run_app|listen|start_server|run_simple)\(/;

/** The call, or the function's own first line, that has a place of a text between its parentheses; as far as that is near. */
function callAround(
  text: string,
  index: number,
): { readonly name: string; readonly head: string } | undefined {
  let depth = 0;
  for (let at = index - 1; at >= 0 && at > index - 600; at--) {
    if (text[at] === ')') depth++;
    if (text[at] !== '(' || depth-- > 0) continue;
    const head = /(?:(?:async )?def )?([A-Za-z_][\w.]{0,60})$/.exec(text.slice(Math.max(0, at - 80), at));
    return head ? { name: head[1] ?? '', head: head[0] } : undefined;
  }
  return undefined;
}

/** The classes that a text makes objects of, with those of the same module that these are made from. */
function classesOf(text: string, body: string): string {
  const found = new Map<string, string>();
  let told = body;
  for (let depth = 0; depth < 4; depth++) {
    const names = [...told.matchAll(/\b([A-Z]\w*)(?=[(,)])/g)].map(([, name = '']) => name);
    const next = [...new Set(names)].filter((name) => !found.has(name)).slice(0, 10);
    for (const name of next) found.set(name, classOf(text, name));
    told = next.map((name) => found.get(name)?.split('\n', 1)[0] ?? '').join('\n');
  }
  return [...found.values()].join('\n');
}

function classOf(text: string, name: string): string {
  return new RegExp(`^class ${name}\\b[\\s\\S]*?(?=^[^\\s)]|$(?![\\s\\S]))`, 'm').exec(text)?.[0] ?? '';
}

/** The same; where it only has asyncio run another function, with what that one does in any case. */
function calledBody(text: string, name: string): string {
  const body = bodyOf(text, name);
  const run = /\b(?:asyncio|anyio)\.run\(\s*(\w+)(?:\(\)|,|\))/.exec(body);
  if (run === null) return body;
  const always = bodyOf(text, run[1] ?? '').match(/^ {4}\S.*$/gm) ?? [];
  return [body.replace(run[0], `${run[1]}(`), ...always].join('\n');
}

/** A function of a module, its first line too. */
function bodyOf(text: string, name: string): string {
  return (
    new RegExp(`^(?:async )?def ${name}\\([\\s\\S]*?(?=^[^\\s)]|$(?![\\s\\S]))`, 'm').exec(text)?.[0] ?? ''
  );
}

/** Of several commands the one that `python -m` of its package runs too, the one that is called like the project, one that says that it starts it, the first. */
export function mainScript({ project }: Sight): Script | undefined {
  const name = plainName(project.name?.value ?? '');
  const { scripts } = project;
  return (
    scripts.find(({ module }) => /^\w+\.__main__$/.test(module)) ??
    scripts.find((each) => plainName(each.name) === name) ??
    scripts.find((each) => plainName(each.name) === plainName(each.module.replace(/\..*$/, ''))) ??
    // The others prepare something.
    scripts.find((each) => /^(?:start|serve|server|web|run|main|app)$/.test(purposeOf(each, name))) ??
    scripts[0]
  );
}

/** A command by whose name it serves: `server`, or `shop-server` of a project called shop. */
export function saysServer({ project }: Sight, script: Script): boolean {
  return /^(?:serve|server|web)$/.test(purposeOf(script, plainName(project.name?.value ?? '')));
}

/** The name of a command without that of its project. */
function purposeOf({ name }: Script, project: string): string {
  const own = plainName(name);
  return own.startsWith(project) ? own.slice(project.length) : own;
}

/** The same of files that are commands themselves; of what only helps beside a package that can be run there is none. */
export function mainCommand({ repo, project }: Sight): string | undefined {
  const { dir, commands } = project;
  const name = plainName(project.name?.value ?? '');
  const called = commands.find((path) => plainName(path.replace(/^.*\//, '').replace(/\.py$/, '')) === name);
  const isRun = ['', 'src/'].some((base) =>
    repo.has(inside(dir, `${base}${project.name?.value}/__main__.py`)),
  );
  return (
    called ??
    commands.find((path) => !isRun || !/^(?:contrib|examples?|tools|scripts)\//.test(within(dir, path)))
  );
}

function plainName(text: string): string {
  return text.toLowerCase().replaceAll(/[-_.]/g, '');
}
