import { resolveAnswers, resolveOne, type Ask } from '../answers/resolve.ts';
import { nameQuestion } from '../answers/questions.ts';
import { valuesOf } from '../answers/values.ts';
import { gather } from '../gather/gather.ts';
import type {
  AnswerId,
  Answers,
  Change,
  Changes,
  NewRequest,
  Plan,
  Receipt,
  Repo,
  Tree,
} from '../pipeline.ts';
import { makePlan } from '../render/plan.ts';
import { renderTree } from '../render/tree.ts';
import { readRepo } from '../repo/read.ts';
import { loadShared, loadStacks } from '../stacks/load.ts';
import type { SharedLayer, StackManifest } from '../stacks/schema.ts';
import { commitChanges, receiptOf } from '../tree/commit.ts';
import { diffTree } from '../tree/diff.ts';
import { hasBase } from '../update/base.ts';
import { checkPlain } from './check-plain.ts';
import { openRepo } from './open-repo.ts';
import { pin } from './pin.ts';
import { refuseEnded } from './refuse-ended.ts';
import { settleConflicts } from './settle.ts';

/** What to do with a conflict: overwrite, keep, or write both between conflict markers. */
export type Verdict = 'overwrite' | 'keep' | 'mark';

/** What the generator may ask of a person; every part is absent where nobody can answer. */
export type NewHost = {
  readonly signal: AbortSignal;
  /** The day that a base image's end of support is compared with; today when absent. */
  readonly now?: Date;
  readonly ask?: Ask;
  /** Consent to write into a directory that has other files. */
  readonly confirmDirectory?: (root: string, entries: readonly string[]) => Promise<boolean>;
  /** Decides every conflict; rejects when the user quits. */
  readonly settle?: (conflicts: readonly Change[]) => Promise<ReadonlyMap<string, Verdict>>;
};

/** The generator's answers: plain values as plop hands them on, and where each one came from if that is known. */
export type NewData = Readonly<Partial<Record<AnswerId, string>>> & {
  /** Absent: named after the service. */
  readonly dir?: string;
  readonly answers?: Answers;
};

export type NewResult = {
  /** False when conflicts without consent stopped it; nothing is written then. */
  readonly ok: boolean;
  readonly plan: Plan;
  readonly answers: Answers;
  readonly changes: Changes;
  readonly receipt: Receipt;
};

/** A plop generator object (https://plopjs.com/documentation/#interface-generatorconfig) for a new service. */
export type NewGenerator = {
  readonly description: string;
  readonly prompts: () => Promise<NewData>;
  readonly actions: readonly [(data: NewData) => Promise<string>];
  /** What the action does, with the whole result; plop wants a line of text. */
  readonly run: (data: NewData) => Promise<NewResult>;
};

export function newGenerator(request: NewRequest, host: NewHost): NewGenerator {
  const run = (data: NewData) => create(data, request, host);
  return {
    description: 'a new service: sample app, multi-stage Dockerfile, CI',
    prompts: () => askAll(request, host),
    actions: [
      async (data) => {
        const { ok, changes } = await run(data);
        if (!ok) throw new Error('files that differ were not overwritten; nothing was written');
        return `${changes.items.length} files in ${changes.root}`;
      },
    ],
    run,
  };
}

async function askAll(request: NewRequest, host: NewHost): Promise<NewData> {
  const stacks = await loadStacks();
  const options = { request, repo: { saved: {} }, stacks, ask: host.ask };
  // Without a directory the name decides it, so the name comes first.
  const name = request.dir === undefined ? await resolveOne(nameQuestion, {}, options) : undefined;
  const dir = request.dir ?? name?.value;
  const repo = dir === undefined ? undefined : await openRepo(dir, request, host);
  const answers = await resolveAnswers({
    ...options,
    ...(repo && { repo }),
    request: { ...request, ...(dir !== undefined && { dir }) },
    ...(name && { known: { name } }),
  });
  return { ...valuesOf(answers), dir: dir ?? answers.name.value, answers };
}

async function create(data: NewData, request: NewRequest, host: NewHost): Promise<NewResult> {
  const [stacks, shared] = await Promise.all([loadStacks(), loadShared()]);
  const repo = await readRepo(
    request.cwd,
    String(data.dir ?? data.name ?? nameQuestion.fallback(stacks, {})),
  );
  const answers = data.answers ?? (await checkPlain(data, repo));
  const gathered = await gather(answers, { cwd: request.cwd, root: repo.root }, host.signal);
  const drawn = makePlan(repo, answers, stacks, shared, gathered);
  if (!request.force) refuseEnded(drawn, host.now ?? new Date());
  const plan = answers.pin ? await pin(drawn, answers.pin, repo, host.signal) : drawn;
  const tree = await renderTree(plan);
  const previous = await previousTree(repo, plan, tree, stacks, shared);
  const changes = await settleConflicts(await diffTree(tree, repo, previous), request, host);
  const ok = changes.items.every(({ action }) => action !== 'conflict');
  if (!ok || request.dryRun) return { ok, plan, answers, changes, receipt: receiptOf(changes) };
  return { ok, plan, answers, changes, receipt: await commitChanges(changes, host.signal) };
}

/** Loaded where there is an earlier run: most often there is none. */
async function previousTree(
  { base }: Repo,
  ...rest: [Plan, Tree, readonly StackManifest[], SharedLayer]
): Promise<Tree | undefined> {
  if (!hasBase(base)) return undefined;
  const { renderPrevious } = await import('../update/previous.ts');
  return renderPrevious(base, ...rest);
}
