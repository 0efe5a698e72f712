import { expect, it } from 'vitest';
import { readHints } from '../../src/detect/hints.ts';
import { openInventory } from '../../src/inventory/open.ts';
import { loadAllStacks } from '../../src/stacks/load.ts';
import { detector } from '../../src/stacks/python/detect.ts';
import { makeRepo } from '../support/repo.ts';

const stacks = await loadAllStacks();
const stack = stacks.find(({ id }) => id === 'python')!;
const shop = {
  'requirements.txt': 'flask\ngunicorn\n',
  'shop/__init__.py': '',
  'shop/app.py': 'import flask\n\ndef create_app():\n    return flask.Flask(__package__)\n',
  'shop/tasks.py': 'from flask import Flask\napp = Flask(__name__)\n',
};

function found(files: Readonly<Record<string, string>>) {
  const repo = openInventory(makeRepo({ ...shop, ...files }));
  const [first] = detector.detect({ repo, stack, stacks, hints: readHints(repo, {}) });
  return first?.found === 'service' ? first : undefined;
}

it('what Gunicorn serves is what its file of settings says', () => {
  const service = found({
    'gunicorn.conf.py':
      'bind = "127.0.0.1:9988"\nwsgi_app = "shop.app:create_app()"\nworker_class = "gevent"\n',
  });
  expect(service?.facts['entry']).toMatchObject({
    value: 'shop.app:create_app()',
    from: 'gunicorn.conf.py:2',
  });
  expect(service?.facts['start']?.value).toBe(
    'python -m gunicorn --worker-tmp-dir /dev/shm --bind 0.0.0.0:$PORT shop.app:create_app()',
  );
  expect(service?.port?.value).toBe('9988');
});

it.each<[string, Readonly<Record<string, string>>]>([
  ['one that is not there', { 'gunicorn.conf.py': 'wsgi_app = "other.app:create_app()"\n' }],
  ['one that is put together', { 'gunicorn.conf.py': 'wsgi_app = name + ":app"\n' }],
  ['a comment', { 'gunicorn.conf.py': '# wsgi_app = "shop.app:create_app()"\n' }],
  [
    'a file that it does not read by itself',
    { 'deploy/gunicorn.conf.py': 'wsgi_app = "shop.app:create_app()"\n' },
  ],
])('but not %s', (_, files) => {
  expect(found(files)?.facts['entry']?.value).toBe('shop.tasks:app');
});

it('and a Procfile goes before it', () => {
  const files = {
    'gunicorn.conf.py': 'wsgi_app = "shop.app:create_app()"\n',
    Procfile: 'web: gunicorn shop.tasks:app\n',
  };
  expect(found(files)?.facts['entry']?.value).toBe('shop.tasks:app');
});
