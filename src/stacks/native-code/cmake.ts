import { posix } from 'node:path';
import type { Inventory } from '../../inventory/types.ts';
import { asks, callOf, withValues, type Call } from './cmake-calls.ts';
import { parseCommands, type Command } from './cmake-commands.ts';
import { evaluate, type Truth } from './cmake-condition.ts';
import { expandAll, type Found } from './cmake-found.ts';
import { readCommand } from './cmake-read.ts';
import { partsOf } from './cmake-targets.ts';
import type { Project } from './types.ts';

const mostFiles = 200;
const mostCalls = 300;

/** Reads a project of CMake, its scripts in the order that CMake would; undefined when it is none. */
export function readCmake(repo: Inventory, dir: string): Project | undefined {
  const file = posix.join(dir, 'CMakeLists.txt');
  if (!repo.has(file)) return undefined;
  const found: Found = {
    repo,
    root: dir,
    variables: new Map(),
    programs: [],
    installed: new Set(),
    libraries: [],
    parts: new Map(),
    links: new Map(),
    wanted: [],
    options: new Set(),
    compiledPaths: new Set(),
    tools: new Set(['cmake']),
    required: [],
    outputs: new Map(),
    routines: new Map(),
    old: false,
    strict: false,
    installsData: false,
    shared: false,
    files: 0,
    calls: 0,
  };
  readScript(file, dir, found);
  const { name, fetches, installed, outputs } = found;
  return {
    system: 'cmake',
    dir,
    file,
    ...(name !== undefined && { name }),
    programs: found.programs
      .toSorted((a, b) => Number(a.maybe) - Number(b.maybe))
      .map((each) => ({
        ...each,
        ...(outputs.has(each.name) && { target: each.name }),
        name: outputs.get(each.name) ?? each.name,
        installed: installed.has(each.name),
        sources: partsOf(each.name, found),
      })),
    libraries: found.libraries,
    wanted: found.wanted,
    tools: [...found.tools],
    options: [...found.options],
    compiledPaths: [...found.compiledPaths],
    installsData: found.installsData,
    shared: found.shared,
    required: found.required,
    ...(fetches && { fetches }),
    old: found.old,
    strict: found.strict,
  };
}

function readScript(file: string, dir: string, found: Found): void {
  if (found.files++ > mostFiles) return;
  runCommands(parseCommands(found.repo.read(file) ?? ''), { file, dir }, found);
}

type Place = { readonly file: string; readonly dir: string; readonly call?: Call };

/** Runs commands as far as they can be known, in order. */
function runCommands(commands: readonly Command[], place: Place, found: Found): void {
  const { file, dir, call } = place;
  const conditions: { truth: Truth; before: Truth }[] = [];
  let body: { readonly end: string; readonly commands: Command[] } | undefined;
  for (const command of commands) {
    const { name, args } = command;
    // What a function does is known only where it is called.
    if (body) {
      if (name === body.end) body = undefined;
      else body.commands.push(command);
      continue;
    }
    if (name === 'function' || name === 'macro') {
      const inside: Command[] = [];
      const [id = '', ...parameters] = args;
      found.routines.set(id.toLowerCase(), { parameters, commands: inside, file, dir });
      body = { end: `end${name}`, commands: inside };
      continue;
    }
    const known = (id: string) => call?.values.get(id) ?? found.variables.get(id);
    if (name === 'if') {
      const truth = evaluate(args, known);
      conditions.push({ truth, before: truth });
    } else if (name === 'elseif' || name === 'else') {
      const last = conditions.at(-1);
      if (!last) continue;
      const truth = name === 'else' ? true : evaluate(args, known);
      const open =
        last.before === true ? false : last.before === undefined && truth === true ? undefined : truth;
      conditions[conditions.length - 1] = {
        truth: open,
        before: last.before === true ? true : (truth ?? last.before),
      };
    } else if (name === 'endif') conditions.pop();
    else if (conditions.every(({ truth }) => truth !== false)) {
      if (name === 'return' && conditions.every(({ truth }) => truth === true)) return;
      const maybe = call !== undefined || conditions.some(({ truth }) => truth === undefined);
      const given = expandAll(
        args.map((arg) => withValues(arg, call)),
        found,
        dir,
      );
      const routine = found.routines.get(name);
      const inner = routine && callOf(routine, given, call);
      if (routine && inner && found.calls++ < mostCalls)
        runCommands(routine.commands, { file: routine.file, dir: routine.dir, call: inner }, found);
      if (call && !asks.test(name)) continue;
      readCommand(
        { ...command, args: given },
        { file, dir, maybe, readScript: (path, below) => readScript(path, below, found) },
        found,
      );
    }
  }
}
