import { expect, it } from 'vitest';
import { loadAllStacks, loadStacks } from '../../src/stacks/load.ts';
import { listApps } from '../support/apps.ts';
import { describeAddedOf } from './support/added.ts';

/** Stacks with variants have their repositories tested beside those, while their base images are there. */
const stacks = await loadStacks();
const rest = (await loadAllStacks()).filter(({ id }) => !stacks.some((stack) => stack.id === id));
for (const { id } of rest) describeAddedOf(id);

it('every repository is of a stack, so that none is left out', async () => {
  const ids = new Set((await loadAllStacks()).map(({ id }) => id));
  const strange = listApps().filter(({ name, run }) => run && !ids.has(name.split('-')[0] as string));
  expect(strange.map(({ name }) => name)).toEqual([]);
});
