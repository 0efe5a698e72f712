import { expect, it } from 'vitest';
import { readHints } from '../../src/detect/hints.ts';
import { openInventory } from '../../src/inventory/open.ts';
import { loadAllStacks } from '../../src/stacks/load.ts';
import { detector } from '../../src/stacks/python/detect.ts';
import { makeRepo } from '../support/repo.ts';

const stacks = await loadAllStacks();
const stack = stacks.find(({ id }) => id === 'python')!;
const cli =
  'from bottle import run\nfrom shop.routes import get_app\n\ndef runserver(port=""):\n' +
  '    run(get_app(), port=port or settings.PORT)\n\ndef main():\n    clize.run(runserver, infos)\n';
const shop = {
  'setup.cfg': '[metadata]\nname = shop\n[options]\ninstall_requires =\n    bottle==0.13\n    clize\n',
  'setup.py':
    'from setuptools import setup\nsetup(entry_points={"console_scripts": ["shop = shop.cli:main"]})\n',
  'shop/__init__.py': '',
  'shop/__main__.py': 'from shop.cli import main\n\nmain()\n',
  'shop/cli.py': cli,
  'shop/default_settings.py': 'HOST = "127.0.0.1"\nPORT = "3255"\n',
  'shop/routes.py': 'import bottle\n',
};

function found(files: Readonly<Record<string, string>>) {
  const repo = openInventory(makeRepo({ ...shop, ...files }));
  const [first] = detector.detect({ repo, stack, stacks, hints: readHints(repo, {}) });
  return first?.found === 'service' ? first : undefined;
}

it('a module that only defines what serves is run by the __main__.py that calls it, at the port of its settings', () => {
  const service = found({});
  expect(service?.facts['start']?.value).toBe('python -m shop');
  expect(service?.port?.value).toBe('3255');
});

it.each<[string, Readonly<Record<string, string>>]>([
  [
    'calls another',
    {
      'shop/__main__.py': 'from shop.other import main\nmain()\n',
      'shop/other.py': 'def main():\n    pass\n',
    },
  ],
  ['is not needed', { 'shop/cli.py': `${cli}\nif __name__ == "__main__":\n    main()\n` }],
  ['has to be told what to do', { 'shop/cli.py': `${cli}\nparsers = parser.add_subparsers()\n` }],
])('but not by one that %s', (_, files) => {
  expect(found(files)?.facts['start']?.value).not.toBe('python -m shop');
});
