import { toName } from '../../detect/names.ts';
import type { Candidate, Fact, Scene, Service } from '../../detect/types.ts';
import { nodeStack } from '../frontend/node-image.ts';
import { buildCommand } from './build-plan.ts';
import { join } from './manifest.ts';
import { notesOf } from './notes.ts';
import { recipeOf } from './recipe.ts';
import { study, type Program, type Study } from './study.ts';

/** One program as a service, or why no image can be made of it. */
export function serviceOf(program: Program, { repo, stacks, hints: hintsOf }: Scene): Candidate {
  const { workspace } = program;
  const hints = hintsOf(workspace.dir);
  const found = study(program, repo, hints);
  const { plan, kind, port, health, needs } = found;
  if (plan.tools.impossible !== undefined) {
    return {
      found: 'refusal',
      stack: 'rust',
      dir: workspace.dir,
      reason: plan.tools.impossible,
      hint: 'run cargo sqlx prepare with the database up, and commit the .sqlx directory that it writes',
    };
  }
  const unmade =
    found.frontend && !found.frontend.page
      ? `${found.frontend.output} is embedded and not there, nor made by anything that was found; an empty directory stands in`
      : undefined;
  return {
    found: 'service',
    stack: 'rust',
    dir: workspace.dir,
    context: plan.context,
    ...(program.own.dir !== workspace.dir && { program: program.own.dir }),
    name: nameOf(program),
    kind,
    target: targetOf(found),
    ...(port && { port }),
    ...(health && { health }),
    facts: factsOf(program, found, hints.build?.from),
    needs,
    packages: plan.native.packages,
    notes: [...notesOf(plan, found.notes), ...(unmade === undefined ? [] : [unmade])],
    rank: rankOf(program, found),
    ...(found.frontend?.page && { pages: [found.frontend.page.pkg.dir] }),
    recipe: (chosen) => recipeOf(found, chosen, repo, nodeStack(stacks)),
  };
}

function nameOf({ own, bin, alone }: Program): Fact {
  const name = alone ? own.name : bin.name;
  return { value: toName(name) ?? 'app', from: alone ? own.manifest : bin.path, confidence: 'high' };
}

/** C code wants a C library, and the builder's is glibc; what is Rust alone needs none. */
function targetOf({ plan: { native, workspace, own } }: Study): Fact {
  const { because, oldLibc } = native;
  const from = workspace.lock === undefined ? own.manifest : join(workspace.dir, 'Cargo.lock');
  if (because !== undefined)
    return { value: 'cc', from: `${from}: ${because} is not Rust alone`, confidence: 'high' };
  if (oldLibc !== undefined)
    return { value: 'cc', from: `${from}: libc ${oldLibc} fits an older musl`, confidence: 'high' };
  return { value: 'scratch', from: 'every crate is Rust alone', confidence: 'high' };
}

function factsOf(
  { own, bin, workspace, alone, likely }: Program,
  found: Study,
  buildFrom: string | undefined,
): Service['facts'] {
  const { plan, framework, args, port, startFrom, files } = found;
  const facts: Record<string, Fact> = { version: plan.toolchain.version };
  if (framework) facts['framework'] = { value: framework.crate, from: own.manifest, confidence: 'high' };
  const lock = workspace.lock === undefined ? own.manifest : join(workspace.dir, 'Cargo.lock');
  facts['build'] = { value: buildCommand(plan), from: buildFrom ?? lock, confidence: 'high' };
  facts['main'] = { value: bin.name, from: bin.path, confidence: alone || likely > 0.03 ? 'high' : 'low' };
  if (args.length > 0) {
    const value = [bin.name, ...args].join(' ').replaceAll('{port}', port?.value ?? '');
    facts['start'] = { value, from: startFrom, confidence: 'medium' };
  }
  const [file] = files.paths;
  if (file) {
    const value = files.paths.map((each) => each.value).join(', ');
    facts['run-time files'] = { value, from: file.from, confidence: 'medium' };
  }
  return facts;
}

/** See detect/types.ts; what listens in its own main file goes before what only has a part that does. */
function rankOf({ likely }: Program, { kind, main }: Study): number {
  if (likely === 1) return 1;
  const base = kind === 'server' ? 0.88 : kind === 'worker' ? 0.6 : 0.5;
  return base + likely + (kind === 'server' && main ? 0.02 : 0);
}
