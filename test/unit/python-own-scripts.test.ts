import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openInventory } from '../../src/inventory/open.ts';
import { singles } from '../../src/stacks/python/own-scripts.ts';
import type { Sight } from '../../src/stacks/python/sight.ts';
import { emptyDir } from '../support/cli.ts';

function scriptsOf(
  files: Readonly<Record<string, string>>,
  project: { readonly name?: string; readonly packaged?: boolean } = {},
): readonly string[] {
  const root = join(emptyDir(), 'shop');
  mkdirSync(root);
  for (const [path, text] of Object.entries(files)) writeFileSync(join(root, path), text);
  const repo = openInventory(root);
  const { name, packaged = false } = project;
  const sources = repo.files.filter((path) => path.endsWith('.py'));
  const own = { dir: '', packaged, ...(name !== undefined && { name: { value: name } }) };
  return singles({ repo, project: own, sources } as unknown as Sight);
}

const run = 'if __name__ == "__main__":\n    go()\n';

it.each<[what: string, files: Readonly<Record<string, string>>, name: string | undefined, first: string]>([
  ['called like the project', { 'a.py': run, 'shop_cart.py': run }, 'Shop-Cart', 'shop_cart.py'],
  [
    'that its README is about',
    { 'a.py': run, 'z.py': 'go()\n', 'README.md': '# Z\n`python a.py`' },
    undefined,
    'z.py',
  ],
  [
    'that its README runs',
    { 'a.py': run, 'b.py': run, 'z.py': run, 'README.md': 'Run:\n\n    $ python3 z.py\n    $ ./b.py\n' },
    undefined,
    'z.py',
  ],
  [
    'that says it in the other order',
    { 'a.py': '', 'z.py': 'if "__main__" == __name__:\n    go()\n' },
    '',
    'z.py',
  ],
  ['that others are parts of', { 'a.py': run, 'z.py': `from a import go\n${run}def x(): ...\n` }, '', 'z.py'],
  [
    'with a guard, before one without that its README runs',
    { 'a.py': 'go()\n', 'z.py': run, 'README.md': '`python a.py` once' },
    undefined,
    'z.py',
  ],
  [
    'that its README runs, before a part of it with a guard',
    { 'a.py': run, 'z.py': 'import a\ndef x(): ...\na.go()\n', 'README.md': '`python z.py`' },
    undefined,
    'z.py',
  ],
  [
    'that prepares nothing',
    {
      'train.py': run,
      'get_data.py': run,
      'makeToken.py': run,
      'z.py': run,
      'README.md': '`python train.py`, `python get_data.py`, `python makeToken.py`',
    },
    undefined,
    'z.py',
  ],
  [
    'that only begins like one that prepares something',
    { 'a.py': run, 'gettext.py': run, 'README.md': '`python gettext.py`' },
    undefined,
    'gettext.py',
  ],
  [
    'that asks nobody',
    { 'a.py': `x = input("? ")\n${run}`, 'z.py': `# input()\n${run}`, 'README.md': '`python a.py`' },
    undefined,
    'z.py',
  ],
  [
    'called like the project, though it asks',
    { 'a.py': run, 'shop.py': `x = input("? ")\n${run}` },
    'shop',
    'shop.py',
  ],
  ['that is one of many', { 'a.py': run, 'b.py': run, 'c.py': '' }, undefined, 'a.py'],
  [
    'that an old name leads to',
    { 'shop.py': `from cart import go\n${run}`, 'cart.py': `${run}def go(): ...\n` },
    'shop',
    'cart.py',
  ],
])('of several scripts the one %s goes first', (_, files, name, first) => {
  expect(scriptsOf(files, name === undefined ? {} : { name })[0]).toBe(first);
});

it('is none that only defines something, however others are called', () => {
  expect(
    scriptsOf({ 'a.py': '', 'z.py': 'go()\n', 'README.md': 'See z.py, python-z.py, pythonz.py.' }),
  ).toEqual([]);
});

it('is none that only the checkout is called like', () => {
  expect(scriptsOf({ 'a.py': run, 'shop.py': 'go()\n' })).toEqual(['a.py']);
});

it('is none whose name has no letters that a project without a name could have', () => {
  expect(scriptsOf({ 'a.py': run, '字.py': 'go()\n' })).toEqual(['a.py']);
});

it('is none of a package that only its README runs', () => {
  const files = { 'a.py': '', 'z.py': 'go()\n', 'README.md': 'python z.py' };
  expect(scriptsOf(files)).toEqual(['z.py']);
  expect(scriptsOf(files, { packaged: true })).toEqual([]);
});
