import { Interrupted } from '../errors.ts';
import { checks } from './checks/index.ts';
import type { AnyCheck, CheckResult, ContainerCheck, Finding, ImageSubject, Need, Subject } from './types.ts';

export type Progress = (running: readonly string[]) => void;

/**
 * Runs every check whose needs are met: those that want a booted service after the boot check, all else side by side; those
 * that build again at the end and one by one, as a busy machine would slow what is timed.
 */
export async function runChecks(
  subject: Subject | ImageSubject,
  onProgress: Progress,
): Promise<readonly CheckResult[]> {
  const running = new Set<string>();
  const runOne = async (check: AnyCheck): Promise<CheckResult> => {
    const waived = subject.settings.skip[check.id];
    if (waived !== undefined) return { id: check.id, status: 'skip', message: waived };
    running.add(check.id);
    onProgress([...running]);
    const finding = await start(check, subject);
    if (subject.signal.aborted) throw new Interrupted();
    running.delete(check.id);
    onProgress([...running]);
    return { id: check.id, ...finding };
  };

  const isWaived = ({ id }: AnyCheck) => subject.settings.skip[id] !== undefined;
  const available = new Set<Need>([
    ...(subject.build ? (['build'] as const) : []),
    ...('sandbox' in subject ? (['container'] as const) : []),
  ]);
  const early = await settle(
    checks.filter(({ needs }) => needs.every((need) => available.has(need))),
    runOne,
  );
  if (subject.rebuild) available.add('rebuild');
  if (early.some(({ id, status }) => id === 'boot' && (status === 'pass' || status === 'warn'))) {
    available.add('booted');
  }
  const rest = checks.filter(({ id }) => !early.some((result) => result.id === id));
  const runIfReady = async (check: AnyCheck): Promise<CheckResult> => {
    const lacking = check.needs.find((need) => !available.has(need));
    if (!lacking || isWaived(check)) return runOne(check);
    const seen = check.glance?.(subject.image) ?? { status: 'skip', message: reasonFor(lacking, subject) };
    return { id: check.id, ...seen };
  };
  const late = await settle(
    rest.filter((check) => !buildsAgain(check)),
    runIfReady,
  );
  const last: CheckResult[] = [];
  for (const check of rest.filter(buildsAgain)) last.push(await runIfReady(check));
  const results = new Map([...early, ...late, ...last].map((result) => [result.id, result]));
  return checks.map(({ id }) => results.get(id) as CheckResult);
}

function buildsAgain({ needs }: AnyCheck): boolean {
  return needs.includes('rebuild');
}

function start(check: AnyCheck, subject: Subject | ImageSubject): Finding | Promise<Finding> {
  if (!isContainerCheck(check)) return check.run(subject);
  if (!('sandbox' in subject)) throw new Error(`${check.id} needs a container, and there is none`);
  return check.run(subject);
}

function isContainerCheck(check: AnyCheck): check is ContainerCheck {
  return check.needs[0] === 'container';
}

const reasons: Readonly<Record<Need, string>> = {
  build: 'the image was given, not built here',
  rebuild: 'builds again; ask with --thorough',
  container: 'an archive is only read; --image REF runs an image',
  booted: 'not run, as the boot check did not pass',
};

function reasonFor(lacking: Need, { settings, build }: Subject | ImageSubject): string {
  if (lacking !== 'rebuild' || !settings.thorough) return reasons[lacking];
  return build ? 'builds again, and this engine keeps no builds apart to compare them' : reasons.build;
}

/** All results, or the first error once every check has ended: none may go on behind our back. */
async function settle(
  selected: readonly AnyCheck[],
  runOne: (check: AnyCheck) => Promise<CheckResult>,
): Promise<readonly CheckResult[]> {
  const outcomes = await Promise.allSettled(selected.map(runOne));
  return outcomes.map((outcome) => {
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  });
}

/** The report of a build that failed: nothing else could be checked. */
export function withoutImage(tail: readonly string[]): readonly CheckResult[] {
  const line = failedLine(tail);
  return checks.map(({ id }) =>
    id === 'build'
      ? {
          id,
          status: 'fail',
          message: 'the Dockerfile does not build',
          hint: `the last lines of the build:\n${tail.join('\n')}`,
          ...(line !== undefined && { blame: { line } }),
        }
      : { id, status: 'skip', message: 'there is no image, as the build failed' },
  );
}

/** BuildKit ends with `Dockerfile:12` and the lines around it, those to blame marked `  12 | >>> RUN …`. */
function failedLine(tail: readonly string[]): number | undefined {
  const text = tail.join('\n');
  const [, line] = /^Dockerfile:(\d+)$/m.exec(text) ?? /^ *(\d+) \| >>>/m.exec(text) ?? [];
  return line === undefined ? undefined : Number(line);
}
