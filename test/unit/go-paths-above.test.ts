import { expect, it } from 'vitest';
import type { Chosen, Service } from '../../src/detect/types.ts';
import { openInventory } from '../../src/inventory/open.ts';
import { loadAllStacks } from '../../src/stacks/load.ts';
import { detector } from '../../src/stacks/go/detect.ts';
import { makeRepo } from '../support/repo.ts';

const stacks = await loadAllStacks();
const stack = stacks.find(({ id }) => id === 'go');

const runtimeOf = (files: Readonly<Record<string, string>>) => {
  if (!stack) throw new Error('no such stack');
  const [service] = detector.detect({
    repo: openInventory(makeRepo({ 'go.mod': 'module example.com/app\n\ngo 1.22\n', ...files })),
    stack,
    stacks,
    hints: () => ({ env: {}, apt: [], args: {}, needs: [] }),
  }) as readonly Service[];
  if (service?.found !== 'service') throw new Error('no service');
  const id = service.target.value;
  const chosen: Chosen = {
    target: { id, ...stack.targets[id] } as Chosen['target'],
    port: Number(service.port?.value ?? 0),
    health: '',
    files: [],
    writable: [],
  };
  return { port: service.port?.value, ...service.recipe(chosen).runtime };
};

const main = (path: string) =>
  `package main\n\nimport (\n\t"flag"\n\t"net/http"\n)\n\nfunc main() {\n\tc := flag.String("conf", "${path}", "config path")\n\tload(*c)\n\thttp.ListenAndServe(addr, nil)\n}\n`;
const settings = { 'configs/config.yaml': 'server:\n  http:\n    addr: 0.0.0.0:8000\n' };

it('a program that is run in its own directory has what it reads above that', () => {
  const made = runtimeOf({ 'cmd/server/main.go': main('../../configs'), ...settings });
  expect(made.workdir).toBe('/app/cmd/server');
  expect(made.steps).toContainEqual({ copy: ['configs'], to: '/app/configs' });
  expect(made.port).toBe('8000');
});

it('by as many names as it goes up', () => {
  const made = runtimeOf({ 'app/cmd/main.go': main('../config.yaml'), 'app/config.yaml': 'port: 8000\n' });
  expect(made.workdir).toBe('/app/cmd');
  expect(made.steps).toContainEqual({ copy: ['app/config.yaml'], to: '/app/config.yaml' });
});

it.each<[string, string, Readonly<Record<string, string>>]>([
  ['out of the module', '../../../configs', settings],
  ['to what is not there', '../../etc', settings],
  ['to the module itself', '../..', settings],
  ['to packages', '../../internal', { 'internal/a.go': 'package internal\n' }],
])('nothing is taken %s', (_, path, files) => {
  const made = runtimeOf({ 'cmd/server/main.go': main(path), ...files });
  expect(made.workdir).toBeUndefined();
});
