import { writeFileSync } from 'node:fs';
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
  const root = emptyDir();
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

it('is none of a package that only its README runs', () => {
  const files = { 'a.py': '', 'z.py': 'go()\n', 'README.md': 'python z.py' };
  expect(scriptsOf(files)).toEqual(['z.py']);
  expect(scriptsOf(files, { packaged: true })).toEqual([]);
});
