import { resolveAnswers } from '../answers/resolve.ts';
import { UserError } from '../errors.ts';
import type { NewRequest, Repo } from '../pipeline.ts';
import { makePlan } from '../render/plan.ts';
import { renderTree } from '../render/tree.ts';
import { readRepo } from '../repo/read.ts';
import { loadShared, loadStacks } from '../stacks/load.ts';
import { diffTree } from '../tree/diff.ts';
import { settingsPath } from '../update/base.ts';
import type { NewHost } from './new.ts';

/** What a fresh clone of an empty repository may hold without being somebody's project. */
const harmless =
  /^(\.git|\.gitattributes|\.gitignore|\.editorconfig|\.idea|\.vscode|\.DS_Store|LICEN[CS]E.*|README(\.md)?)$/i;

/**
 * Looks at the directory, with consent to write where there is somebody's project.
 * @throws UserError when nobody gives it
 */
export async function openRepo(dir: string, request: NewRequest, host: NewHost): Promise<Repo> {
  const repo = await readRepo(request.cwd, dir);
  const foreign = repo.entries.includes(settingsPath)
    ? []
    : repo.entries.filter((name) => !harmless.test(name));
  if (foreign.length === 0 || request.force) return repo;
  if (await host.confirmDirectory?.(repo.root, foreign)) return repo;
  const some = foreign.slice(0, 3).join(', ') + (foreign.length > 3 ? ', …' : '');
  throw new UserError(`${dir} already has files (${some}); nothing was written`, {
    exitCode: 1,
    hint: `choose a new directory; ${whatForceDoes(await overwrittenIn(repo, { ...request, dir }))}`,
  });
}

function whatForceDoes(overwritten: readonly string[] | undefined): string {
  if (overwritten === undefined) return '--force writes into it and overwrites files of the same names';
  if (overwritten.length === 0) return '--force writes beside them';
  return `--force writes into it and overwrites ${overwritten.join(', ')} (--force --dry-run shows how)`;
}

/** The files that consent would be for, with defaults for what is not answered; undefined where that cannot be told. */
async function overwrittenIn(repo: Repo, request: NewRequest): Promise<readonly string[] | undefined> {
  const [stacks, shared] = await Promise.all([loadStacks(), loadShared()]);
  try {
    const answers = await resolveAnswers({
      request: { ...request, yes: true },
      repo,
      stacks,
      ask: undefined,
    });
    const tree = await renderTree(makePlan(repo, answers, stacks, shared));
    const { items } = await diffTree(tree, repo);
    return items.filter(({ action }) => action === 'conflict').map(({ path }) => path);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
