import { readFile } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import type { Image } from '../verify/image/types.ts';
import type { Blame, CheckResult, Report } from '../verify/types.ts';
import { instructionOf, matchHistory } from './history.ts';
import { readImageSource, type ImageSource } from './stages.ts';

export type Dockerfile = {
  /** Relative to the workspace of a CI, else to the current directory; with slashes. */
  readonly file: string;
  readonly text: string;
};

/** The directory's Dockerfile; undefined where there is none. */
export async function readDockerfile(dir: string): Promise<Dockerfile | undefined> {
  const path = join(resolve(dir), 'Dockerfile');
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const file = relative(process.env.GITHUB_WORKSPACE || process.cwd(), path)
    .split(sep)
    .join('/');
  // A file outside has no name that a reader of the report could follow.
  return { file: file.startsWith('../') ? 'Dockerfile' : file, text };
}

/**
 * The report with the line of the Dockerfile at each finding that blames one. An image that was not built here is held
 * against the Dockerfile first: only when its history has every step of it are the lines given.
 */
export function locate(report: Report, dockerfile: Dockerfile | undefined, image: Image | undefined): Report {
  const source = dockerfile && readImageSource(dockerfile.text);
  const builtHere = report.timings.buildMs !== undefined;
  const known = source && (builtHere || (image !== undefined && isMadeBy(image, source)));
  const lines = dockerfile?.text.split('\n') ?? [];
  const checks = report.checks.map(({ blame, ...result }): CheckResult => {
    const line = known && blame !== undefined ? lineOf(blame, source, image) : undefined;
    const text = line === undefined ? undefined : lines[line - 1]?.trim();
    if (!dockerfile || line === undefined || text === undefined) return result;
    return { ...result, at: { file: dockerfile.file, line, text: text.slice(0, longestText) } };
  });
  return { ...report, checks };
}

const longestText = 300;

function isMadeBy(image: Image, { steps }: ImageSource): boolean {
  return steps.length > 0 && matchHistory(image, steps).size === steps.length;
}

function lineOf(blame: Blame, { from, steps }: ImageSource, image: Image | undefined): number {
  if (typeof blame === 'object' && 'line' in blame) return blame.line;
  if (typeof blame === 'object') return ((image && instructionOf(image, steps, blame.path)) ?? from).line;
  const wanted = blame === 'ENTRYPOINT' ? ['ENTRYPOINT', 'CMD'] : [blame];
  return (steps.findLast(({ keyword }) => wanted.includes(keyword)) ?? from).line;
}
