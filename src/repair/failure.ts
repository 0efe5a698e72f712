import type { WrittenRecipe } from '../recipe/write.ts';
import type { Report } from '../verify/types.ts';
import type { Failure } from './types.ts';

type Made = {
  readonly port: number;
  readonly recipe: WrittenRecipe;
  readonly files: readonly string[];
};

/** What a report has to say to the causes. */
export function failureOf({ checks }: Report, { port, recipe, files }: Made): Failure {
  const failed = checks.filter(({ status }) => status === 'fail');
  const build = failed.find(({ id }) => id === 'build');
  // The app that boots but not with a read-only root says so there.
  const boots = failed.filter(({ id }) => ['boot', 'readonly', 'user', 'health', 'stop'].includes(id));
  const closure = failed.find(({ id }) => id === 'closure');
  const lacking = [
    ...`${closure?.message ?? ''}\n${closure?.hint ?? ''}`.matchAll(/\blib[\w.+-]+\.so[\d.]*/g),
  ];
  return {
    build: build ? `${build.message}\n${build.hint ?? ''}` : '',
    logs: boots
      .map(({ data, hint }) => (typeof data?.logs === 'string' ? data.logs : (hint ?? '')))
      .join('\n'),
    libraries: lacking.map(([soname]) => soname),
    port,
    workdir: recipe.workdir,
    files,
  };
}
