import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readHints } from '../../src/detect/hints.ts';
import type { Candidate, Service } from '../../src/detect/types.ts';
import type { Runtime } from '../../src/recipe/types.ts';
import { openInventory } from '../../src/inventory/open.ts';
import { loadAllStacks } from '../../src/stacks/load.ts';
import { detector } from '../../src/stacks/python/detect.ts';
import { parseRequirement } from '../../src/stacks/python/requirements.ts';
import { admits, compareVersions } from '../../src/stacks/python/versions.ts';
import { emptyDir } from '../support/cli.ts';

type Files = Readonly<Record<string, string>>;

const stacks = await loadAllStacks();

function look(files: Files): readonly Candidate[] {
  const root = join(emptyDir(), 'app');
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const repo = openInventory(root);
  const stack = stacks.find(({ id }) => id === 'python');
  if (!stack) throw new Error('no stack');
  return detector.detect({ repo, stack, stacks, hints: readHints(repo, {}) });
}

function service(files: Files): Service {
  const found = look(files).toSorted((a, b) => ('rank' in b ? b.rank : 0) - ('rank' in a ? a.rank : 0))[0];
  if (found?.found !== 'service') throw new Error(`no service: ${JSON.stringify(found)}`);
  return found;
}

function made(recipe: Service['recipe']): string {
  const [target] = Object.values(stacks.find(({ id }) => id === 'python')?.targets ?? {});
  if (!target) throw new Error('no target');
  return JSON.stringify(
    recipe({ target: { id: 'python3', ...target }, port: 8000, health: '', files: [], writable: [] }),
  );
}

const startOf = (files: Files) =>
  service(files).facts.start?.value.replace('--worker-tmp-dir /dev/shm --threads 4 ', '');

const flask = 'from flask import Flask\napp = Flask(__name__)\n';
const django = {
  'manage.py':
    'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\nfrom django.core.management import x\n',
  'shop/settings.py': 'INSTALLED_APPS = []\n',
  'shop/wsgi.py': 'application = get_wsgi_application()\n',
};

describe('a list of Poetry for Pythons before that of the image', () => {
  it('loses its marks, whichever form they have, and no others', () => {
    const files = {
      'pyproject.toml': '[tool.poetry.dependencies]\npython = "3.9.7"\nflask = "2"\n',
      'poetry.lock': '[[package]]\nname = "flask"\nversion = "2.0.1"\n',
      'app.py': flask,
    };
    const [, script = ''] = /sed -i -E '([^']+)'/.exec(made(service(files).recipe)) ?? [];
    const lines = [
      'a==1 ; python_full_version == "3.9.7"',
      'b==1 ; python_version >= "3.8" and python_full_version < "3.11.0"',
      'c==1 ; python_version == "3.9" and sys_platform == "win32"',
    ];
    const input = lines.join('\n');
    const args = ['-E', JSON.parse(`"${script}"`) as string];
    expect(execFileSync('sed', args, { input, encoding: 'utf8' }).split('\n')).toEqual([
      'a==1 ; python_version >= "3"',
      'b==1 ; python_version >= "3.8" and python_version < "4"',
      'c==1 ; python_version >= "3" and sys_platform == "win32"',
    ]);
  });
});

const numberOf = (metadata: string) =>
  made(
    service({
      'pyproject.toml': '[tool.poetry.dependencies]\npython = "^3.7"\nflask = "2"\n',
      'poetry.lock': `[[package]]\nname = "flask"\nversion = "2.0.1"\n\n[metadata]\n${metadata}python-versions = "^3.7"\n`,
      'app.py': flask,
    }).recipe,
  ).includes('lock-version = ');

describe('a lock file of Poetry 1.0', () => {
  it('is given the number that later ones want', () => {
    expect(numberOf('')).toBe(true);
  });
  it('at the ends of lines of Windows too', () => {
    const lock =
      '[[package]]\r\nname = "flask"\r\nversion = "2.0.1"\r\n\r\n[metadata]\r\n[metadata.files]\r\n';
    const { recipe } = service({
      'pyproject.toml': '[tool.poetry.dependencies]\npython = "^3.7"\nflask = "2"\n',
      'poetry.lock': lock,
      'app.py': flask,
    });
    const [, script = ''] = /sed -i '([^']+)' poetry\.lock/.exec(made(recipe)) ?? [];
    const args = [JSON.parse(`"${script}"`) as string];
    const numbered = execFileSync('sed', args, { input: lock, encoding: 'utf8' });
    expect(numbered).toContain('[metadata]\r\nlock-version = "1.0"\n[metadata.files]');
  });
  it('and one that has a number keeps it', () => {
    expect(numberOf('lock-version = "1.1"\n')).toBe(false);
  });
});

describe('pins of 2018 to 2021', () => {
  it.each<[pins: string, told: readonly string[], untold: readonly string[]]>([
    ['watchdog==0.10.2\npathtools==0.1.2', ['watchdog==1.0.1', 'pathtools ; python_version'], []],
    ['watchdog==2.1.6', [], ['watchdog==1.0.1']],
    ['marshmallow==3.5.0', ['setuptools<81'], []],
    ['marshmallow==3.21.0', [], ['setuptools<81']],
    ['requests==2.22.0', ['urllib3==1.26.5'], []],
    ['requests==2.22.0\nurllib3==1.26.9', [], ['urllib3==1.26.5']],
    ['requests==2.31.0', [], ['urllib3==1.26.5']],
    ['dash==1.19.0', ['setuptools<81', 'werkzeug<2.1'], []],
    ['pyopenssl==19.1.0', ['cryptography<38'], []],
    ['htmlmin==0.1.12', ['htmlmin2', 'htmlmin ; python_version'], []],
    ['bottle==0.12.18', ['bottle==0.12.22', 'legacy-cgi'], []],
    // By the list of first wheels.
    ['Brotli==1.0.9', ['brotli==1.1.0'], ['build-essential']],
    ['brotli==1.1.0', [], ['brotli==1.1.0', 'build-essential']],
    ['brotli', [], ['brotli==', 'build-essential']],
    ['pycares==3.2.3', ['build-essential'], ['pycares==4']],
    ['cx_Oracle==8.3.0', ['build-essential'], []],
  ])('%s', (pins, told, untold) => {
    const text = made(service({ 'requirements.txt': `flask\n${pins}\n`, 'app.py': flask }).recipe);
    for (const each of told) expect(text).toContain(each);
    for (const each of untold) expect(text).not.toContain(each);
  });
});

describe('what starts it', () => {
  it.each<[name: string, files: Files, start: string]>([
    [
      'Streamlit of the night',
      { 'requirements.txt': 'streamlit-nightly', 'app.py': 'import streamlit as st\nst.title("x")\n' },
      'python -m streamlit run app.py --server.address=0.0.0.0 --server.port=$PORT --server.headless=true --browser.gatherUsageStats=false',
    ],
    [
      'Dash, by the file that lays it out',
      {
        'requirements.txt': 'dash',
        'app.py': 'from dash import Dash\napp = Dash(__name__)\nserver = app.server\n',
        'index.py': 'from app import app, server\napp.layout = html.Div([])\n',
      },
      'python -m gunicorn index:server',
    ],
    [
      'the same where only the app is taken from the other',
      {
        'requirements.txt': 'dash',
        'app.py': 'from dash import Dash\napp = Dash(__name__)\nserver = app.server\n',
        'index.py':
          'from app import app\napp.layout = html.Div([])\nif __name__ == "__main__":\n  app.run(debug=True)\n',
      },
      'python index.py',
    ],
    [
      'Dash, laid out where it is made',
      {
        'requirements.txt': 'dash',
        'app.py':
          'from dash import Dash\napp = Dash(__name__)\nserver = app.server\napp.layout = html.Div([])\n',
        'callbacks.py': 'from app import app\n',
      },
      'python -m gunicorn app:server',
    ],
    [
      'Mesop, of several pages the first file',
      {
        'requirements.txt': 'mesop',
        'about.py': 'import mesop as me\n@me.page(path="/about")\ndef about():\n  pass\n',
        'main.py': 'import mesop as me\nimport about\n@me.page(path="/")\ndef home():\n  pass\n',
      },
      'python -m gunicorn main:me',
    ],
    [
      'Solara',
      { 'requirements.txt': 'solara', 'sol.py': 'import solara\n@solara.component\ndef Page():\n  pass\n' },
      'python -m solara run sol.py --host 0.0.0.0 --port $PORT --production',
    ],
    [
      'Flet',
      { 'requirements.txt': 'flet', 'src/main.py': 'import flet as ft\nft.run(main)\n' },
      'python src/main.py',
    ],
    [
      'an application that Mesop is mounted in',
      {
        'requirements.txt': 'fastapi\nmesop',
        'main.py':
          'import mesop as me\napp = FastAPI()\n@me.page()\ndef home():\n  pass\napp.mount("/", WSGIMiddleware(me.create_wsgi_app()))\n',
      },
      'python -m uvicorn --host 0.0.0.0 --port $PORT main:app',
    ],
    [
      'an application that Solara is mounted in, whatever its file is called',
      {
        'requirements.txt': 'fastapi\nsolara',
        'sol.py': 'import solara\n@solara.component\ndef Page():\n  pass\n',
        'web/site.py': 'app = FastAPI()\napp.mount("/solara/", app=solara.server.fastapi.app)\n',
      },
      'python -m uvicorn --host 0.0.0.0 --port $PORT web.site:app',
    ],
    [
      'an application beside a widget of Solara',
      {
        'requirements.txt': 'fastapi\nsolara',
        'main.py': 'app = FastAPI()\n',
        'widgets/thing.py': 'import solara\n@solara.component\ndef Thing():\n  pass\n',
      },
      'python -m uvicorn --host 0.0.0.0 --port $PORT main:app',
    ],
    [
      'an application that Flet has a client of',
      {
        'requirements.txt': 'fastapi\nflet',
        'main.py': 'app = FastAPI()\n',
        'desktop/client.py': 'import flet as ft\nft.app(target=main)\n',
      },
      'python -m uvicorn --host 0.0.0.0 --port $PORT main:app',
    ],
    [
      'Flet beside a helper of it',
      {
        'requirements.txt': 'fastapi\nflet',
        'main.py': 'import flet as ft\nft.run(main)\n',
        'tools/api.py': 'app = FastAPI()\n',
        'parts/hook.py': 'app = FastAPI()\n',
      },
      'python main.py',
    ],
    [
      'a factory of Litestar',
      {
        'requirements.txt': 'litestar[standard]',
        'app/asgi.py': 'def create_app():\n  return Litestar([])\n',
      },
      'python -m uvicorn --factory --host 0.0.0.0 --port $PORT app.asgi:create_app',
    ],
    [
      'a factory of Sanic',
      { 'requirements.txt': 'sanic', 'server.py': 'def create_app():\n  app = Sanic("x")\n  return app\n' },
      'python -m sanic server:create_app --factory --host=0.0.0.0 --port=$PORT',
    ],
    [
      'a project whose list is one of several',
      {
        'requirements/dev.txt': '-r prod.txt\npytest',
        'requirements/prod.txt': 'flask\ngunicorn',
        'autoapp.py': 'from shop.app import create_app\napp = create_app()\n',
        'shop/app.py': 'def create_app():\n  app = Flask(__name__)\n  return app\n',
      },
      'python -m gunicorn autoapp:app',
    ],
    [
      'a script that calls a function which serves',
      {
        'requirements.txt': 'flask\ngevent',
        'shop.py': 'from shop.main import main\nif __name__ == "__main__":\n  main()\n',
        'shop/main.py': 'from . import web_server\ndef main():\n  web_server.start()\n',
        'shop/__init__.py': flask,
      },
      'python shop.py',
    ],
    [
      'the same of a package with a command',
      {
        'requirements.txt': 'flask',
        'setup.py': 'setup(name="shop", entry_points={"console_scripts": ["shop=shop:main"]})',
        'run_shop.py': 'import shop\nif __name__ == "__main__":\n  shop.main()\n',
        'shop/__init__.py':
          'def main():\n  from shop.web import socketio_server\n  socketio_server.run(app)\n',
        'shop/web.py': flask,
      },
      'python run_shop.py',
    ],
    [
      'an application whose server is in a function that only a command calls',
      {
        'requirements.txt': 'flask',
        'setup.cfg':
          '[metadata]\nname = shop\n[options.entry_points]\nconsole_scripts =\n    shop = shop.routes:run_app\n',
        'shop/__init__.py': flask,
        'shop/routes.py':
          'from shop import app\ndef run_app():\n  parser.add_argument("--proxy", default="")\n  app.run(port=5000)\n',
      },
      'python -m gunicorn shop.routes:app',
    ],
    [
      'the same where the file calls it',
      {
        'requirements.txt': 'flask',
        'run.py': `${flask}def start():\n  parser.add_argument("--proxy", default="")\n  app.run(port=5000)\nstart()\n`,
      },
      'python run.py',
    ],
    [
      'a command that serves, and not its module, which only defines it',
      {
        'pyproject.toml':
          '[project]\nname = "shop"\ndependencies = ["aiohttp"]\n[project.scripts]\nshop = "shop.cli:main"\n[build-system]\n',
        'shop/__init__.py': '',
        'shop/cli.py': 'from aiohttp import web\ndef main():\n  web.run_app(make(), port=9000)\n',
      },
      'shop',
    ],
    [
      'a command that says that it serves, of several: what it serves',
      {
        'pyproject.toml':
          '[project]\nname = "shop"\ndependencies = ["flask"]\n[project.scripts]\nshop-cli = "shop.cli:main"\nshop-server = "shop.cli:main"\n[build-system]\n',
        'shop/__init__.py': 'def create_application(config=None):\n  app = Flask(__name__)\n',
        'shop/cli.py': 'def main():\n  server(find())\n',
      },
      'python -m gunicorn shop:create_application()',
    ],
    [
      'a tool with a server in it',
      {
        'pyproject.toml':
          '[project]\nname = "shop"\ndependencies = ["flask"]\n[project.scripts]\nshop-cli = "shop.cli:main"\nshop-sync = "shop.cli:main"\n[build-system]\n',
        'shop/__init__.py': 'def create_application(config=None):\n  app = Flask(__name__)\n',
        'shop/cli.py': 'def main():\n  server(find())\n',
      },
      'shop-cli',
    ],
    [
      'what a file for mod_wsgi imports',
      {
        'pyproject.toml':
          '[project]\nname = "shop"\n[project.scripts]\nshop = "shop.__main__:run"\n[build-system]\n',
        'shop/__init__.py':
          'def application(environ: types.WSGIEnviron,\n                start_response: types.StartResponse) -> Iterable[bytes]:\n  pass\n',
        'shop/__main__.py': 'def run():\n  pass\n',
        'shop.wsgi': 'from shop import application\n',
      },
      'python -m gunicorn shop:application',
    ],
    [
      'a script in the root that ends in a server, with what it sets itself',
      {
        'requirements.txt': 'flask\ngunicorn',
        'wsgi.py': flask,
        'docker-entrypoint.sh':
          '#!/bin/sh\nWORKERS=${WORKERS:-2}\nif [ "$1" = test ]; then\n  exec gunicorn tests:app\nfi\nexec gunicorn \\\n  --bind 0.0.0.0:${PORT:-8000} --workers "$WORKERS" --timeout ${TIMEOUT:-60} shop:app\n',
      },
      'python -m gunicorn --workers 2 --timeout 60 shop:app',
    ],
    [
      'and not one that only a shell can read',
      {
        'requirements.txt': 'flask\ngunicorn',
        'wsgi.py': flask,
        'start.sh': 'gunicorn --workers $WORKERS shop:app\n',
      },
      'python -m gunicorn wsgi:app',
    ],
    [
      'and not one that ends in something else',
      { 'requirements.txt': 'flask\ngunicorn', 'wsgi.py': flask, 'run.sh': 'python train.py\n' },
      'python -m gunicorn wsgi:app',
    ],
    [
      'the package, and not a script of its contributors',
      {
        'setup.py':
          'setup(name="shop", classifiers=["Intended Audience :: Developers"], scripts=["contrib/tidy.py"])',
        'contrib/tidy.py': '#!/usr/bin/env python\n',
        'shop/__init__.py': '',
        'shop/__main__.py':
          'import asgineer\nif __name__ == "__main__":\n  asgineer.run(app, "uvicorn", bind)\n',
      },
      'python -m shop',
    ],
    [
      'a script of its contributors where there is nothing else',
      {
        'setup.py': 'setup(name="shop", scripts=["contrib/tidy.py"])',
        'contrib/tidy.py': '#!/usr/bin/env python\n',
        'shop/__init__.py': '',
      },
      'python contrib/tidy.py',
    ],
    [
      'a script, and not another that only calls it',
      {
        'requirements.txt': 'requests',
        'Old.py': 'from Shop import main\nif __name__ == "__main__":\n  main()\n',
        'Shop.py': 'import requests\ndef main():\n  pass\nif __name__ == "__main__":\n  main()\n',
      },
      'python Shop.py',
    ],
    [
      'a program that a requirement brings',
      {
        'requirements.txt': 'mlflow',
        Procfile: 'web: mlflow server --host 0.0.0.0 --port $PORT',
        'train.py': 'import mlflow\n',
      },
      'python -m mlflow server --host 0.0.0.0 --port $PORT',
    ],
    [
      'settings of Pyramid',
      {
        'setup.py': 'requires = ["pyramid"]\nsetup(name="shop", install_requires=requires)',
        'production.ini':
          '[app:main]\nuse = egg:shop\n[server:main]\nuse = egg:waitress#main\nlisten = *:6543\n',
        'shop/__init__.py': 'def main(settings): pass\n',
      },
      'python -m gunicorn --paste production.ini',
    ],
    [
      'a file of Locust',
      { 'requirements.txt': 'locust', 'locustfile.py': 'class Shopper(HttpUser):\n  pass\n' },
      'python -m locust',
    ],
    [
      'tasks and nothing else',
      { 'requirements.txt': 'celery', 'tasks.py': 'app = Celery("tasks")\n' },
      'python -m celery -A tasks:app worker --loglevel INFO',
    ],
    [
      'an application around another',
      { 'requirements.txt': 'python-socketio', 'main.py': 'import socketio\napp = socketio.ASGIApp(sio)\n' },
      'python -m uvicorn --host 0.0.0.0 --port $PORT main:app',
    ],
    [
      'several names at once',
      {
        'requirements.txt': 'python-fasthtml',
        'main.py': 'app,rt,(users,User),todos = fast_app(\n  "x.db")\n',
      },
      'python -m uvicorn --host 0.0.0.0 --port $PORT main:app',
    ],
    [
      'below a directory, without a manifest anywhere',
      { 'vote/site/main.py': flask, 'deploy.sh': 'kubectl apply' },
      'python -m gunicorn main:app',
    ],
    ['an object', { 'requirements.txt': 'flask', 'app.py': flask }, 'python -m gunicorn app:app'],
    [
      'a factory',
      {
        'requirements.txt': 'flask',
        'blog/__init__.py':
          'from flask import Flask\ndef create_app(config=None):\n  app = Flask(__name__)\n',
      },
      'python -m gunicorn blog:create_app()',
    ],
    [
      'one that calls the factory',
      {
        'requirements.txt': 'flask',
        'blog/__init__.py': 'def create_app(config):\n  app = Flask(__name__)\n',
        'wsgi.py': 'from blog import create_app\napplication = create_app("x")\n',
      },
      'python -m gunicorn wsgi:application',
    ],
    [
      'a file that imports the application',
      {
        'requirements.txt': 'flask',
        'site/__init__.py': flask,
        'run.py': 'from site import app\nif __name__ == "__main__":\n  app.run(port=5000)\n',
      },
      'python -m gunicorn run:app',
    ],
    [
      'neighbours by their plain names',
      {
        'requirements.txt': 'fastapi',
        'api/main.py': 'from fastapi import FastAPI\nfrom routes import router\napp = FastAPI()\n',
        'api/routes.py': '',
      },
      'python -m uvicorn --host 0.0.0.0 --port $PORT main:app',
    ],
    ['Django', { 'requirements.txt': 'django', ...django }, 'python -m gunicorn shop.wsgi:application'],
    [
      'Django with channels',
      {
        'requirements.txt': 'django\nchannels',
        ...django,
        'shop/asgi.py': 'application = get_asgi_application()',
      },
      'python -m uvicorn --host 0.0.0.0 --port $PORT shop.asgi:application',
    ],
    [
      'a Procfile with a bind of its own',
      { 'requirements.txt': 'flask', 'app.py': flask, Procfile: 'web: gunicorn -b :$PORT -w 3 app:app' },
      'python -m gunicorn -w 3 app:app',
    ],
    [
      'a Procfile with flask run',
      {
        'requirements.txt': 'flask',
        'app.py': flask,
        Procfile: 'web: flask run --host 0.0.0.0 --port $PORT',
      },
      'python -m gunicorn app:app',
    ],
    [
      'uvicorn.run with a name',
      {
        'requirements.txt': 'fastapi\nuvicorn',
        'run.py': 'import uvicorn\nuvicorn.run("app.main:app", port=9001)\n',
        'app/main.py': 'from fastapi import FastAPI\napp = FastAPI()\n',
      },
      'python -m uvicorn --host 0.0.0.0 --port $PORT app.main:app',
    ],
    [
      'a module of a package',
      {
        'setup.py': 'setup(name="chat")',
        'chat/__init__.py': '',
        'chat/main.py':
          'from aiohttp import web\ndef main():\n  web.run_app(x)\nif __name__ == "__main__":\n  main()\n',
      },
      'python -m chat.main',
    ],
    [
      'Celery alone',
      { 'requirements.txt': 'celery', 'jobs.py': 'x = 1', Procfile: 'worker: celery -A jobs worker' },
      'python -m celery -A jobs worker',
    ],
    [
      'an application that runs when it is imported',
      { 'requirements.txt': 'flask', 'app.py': `${flask}app.run()\n` },
      'python app.py',
    ],
    [
      'Dash',
      {
        'requirements.txt': 'dash',
        'app.py': 'from dash import Dash\napp = Dash(__name__)\nserver = app.server\n',
      },
      'python -m gunicorn app:server',
    ],
    [
      'a shell script that starts it',
      {
        'requirements.txt': 'flask',
        'app.py': flask,
        'start.sh': '#!/bin/sh\nset -e\npip install x\nexec gunicorn \\\n  --bind 0.0.0.0:$PORT app:app\n',
        Procfile: 'web: bash ./start.sh',
      },
      'python -m gunicorn app:app',
    ],
    [
      'a package in a directory that is one itself',
      {
        'src/__init__.py': '',
        'src/requirements.txt': 'fastapi',
        'src/shop/__init__.py': 'from .app import app\n',
        'src/shop/app.py': 'from fastapi import FastAPI\nfrom .models import x\napp = FastAPI()\n',
      },
      'python -m uvicorn --host 0.0.0.0 --port $PORT shop.app:app',
    ],
    [
      'a function of WSGI',
      {
        'requirements.txt': 'gunicorn',
        'testapp.py': 'def application(environ, start_response):\n    return [b"x"]\n',
      },
      'python -m gunicorn testapp:application',
    ],
    [
      'a server of MCP',
      {
        'pyproject.toml': '[project]\nname = "tools"\ndependencies = ["fastmcp"]\n',
        'server.py':
          'mcp = FastMCP("x")\nif __name__ == "__main__":\n  mcp.run(transport="http", host="0.0.0.0")\n',
      },
      'python server.py',
    ],
    [
      'a command of another package',
      {
        'pyproject.toml':
          '[project]\nname = "hello"\ndependencies = ["litestar"]\n[project.scripts]\napp = "litestar.__main__:run_cli"\n[build-system]\n',
        'app.py': 'from litestar import Litestar\napp = Litestar([])\n',
      },
      'python -m uvicorn --host 0.0.0.0 --port $PORT app:app',
    ],
    [
      'a tool beside what its developers install',
      {
        'setup.py':
          'import pkg_resources\nsetup(name="fix", install_requires=wanted, entry_points={"console_scripts": ["fix = fix.main:main"]})\n',
        'requirements.txt': 'pytest\nflake8\n',
        'fix/main.py': 'def main():\n  pass\n',
      },
      'fix',
    ],
    [
      'a package by the word of uv',
      {
        'pyproject.toml':
          '[project]\nname = "cut"\n[project.scripts]\ncut = "cut.__main__:main"\n[tool.uv]\npackage = true\n',
        'cut/__main__.py': 'def main():\n  pass\nif __name__ == "__main__":\n  main()\n',
      },
      'cut',
    ],
    [
      'of several commands the one that starts it',
      {
        'pyproject.toml':
          '[project]\nname = "blog"\n[project.scripts]\ninit_db = "blog:init_db"\nstart = "blog:run"\n[build-system]\n',
        'src/blog/__init__.py':
          'from flask import Flask\napp = Flask(__name__)\ndef init_db():\n  pass\ndef run():\n  app.run()\n',
      },
      'python -m gunicorn blog:app',
    ],
    [
      'the wsgi.py of a tool',
      {
        'pyproject.toml':
          '[project]\nname = "shop"\n[project.scripts]\nshop = "shop.manage:cli"\n[build-system]\n',
        'shop/manage.py': 'def cli():\n  pass\n',
        'shop/wsgi.py': 'application = create_app()\n',
        'shop/run.py': 'def create_app():\n  app = Flask(__name__)\n',
      },
      'python -m gunicorn shop.wsgi:application',
    ],
    [
      'settings of Pyramid before a command that prepares',
      {
        'setup.py':
          'setup(name="shop", install_requires=["pyramid"], entry_points={"console_scripts": ["init_shop=shop.init:main"]})',
        'production.ini': '[app:main]\nuse = egg:shop\n',
        'shop/init.py': 'def main(): pass\n',
      },
      'python -m gunicorn --paste production.ini',
    ],
    [
      'a factory beside the one of its tasks',
      {
        'requirements.txt': 'flask',
        'shop/app.py':
          'def create_celery_app(app=None):\n  pass\ndef create_app():\n  app = Flask(__name__)\ncelery_app = create_celery_app()\n',
      },
      'python -m gunicorn shop.app:create_app()',
    ],
    [
      'a subclass of the framework',
      {
        'requirements.txt': 'flask',
        'shop/__init__.py': 'class Shop(Flask):\n  pass\ndef create_app(config):\n  app = Shop(__name__)\n',
        'wsgi.py': 'app = create_app("x")\nif __name__ == "__main__":\n  app.run()\n',
      },
      'python -m gunicorn wsgi:app',
    ],
    [
      'an object that is called as PEP 3333 has it',
      {
        'requirements.txt': 'werkzeug',
        'talk/__init__.py': 'class Talk:\n  def __call__(self, environ, start_response):\n    pass\n',
        'talk/run.py': 'application = make_app(load())\n',
      },
      'python -m gunicorn talk.run:application',
    ],
    [
      'a module called setup.py',
      {
        'requirements.txt': 'fastapi',
        'app/core/setup.py': 'def create_application(router):\n  application = FastAPI()\n',
        'app/main.py': 'from .core.setup import create_application\napp = create_application(router)\n',
      },
      'python -m uvicorn --host 0.0.0.0 --port $PORT app.main:app',
    ],
    [
      'a package in src/ whose requirements are above it',
      {
        'requirements.txt': 'flask',
        'src/setup.py': 'setup(name="shop", packages=["shop"])',
        'src/shop/__init__.py': '',
        'src/shop/app.py': flask,
      },
      'python -m gunicorn shop.app:app',
    ],
    [
      'what a bot is started by',
      {
        'requirements.txt': 'discord.py',
        'bot.py': 'if TYPE_CHECKING:\n  import x\nclass Bot:\n  pass\n',
        'launcher.py': 'from bot import Bot\nif __name__ == "__main__":\n  main()\n',
      },
      'python launcher.py',
    ],
    [
      'a package of no name',
      { 'requirements.txt': 'pygame', 'rocks/__main__.py': 'from game import Rocks\n', 'rocks/game.py': '' },
      'python rocks/__main__.py',
    ],
    [
      'a copy of a package that has a command',
      {
        'requirements.txt': 'cherrypy',
        'lib/certifi/__init__.py': '',
        'lib/certifi/__main__.py': 'print(1)\n',
        'Shop.py': 'if __name__ == "__main__":\n  main()\n',
        'other.py': '',
      },
      'python Shop.py',
    ],
    [
      'entry points as the text of a file',
      {
        'setup.py': 'setup(name="cut", entry_points="""\n  [console_scripts]\n  cut=cut.cli:main\n  """)',
        'cut/cli.py': 'def main(): pass\n',
      },
      'cut',
    ],
    [
      'of several commands the one of its package',
      {
        'setup.py':
          'setup(name="alert2", entry_points={"console_scripts": ["alert-index=alert.index:main", "alert=alert.alert:main"]})',
        'alert/alert.py': 'def main(): pass\n',
      },
      'alert',
    ],
    [
      'a server that says how it is run',
      {
        'requirements.txt': 'uvicorn',
        'app.py': 'api = Handler(app)\n\n# uvicorn app:api --reload --port 3000\n',
      },
      'python -m uvicorn --host 0.0.0.0 --port $PORT app:api',
    ],
    [
      'an application that options set up',
      {
        'requirements.txt': 'flask',
        'look.py': `${flask}def main():\n  parser.add_option("-x", "--database")\n  app.run(**options)\nif __name__ == "__main__":\n  main()\n`,
      },
      'python look.py',
    ],
    [
      'Connexion',
      {
        'requirements.txt': 'connexion==2.14.1',
        'app.py': 'app = config.api\nif __name__ == "__main__":\n  app.run(port=8000)\n',
        'config.py': 'api = connexion.App(__name__)\n',
      },
      'python app.py',
    ],
    [
      'Chainlit by a command of its own',
      {
        'requirements.txt': 'chainlit',
        'app.py': 'import chainlit as cl\n',
        Procfile: 'web: chainlit run app.py -h --port 8080\n',
      },
      'python -m chainlit run app.py --headless --host 0.0.0.0 --port $PORT',
    ],
    [
      'BlackSheep',
      {
        'requirements.txt': 'blacksheep\nuvicorn',
        'server.py': 'from blacksheep import (\n  Application,\n)\napp = Application()\n',
      },
      'python -m uvicorn --host 0.0.0.0 --port $PORT server:app',
    ],
    [
      'Shiny',
      { 'requirements.txt': 'shiny', 'app.py': 'from shiny import App, ui\napp = App(page, server)\n' },
      'python -m shiny run --host 0.0.0.0 --port $PORT app.py',
    ],
    [
      'Panel',
      { 'requirements.txt': 'panel\nbokeh', 'sales.py': 'import panel as pn\npn.Row(x).servable()\n' },
      'python -m panel serve sales.py --address 0.0.0.0 --port $PORT --allow-websocket-origin *',
    ],
    [
      'marimo',
      { 'requirements.txt': 'marimo', 'notebook.py': 'import marimo\napp = marimo.App()\n' },
      'python -m marimo run notebook.py --headless --host 0.0.0.0 --port $PORT',
    ],
    [
      'of several manage.py the one beside its settings',
      {
        'requirements.txt': 'django',
        'manage.py':
          'import django\nsys.path.insert(0, "site")\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")\n',
        'site/__init__.py': '',
        'site/manage.py': 'import django\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")\n',
        'site/core/settings.py': '',
        'site/core/wsgi.py': 'application = get_wsgi_application()\n',
      },
      'python -m gunicorn core.wsgi:application',
    ],
    ['a script', { 'main.py': 'print(1)\n' }, 'python main.py'],
    [
      'a file without an ending that setup.py installs',
      {
        'requirements.txt': 'six',
        'setup.py':
          "setup(name='tool', scripts=['bin/other', 'bin/tool'], classifiers=['Intended Audience :: Developers'])",
        'bin/other': '#!/bin/sh\n',
        'bin/tool': '#!/usr/bin/env python3\nprint(1)\n',
        'run-tests.py': 'if __name__ == "__main__":\n  go()\n',
      },
      'python bin/tool',
    ],
    [
      'a file that the README runs',
      {
        'tool.py': 'if __name__ == "__main__":\n  go()\n',
        'README.md': 'To get help use:\n\n    python tool.py -h\n',
      },
      'python tool.py',
    ],
    [
      'a command that serves only where it is told to',
      {
        'pyproject.toml':
          '[project]\nname = "shop"\ndependencies = ["flask"]\n[project.scripts]\nshop = "shop.cli:run"\n[build-system]\n',
        'shop/cli.py':
          'import asyncio\nasync def main():\n    if args.web:\n        from shop.web import app\n        app.run()\ndef run():\n    asyncio.run(main())\nif __name__ == "__main__":\n    run()\n',
        'shop/web.py': flask,
      },
      'shop',
    ],
  ])('%s', (_, files, start) => {
    expect(startOf(files)).toBe(start);
  });
});

describe('what kind it is', () => {
  const options = 'parser.add_argument("--host", default="127.0.0.1")\n';
  it.each<[name: string, files: Files, kind: string, port: string | undefined]>([
    [
      'a command of its own that the Dockerfile exposes a port for',
      {
        'pyproject.toml': '[project]\nname = "shop"\n[project.scripts]\nshop = "shop.cli:main"\n',
        'shop/cli.py': 'import odd\ndef main():\n    odd.go()\n',
        Dockerfile: 'FROM python\nEXPOSE 4001\nCMD ["shop"]\n',
      },
      'server',
      '4001',
    ],
    [
      'a command that is told an address',
      {
        'pyproject.toml': '[project]\nname = "shop"\n[project.scripts]\nshop = "shop.cli:main"\n',
        'shop/cli.py': 'import odd\ndef main():\n    odd.go()\n',
        Dockerfile:
          'FROM python\nENTRYPOINT ["/app/bin/python", "/app/bin/shop"]\nCMD ["--hosts", "0.0.0.0:5232,[::]:5232"]\n',
      },
      'server',
      '5232',
    ],
    [
      'a command that neither says',
      {
        'pyproject.toml': '[project]\nname = "shop"\n[project.scripts]\nshop = "shop.cli:main"\n',
        'shop/cli.py': 'import odd\ndef main():\n    odd.go()\n',
        Dockerfile: 'FROM python\nCMD ["shop"]\n',
      },
      'cli',
      undefined,
    ],
    [
      'a table of settings that has its port as text',
      {
        'requirements.txt': 'aiohttp',
        'main.py':
          'from aiohttp import web\nGIVEN = {"PORT": "8081"}\nweb.run_app(app, port=int(GIVEN["PORT"]))\n',
      },
      'server',
      '8081',
    ],
    [
      'Flower',
      { 'requirements.txt': 'celery\nflower', Dockerfile: 'FROM python\nCMD ["celery", "flower"]\n' },
      'server',
      '5555',
    ],
    [
      'a command that serves',
      {
        'pyproject.toml':
          '[project]\nname = "thumb"\n[project.scripts]\nthumb = "thumb.server:main"\n[build-system]\n',
        'thumb/server.py':
          'import tornado\ndef run(app):\n  server = HTTPServer(app)\ndef main(\n  args=None,\n):\n  run(app)\n',
        'thumb/console.py': 'parser.add_option(\n  "-p", "--port",\n  type="int",\n  default=8888,\n)\n',
      },
      'server',
      '8888',
    ],
    [
      'talks over its output unless told otherwise',
      {
        'requirements.txt': 'mcp',
        'server.py':
          '@click.option("--transport", type=click.Choice(["stdio", "sse"]), default="stdio")\ndef main():\n  uvicorn.run(app)\n',
      },
      'cli',
      undefined,
    ],
    [
      'a bot in a mode of sockets',
      { 'requirements.txt': 'slack-bolt', 'app.py': 'SocketModeHandler(app, token).start()\n' },
      'worker',
      undefined,
    ],
    [
      'a bot that listens',
      {
        'requirements.txt': 'slack-bolt',
        'app.py': 'from slack_bolt import App\napp = App()\napp.start(3000)\n',
      },
      'server',
      '3000',
    ],
    [
      'Robyn',
      {
        'requirements.txt': 'robyn',
        'app.py': 'from robyn import Robyn\napp = Robyn(__file__)\napp.start(port=8081)\n',
      },
      'server',
      '8081',
    ],
    [
      'web.py',
      {
        'requirements.txt': 'web.py',
        'code.py':
          'import web\napp = web.application(urls, globals())\nif __name__ == "__main__":\n  app.run()\n',
      },
      'server',
      '8080',
    ],
    [
      'a port that a table names',
      {
        'requirements.txt': 'waitress',
        'main.py': `${options}parser.add_argument("--port", help="Port (%(default)s)", default=GIVEN["PORT"])\nserve(app, port=args.port)\n`,
        'given.py': "  {\n    'name': 'PORT',\n    'default_value': 5000,\n  },\n",
      },
      'server',
      '5000',
    ],
    [
      'the port of a settings file of CherryPy',
      {
        'requirements.txt': 'cherrypy',
        'main.py': 'import cherrypy\ncherrypy.quickstart(Root(), "/", "app.conf")\n',
        'app.conf': '[global]\nserver.socket_port = 9090\n',
      },
      'server',
      '9090',
    ],
    [
      'PyWebIO',
      {
        'requirements.txt': 'pywebio',
        'main.py': 'from pywebio import start_server\nstart_server(main, port=8090, debug=True)\n',
      },
      'server',
      '8090',
    ],
    [
      'a function of Panel that serves, at a port of its own',
      {
        'requirements.txt': 'panel',
        'main.py': 'import panel as pn\npn.serve({"a": view}, port=5007, show=False)\n',
      },
      'server',
      '5007',
    ],
    [
      'one that is told no port, and takes any that is free',
      { 'requirements.txt': 'panel', 'main.py': 'import panel as pn\npn.serve(view)\n' },
      'cli',
      undefined,
    ],
    [
      'a port that only another thing reads of the environment',
      {
        'requirements.txt': 'tornado',
        'main.py':
          'import tornado\nindex = os.environ["INDEX_PORT"]\ndefault_port = 5000\napp.listen(options.port)\n',
      },
      'server',
      '5000',
    ],
  ])('%s', (_, files, kind, port) => {
    const found = service(files);
    expect([found.kind, found.port?.value]).toEqual([kind, port]);
  });
  it.each<[name: string, list: string, text: string, isMoved: boolean]>([
    ['FastMCP', 'mcp', 'mcp = FastMCP("x")\nmcp.run(transport="streamable-http")\n', true],
    ['FastMCP', 'mcp', 'mcp = FastMCP("x", host="::")\nmcp.run(transport="streamable-http")\n', false],
    ['Taipy', 'taipy', 'from taipy.gui import Gui\nGui(page=page).run(title="x")\n', true],
    ['Taipy', 'taipy', 'from taipy.gui import Gui\nGui(page=page).run(host="0.0.0.0")\n', false],
  ])('%s, which listens on this machine only unless it is told an address', (_, list, text, isMoved) => {
    const { kind, recipe } = service({ 'requirements.txt': list, 'server.py': text });
    expect([kind, made(recipe).includes('socket.socket.bind')]).toEqual(['server', isMoved]);
  });
  it.each<[address: string, isMoved: boolean]>([
    ['127.0.0.1', true],
    ['0.0.0.0', false],
  ])('an address that Gradio is told: %s', (address, isMoved) => {
    const { recipe } = service({
      'requirements.txt': 'gradio',
      'app.py': `import gradio as gr\ndemo.launch(server_name="${address}")\n`,
    });
    expect(made(recipe).includes('socket.socket.bind')).toBe(isMoved);
  });
  it.each<[list: string, server: string]>([
    ['flet', 'flet-web'],
    ['flet==0.28.3', 'flet-web==0.28.3'],
    ['flet[all]', ''],
    ['flet==0.24.1', ''],
  ])('an app of %s is served to browsers by what it is to come with', (list, server) => {
    const found = service({ 'requirements.txt': list, 'main.py': 'import flet as ft\nft.app(main)\n' });
    expect([found.kind, found.facts.server?.value ?? '']).toEqual(['server', server]);
    expect(made(found.recipe)).toContain('"FLET_FORCE_WEB_SERVER":"true"');
  });
  it('an address that an option has, which nobody reaches', () => {
    const files = {
      'requirements.txt': 'waitress',
      'main.py': `${options}serve(app, host=args.host)\n`,
    };
    expect(made(service(files).recipe)).toContain('socket.socket.bind');
  });
});

describe('a function that serves', () => {
  const serving = 'def serve_http():\n  HTTPServer(("", 8000), H).serve_forever()\n';
  const kindOf = (text: string) =>
    service({ 'requirements.txt': 'requests', 'server.py': `${serving}${text}` }).kind;
  it.each([
    'Thread(target=serve_http).start()\n',
    'def main():\n  Thread(target=serve_http).start()\nmain()\n',
    'async def main():\n  await serve_http()\ntrio.run(main)\n',
    'def main():\n  serve_http()\ntyper.run(main)\n',
    'async def main():\n  serve_http()\nasyncio.run(main())\n',
  ])('is run by what it is given to: %s', (text) => {
    expect(kindOf(text)).toBe('server');
  });
  it.each([
    '__all__ = ["serve_http"]\n',
    'run = serve_http\n',
    '"""Call serve_http, or serve_http() of a thread."""\n',
    'config(serve_http=1)  # not serve_http\n',
  ])('is not run where it is only named: %s', (text) => {
    expect(kindOf(text)).toBe('cli');
  });
});

/** A package whose command `shop` is a function, or an object, of shop/cli.py. */
function packaged(text: string, requires: readonly string[], call = 'main'): Service {
  return service({
    'pyproject.toml': `[project]\nname = "shop"\ndependencies = ${JSON.stringify(requires)}\n[project.scripts]\nshop = "shop.cli:${call}"\n[build-system]\n`,
    'shop/__init__.py': '',
    'shop/cli.py': text,
  });
}

/** A command whose options are those, and what it does. */
function shop(options: string, serves = 'run_app(make(), host=args.host)'): Service {
  return packaged(`${options}def main():\n  args = parser.parse_args()\n  ${serves}\n`, [
    'aiohttp',
    'uvicorn',
  ]);
}

describe('a command that serves', () => {
  const host = 'parser.add_argument("--host", help="(address)", default="127.0.0.1")\n';
  it.each<[name: string, options: string, serves?: string]>([
    ['aiohttp', host],
    ['an argument that need not be given', `${host}parser.add_argument("root", nargs="?", help="files")\n`],
    ['Uvicorn', '@click.option("--host", "-h", default="localhost")\n', 'uvicorn.run(make(), host=host)'],
    ['a server of the standard library', host, 'HTTPServer((args.host, 80), H).serve_forever()'],
    ['an address that has a name', host, 'where = (args.host, 80)\n  HTTPServer(where, H).serve_forever()'],
    [
      'another name of its value',
      'parser.add_argument("--host", dest="where", default="localhost")\n',
      'run_app(make(), host=args.where)',
    ],
    [
      'another option is of another machine',
      `parser.add_argument("--address", default="localhost", help="redis to ask")\n${host}`,
    ],
    ['an expression that is searched for', `${host}first = re.match("a(.)", text).group(1)\n`],
    ['a field of a form that is needed', `${host}name = fields.Str(required=True)\n`],
  ])('on this machine only unless an option says more is told so: %s', (_, options, serves) => {
    const found = shop(options, serves);
    expect(found.kind).toBe('server');
    expect(made(found.recipe)).toContain(
      '"entrypoint":["/usr/local/bin/shop"],"command":["--host","0.0.0.0"]',
    );
  });
  it.each<[name: string, options: string, serves?: string]>([
    ['one of several', `${host}parser.add_subparsers()\n`],
    ['an argument is needed', `${host}parser.add_argument("root", help="what")\n`],
    ['an option is needed', `${host}parser.add_argument("--root", required=True)\n`],
    ['one of two options is', `${host}either = parser.add_mutually_exclusive_group(required=True)\n`],
    [
      'an option of a type is',
      `${host}parser.add_argument("--root", type=lambda text: Path(text), required=True)\n`,
    ],
    ['groups have commands', `${host}@shop.group()\ndef more():\n  pass\n`],
    ['the address is of a machine that it asks', host, 'uvicorn.run(make(args.host), port=80)'],
    ['Uvicorn is told nothing', '', 'uvicorn.run(make())'],
  ])('is a command where %s', (_, options, serves) => {
    expect(shop(options, serves).kind).toBe('cli');
  });
  it.each([
    'HTTPServer(("", args.listen_port), H).serve_forever()',
    'HTTPServer(("", 80), made(args.host)).serve_forever()',
    'where = ("0.0.0.0", 80)\n  ask(args.host)\n  HTTPServer(where, H).serve_forever()',
  ])('on every address is not told the address of another machine: %s', (serves) => {
    const found = shop('parser.add_argument("--host", default="localhost", help="redis to ask")\n', serves);
    expect(found.kind).toBe('server');
    expect(made(found.recipe)).toContain('"entrypoint":["/usr/local/bin/shop"]');
  });
});

it('a directory that is there is not made again', () => {
  const files = {
    'shop/__init__.py': '',
    'shop/app.py': `${flask}os.makedirs(os.path.join(os.path.dirname(__file__), "up"))\n`,
  };
  const text = made(service({ 'requirements.txt': 'flask', ...files }).recipe);
  expect(text).toContain('ln -s /data/up /app/shop/up');
  expect(text).not.toContain('mkdir -p /app/shop');
});

const withOption = (option: string) => ({
  'requirements.txt': 'cherrypy',
  'Shop.py': `import shop\nfrom shop import config, web\ndef main():\n  parser.add_argument("--datadir", ${option})\n  web.start()\nif __name__ == "__main__":\n  main()\n`,
  'shop/__init__.py': '',
  'shop/config.py': "  'HTTP_PORT': (int, 'General', 8181),\n",
  'shop/web.py':
    'def start():\n  cherrypy.config.update(host=HTTP_HOST, socket_host=x)\n  cherrypy.engine.start()\n',
});

describe('a program that serves by a module of its package', () => {
  it.each(['help="Where to write to"', 'default=None, help="Where to write to"'])(
    'has its port, and a volume where it is told to store what it writes: %s',
    (option) => {
      const found = service(withOption(option));
      expect([found.kind, found.port?.value]).toEqual(['server', '8181']);
      const text = made(found.recipe);
      expect(text).toContain('sys.argv[1:1] = [\\"--datadir\\", \\"/data\\"]');
      expect(text).toContain('"path":"/data"');
    },
  );
  it.each([
    'help="Data to serve"',
    'help="Where the tiles are stored"',
    'dest="store"',
    'help="Where to write to", default="."',
  ])('is told nothing: %s', (option) => {
    expect(made(service(withOption(option)).recipe)).not.toContain('sys.argv[1:1]');
  });
  it.each([
    ['os.makedirs(args.datadir)', true],
    ['os.makedirs(os.path.join(args.datadir, "carts"))', true],
    ['Path(args.datadir).mkdir()', true],
    ['os.makedirs(args.cache)  # may be writable', false],
    ['os.listdir(args.datadir)', false],
  ])('has it where it makes the directory: %s', (line, isMade) => {
    const files = withOption('help="Its data"');
    const text = made(service({ ...files, 'Shop.py': `${files['Shop.py']}  ${line}\n` }).recipe);
    expect(text.includes('sys.argv[1:1] = [\\"--datadir\\", \\"/data\\"]')).toBe(isMade);
  });
});

describe('the tables of Flask-Migrate', () => {
  const files = {
    'requirements.txt': 'flask\nflask-migrate',
    'app.py': `${flask}URI = os.getenv("DATABASE_URL", "sqlite:///shop.db")\n`,
    'migrations/alembic.ini': '',
  };
  it('are made before SQLite is used', () => {
    const text = made(service(files).recipe);
    expect(text).toContain('\\"flask\\", \\"db\\", \\"upgrade\\"');
    expect(text).toContain('"FLASK_APP":"app:app"');
  });
  it.each<[name: string, more: Files]>([
    ['another database', { 'app.py': `${flask}URI = "postgresql://db/shop"\n` }],
    ['a database in memory', { 'app.py': `${flask}URI = "sqlite:///:memory:"\n` }],
    ['no migrations', { 'migrations/alembic.ini': '', 'requirements.txt': 'flask' }],
  ])('are not: %s', (_, more) => {
    expect(made(service({ ...files, ...more }).recipe)).not.toContain('upgrade');
  });
});

it('the tables of Pyramid are made as its scaffolds have it', () => {
  const files = {
    'setup.py':
      'setup(name="shop", install_requires=["pyramid"], entry_points={"console_scripts": ["initialize_shop_db=shop.init:main"]})',
    'production.ini': '[app:main]\nuse = egg:shop\nsqlalchemy.url = sqlite:///%(here)s/shop.sqlite\n',
  };
  const text = made(service(files).recipe);
  expect(text).toContain('from shop.init import main');
  expect(text).toContain('ln -s /data/shop.sqlite /app/shop.sqlite');
  const alembic = { ...files, 'production.ini': `${files['production.ini']}[alembic]\n` };
  expect(made(service(alembic).recipe)).toContain('"upgrade\\", \\"head');
});

it('a list of what develops a command of setup.py is not what it needs', () => {
  const setup =
    'setup(name="shop", install_requires=["aiohttp"], entry_points={"console_scripts": ["shop=shop.cli:main"]})';
  const files = { 'setup.py': setup, 'shop/__init__.py': '', 'shop/cli.py': 'def main(): pass\n' };
  const manager = (list: string) => service({ ...files, 'requirements.txt': list }).facts.manager?.value;
  expect(manager('aiohttp==3.11\npytest==6\npytest-cov==6\npytest-mock==3\n')).toBe('setup');
  expect(manager('aiohttp==3.11\npytest==6\n')).toBe('pip');
});

describe('a program of a package that the source starts', () => {
  const starting = `${flask}import subprocess\nsubprocess.run(\n    ["alembic", "upgrade", "head"], check=True)\n`;
  it('is in the image, and begins with its Python', () => {
    const text = made(service({ 'requirements.txt': 'flask\nalembic', 'app.py': starting }).recipe);
    expect(text).toContain("sed -i '1s|.*|#!/usr/bin/python3.13|' /venv/bin/alembic");
    expect(text).toContain('{"copy":["/venv/bin/alembic"],"to":"/usr/local/bin/","from":"build"}');
  });

  it.each([
    ['no package of its', 'flask', starting],
    ['a package that has none of its name', 'flask\ndocker', starting.replace('alembic', 'docker')],
    ['one that is imported only', 'flask\nalembic', `${flask}import alembic\n`],
  ])('is not: %s', (_, requirements, text) => {
    expect(made(service({ 'requirements.txt': requirements, 'app.py': text }).recipe)).not.toContain(
      '"/venv/bin/',
    );
  });
});

it.each<[set: string, must: string]>([
  ['set -eu\n', 'True'],
  ['', 'False'],
])('what a script does before it serves must succeed where it says so: %j', (set, must) => {
  const files = {
    'requirements.txt': 'flask\nalembic',
    'wsgi.py': flask,
    'entrypoint.sh': `#!/bin/sh\n${set}alembic upgrade head\nexec gunicorn wsgi:app\n`,
  };
  expect(made(service(files).recipe)).toContain(`\\"upgrade\\", \\"head\\"], check=${must})`);
});

it('a program that listens in place of another gets the words that it is started with', () => {
  const files = {
    'requirements.txt': 'flask',
    'run.py': `${flask}if __name__ == "__main__":\n  setup_all()\n  app.run()\n`,
    Procfile: 'web: python run.py --port $PORT --shop main',
  };
  expect(made(service(files).recipe)).toContain(
    'sys.argv[1:1] = [\\"--port\\", port, \\"--shop\\", \\"main\\"]',
  );
});

it.each<[text: string, isStored: boolean]>([
  ['app.storage.user["x"] = 1', true],
  ['x = 1', false],
])('NiceGUI does not look for changes, and writes what it stores: %s', (text, isStored) => {
  const files = {
    'requirements.txt': 'nicegui',
    'main.py': `from nicegui import app, ui\n${text}\nui.run(title="x")\n`,
  };
  const recipe = made(service(files).recipe);
  expect(recipe).toContain('\\"reload\\": False');
  expect(recipe.includes('ln -s /data/.nicegui /app/.nicegui')).toBe(isStored);
});

it.each<[urls: string, health: string | undefined]>([
  ['re_path(r"^status/?$", views.status, name="health")', '/status'],
  ['path("health/", views.health)', '/health/'],
  ['re_path(r"^ping/$", views.ping)', '/ping/'],
  ['path("", views.home, name="health")', undefined],
])('a route of Django: %s', (urls, health) => {
  const files = {
    'requirements.txt': 'django',
    ...django,
    'shop/urls.py': `urlpatterns = [\n  ${urls},\n]\n`,
  };
  expect(service(files).health?.value).toBe(health);
});

it.each<[settings: string, spoken: boolean]>([
  ['DATABASES = {"default": url("postgres://x")}', true],
  ['DEBUG = False', false],
])('migrations of Django are spoken of where it has a database: %s', (settings, spoken) => {
  const files = { 'requirements.txt': 'django', ...django, 'shop/settings.py': `${settings}\n` };
  expect(service(files).notes.join().includes('migrations are not run at start')).toBe(spoken);
});

describe('the Dockerfile has only what is used', () => {
  it('nothing of packages for a program of the standard library', () => {
    const text = made(service({ 'server.py': 'HTTPServer(("", 8000), x)\n' }).recipe);
    expect(text).not.toContain('/venv');
    expect(text).not.toContain('uv');
  });
  it('no second program of uv', () => {
    const text = made(service({ 'requirements.txt': 'flask', 'app.py': flask }).recipe);
    expect(text).toContain('"copy":["/uv"]');
  });
  it('no bytecode of packages that are not there yet', () => {
    const text = made(
      service({
        'setup.py': 'setup(name="shop", install_requires=["pyramid"])',
        'production.ini': '[app:main]\nuse = egg:shop\n',
      }).recipe,
    );
    expect(text.match(/compileall/g)).toHaveLength(1);
  });
});

it('what Chainlit writes where it is started is of its data', () => {
  const files = { 'requirements.txt': 'chainlit', 'app.py': 'import chainlit as cl\n' };
  expect(made(service(files).recipe)).toContain('ln -s /data/.files /app/.files');
});

it('modules of an old protoc are read by the implementation in Python', () => {
  const files = {
    'requirements.txt': 'grpcio',
    'server.py': 'server = grpc.server(pool)\n',
    'hello_pb2.py': '_HELLO = _descriptor.Descriptor(\n',
  };
  expect(made(service(files).recipe)).toContain('"PROTOCOL_BUFFERS_PYTHON_IMPLEMENTATION":"python"');
  const pinned = { ...files, 'requirements.txt': 'grpcio\nprotobuf<4' };
  expect(made(service(pinned).recipe)).not.toContain('PROTOCOL_BUFFERS');
});

describe('without a list of requirements', () => {
  it('what the files import is installed', () => {
    const { recipe, kind } = service({
      'chat.py': 'import yaml\nimport tornado\nimport own\nif __name__ == "__main__":\n  app.listen(8888)\n',
      'own.py': '',
    });
    expect(kind).toBe('server');
    expect(made(recipe)).toContain('uv pip install pyyaml tornado');
  });
  it('a file beside a project that names none of its requirements is not the list', () => {
    const { recipe } = service({
      'pyproject.toml': '[project]\nname = "shop"\ndependencies = ["fastapi", "sqlmodel"]\n',
      'requirements.txt': 'gunicorn==22.0.0\n',
      'app.py': 'from fastapi import FastAPI\napp = FastAPI()\n',
    });
    expect(made(recipe)).toContain('uv pip install -r pyproject.toml');
  });
  it('a list in a project without a name is read by itself', () => {
    const { recipe } = service({
      'pyproject.toml': '[project]\ndependencies = ["six"]\n',
      'pdm.lock': '',
      'main.py': 'import six\n',
    });
    expect(made(recipe)).toContain('uv pip install -r /requirements.txt --constraint /constraints.txt');
  });
  it('what is taken in place of a locked version is no constraint', () => {
    const { recipe } = service({
      'pyproject.toml': '[project]\nname = "x"\ndependencies = ["pyyaml"]\n',
      'pdm.lock': '[[package]]\nname = "pyyaml"\nversion = "6.0.1"\n',
      'main.py': 'import yaml\n',
    });
    expect(made(recipe)).toContain("and p['name'] not in ('pyyaml',)");
  });
  it.each<[name: string, files: Files]>([
    ['a tool of something else', { 'amalgamate.py': 'if __name__ == "__main__":\n  print(1)\n' }],
  ])('%s is nothing', (_, files) => {
    expect(look(files)).toEqual([]);
  });
});

describe('libraries', () => {
  it.each<[name: string, files: Files]>([
    [
      'of one module, which only defines',
      {
        'pyproject.toml': '[project]\nname = "shelf"\n[build-system]\n',
        'setup.py': '',
        'shelf/__init__.py': '',
        'shelf.py': 'def books():\n  return []\n',
      },
    ],
    [
      'by its own word, that says how it is run',
      {
        'pyproject.toml':
          '[project]\nname = "shelf"\nclassifiers = ["Intended Audience :: Developers"]\n[build-system]\n',
        'shelf/__main__.py': 'print(1)\n',
        'shelf/web.py': 'if __name__ == "__main__":\n  web.run_app(app)\n',
      },
    ],
    ['with a monitor', { 'shelf/monitor.py': 'if __name__ == "__main__":\n  HTTPServer(x)\n' }],
    [
      'with a server for its tests',
      { 'tests_website/server.py': 'if __name__ == "__main__":\n  HTTPServer(x)\n' },
    ],
    ['with a runner of tests', { 'run_tests.py': 'import unittest\nunittest.main("tests")\n' }],
    [
      'with demos and tools',
      {
        'demos/blog/requirements.txt': 'tornado',
        'demos/blog/blog.py': 'app.listen(8888)\n',
        'shelf/testing.py': 'if __name__ == "__main__":\n  HTTPServer(x)\n',
        'scripts/release.py': 'if __name__ == "__main__":\n  main()\n',
      },
    ],
  ])('%s', (_, files) => {
    expect(look({ 'setup.py': 'setup(name="shelf")', 'shelf/__init__.py': '', ...files })).toMatchObject([
      { found: 'refusal', dir: '' },
    ]);
  });
});

describe('pages that are built first', () => {
  const pages = {
    'web/package.json': '{"name":"web","scripts":{"build":"vite build"},"dependencies":{"vite":"7"}}',
    'web/index.html': '',
  };
  it.each<[name: string, served: string, there: Files, found: boolean]>([
    ['a directory that is served', 'app.mount("/", StaticFiles(directory="web/dist"))', pages, true],
    ['a file of it', 'HERE = FileResponse(os.path.join(BASE, "web/dist/index.html"))', pages, true],
    [
      'what is in the repository',
      'StaticFiles(directory="web/dist")',
      { ...pages, 'web/dist/index.html': '' },
      false,
    ],
    [
      'what lies beside a module',
      'app = Flask(__name__, static_folder="dist/static")',
      { ...pages, 'shop/__init__.py': 'static_folder="dist/static"\n', 'shop/dist/static/x.css': '' },
      false,
    ],
    ['what nothing builds', 'StaticFiles(directory="web/dist")', {}, false],
    ['what is not served', 'shutil.rmtree("web/dist")', pages, false],
  ])('%s', (_, served, there, found) => {
    const text = made(
      service({
        'requirements.txt': 'fastapi',
        'main.py': `from fastapi import FastAPI\napp = FastAPI()\n${served}\n`,
        ...there,
      }).recipe,
    );
    expect(text.includes('{"copy":["/src/web/dist"],"to":"/app/web/dist","from":"frontend"}')).toBe(found);
  });
});

it.each([
  ['StaticFiles(directory=str(Path(__file__).parent / "static"), html=True)', {}, '/app/shop/static'],
  ['StaticFiles(directory=Path(__file__).parent.parent / "public")', {}, '/app/public'],
  [
    'StaticFiles(directory=Path("front/dist"))\nmore = StaticFiles(directory="assets")',
    {},
    '/app/front/dist',
  ],
  ['StaticFiles(directory=str(Path(__file__).parent / "uploads"))', {}, undefined],
  ['StaticFiles(directory=str(Path(__file__).parent / "static"))', { 'shop/static/a.css': '' }, undefined],
])('pages of a directory that is mounted, by %s: %j', (line, there, to) => {
  const text = made(
    service({
      'requirements.txt': 'fastapi',
      'main.py': 'from fastapi import FastAPI\nfrom shop.pages import pages\napp = FastAPI()\n',
      'shop/__init__.py': '',
      'shop/pages.py': `from pathlib import Path\npages = ${line}\n`,
      'front/package.json': '{"name":"front","scripts":{"build":"vite build"},"dependencies":{"vite":"7"}}',
      'front/index.html': '',
      ...there,
    }).recipe,
  );
  expect([...text.matchAll(/"to":"([^"]+)","from":"frontend\d*"/g)].map((match) => match[1])).toEqual(
    to === undefined ? [] : [to],
  );
});

describe('what is written beside the source', () => {
  it.each<[text: string, path: string]>([
    ['os.makedirs("uploads")', '/data/uploads'],
    ['os.makedirs("a/kept")\nos.makedirs("b/kept")', '/data/b-kept'],
    ['MEDIA_ROOT = env.str("MEDIA_ROOT", "/srv/kept")', '"path":"/srv/kept"'],
    ['UPLOAD_DIR = config("UPLOAD_DIR", default="kept")', '/data/kept'],
    ['DATABASE = f"sqlite:///{os.path.dirname(os.path.abspath(__file__))}/kept.db"', '/data/kept.db'],
    [
      'UPLOAD_FOLDER: str = cast(ini["up"]) \\\n  or os.path.join(os.path.dirname(__file__), "up")',
      '/data/up',
    ],
    ['kept = None\nkept = os.path.join(os.getcwd(), "../kept")\nos.makedirs(kept)', '/kept'],
    [
      'DATA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "kept")\nos.makedirs(DATA, exist_ok=True)',
      '/data/kept',
    ],
    ['BASE = Path(__file__).resolve().parent\n(BASE / "cache").mkdir(exist_ok=True)', '/data/cache'],
    [
      'app.config["ROOT"] = os.getenv(\n  "ROOT",\n  os.path.join(app.root_dir, "x"))\nos.makedirs(os.environ.get("KEPT", "/var/lib/kept"))',
      '/var/lib/kept',
    ],
    [
      'app.config["UP"] = os.path.join(\n  os.getcwd(), "up")\nif not os.path.exists(app.config["UP"]):\n  os.makedirs(app.config["UP"])',
      '/data/up',
    ],
  ])('%s', (text, path) => {
    const recipe = made(service({ 'requirements.txt': 'flask', 'app.py': `${flask}${text}\n` }).recipe);
    expect(recipe).toContain(path);
  });

  it.each<[name: string, settings: string, text: string, paths: readonly string[]]>([
    [
      'a folder in an f-string',
      'FOLDER = ".kept"',
      'URL = f"sqlite+aiosqlite:///./{FOLDER}/shop.db"',
      ['.kept'],
    ],
    [
      'a folder of another file',
      '',
      'from config import HOME\nURL = f"sqlite:///{HOME}/shop.db"',
      ['var/kept'],
    ],
    [
      'a path that is joined in an f-string',
      'KEPT = Path("./kept")',
      'URL = f"sqlite:///{KEPT / \'shop.db\'}"',
      ['kept'],
    ],
    [
      'a folder that the repository has',
      'FOLDER = "there"',
      'URL = f"sqlite:///{FOLDER}/shop.db"',
      ['there/shop.db'],
    ],
    [
      'a field of settings',
      '',
      'from config import settings\nURL = f"sqlite:///{settings.data_dir}/shop.db"',
      ['store'],
    ],
    [
      'a field with a default',
      '',
      'from config import settings\nsettings.cache_dir.mkdir(parents=True)',
      ['cached'],
    ],
    ['a field with a factory', '', 'from config import settings\nsettings.media_dir.mkdir()', ['media']],
    ['a file below a path', 'DATA_DIR = Path("./kept")', 'DB = DATA_DIR / "shop.db"', ['kept/shop.db']],
    [
      'a file below a path of this file',
      'DATA_DIR = Path(__file__).parent / "kept"',
      'DB = DATA_DIR / "shop.db"',
      ['kept/shop.db'],
    ],
    ['what only a run tells', '', 'URL = f"sqlite:///{made_up()}/shop.db"', []],
    ['a number that is formatted', 'N = "1"', 'URL = f"sqlite:///kept/{N:>3}.db"', []],
    ['a field that nothing says', '', 'from config import settings\nsettings.other_dir.mkdir()', []],
  ])('%s', (_, settings, text, paths) => {
    const { recipe } = service({
      'requirements.txt': 'flask',
      'app.py': `${flask}${settings}\n${text}\n`,
      'config.py':
        'HOME = os.path.join("var", "kept")\nclass Settings(BaseSettings):\n    data_dir: Path = Path("./store")\n    cache_dir: Path = Field(default=Path("cached"), description="x")\n    media_dir: Path = Field(default_factory=lambda: Path("media"))\nsettings = Settings()\n',
      'there/words.txt': '',
    });
    const links = [...made(recipe).matchAll(/ln -sf? \/data\/[\w.-]+ \/app\/([\w./-]+)/g)].map(
      ([, each]) => each,
    );
    expect(links).toEqual(paths);
  });
  it.each<[text: string, path: string]>([
    ['logging.basicConfig(filename="shop.log")', '/data/shop.log'],
    ['h = RotatingFileHandler(path)\npath = os.getenv("LOG", BASE_DIR / "logs/shop.log")', '/data/logs'],
    ['h = FileHandler(path)\npath = os.path.join(BASE_DIR, "var", "shop.log")', '/data/var'],
    ['from loguru import logger\nlogger.add("logs/shop.log")', '/data/logs'],
    ['LOG = {"x": "logging.FileHandler", "filename": "/srv/log/shop.log"}', '"path":"/srv/log"'],
  ])('a log: %s', (text, path) => {
    const files = {
      'requirements.txt': 'flask',
      'app.py': `${flask}BASE_DIR = Path(__file__).parent\n${text}\n`,
    };
    expect(made(service(files).recipe)).toContain(path);
  });
  it('a log that is read only is not', () => {
    const files = { 'requirements.txt': 'flask', 'app.py': `${flask}open("logs/access.log")\n` };
    expect(made(service(files).recipe)).toContain('"writable":[]');
  });
  it('a directory that is kept empty in the repository is, and one with something in it is not', () => {
    const files = {
      'requirements.txt': 'flask',
      'app.py': flask,
      'uploads/.gitkeep': '',
      'data/.gitkeep': '',
      'data/words.txt': '',
      'static/.gitkeep': '',
    };
    const text = made(service(files).recipe);
    expect(text).toContain('mv /app/uploads /written/data/uploads');
    expect(text).not.toContain('/written/data/data');
    expect(text).not.toContain('/written/data/static');
  });

  it('a directory that is kept empty is of the project that it lies in, and not of one whose name begins alike', () => {
    const files = {
      'api/requirements.txt': 'flask',
      'api/app.py': flask,
      'api-v2/requirements.txt': 'flask',
      'api-v2/app.py': flask,
      'api-v2/data/.gitkeep': '',
    };
    const of = (dir: string) =>
      made((look(files).find((each) => each.found === 'service' && each.dir === dir) as Service).recipe);
    expect(of('api')).toContain('"writable":[]');
    expect(of('api-v2')).toContain('mv /app/data /written/data/data');
  });

  it('the directory of a service below /var/lib is its own', () => {
    const pyproject = '[project]\nname = "Shop"\ndependencies = ["flask"]\n';
    const of = (path: string) =>
      made(service({ 'pyproject.toml': pyproject, 'app.py': `${flask}HOME = "${path}"\n` }).recipe);
    expect(of('/var/lib/shop/carts')).toContain('"path":"/var/lib/shop"');
    expect(of('/var/lib/dbus/machine-id')).toContain('"writable":[]');
  });

  it.each([
    'os.makedirs(args.out)',
    'a = os.path.join(a, a, a, a, a, a)\na = a / a / a\nos.makedirs(a)',
    'os.makedirs("/tmp/x")',
    'os.makedirs(os.path.join(unknown, "x"))',
    '# os.makedirs("kept")',
  ])('%s is not', (text) => {
    expect(made(service({ 'requirements.txt': 'flask', 'app.py': `${flask}${text}\n` }).recipe)).toContain(
      '"writable":[]',
    );
  });
});

describe('ports', () => {
  it.each<[text: string, port: string]>([
    ['app.run(host="0.0.0.0", port=8081)', '8081'],
    ['app.run(port=int(os.environ.get("PORT", 7000)))', '7000'],
    ['app.run(port=os.getenv("PORT", "7001"))', '7001'],
    ['app.run(port=99999)', '8000'],
    ['r = redis.Redis(host=x,\n  port=6379)', '8000'],
    ['app.run(port=0)', '8000'],
    ['SMTP_PORT = 587', '8000'],
    ['app.run()\nclass Settings:\n  API_PORT: int = 9000', '9000'],
    ['app.run()\ndef postgres():\n  port = 54321', '8000'],
    ['app.run()\nparser.add_argument(\n  "--port",\n  default=4000,\n)', '4000'],
  ])('%s', (text, port) => {
    expect(
      service({ 'requirements.txt': 'flask', 'app.py': `${flask}\nif __name__ == "__main__":\n  ${text}\n` })
        .port?.value,
    ).toBe(port);
  });
});

describe('lists in requirements/ beside a program of Node', () => {
  const files = {
    'package.json': '{"name": "shop"}',
    'index.js': 'http.createServer(f).listen(3000)\n',
    'requirements/main.txt': 'flask',
    'server/app.py': flask,
  };
  it('are not of the root', () => {
    expect(look(files).map(({ dir }) => dir)).toEqual(['server']);
  });
  it('are where Python is started there too, or Node only builds', () => {
    expect(look({ ...files, 'tasks.py': '' }).map(({ dir }) => dir)).toEqual(['']);
    const built = Object.entries(files).filter(([path]) => path !== 'index.js');
    expect(look(Object.fromEntries(built)).map(({ dir }) => dir)).toEqual(['']);
  });
});

describe('a source that is not in the build', () => {
  it('is what is published of it', () => {
    const pyproject =
      '[project]\nname = "shop"\ndependencies = ["flask", "shelf"]\n[tool.uv.sources]\nshelf = { path = "../../" }\n';
    expect(made(service({ 'pyproject.toml': pyproject, 'app.py': flask }).recipe)).toContain(
      '--no-sources -r pyproject.toml',
    );
  });
});

describe('a member of a workspace', () => {
  const api =
    '[project]\nname = "api"\ndependencies = ["flask", "shelf"]\n[tool.uv.sources]\nshelf = { workspace = true }\n';
  const root = {
    'pyproject.toml':
      '[project]\nname = "all"\n[tool.uv.workspace]\nmembers = ["apps/*"]\nexclude = ["apps/old"]\n',
    'uv.lock': '[[package]]\nname = "shelf"\nversion = "1.0"\n',
  };
  const own = { 'apps/api/app.py': flask, 'apps/api/pyproject.toml': api };
  const of = (files: Files, dir: string) =>
    look(files).find((each) => each.found === 'service' && each.dir === dir) as Service;

  it('is installed from its root, by the lock file of that', () => {
    const found = of({ ...root, ...own }, 'apps/api');
    expect([found.context, found.facts.manager?.from]).toEqual(['', 'uv.lock']);
    const text = made(found.recipe);
    expect(text).toContain('uv sync --frozen --no-dev --no-editable --package api');
    expect(text).toContain('{"copy":["apps/api"],"to":"."}');
    expect(text).not.toContain('uv pip install --no-deps');
  });
  it('is installed in two layers, the first of which needs the lock file and the manifest beside it only', () => {
    const text = made(of({ ...root, 'uv.toml': '', ...own }, 'apps/api').recipe);
    expect(text).toContain('{"copy":["pyproject.toml","uv.toml","uv.lock"],"to":"./"}');
    const [before = '', after = ''] = text.split('{"copy":["."],"to":"."}');
    expect(before).toContain('uv sync --frozen --no-dev --no-editable --package api --no-install-local');
    expect(after).toContain('uv sync --frozen --no-dev --no-editable --package api --inexact');
    expect(text).toContain('"UV_PYTHON":"/venv"');
  });
  it('of the root itself, too', () => {
    const text = made(service({ ...root, 'app.py': flask }).recipe);
    const [before = '', after = ''] = text.split('{"copy":["."],"to":"."}');
    expect(before).toContain('uv sync --frozen --no-dev --no-editable --no-install-local');
    expect(after).toContain('uv sync --frozen --no-dev --no-editable --inexact');
    expect(before).not.toContain('compileall');
  });
  it('has the version of another member, which is read from git', () => {
    const shelf = '[project]\nname = "shelf"\n[build-system]\nrequires = ["hatchling", "hatch-vcs"]\n';
    const text = made(of({ ...root, ...own, 'libs/shelf/pyproject.toml': shelf }, 'apps/api').recipe);
    expect(text.split('{"copy":["."],"to":"."}')[1]).toContain('SETUPTOOLS_SCM_PRETEND_VERSION=0.0.0');
    expect(made(of({ ...root, ...own }, 'apps/api').recipe)).not.toContain('PRETEND_VERSION');
  });
  it.each<[name: string, files: Files]>([
    [
      'the lock file takes packages from a directory',
      { 'uv.lock': `${root['uv.lock']}source = { registry = "wheels" }\n` },
    ],
    [
      'packages are looked for in a directory',
      { 'pyproject.toml': `${root['pyproject.toml']}[tool.uv]\nfind-links = ["wheels"]\n` },
    ],
    ['an index is one', { 'uv.toml': '[[index]]\nurl = "./wheels"\n' }],
  ])('is installed in one where %s', (_, files) => {
    const text = made(of({ ...root, ...own, ...files }, 'apps/api').recipe);
    expect(text).not.toContain('--no-install-local');
    expect(text.split('{"copy":["."],"to":"."}')[1]).toContain('uv sync --frozen');
  });
  it('is exported where the lock file does not allow Python 3.13, which uv sync takes it at its word for', () => {
    const lock = `requires-python = ">=3.11, <3.13"\n${root['uv.lock']}`;
    const text = made(of({ ...root, ...own, 'uv.lock': lock }, 'apps/api').recipe);
    expect(text).toContain('uv export --quiet --frozen --no-dev --no-editable --package api --no-hashes');
    expect(text).not.toContain('uv sync');
  });
  it('takes other versions of what Python 3.13 cannot have', () => {
    const lock = `${root['uv.lock']}[[package]]\nname = "flask"\nversion = "3.0"\ndependencies = [{ name = "numpy" }]\n[[package]]\nname = "numpy"\nversion = "1.26.0"\n`;
    expect(made(of({ ...root, ...own, 'uv.lock': lock }, 'apps/api').recipe)).toContain(
      'uv export --quiet --frozen --no-dev --no-editable --package api --no-hashes',
    );
  });
  it.each<[name: string, files: Files]>([
    ['is one by its pattern only', { ...root, 'old/api/app.py': flask, 'old/api/pyproject.toml': api }],
    ['is excluded', { ...root, 'apps/old/app.py': flask, 'apps/old/pyproject.toml': api }],
    ['is alone', { 'app.py': flask, 'pyproject.toml': api }],
  ])('cannot be built where it %s', (_, files) => {
    expect(look(files)).toContainEqual(
      expect.objectContaining({
        found: 'refusal',
        reason: expect.stringContaining('shelf is taken from outside') as string,
      }),
    );
  });
  it('that needs nothing of the others is installed alone where nothing is locked', () => {
    const alone = { 'apps/api/app.py': flask, 'apps/api/pyproject.toml': '[project]\nname = "api"\n' };
    const found = of({ 'pyproject.toml': root['pyproject.toml'], ...alone }, 'apps/api');
    expect(found.context).toBe('apps/api');
  });
  it('a directory beside it that it names is in the build too', () => {
    const files = {
      'libs/shelf/pyproject.toml': '[project]\nname = "shelf"\n[build-system]\n',
      'apps/api/app.py': flask,
      'apps/api/pyproject.toml': api.replace('workspace = true', 'path = "../../libs/shelf"'),
    };
    const found = of(files, 'apps/api');
    expect(found.context).toBe('');
    expect(made(found.recipe)).toContain('{"workdir":"/workspace/apps/api"}');
    expect(made(found.recipe)).toContain('uv sync --no-dev --no-editable"');
  });
  it('the same with a lock file is installed in two layers where that lies', () => {
    const files = {
      'libs/shelf/pyproject.toml': '[project]\nname = "shelf"\n[build-system]\n',
      'apps/api/app.py': flask,
      'apps/api/pyproject.toml': api.replace('workspace = true', 'path = "../../libs/shelf"'),
      'apps/api/uv.lock': root['uv.lock'],
    };
    const text = made(of(files, 'apps/api').recipe);
    expect(text).toContain('{"copy":["apps/api/pyproject.toml","apps/api/uv.lock"],"to":"./"}');
    expect(text.split('"/workspace/apps/api"')).toHaveLength(3);
  });
  it.each<[name: string, pyproject: string]>([
    ['uv', api.replace('workspace = true', 'path = "../shelf"')],
    ['Poetry', '[tool.poetry.dependencies]\nshelf = { path = "../shelf" }\n'],
    ['Polylith', '[project]\nname = "api"\n[tool.polylith.bricks]\n"../../shelf" = "shelf"\n'],
  ])('nothing is made of what %s takes from outside', (_, pyproject) => {
    expect(look({ 'app.py': flask, 'pyproject.toml': pyproject })).toMatchObject([
      { found: 'refusal', reason: expect.stringContaining('is taken from outside') as string, rank: 0.9 },
    ]);
  });
  const shelf = { 'libs/shelf/pyproject.toml': '[project]\nname = "shelf"\n[build-system]\n' };
  const poetry =
    '[tool.poetry]\nname = "api"\n[tool.poetry.dependencies]\nshelf = { path = "../../libs/shelf", develop = true }\n';
  it.each<[name: string, manifests: Files, command: string]>([
    [
      'pip',
      { 'requirements.txt': 'flask\n-e ../../libs/shelf[web]\n' },
      'uv pip install -r requirements.txt --no-editable',
    ],
    [
      'pip by a file of it',
      { 'requirements.txt': '-e .\n-r ../../libs/shelf/requirements.txt\n' },
      'uv pip install -r requirements.txt --no-editable',
    ],
    [
      'Poetry',
      { 'pyproject.toml': poetry, 'poetry.lock': '' },
      'uv pip install -r /requirements.txt --no-editable',
    ],
    [
      'Poetry without a lock file',
      { 'pyproject.toml': poetry },
      'uv pip install -r /requirements.txt --no-editable',
    ],
    [
      'PDM',
      {
        'pyproject.toml':
          '[project]\nname = "api"\ndependencies = ["flask", "shelf @ file:///${PROJECT_ROOT}/../../libs/shelf"]\n',
      },
      'uv pip install -r pyproject.toml --no-editable',
    ],
    [
      'Pipenv',
      { Pipfile: '[packages]\nshelf = {path = "../../libs/shelf", editable = true}\n', 'Pipfile.lock': '{}' },
      'uv pip install -r /requirements.txt --no-editable',
    ],
  ])('what %s takes from a directory beside it is in the build', (_, manifests, command) => {
    const below = Object.entries(manifests).map(([name, text]) => [`apps/api/${name}`, text] as const);
    const files = {
      ...shelf,
      'libs/shelf/requirements.txt': 'attrs',
      'apps/api/app.py': flask,
      ...Object.fromEntries(below),
    };
    const found = of(files, 'apps/api');
    expect(found.context).toBe('');
    const text = made(found.recipe);
    expect(text).toContain('{"workdir":"/workspace/apps/api"}');
    expect(text.split('{"workdir":"/workspace/apps/api"}')[1]).toContain(command);
  });
  it('files beside it are there before the source, and the rest of the repository is not', () => {
    const files = {
      'requirements.txt': '-c limits.txt\nflask',
      'limits.txt': 'flask<4',
      'api/requirements.txt': '-r ../requirements.txt\n-r more.txt',
      'api/more.txt': 'attrs',
      'api/app.py': flask,
    };
    const text = made(of(files, 'api').recipe);
    const steps = [
      '{"workdir":"/workspace"},{"copy":["requirements.txt","limits.txt"],"to":"./"}',
      '{"copy":["api/requirements.txt","api/more.txt"],"to":"./api/"},{"workdir":"/workspace/api"}',
      'uv pip install -r requirements.txt gunicorn',
      '{"copy":["api"],"to":"."}',
    ];
    const places = steps.map((step) => text.indexOf(step));
    expect(places).toEqual(places.toSorted((one, other) => one - other));
    expect(places).not.toContain(-1);
    expect(text).not.toContain('{"copy":["."]');
    expect(text).not.toContain('--no-editable');
  });
  it.each<[name: string, files: Files]>([
    ['requirements.txt', { 'requirements.txt': 'flask\n-e ../shelf\n' }],
    ['requirements.txt', { 'requirements.txt': 'flask\n-r ../shelf/shelf\n' }],
    [
      'pyproject.toml',
      { 'pyproject.toml': '[project]\nname = "a"\ndependencies = ["shelf @ file:../shelf"]\n' },
    ],
  ])('what %s takes from where nothing is, is refused', (from, files) => {
    expect(look({ 'app.py': flask, ...files })).toMatchObject([
      {
        found: 'refusal',
        reason: `${from} cannot be built alone: shelf is taken from outside of this directory`,
      },
    ]);
  });
});

describe('a package in a directory of the project', () => {
  const shelf = { 'libs/shelf/pyproject.toml': '[project]\nname = "shelf"\n[build-system]\n' };
  const source = '[tool.uv.sources]\nshelf = { path = "libs/shelf", editable = true }\n';
  const uv = `[project]\nname = "shop"\ndependencies = ["flask", "shelf"]\n${source}`;
  it.each<[name: string, manifests: Files, command: string]>([
    [
      'uv',
      {
        'pyproject.toml': uv,
        'uv.lock': '[[package]]\nname = "shelf"\nversion = "1"\nsource = { editable = "libs/shelf" }\n',
      },
      'uv sync --frozen --no-dev --no-editable --no-install-project --inexact',
    ],
    ['uv without a lock file', { 'pyproject.toml': uv }, 'uv pip install -r pyproject.toml'],
    [
      'a workspace without one',
      { 'pyproject.toml': '[project]\nname = "shop"\n[tool.uv.workspace]\nmembers = ["libs/*"]\n' },
      'uv pip install -r pyproject.toml',
    ],
    [
      'Poetry',
      {
        'pyproject.toml': '[tool.poetry.dependencies]\nflask = "*"\nshelf = { path = "libs/shelf" }\n',
        'poetry.lock': '',
      },
      'poetry export',
    ],
    [
      'pip',
      { 'requirements.txt': 'flask\nshelf @ file:./libs/shelf\n' },
      'uv pip install -r requirements.txt',
    ],
  ])('is there when %s installs it', (_, manifests, command) => {
    const text = made(service({ ...shelf, ...manifests, 'app.py': flask }).recipe);
    expect(text.split('{"copy":["."],"to":"."}')[1]).toContain(command);
  });
});

describe('what Python 3.13 cannot have', () => {
  it.each<[requirements: string, notes: string]>([
    ['flask\npsycopg2-binary==2.9.9', 'psycopg2-binary 2.9.10'],
    ['flask\nnumpy<2', 'numpy 2.1.0'],
    ['flask\npydantic==1.10.2', 'pydantic 1.10.19'],
    ['flask\nsix==1.12.0', 'six 1.16.0'],
    ['flask\ngunicorn==19.9.0', 'gunicorn 20.1.0'],
    ['flask\nurllib3==1.24.3', 'urllib3 1.26.5'],
    ['flask\ncelery==4.4.7', 'celery 5.0.5'],
    ['flask\neventlet==0.33.0', 'eventlet 0.34.3'],
  ])('%s', (requirements, note) => {
    expect(service({ 'requirements.txt': requirements, 'app.py': flask }).notes.join()).toContain(note);
  });
  it.each([
    'flask\nnumpy>=1.20',
    'flask\nnumpy==2.2.0',
    'flask\nsqlalchemy==1.4.50',
    'flask\ntyping_extensions==4.0.0',
    'flask\nsqlalchemy<2',
    'flask\npydantic<2',
  ])('%s is left alone', (requirements) => {
    expect(service({ 'requirements.txt': requirements, 'app.py': flask }).notes).toEqual([]);
  });
  it.each<[requirements: string, held: string]>([
    ['Flask==2.0.3', 'newer ones do not go with the rest: werkzeug<3'],
    ['Flask==2.0.3\nWerkzeug==2.0.3', ''],
    ['Flask>=2', ''],
    ['Flask\nFlask-Admin==1.6.0', 'newer ones do not go with the rest: jinja2<3.1, flask<2.3, werkzeug<3'],
    ['Flask==2.2.5\nFlask-SocketIO==5.2.0\nWerkzeug==2.2.3', ''],
    ['Flask\nFlask-SocketIO==5.3.7', ''],
  ])('%s: %s', (requirements, held) => {
    const { notes } = service({ 'requirements.txt': requirements, 'app.py': flask });
    expect(notes.join()).toBe(held);
  });
  it.each<[requirements: string, held: string]>([
    // What the project asks for is not contradicted, of Flask nor of what Flask asks for itself.
    ['Flask==2.2.5\nFlask-HTTPAuth==4.3.0', 'werkzeug<3'],
    ['Flask==2.2.5\nFlask-Script==2.0.6', 'werkzeug<3, jinja2<3.1, itsdangerous<2.1'],
    ['flask~=2.3\nflask-script', 'werkzeug<3'],
    ['flask>=2.2\nflask-bcrypt==0.7.1', 'flask<2.3, werkzeug<3'],
    ['flask>=3\nflask-bcrypt==0.7.1', ''],
    ['flask==2.1.3\nflask-bcrypt==0.7.1', 'werkzeug<2.1'],
    ['flask\nwerkzeug>=2.2\nflask-bcrypt==0.7.1', 'flask<2.3, werkzeug<3'],
    ['flask\nprotobuf>=4\ngoogleapis-common-protos==1.56.0', ''],
    ['flask\nprotobuf>=3\ngoogleapis-common-protos==1.56.0', 'protobuf<3.21'],
    ['flask\ncryptography>=40\npyopenssl==21.0.0', ''],
    // Of two limits the narrower.
    ['flask\nflask-bcrypt==0.7.1\nflask-mongoengine', 'flask<2.3, werkzeug<2.1'],
    // Where the names left that they take.
    ['flask\nflask-httpauth==4.3.0', 'flask<2.3, werkzeug<2.1'],
    ['flask\nflask-httpauth==4.5.0', ''],
    ['flask\ndash==2.3.0', 'flask<2.1, werkzeug<2.1'],
    ['flask\ndash==2.3.1', 'flask<2.3, werkzeug<3'],
    ['flask\ndash==2.7.0', ''],
    ['flask\nclize==4.1.1', 'sigtools<4'],
    ['flask\nclize==5.0.2', ''],
  ])('%s is held to %s', (requirements, held) => {
    const { notes } = service({ 'requirements.txt': requirements, 'app.py': flask });
    const told = 'newer ones do not go with the rest: ';
    expect(notes.find((note) => note.startsWith(told))?.slice(told.length) ?? '').toBe(held);
  });
  it.each<[requirements: string, text: string, held: string]>([
    ['flask', '@app.before_first_request\n', 'flask<2.3, werkzeug<3'],
    ['fastapi\nflask', 'from pydantic import BaseSettings\n', 'pydantic<2'],
    ['flask\ndash', 'app.run_server(debug=True)\n', 'dash<3'],
    ['flask\nwtforms', 'from wtforms import TextField\n', 'wtforms<3'],
    ['flask', 'from itsdangerous import TimedJSONWebSignatureSerializer as S\n', 'itsdangerous<2.1'],
    ['flask\nsqlalchemy', 'from sqlalchemy.orm import mapper, relationship\n', 'sqlalchemy<2'],
  ])('%s, and %s: %s', (requirements, text, held) => {
    const { notes } = service({ 'requirements.txt': requirements, 'app.py': `${flask}${text}` });
    expect(notes.join()).toContain(held);
  });
  it.each([
    ['flask\nflask-marshmallow==0.14.0', true],
    ['flask\nDjango==3.0.14', true],
    ['flask\nDjango==3.2.8', true],
    ['flask\nDjango==3.2.9', false],
  ])('%s needs distutils: %s', (requirements, isNeeded) => {
    const { recipe } = service({ 'requirements.txt': requirements, 'app.py': flask });
    expect(made(recipe).includes('setuptools<81')).toBe(isNeeded);
  });
  it.each([
    ['boto3==1.17.81\ns3transfer==0.4.2', true],
    ['boto3==1.17.81', false],
    ['boto3==1.26.165\ns3transfer==0.6.0', false],
  ])('%s takes what goes with it in place of its pin: %s', (requirements, isTaken) => {
    const { recipe } = service({ 'requirements.txt': `flask\n${requirements}`, 'app.py': flask });
    expect(made(recipe).includes('s3transfer==0.6.2')).toBe(isTaken);
  });
  it.each<[text: string, isInstalled: boolean]>([
    ['import imp', true],
    ['def load():\n  import imp', true],
    ['try:\n  from fancy import x\nexcept ImportError:\n  import imp', true],
    ['try:\n  import imp\nexcept ImportError:\n  raise SystemExit("no")', true],
    ['if sys.version_info < (3, 14):\n  import imp', true],
    ['if x:\n  pass\nelse:\n  import imp', true],
    ['try:\n  import importlib.util\nexcept ImportError:\n  import imp', false],
    ['try:\n  import imp\nexcept ImportError:\n  imp = None', false],
    ['if sys.version_info < (3, 9):\n  import imp', false],
    ['if sys.version_info[0] == 2:\n  import imp', false],
    ['if py >= (3, 3, 0):\n  pass\nelse:\n  from imp import new_module', false],
    ['if sys.platform == "win32":\n  import imp', false],
  ])('a module that it imports and that is gone: %s', (text, isInstalled) => {
    const { recipe } = service({ 'requirements.txt': 'flask', 'app.py': `${flask}${text}\n` });
    expect(made(recipe).includes('zombie-imp')).toBe(isInstalled);
  });
  it.each([
    ['from lxml.html.clean import Cleaner', true],
    ['import lxml.html.clean', true],
    ['from lxml.html import clean, fromstring', true],
    ['from lxml.html import clean_html', false],
    ['from lxml import htmlxclean', false],
  ])('a module that lxml left out, not Python: %s', (text, isInstalled) => {
    const { recipe, notes } = service({ 'requirements.txt': 'flask\nlxml', 'app.py': `${flask}${text}\n` });
    expect(made(recipe).includes('lxml-html-clean')).toBe(isInstalled);
    const said = 'lxml left lxml.html.clean out: lxml-html-clean is installed for it (app.py:3)';
    expect(notes.includes(said)).toBe(isInstalled);
    expect(notes.join()).not.toContain('not in Python');
  });
  it('a module that a package no longer brings, and a package that looks for a program when it is imported', () => {
    const { recipe } = service({
      'requirements.txt': 'flask\nlxml==5.1.0\nGitPython',
      'app.py': `${flask}from lxml.html.clean import Cleaner\n`,
    });
    expect(made(recipe)).toContain('lxml-html-clean');
    expect(made(recipe)).toContain('"GIT_PYTHON_REFRESH":"quiet"');
  });
  it.each([
    ['openai>=1', 'import httpx\n', true],
    ['openai>=1\nhttpx', 'import httpx\n', false],
    ['openai>=1', 'import httpx2\n', false],
    ['requests', 'import httpx\n', false],
  ])('httpx is installed where what brought it does no more: %j %j %s', (requirements, line, isInstalled) => {
    const { notes } = service({
      'requirements.txt': `flask\n${requirements}\n`,
      'app.py': `${flask}${line}`,
    });
    expect(notes.some((note) => note.startsWith('openai left httpx out'))).toBe(isInstalled);
  });
  it('a successor is taken in place of what is no more', () => {
    const { recipe } = service({ 'requirements.txt': 'flask\npycrypto', 'app.py': flask });
    expect(made(recipe)).toContain('pycryptodome');
  });
  it('is held back in the build too', () => {
    const { recipe } = service({ 'requirements.txt': 'Flask==2.0.3', 'app.py': flask });
    expect(made(recipe)).toContain("uv pip install -r requirements.txt gunicorn==25.3.0 'werkzeug<3'");
  });
  it('a package with parts in C is compiled', () => {
    const { recipe } = service({
      'setup.py':
        'setup(name="fix", ext_modules=[Extension("fix.fast", ["fix/fast.c"])], entry_points={"console_scripts": ["fix = fix.main:main"]})\n',
      'fix/main.py': 'def main():\n  pass\n',
    });
    expect(made(recipe)).toContain('"apt":["build-essential"]');
  });
  it('is limited for a setup.py of then', () => {
    const { recipe } = service({
      'setup.py':
        'import pkg_resources\nsetup(name="fix", entry_points={"console_scripts": ["fix = fix:main"]})\n',
      'fix.py': 'def main():\n  pass\n',
    });
    expect(made(recipe)).toContain('"UV_BUILD_CONSTRAINT":"/builders.txt"');
  });
  it('is refused where nothing helps', () => {
    expect(look({ 'requirements.txt': 'Django>=1.11,<2', ...django })).toMatchObject([{ found: 'refusal' }]);
    expect(look({ 'requirements.txt': 'celery==3.1.23', 'app.py': 'import celery\n' })).toMatchObject([
      { found: 'refusal', reason: expect.stringContaining('Celery 3.1.23') as string },
    ]);
    const aioredis = { 'requirements.txt': 'fastapi\naioredis', 'app.py': 'import aioredis\n' };
    expect(look(aioredis)).toMatchObject([{ found: 'refusal' }]);
    expect(look({ ...aioredis, 'app.py': flask })).toMatchObject([{ found: 'service' }]);
    expect(look({ 'requirements.txt': 'chalice', 'app.py': 'app = Chalice(app_name="x")\n' })).toMatchObject([
      { found: 'refusal', reason: 'app.py:1: an app of Chalice, which runs on AWS Lambda' },
    ]);
    expect(
      look({ 'requirements.txt': 'reflex', 'rxconfig.py': 'import reflex as rx\n', 'shop/shop.py': '' }),
    ).toMatchObject([
      { found: 'refusal', reason: 'rxconfig.py: an app of Reflex, which runs Node or Bun beside Python' },
    ]);
    expect(look({ 'requirements.txt': 'Django==2.2', ...django })).toMatchObject([{ found: 'refusal' }]);
    expect(look({ '.python-version': '2.7.18\n', 'main.py': 'print "x"\n' })).toMatchObject([
      { found: 'refusal', reason: 'it is of Python 2 (.python-version)' },
    ]);
    expect(look({ 'app.yaml': 'runtime: python27\n', 'main.py': 'import webapp2\n' })).toMatchObject([
      { found: 'refusal', reason: 'it is of Python 2 (app.yaml)' },
    ]);
  });
});

describe('needs', () => {
  it.each<[text: string, env: string, required: boolean]>([
    ['key = os.environ["API_KEY"]', 'API_KEY', true],
    ['key = os.environ.get("API_KEY")', 'API_KEY', false],
    ['SECRET_KEY = os.environ.get("API_KEY")', 'API_KEY', true],
    ['SECRET_KEY = os.environ.get("API_KEY") or None', 'API_KEY', true],
    ['hosts = os.environ.get("API_KEY").split(" ")', 'API_KEY', true],
    ['key = config("API_KEY")', 'API_KEY', true],
    ['if "API_KEY" in os.environ:\n  key = os.environ["API_KEY"]', 'API_KEY', false],
    ['if os.environ.get("API_KEY"):\n  key = os.environ["API_KEY"]', 'API_KEY', false],
    ['if trust and os.environ.get("API_KEY"):\n  key = os.environ["API_KEY"]', 'API_KEY', false],
    ['home = os.environ.get("XDG_CACHE_HOME")\nkey = os.environ["API_KEY"]', 'API_KEY', true],
    ['class Settings(BaseSettings):\n    api_key: str\n    debug: bool = False\n', 'API_KEY', true],
  ])('%s', (text, env, required) => {
    expect(service({ 'requirements.txt': 'flask', 'app.py': `${flask}\n${text}\n` }).needs).toMatchObject([
      { env, required },
    ]);
  });
  it('are given to collectstatic, and only to that', () => {
    const { recipe } = service({
      'requirements.txt': 'django',
      ...django,
      'shop/settings.py':
        'STATIC_ROOT = "static"\nINSTALLED_APPS = ["django.contrib.staticfiles"]\nSECRET_KEY = os.environ["KEY"]\n',
    });
    const text = made(recipe);
    expect(text.match(/KEY=only-for-the-build/g)).toHaveLength(1);
    expect(text).toContain('python manage.py collectstatic --noinput');
  });
});

describe('settings of Django that manage.py does not name', () => {
  const files = {
    'requirements.txt': 'django',
    'manage.py': 'from django.core.management import execute_from_command_line\n',
    'shop/wsgi.py':
      'from django.core.wsgi import get_wsgi_application\napplication = get_wsgi_application()\n',
    'shop/settings/__init__.py': '',
    'shop/settings/base.py': 'STATIC_ROOT = "static"\nINSTALLED_APPS = ["django.contrib.staticfiles"]\n',
    'shop/settings/development.py': 'from .base import *\n',
  };
  it.each<[name: string, more: Files, module: string]>([
    ['those that all have in common', {}, 'shop.settings.base'],
    [
      'those of production',
      { 'shop/settings/production.py': 'from .base import *\n' },
      'shop.settings.production',
    ],
    [
      'the package, where it takes some in',
      { 'shop/settings/__init__.py': 'from .base import *' },
      'shop.settings',
    ],
    [
      'those of the file that serves',
      {
        'shop/wsgi.py':
          'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings.development")\napplication = get_wsgi_application()\n',
      },
      'shop.settings.development',
    ],
  ])('%s', (_, more, module) => {
    const text = made(service({ ...files, ...more }).recipe);
    expect(text).toContain(`"DJANGO_SETTINGS_MODULE":"${module}"`);
    expect(text).toContain(`"DJANGO_SETTINGS_MODULE=${module} python manage.py collectstatic --noinput"`);
  });
  it.each<[string, string, Files, string | undefined]>([
    ['not there', 'shop.settings.local', {}, 'shop.settings.base'],
    [
      'not there, by those of the file that serves',
      'shop.settings.local',
      {
        'shop/settings/live.py': 'from .base import *\n',
        'shop/wsgi.py':
          'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings.live")\napplication = get_wsgi_application()\n',
      },
      'shop.settings.live',
    ],
    [
      'not there, as are those of the file that serves',
      'shop.settings.local',
      {
        'shop/wsgi.py':
          'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings.local")\napplication = get_wsgi_application()\n',
      },
      'shop.settings.base',
    ],
    [
      'there, though the file that serves names others',
      'shop.settings.development',
      {
        'shop/wsgi.py':
          'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings.base")\napplication = get_wsgi_application()\n',
      },
      undefined,
    ],
    ['there', 'shop.settings.development', {}, undefined],
    ['a package', 'shop.settings', {}, undefined],
    ['of another package', 'config.local', {}, undefined],
    ['not there, as is what is beside them', 'shop.local', {}, undefined],
    [
      'not there beside others',
      'shop.local',
      { 'shop/production.py': '', 'shop/settings.py': '' },
      'shop.settings',
    ],
  ])('are replaced where manage.py names some that are %s: %s', (_, name, more, module) => {
    const named = `${files['manage.py']}os.environ.setdefault("DJANGO_SETTINGS_MODULE", "${name}")\n`;
    const text = made(service({ ...files, 'manage.py': named, ...more }).recipe);
    expect(/"DJANGO_SETTINGS_MODULE":"([\w.]+)"/.exec(text)?.[1]).toBe(module);
  });
  it('are not guessed at where it makes them by itself', () => {
    const own = { 'manage.py': `${files['manage.py']}settings.configure(DEBUG=True)\n` };
    expect(made(service({ ...files, ...own }).recipe)).not.toContain('DJANGO_SETTINGS_MODULE');
  });
  it('nothing is collected again that is in the repository', () => {
    const text = made(service({ ...files, 'static/staticfiles.json': '{}' }).recipe);
    expect(text).not.toContain('collectstatic');
  });
});

it('a directory that settings open as they are read is there for collectstatic', () => {
  const { recipe } = service({
    'requirements.txt': 'django',
    ...django,
    'shop/settings.py':
      'BASE_DIR = os.path.dirname(os.path.dirname(__file__))\nSTATIC_ROOT = "static"\nINSTALLED_APPS = ["django.contrib.staticfiles"]\nNAME = os.path.join(BASE_DIR, "data", "jobs.sqlite3")\n',
  });
  const text = made(recipe);
  expect(text).toContain('"mkdir -p /app/data","python manage.py collectstatic --noinput"');
  expect(text).toContain('ln -sf /data/jobs.sqlite3 /app/data/jobs.sqlite3');
});

describe('versions', () => {
  it.each<[specifier: string, version: string, admitted: boolean]>([
    ['>=3.9,<3.13', '3.13.5', false],
    ['>=3.9', '3.13.5', true],
    ['~=3.12', '3.13.5', true],
    ['~=3.12.0', '3.13.5', false],
    ['==3.12.*', '3.13.5', false],
    ['^3.9', '3.13.5', true],
    ['~3.12', '3.13.5', false],
    ['>=3.9 <3.12', '3.13.5', false],
    ['<3.0 || >3.10', '3.13.5', true],
    ['!=3.13.5', '3.13.5', false],
    ['nonsense', '3.13.5', true],
    ['^0.109.0', '0.110.0', false],
  ])('%s, %s: %s', (specifier, version, admitted) => {
    expect(admits(specifier, version)).toBe(admitted);
  });
  it('are compared by their numbers', () => {
    expect(compareVersions('2.10', '2.9.1')).toBeGreaterThan(0);
    expect(compareVersions('1.0', '1.0.0')).toBe(0);
  });
});

describe('requirements', () => {
  it.each<[text: string, name: string | undefined, spec: string]>([
    ['Flask_SQLAlchemy==2.2', 'flask-sqlalchemy', '==2.2'],
    ['uvicorn[standard] >= 0.30', 'uvicorn', '>= 0.30'],
    ['pywin32==306; sys_platform == "win32"', undefined, ''],
    ['tomli==2; python_version < "3.11"', undefined, ''],
    ['thing @ git+https://example.com/thing.git', 'thing', ''],
    ['--index-url https://example.com', undefined, ''],
    ['flask==3.0 --hash=sha256:aa', 'flask', '==3.0'],
  ])('%s', (text, name, spec) => {
    const found = parseRequirement(text, 'x');
    expect([found?.name, found?.spec ?? '']).toEqual([name, spec]);
  });
});

describe('imports of a script, many or long', () => {
  const blanks = ' '.repeat(20_000);
  const names = Array.from({ length: 600 }, (_, index) => `a${index}`).join(',');
  it.each<[name: string, text: string]>([
    ['blanks', `from x import${blanks}!\n`.repeat(4)],
    ['blanks before nothing', `from${blanks}!\n`.repeat(4)],
    ['dots', `from ${'.'.repeat(90_000)}!\n`],
    ['names that nothing calls', `from x import ${names}\n`.repeat(40)],
    ['empty lines', `from x import ${names}\n${'\n'.repeat(60_000)}`],
  ])('are read in a time that grows with them: %s', (_, text) => {
    const files = {
      'requirements.txt': 'requests',
      'main.py': `${text}if __name__ == "__main__":\n  x.start()\n`,
    };
    const start = performance.now();
    expect(startOf(files)).toBe('python main.py');
    expect(performance.now() - start).toBeLessThan(1500);
  });
  it.each([
    'from shop.server import (main, other)\nif __name__ == "__main__":\n  main()\n',
    'from shop.server import  other, main\nif __name__ == "__main__":\n  main()\n',
    'import shop.server\nif __name__ == "__main__":\n  sys.exit(shop.server.main())\n',
    'from shop import config, server\nif __name__ == "__main__":\n  server.start()\n',
    'from .shop.server import main\nif __name__ == "__main__":\n  main()\n',
  ])('lead to what they name: %s', (text) => {
    const files = {
      'requirements.txt': 'requests',
      'main.py': text,
      'shop/server.py': 'def main():\n  HTTPServer(("", 8123), H).serve_forever()\n',
    };
    expect(service(files).port?.value).toBe('8123');
  });
});

describe('hostile and broken', () => {
  it.each<[name: string, files: Files]>([
    ['a broken pyproject', { 'pyproject.toml': '[project\nname = ', 'main.py': 'print(1)' }],
    ['a list for a table', { 'pyproject.toml': 'project = [1, 2]\ntool = 3', 'main.py': 'print(1)' }],
    ['a broken lock', { 'pyproject.toml': '[project]\nname = "x"', 'uv.lock': '= =', 'main.py': 'print(1)' }],
    ['an include of itself', { 'requirements.txt': '-r requirements.txt\nflask', 'app.py': flask }],
    [
      'a Procfile with a pipe',
      { 'requirements.txt': 'flask', 'app.py': flask, Procfile: 'web: gunicorn app:app | tee log' },
    ],
    [
      'a start with quotes',
      { 'requirements.txt': 'flask', 'app.py': flask, Procfile: `web: gunicorn 'app:create("; rm -rf /")'` },
    ],
    ['a name with a newline', { 'pyproject.toml': '[project]\nname = "a\\nRUN b"', 'main.py': flask }],
  ])('%s', (_, files) => {
    for (const found of look(files)) {
      if (found.found !== 'service') continue;
      const [target] = stacks.find(({ id }) => id === 'python')?.targets.python3 ? ['python3'] : [];
      const chosen = stacks.find(({ id }) => id === 'python')?.targets[target ?? ''];
      if (!chosen) throw new Error('no target');
      expect(() =>
        found.recipe({
          target: { id: 'python3', ...chosen },
          port: 8000,
          health: '',
          files: [],
          writable: [],
        }),
      ).not.toThrow();
      expect(found.name.value).toMatch(/^[a-z][a-z0-9-]*$/);
    }
  });
});

it('a script that gives its port a default says the port', () => {
  const files = {
    'requirements.txt': 'fastapi\nuvicorn',
    'app.py': 'from fastapi import FastAPI\napp = FastAPI()\n',
    'run.sh': '#!/bin/sh\nexport PORT=${PORT:-8001}\nexec uvicorn --host 0.0.0.0 --port $PORT app:app\n',
  };
  expect(service(files).port).toMatchObject({ value: '8001', from: 'run.sh' });
});

it('a package that asks for its own version by another name of the function is installed', () => {
  const files = {
    'pyproject.toml':
      '[build-system]\nrequires = ["setuptools"]\n[project]\nname = "shop"\nversion = "1"\ndependencies = ["flask"]\n',
    'shop/__init__.py': `from importlib.metadata import version as get_version\n${flask}VERSION = get_version("shop")\n`,
  };
  expect(made(service(files).recipe)).toContain('uv pip install --no-deps .');
});

it.each([
  ['pypi.python.org', true],
  ['pypi.org', false],
])('PyPI by the name of %s: at its present one: %s', (host, changed) => {
  const text = `[[source]]\nurl = "https://${host}/simple"\n[packages]\nflask = "*"\n`;
  const steps = made(service({ Pipfile: text, 'app.py': flask }).recipe);
  expect(steps.includes(' --default-index https://pypi.org/simple')).toBe(changed);
});

it('a directory of many files does not hide what the next one imports', () => {
  const plugins = Array.from({ length: 150 }, (_, at) => [`shop/plugins/p${at}.py`, 'x = 1\n'] as const);
  const files = {
    'requirements.txt': 'flask',
    'app.py': flask,
    ...Object.fromEntries(plugins),
    'shop/system/unix.py': 'from distutils.spawn import find_executable\n',
  };
  expect(made(service(files).recipe)).toContain('setuptools<81');
});

describe('static files of Django that are served by names with a hash', () => {
  const settings =
    'STATIC_ROOT = "static"\nINSTALLED_APPS = ["django.contrib.staticfiles"]\nSTATICFILES_STORAGE = "whitenoise.storage.CompressedManifestStaticFilesStorage"\n';
  const collected = (debug: string) =>
    made(
      service({ 'requirements.txt': 'django', ...django, 'shop/settings.py': `${settings}${debug}\n` })
        .recipe,
    );
  it('keep their own names with DEBUG', () => {
    expect(collected('DEBUG = True  # for now')).toContain('collectstatic --noinput --no-post-process');
  });
  it.each([
    'DEBUG = os.environ.get("DEBUG") == "1"',
    'DEBUG = True\nif "PORT" in os.environ:\n    DEBUG = False',
    'DEBUG = False',
    'TEMPLATE_DEBUG = True',
  ])('have them with %s', (debug) => {
    expect(collected(debug)).toContain('collectstatic --noinput"');
  });
});

it.each([
  ['0.9.3', true],
  ['1.0.5', false],
])('Alembic %s is taken as 1.0.5: %s', (version, changed) => {
  const text = made(service({ 'requirements.txt': `flask\nalembic==${version}`, 'app.py': flask }).recipe);
  expect(text.includes('/overrides.txt')).toBe(changed);
});

const startWith = (command: string) =>
  startOf({
    'pyproject.toml':
      '[project]\nname = "shop"\ndependencies = ["flask"]\n[project.scripts]\nshop = "shop.cli:cli"\n[build-system]\n',
    'shop/__init__.py': flask,
    'shop/cli.py': `from flask.cli import FlaskGroup\nfrom shop import app\n${command}def cli():\n    pass\n`,
  });

describe('a package with a command and an application of Flask', () => {
  it.each(['@click.group(cls=FlaskGroup, create_app=lambda: app)\n', 'both = FlaskGroup(create_app=make)\n'])(
    'is served where the command is that of Flask: %s',
    (command) => {
      expect(startWith(command)).toBe('python -m gunicorn shop:app');
    },
  );
  it('is run by a command of its own', () => {
    expect(startWith('@click.group()\n')).toBe('shop');
  });
});

const classKind = (address: string) => {
  const found = packaged(
    `class Base(object):\n    def __init__(self, default_port):\n        parser.add_argument("--port", type=int, default=default_port)\n        parser.add_argument("--bind", default="${address}")\n\nclass Shop(Base):\n    pass\n\ndef other():\n    Base(default_port=8070).run()\n\ndef main():\n    Shop(default_port=8090).run()\n`,
    ['gevent'],
  );
  return [found.kind, found.port?.value];
};

it('a command by itself in setup.py is one, and a file with dashes is a module of a server', () => {
  const found = service({
    'setup.py':
      "setup(name='cut', packages=['cut'], entry_points={'console_scripts': 'cut = cut.__main__:main'})",
    'cut/__init__.py': '',
    'cut/__main__.py': 'def main():\n    print(1)\n',
  });
  expect(found.facts['entry']?.value).toBe('cut.__main__:main');
  const dashed = service({
    'requirements.txt': 'flask',
    'file-server.py': flask,
    'templates/index.html': '<p>',
  });
  expect(dashed.facts['entry']?.value).toBe('file-server:app');
  const beside = service({
    'requirements.txt': 'flask',
    'raw-flask.py': flask,
    'app.py': 'import socket\nserve()\n',
  });
  expect(beside.facts['entry']?.value).toBe('app.py');
});

describe('a project without a list of its requirements', () => {
  it('has those that its Dockerfile installs by their names', () => {
    const text = made(
      service({
        Dockerfile:
          'FROM python:3.11\nRUN pip install --no-cache-dir -U pip && pip3 install -i https://pypi.org/simple "sqlite_web[x]>=0.6" gevent==24.2.1 ./local\n',
        'wsgi.py': `${flask}import sqlite_web\n`,
      }).recipe,
    );
    expect(text).toContain("uv pip install 'sqlite-web[x]>=0.6' gevent==24.2.1 flask");
    expect(text).toContain('gevent==24.10.1');
    expect(text).not.toMatch(/pypi\.org|\.\/local/);
  });
});

describe('a directory that the program writes to', () => {
  it.each([
    ['/app/tmp', false],
    ['/app/kept', true],
  ])('is a link, unless a volume is there: %s', (volume, linked) => {
    const text = made(
      service({
        'requirements.txt': 'flask',
        'app.py': `${flask}import os\nos.makedirs("tmp", exist_ok=True)\n`,
        'compose.yaml': `services:\n  web:\n    build: .\n    volumes:\n      - kept:${volume}\n`,
      }).recipe,
    );
    expect(text.includes('ln -s /data/tmp /app/tmp')).toBe(linked);
  });
});

it.each([
  ['', 'shop:own_app'],
  ['application = around(own_app)\n', 'shop:application'],
])('a callable is served with what is around it: %j', (around, entry) => {
  const found = service({
    'requirements.txt': 'lru-dict==1.3.0',
    'shop.py': `def own_app(environ, start_response):\n    return []\n\n${around}`,
  });
  expect(found.facts['entry']?.value).toBe(entry);
  expect(made(found.recipe)).toContain('lru-dict==1.4.1');
});

describe('a lock file of uv', () => {
  it.each([
    ['>=3.12,<3.13', true],
    ['>=3.12', false],
  ])('is taken without its hashes where the project is for %s: %s', (python, unhashed) => {
    const text = made(
      service({
        'pyproject.toml': `[project]\nname = "shop"\nrequires-python = "${python}"\ndependencies = ["flask"]\n`,
        'uv.lock': `requires-python = "${python}"\n[[package]]\nname = "flask"\nversion = "3.1.0"\n`,
        'app.py': flask,
      }).recipe,
    );
    expect(text).toContain(
      `uv export --quiet --frozen --no-dev --no-emit-project${unhashed ? ' --no-hashes' : ''} --output-file`,
    );
  });
});

describe('a command of several by which a program serves', () => {
  const typer = 'import typer\napp = typer.Typer()\n\n';
  const other = '@app.command()\ndef show(name: str) -> None:\n    print(name)\n\n';
  const commandOf = (commands: string, requirement = 'uvicorn') => {
    const found = packaged(`${typer}${other}${commands}`, ['typer', requirement], 'app');
    const { entrypoint, command } = (JSON.parse(made(found.recipe)) as { runtime: Runtime }).runtime;
    return [found.kind, found.port?.value, entrypoint, command ?? []];
  };
  const serve =
    '@app.command()\ndef serve(\n    host: str = "127.0.0.1",\n    port: int = 8321,\n) -> None:\n    run(host, port)\n';
  it('is what the image is given, and whoever runs it may give it others', () => {
    expect(commandOf(serve)).toEqual([
      'server',
      '8321',
      ['/usr/local/bin/shop'],
      ['serve', '--host', '0.0.0.0'],
    ]);
  });
  it('starts where everybody may look for a file, and only its user writes', () => {
    const found = packaged(`${typer}${serve}`, ['typer', 'uvicorn'], 'app');
    const { runtime } = JSON.parse(made(found.recipe)) as { runtime: Runtime };
    expect(runtime).toMatchObject({ workdir: '/app', writable: [{ path: '/app', volume: false }] });
  });
  it.each([
    ['one in another name', serve.replace('command()', 'command("web")').replace('serve(', 'other('), 'web'],
    ['parameters on one line', serve.replace(/\n {4}/g, ' ').replace(',\n)', ')'), 'serve'],
    ['a port that something else says', serve.replace(' = 8321', ' = settings.port'), 'serve'],
  ])('by %s', (_, text, name) => {
    expect((commandOf(text)[3] as string[]).slice(0, 3)).toEqual([name, '--host', '0.0.0.0']);
  });
  const http =
    '@app.command()\ndef http(\n    port: int = 8321,\n) -> None:\n    application.listen(port, xheaders=True)\n';
  it('is one that listens on every address and is told a port only', () => {
    expect(commandOf(http, 'tornado')).toEqual(['server', '8321', ['/usr/local/bin/shop'], ['http']]);
  });
  it.each([
    ['imports', 'from shop.command import main\n', 'server'],
    ['imports from beside it', 'from .command import main\n', 'server'],
    ['does not import', 'from shop.command import other\n', 'cli'],
  ])('of a module that the one which the project names %s', (_, text, kind) => {
    const found = service({
      'pyproject.toml':
        '[project]\nname = "shop"\ndependencies = ["click", "tornado"]\n[project.scripts]\nshop = "shop.__main__:main"\n[build-system]\n',
      'shop/__init__.py': '',
      'shop/__main__.py': `${text}main()\n`,
      'shop/command.py': `@click.group()\ndef main():\n    pass\n\n${http}`,
    });
    expect(found.kind).toBe(kind);
  });
  it.each([
    ['one that listens on this machine', http.replace('xheaders=True', 'address="127.0.0.1"'), 'tornado'],
    ['one that asks others', http.replace('application.listen(port, xheaders=True)', 'get(port)'), 'tornado'],
    ['one that is not told where', serve.replace('    host: str = "127.0.0.1",\n', ''), 'uvicorn'],
    ['one of a tool', serve, 'rich'],
    ['one that starts something else', serve.replace('serve(', 'start('), 'uvicorn'],
    ['a function without a decorator', serve.replace('@app.command()\n', ''), 'uvicorn'],
  ])('is not %s', (_, text, requirement) => {
    expect(commandOf(text, requirement)[0]).toBe('cli');
  });
});

describe('a command that is a class with options', () => {
  it('serves where they are an address of its own', () => {
    expect(classKind('0.0.0.0')).toEqual(['server', '8090']);
  });
  it('does not where they are an address to ask', () => {
    expect(classKind('example.com')).toEqual(['cli', undefined]);
  });
});

it.each([
  ['def main(host="0.0.0.0", port=8091):\n    WSGIServer((host, port), build()).serve_forever()\n', '8091'],
  [
    'def main():\n    start(host="0.0.0.0", port=8091)\n\ndef start(host, port):\n    HTTPServer((host, port), H).serve_forever()\n',
    '8091',
  ],
  [
    'def main():\n    connect(port=5432)\n    HTTPServer(("0.0.0.0", 8000), H).serve_forever()\n\ndef connect(port):\n    pass\n',
    '8000',
  ],
])('a command that serves has its port: %j', (text, port) => {
  const found = packaged(`from http.server import HTTPServer\n\n${text}`, []);
  expect(found.port?.value).toBe(port);
});

it.each(['redis.Redis(port=6379)', 'Store(db_port=5432)'])(
  '%s is no port of the command that makes it',
  (store) => {
    const { port } = packaged(
      `import argparse\nfrom waitress import serve\n\nclass Store:\n    pass\n\ndef main():\n    parser = argparse.ArgumentParser()\n    parser.add_argument("--host", default="127.0.0.1")\n    parser.add_argument("--port", type=int, default=8123)\n    args = parser.parse_args()\n    store = ${store}\n    app = build(store)\n    serve(app, host=args.host, port=args.port)\n`,
      ['flask'],
    );
    expect(port?.value).toBe('8123');
  },
);

it.each([
  ['SERVER_NAME = os.environ["SERVER_NAME"]', ['SERVER_NAME']],
  ['name = os.environ["SERVER_NAME"]', []],
])('%s: what it needs is %j', (line, names) => {
  const { needs } = service({ 'requirements.txt': 'flask', 'app.py': `${flask}${line}\n` });
  expect(needs.flatMap((need) => ('env' in need ? [need.env] : []))).toEqual(names);
});

it.each([
  ['from pkg_resources import require\nVERSION = require("shop")[0].version\n', true],
  ['VERSION = pkg_resources.get_distribution("shop").version\n', true],
  ['from pkg_resources import iter_entry_points\n', false],
])('%s: the package is installed: %s', (text, installed) => {
  const steps = made(
    service({
      'requirements.txt': 'flask',
      'setup.py': 'from setuptools import setup\nsetup(name="shop")\n',
      'shop/__init__.py': `${flask}${text}`,
    }).recipe,
  );
  expect(steps.includes('uv pip install --no-deps .')).toBe(installed);
});

const holdsAlchemy = (requirements: string, text = '') =>
  made(service({ 'requirements.txt': requirements, 'app.py': `${flask}${text}` }).recipe).includes(
    'sqlalchemy<2.1',
  );

describe('SQLAlchemy without a limit', () => {
  it.each([
    ['flask\nsqlalchemy\npsycopg2-binary', ''],
    ['flask\nflask-sqlalchemy==3.1.1\npsycopg2', ''],
    ['flask\nsqlalchemy>=2.0', 'from sqlalchemy.ext.asyncio import create_async_engine\n'],
  ])('is 2.0 for what 2.1 ended: %j', (requirements, text) => {
    expect(holdsAlchemy(requirements, text)).toBe(true);
  });
  it.each([
    ['flask\nsqlalchemy\npsycopg[binary]\npsycopg2', ''],
    ['flask\nsqlalchemy', ''],
    ['flask\nsqlalchemy>=2.1\npsycopg2', ''],
    ['flask\nsqlalchemy==2.0.31\npsycopg2', ''],
    ['flask\npsycopg2', ''],
    ['flask\nsqlalchemy[asyncio]', 'from sqlalchemy.ext.asyncio import create_async_engine\n'],
  ])('is the newest elsewhere: %j', (requirements, text) => {
    expect(holdsAlchemy(requirements, text)).toBe(false);
  });
});

const withProduction = (settings: string, production: string) =>
  made(
    service({
      'requirements.txt': 'django',
      ...django,
      'shop/settings.py': `INSTALLED_APPS = ["django.contrib.staticfiles"]\n${settings}\n`,
      'shop/production.py': `from .settings import *\n${production}\n`,
    }).recipe,
  );

describe('settings of Django beside those that are read', () => {
  it('say nothing of static files', () => {
    expect(withProduction('# turn it off in production', 'STATIC_ROOT = "static"')).not.toContain(
      'collectstatic',
    );
  });
  it.each(['from .production import *', 'include("production.py")'])(
    'do where they are taken in: %s',
    (line) => {
      expect(withProduction(line, 'STATIC_ROOT = "static"')).toContain('collectstatic');
    },
  );
  it('do where a file beside a package takes it in', () => {
    const { recipe } = service({
      'requirements.txt': 'django\n',
      'manage.py': django['manage.py'].replace('shop.settings', 'shop.local_settings'),
      'shop/wsgi.py': django['shop/wsgi.py'],
      'shop/local_settings.py': 'from shop.settings import *\n',
      'shop/settings/__init__.py':
        'INSTALLED_APPS = ["django.contrib.staticfiles"]\nSTATIC_ROOT = "static"\n',
    });
    expect(made(recipe)).toContain('collectstatic');
  });
  it('a database in a comment is not migrated', () => {
    const engine = '"ENGINE": "django.db.backends.sqlite3"';
    expect(withProduction(`# ${engine}`, '')).not.toContain('migrate');
    expect(withProduction(`DATABASES = {"default": {${engine}}}`, '')).toContain('migrate');
  });
});

const scripted = (text: string, dir = '') =>
  made(
    service({
      [`${dir}requirements.txt`]: 'flask\ngunicorn',
      [`${dir}entrypoint.sh`]: `#!/bin/sh\nset -e\n${text}\n`,
      [`${dir}shop/__init__.py`]: flask,
      [`${dir}shop/seed.py`]: 'from shop.models import make\nmake()\n',
      [`${dir}shop/plain.py`]: 'import models\n',
      [`${dir}gunicorn.conf.py`]: 'bind = "0.0.0.0:8000"\n',
    }).recipe,
  );

describe('a command of a script', () => {
  it('names files from the root of the repository', () => {
    const text = scripted('python3 web/shop/plain.py\ngunicorn -c web/gunicorn.conf.py shop:app', 'web/');
    expect(text).toContain('\\"-c\\", \\"gunicorn.conf.py\\"');
    expect(text).toContain('[sys.executable, \\"shop/plain.py\\"]');
  });
  it('runs a file that imports its package as a part of it', () => {
    expect(scripted('python shop/seed.py\ngunicorn shop:app')).toContain('\\"-m\\", \\"shop.seed\\"');
  });
  it.each([
    ['/home/site/wwwroot', 'shop:app', '"/app"'],
    ['/home/site/shop', 'plain:app', '"/app/shop"'],
    // What the package is in has its name on that machine.
    ['/home/site/shop', 'shop:app', '"/app"'],
    ['/app/shop', 'seed:app', '"/app/shop"'],
    ['shop', 'plain:app', '"/app/shop"'],
    ['../shop', 'shop:app', '"/app"'],
  ])('goes to %s for %s: %s', (chdir, target, workdir) => {
    const text = scripted(`gunicorn --chdir=${chdir} ${target}`);
    expect(text.slice(text.indexOf('"runtime"'))).toContain(`"workdir":${workdir}`);
  });
  it('that migrates needs nobody to', () => {
    const files = {
      'requirements.txt': 'django\ngunicorn',
      ...django,
      'shop/settings.py': 'DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql"}}\n',
    };
    const told = (command: string) => service({ ...files, Procfile: `web: ${command}\n` }).notes.join('\n');
    expect(told('gunicorn shop.wsgi')).toContain('migrations are not run at start');
    expect(told('python manage.py migrate && gunicorn shop.wsgi')).not.toContain('migrations are not run');
  });
});

it.each([
  ['gunicorn app:app --daemon\npython worker.py', 'python -m gunicorn app:app'],
  ['python worker.py\ngunicorn app:app', 'python -m gunicorn app:app'],
  ['gunicorn app:app --check-config\npython worker.py', 'python worker.py'],
])('a script of a server and a worker: %j', (script, start) => {
  const files = {
    'requirements.txt': 'flask\ngunicorn',
    Procfile: 'web: sh run.sh\n',
    'run.sh': `#!/bin/sh\n${script}\n`,
    'app.py': flask,
    'worker.py': 'if __name__ == "__main__":\n  work()\n',
  };
  expect(startOf(files)).toBe(start);
});

it.each([
  ['sqlalchemy==1.1.9\nflask-migrate', true],
  ['sqlalchemy==1.1.9\nalembic==1.0.5', false],
  ['sqlalchemy==1.1.9', false],
  ['sqlalchemy==1.4.50\nflask-migrate', false],
])('%j: Alembic is one that takes SQLAlchemy before 1.4: %s', (requirements, held) => {
  const text = made(service({ 'requirements.txt': `flask\n${requirements}`, 'app.py': flask }).recipe);
  expect(text.includes('alembic<1.15')).toBe(held);
});
