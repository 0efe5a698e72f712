import { inside } from '../../inventory/paths.ts';
import { tableOf } from '../../inventory/tables.ts';
import type { HintReader } from './types.ts';
import { factOf, healthOf, portOf, present, textOf } from './values.ts';

/** What an earlier run recorded in the directory of one of several services; the root's own is with what was given. */
export const recorded: HintReader = (repo, dir) => {
  const path = inside(dir, 'distroless.yaml');
  const answers = tableOf(tableOf(repo.yaml(path)).answers);
  if (Object.keys(answers).length === 0) return [];
  const names = (textOf(answers.apt) ?? '').split(',').filter((name) => /^[a-z0-9][a-z0-9+.-]+$/.test(name));
  return [
    present({
      dir,
      start: factOf(answers.start, path),
      build: factOf(answers.build, path),
      port: portOf(answers.port, path),
      health: healthOf(answers.health, path),
      apt: names.map((value) => ({ value, from: path, confidence: 'high' as const })),
    }),
  ];
};
