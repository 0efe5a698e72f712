import { join, posix } from 'node:path';
import { inOrder, resolveAnswers } from '../answers/resolve.ts';
import { ExitCode, UserError } from '../errors.ts';
import { uniqueNeeds } from '../detect/needs.ts';
import type { Chosen, Fact, Hints, Service } from '../detect/types.ts';
import { gather } from '../gather/gather.ts';
import {
  onlyPlace,
  type AddRequest,
  type Answer,
  type Answers,
  type Changes,
  type Place,
  type Plan,
  type PlannedRule,
  type Receipt,
  type Repo,
} from '../pipeline.ts';
import { carry } from '../recipe/carry.ts';
import { rebase } from '../recipe/rebase.ts';
import type { Recipe } from '../recipe/types.ts';
import { writeRecipe } from '../recipe/write.ts';
import { makePlan } from '../render/plan.ts';
import { renderTree } from '../render/tree.ts';
import type { Git } from '../repo/git.ts';
import { readRepo } from '../repo/read.ts';
import type { SharedLayer, StackManifest } from '../stacks/schema.ts';
import { receiptOf } from '../tree/commit.ts';
import { diffTree } from '../tree/diff.ts';
import type { AddHost } from './add.ts';
import { isWorkflow } from './add-workflows.ts';
import { keepOldIgnored } from './keep-old-ignored.ts';
import { pin } from './pin.ts';
import { refuseEnded } from './refuse-ended.ts';
import { settleConflicts } from './settle.ts';

export type AddContext = {
  readonly request: AddRequest;
  readonly host: AddHost;
  /** The directory that `add` was called for. */
  readonly repo: Repo;
  readonly stacks: readonly StackManifest[];
  readonly shared: SharedLayer;
  readonly git: Git;
  readonly hints: (dir: string) => Hints;
  /** Each service gets its files in its own directory. */
  readonly several: boolean;
};

/** What became of one service. */
export type Added = {
  readonly service: Service;
  readonly answers: Answers;
  readonly plan: Plan;
  readonly changes: Changes;
  readonly receipt: Receipt;
};

/**
 * From a service that was found to what would be written for it. Writes nothing.
 * @param scope its name among the services of the repository: of its workflow and its caches
 */
export async function addService(found: Service, scope: string, context: AddContext): Promise<Added> {
  const told = context.hints(found.dir);
  const service = withHints(found, told);
  const { request, host, stacks, shared, git, several } = context;
  if (several) checkPlace(service);
  const repo = several
    ? await readRepo(context.repo.root, service.dir === '' ? '.' : service.dir)
    : context.repo;
  host.onFound?.(service);
  const answers = keepOld(await answer(service, repo, context), told, found.dir);
  const gathered = await gather(answers, { cwd: request.cwd, root: repo.root }, host.signal);
  const stack = stacks.find(({ id }) => id === service.stack) as StackManifest;
  const made = carry(service.recipe(chosenOf(answers, stack)), told);
  const moved = several ? made : rebase(made, service.context);
  const old = context.hints(several ? service.context : '').ignored ?? [];
  const { recipe, notes } = keepOldIgnored(moved, old, several ? service.context : '', service);
  const drawn = makePlan(repo, answers, stacks, shared, gathered, {
    service,
    native: recipe.native,
    parts: recipe.parts ?? [],
    write: (options) => writeRecipe(recipe, options),
    place: several ? placeOf(service, scope) : onlyPlace,
    branch: git.branch,
  });
  if (!request.force) refuseEnded(drawn, host.now ?? new Date());
  const plan = answers.pin ? await pin(drawn, answers.pin, repo, host.signal) : drawn;
  const own = several ? { ...plan, rules: plan.rules.flatMap(inDirectory(plan.context.place)) } : plan;
  const changes = await settleConflicts(await diffTree(await renderTree(own), repo), request, host);
  return {
    service: {
      ...service,
      needs: service.needs.filter((need) => !('env' in need && isSet(recipe, need.env))),
      notes: [...service.notes, ...notes],
    },
    answers,
    plan,
    changes,
    receipt: receiptOf(changes),
  };
}

/** A variable that the image has a value for needs none. */
function isSet({ runtime }: Recipe, name: string): boolean {
  return runtime.steps.some((step) => 'env' in step && Object.hasOwn(step.env, name));
}

/** What a workflow can name: it is YAML, a shell’s word and free of GitHub’s expressions at once. */
function checkPlace({ dir, context }: Service): void {
  const wrong = [dir, context].find((path) => !/^[\p{L}\p{N}\w@.+~()[\]{},=%/ -]*$/u.test(path));
  if (wrong === undefined) return;
  throw new UserError(`the directory ${JSON.stringify(wrong)} cannot be named in a workflow`, {
    exitCode: ExitCode.nothingToDo,
    hint: 'pick a service with --service, or run add in its directory',
  });
}

/** With what other files say that it needs, and what the user should know of them. */
function withHints(service: Service, { needs, notes = [] }: Hints): Service {
  return {
    ...service,
    needs: uniqueNeeds([...service.needs, ...needs]),
    notes: [...service.notes, ...notes],
  };
}

/** What of the files stands beside a service; its workflow is the repository's, and so is a README. */
function inDirectory({ file }: Place): (rule: PlannedRule) => readonly PlannedRule[] {
  return (rule) => {
    if (isWorkflow(rule) || rule.to === 'README.md') return [];
    // The context above has its own, or will have one of another service.
    return rule.to === '.dockerignore' && file !== '' ? [{ ...rule, to: 'Dockerfile.dockerignore' }] : [rule];
  };
}

/** Beside the service's own manifest; its build context may be a workspace above it. */
function placeOf({ dir, context }: Service, scope: string): Place {
  const above = posix.relative(dir, context) || '.';
  return {
    dir: dir || '.',
    context: context || '.',
    file: above === '.' ? '' : join(dir, 'Dockerfile'),
    scope,
    above,
    ours: above === '.' ? '' : `${posix.relative(context, dir)}/`,
    path: dir === '' ? '' : `${dir}/`,
  };
}

async function answer(
  service: Service,
  repo: Repo,
  { request, stacks, host, git }: AddContext,
): Promise<Answers> {
  const { stack, name, target, port, health, packages } = service;
  const given = request.flags.lang !== undefined;
  const lang: Answer = {
    value: stack,
    source: given ? 'flag' : 'detected',
    from: given ? '--lang' : evidenceOf(service),
    confidence: 'high',
  };
  const detected = {
    name: asAnswer(name),
    target: asAnswer(target),
    ...(port && { port: asAnswer(port) }),
    ...(health && { health: asAnswer(health) }),
    ...(git.isBelow && { ci: asAnswer(noWorkflow) }),
  };
  const options = {
    command: 'add',
    request,
    repo,
    stacks,
    ask: host.ask,
    known: { lang },
    detected,
  } as const;
  const answers = await resolveAnswers(options);
  // Libraries that were found are as good as given, unless the user gives others.
  if (answers.packages || packages.length === 0) return answers;
  const all = [...new Set(packages.map(({ value }) => value))].join(',');
  const from = [...new Set(packages.map((fact) => fact.from))].join(', ');
  return { ...answers, packages: { value: all, source: 'detected', from, confidence: 'high' } };
}

/** Where it stands that there is such a service: the first value that is read from a file. */
function evidenceOf({ target, name, facts }: Service): string {
  const places = [target, name, ...Object.values(facts)].map(({ from }) => from);
  return places.find((from) => !/^(default|directory)\b/.test(from)) ?? target.from;
}

/** GitHub reads workflows in the root of a repository only, and that is outside of the directory. */
const noWorkflow: Fact = {
  value: 'none',
  from: 'below the root of a git repository: its workflows are there',
  confidence: 'high',
};

/** What only a Dockerfile tells that ours takes the place of: it is recorded, or a later run would not know it. */
function keepOld(answers: Answers, { start, build, apt }: Hints, dir: string): Answers {
  const isOld = (fact: Fact | undefined) =>
    fact !== undefined && /^(?:Docker|Container)file:/.test(fact.from.slice(dir === '' ? 0 : dir.length + 1));
  const names = apt.filter(isOld);
  return inOrder({
    ...(isOld(start) && { start: asAnswer(start as Fact) }),
    ...(isOld(build) && { build: asAnswer(build as Fact) }),
    ...(names.length > 0 && {
      apt: asAnswer({ ...(names[0] as Fact), value: names.map(({ value }) => value).join(',') }),
    }),
    ...answers,
  });
}

function asAnswer(fact: Fact): Answer {
  return { ...fact, source: 'detected' };
}

function chosenOf(answers: Answers, stack: StackManifest): Chosen {
  const target = stack.targets[answers.target.value];
  if (!target) throw new Error(`no such target: ${answers.target.value}`);
  const health = answers.health?.value ?? 'none';
  return {
    target: { id: answers.target.value, ...target },
    port: Number(answers.port?.value ?? 0),
    health: health === 'none' ? '' : health,
    files: answers.files?.value.split(',') ?? [],
    writable: answers.writable?.value.split(',') ?? [],
  };
}
