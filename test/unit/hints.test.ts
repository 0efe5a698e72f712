import { describe, expect, it } from 'vitest';
import { readHints } from '../../src/detect/hints.ts';
import type { Hints } from '../../src/detect/types.ts';
import { openInventory } from '../../src/inventory/open.ts';
import { makeRepo } from '../support/repo.ts';

const hintsOf = (files: Readonly<Record<string, string>>, dir = '', given = {}): Hints =>
  readHints(openInventory(makeRepo(files)), given)(dir);

/** `value <- from`, which is what people are shown. */
const told = (fact: { value: string; from: string } | undefined) => fact && `${fact.value} <- ${fact.from}`;

describe('how it starts', () => {
  it.each<[string, Record<string, string>, string | undefined]>([
    [
      'the web process of a Procfile',
      { Procfile: 'release: ./m\nweb: gunicorn app:app\n' },
      'gunicorn app:app <- Procfile:2',
    ],
    ['its only process', { Procfile: 'worker: python bot.py\n' }, 'python bot.py <- Procfile:1'],
    ['not one of several workers', { Procfile: 'a: python a.py\nb: python b.py\n' }, undefined],
    [
      'what exec and a shell only wrap',
      { Procfile: 'web: exec bash -c "node server.js"\n' },
      'node server.js <- Procfile:1',
    ],
    [
      'App Engine',
      { 'app.yaml': 'runtime: python312\nentrypoint: gunicorn -b :$PORT main:app\n' },
      'gunicorn -b :$PORT main:app <- app.yaml:2',
    ],
    ['a Kubernetes app.yaml says nothing', { 'app.yaml': 'kind: Deployment\nentrypoint: x\n' }, undefined],
    [
      'fly.toml',
      { 'fly.toml': 'app = "x"\n[processes]\napp = "node build/index.js"\n' },
      'node build/index.js <- fly.toml:3',
    ],
    [
      'railpack.json',
      { 'railpack.json': '{"deploy": {"startCommand": "node main.js"}}' },
      'node main.js <- railpack.json:1',
    ],
    ['nixpacks.toml', { 'nixpacks.toml': '[start]\ncmd = "./start"\n' }, './start <- nixpacks.toml:2'],
    [
      'railway.json',
      { 'railway.json': '{"deploy": {"startCommand": "node r.js"}}' },
      'node r.js <- railway.json:1',
    ],
    [
      'render.yaml',
      { 'render.yaml': 'services:\n  - type: web\n    startCommand: uvicorn main:app --port $PORT\n' },
      'uvicorn main:app --port $PORT <- render.yaml:3',
    ],
    [
      'nothing of what compose builds for tests',
      {
        'compose.yaml':
          'services:\n  db:\n    build: { dockerfile: test-setup/db.dockerfile }\n    command: mongod --replSet rs\n',
      },
      undefined,
    ],
    [
      'compose',
      { 'compose.yaml': 'services:\n  app:\n    build: .\n    command: ["node", "a b.js"]\n' },
      "node 'a b.js' <- compose.yaml:4",
    ],
    [
      'not how a developer starts it',
      { 'compose.yaml': 'services:\n  app:\n    build: .\n    command: npm run dev\n' },
      undefined,
    ],
    [
      'of several of one directory not how another one starts',
      {
        'compose.yaml':
          'services:\n  web:\n    build: .\n    command: uvicorn main:app --reload\n    ports: ["8004:8000"]\n  jobs:\n    build: .\n    command: celery -A x worker\n',
      },
      undefined,
    ],
    [
      'the Dockerfile that was there',
      { Dockerfile: 'FROM node\nWORKDIR /app\nCMD ["node", "/app/src/main.js"]\n' },
      'node src/main.js <- Dockerfile:3',
    ],
    ['its shell form', { Dockerfile: 'FROM node\nCMD npm start\n' }, 'npm start <- Dockerfile:2'],
    [
      'ENTRYPOINT and CMD as one',
      { Dockerfile: 'FROM python\nENTRYPOINT ["tini", "--", "python"]\nCMD ["app.py"]\n' },
      'python app.py <- Dockerfile:2',
    ],
    [
      'a program of an environment by its name, and a directory for data',
      {
        Dockerfile:
          'FROM python\nWORKDIR /app\nVOLUME /data\nCMD ["/app/.venv/bin/gunicorn", "--chdir", "/data", "a:b"]\n',
      },
      'gunicorn --chdir /data a:b <- Dockerfile:4',
    ],
    [
      'a program beside the Python that is named by its path',
      {
        Dockerfile:
          'FROM python\nWORKDIR /app\nENTRYPOINT ["/opt/x/bin/python", "/opt/x/bin/shop"]\nCMD ["--hosts", "0.0.0.0:5232"]\n',
      },
      'python shop --hosts 0.0.0.0:5232 <- Dockerfile:3',
    ],
    [
      'not a program that only its build made',
      { Dockerfile: 'FROM golang AS b\nFROM alpine\nCMD ["/server"]\n' },
      undefined,
    ],
    [
      'not a web server for files',
      { Dockerfile: 'FROM nginx\nCMD ["nginx", "-g", "daemon off;"]\n' },
      undefined,
    ],
    [
      'of the stages the last, and what it is built on',
      { Dockerfile: 'FROM node AS a\nCMD node a.js\nFROM a\nENV X=1\n' },
      'node a.js <- Dockerfile:2',
    ],
    [
      'Procfile before Dockerfile',
      { Procfile: 'web: node p.js\n', Dockerfile: 'FROM node\nCMD node d.js\n' },
      'node p.js <- Procfile:1',
    ],
  ])('%s', (_, files, expected) => {
    expect(told(hintsOf(files).start)).toBe(expected);
  });

  it('is what the user says, whatever else is there', () => {
    const start = { value: 'node x.js', from: '--start', confidence: 'high' } as const;
    expect(hintsOf({ Procfile: 'web: node p.js\n' }, '', { start }).start).toBe(start);
  });

  it('is told of a directory by files above it', () => {
    const files = {
      Procfile: 'web: cd api && node main.js\n',
      'docker-compose.yml': 'services:\n  web:\n    build: ./web\n    ports: ["80:4000"]\n',
      'render.yaml': 'services:\n  - type: web\n    rootDir: jobs\n    startCommand: node jobs.js\n',
    };
    expect(told(hintsOf(files, 'api').start)).toBe('node main.js <- Procfile:1');
    expect(told(hintsOf(files, 'web').port)).toBe('4000 <- docker-compose.yml:4');
    expect(told(hintsOf(files, 'jobs').start)).toBe('node jobs.js <- render.yaml:4');
    expect(hintsOf(files).start).toBeUndefined();
  });

  it('takes the service whose Dockerfile has no name of its own for the one of the directory', () => {
    const mail =
      '  mail:\n    build: { context: ., dockerfile: mail.Dockerfile }\n    ports: ["1080:1080", "1025:1025"]\n';
    const files = { 'compose.yaml': `services:\n${mail}  app:\n    build: .\n    ports: ["3001:3001"]\n` };
    expect(told(hintsOf(files).port)).toBe('3001 <- compose.yaml:7');
    expect(
      hintsOf({ 'compose.yaml': `services:\n${mail}  app:\n    build: .\n    ports: ["$P:$P"]\n` }).port,
    ).toBeUndefined();
  });
});

const compose = (ports: string) => ({
  'compose.yml': `services:\n  a:\n    build: .\n    ports: ${ports}\n`,
});

describe('the port', () => {
  it.each<[string, Record<string, string>, string | undefined]>([
    ['EXPOSE', { Dockerfile: 'FROM x\nEXPOSE 3000/tcp 9229\n' }, '3000'],
    ['EXPOSE of a variable', { Dockerfile: 'FROM x\nARG PORT=5000\nEXPOSE $PORT\n' }, '5000'],
    ['ENV PORT', { Dockerfile: 'FROM x\nENV PORT 5001\n' }, '5001'],
    ['a range is none', { Dockerfile: 'FROM x\nEXPOSE 3000-3005\n' }, undefined],
    ['compose', compose('["127.0.0.1:80:3000/tcp"]'), '3000'],
    ['compose with a variable', compose('["${PORT:-8081}:${PORT:-8082}"]'), '8082'],
    ['compose, long', compose('[{ target: 8083, published: 80 }]'), '8083'],
    ['not a debugger', compose('["9229:9229", "8084"]'), '8084'],
    ['fly', { 'fly.toml': '[http_service]\ninternal_port = 8085\n' }, '8085'],
    ['an example of .env', { '.env.example': 'PORT=8086\n' }, '8086'],
    ...['0', '99999', '3000;x', '-1', '1e3', '3000\\nRUN x'].map(
      (port): [string, Record<string, string>, undefined] => [
        `${port} is none`,
        { 'fly.toml': `[http_service]\ninternal_port = "${port}"\n`, Dockerfile: `FROM x\nEXPOSE ${port}\n` },
        undefined,
      ],
    ),
  ])('%s', (_, files, expected) => {
    expect(hintsOf(files).port?.value).toBe(expected);
  });
});

describe('the health path', () => {
  it.each<[string, Record<string, string>]>([
    [
      'HEALTHCHECK',
      { Dockerfile: 'FROM x\nHEALTHCHECK --interval=5s CMD curl -f http://localhost:3000/up || exit 1\n' },
    ],
    [
      'compose',
      {
        'compose.yml':
          'services:\n  a:\n    build: .\n    healthcheck:\n      test: ["CMD", "curl", "http://127.0.0.1/up"]\n',
      },
    ],
    ['fly', { 'fly.toml': '[http_service]\n[[http_service.checks]]\npath = "/up"\n' }],
    ['render', { 'render.yaml': 'services:\n  - type: web\n    healthCheckPath: /up\n' }],
    ['railway', { 'railway.toml': '[deploy]\nhealthcheckPath = "/up"\n' }],
    ['App Engine', { 'app.yaml': 'runtime: go\nreadiness_check:\n  path: "/up"\n' }],
  ])('%s', (_, files) => {
    expect(hintsOf(files).health?.value).toBe('/up');
  });
});

describe('variables', () => {
  it('are carried with their values, secrets and the platform’s own are not', () => {
    const { env, needs } = hintsOf({
      Dockerfile: [
        'FROM node',
        'ENV LOG_LEVEL=info TZ="Europe/Berlin" NODE_VERSION=20 PATH=/x:$PATH DATA=/data VIEWS=/app/views',
        'ENV ADMIN_PASSWORD=changeme SESSION_SECRET=abc DB=postgres://u:p@db/x API_KEY=x STRIPE=sk_live_4eC39HqLyjWDarjtT1zdp7dc',
        'VOLUME /data',
      ].join('\n'),
    });
    expect(Object.entries(env).map(([name, fact]) => `${name}=${told(fact)}`)).toEqual([
      'LOG_LEVEL=info <- Dockerfile:2',
      'TZ=Europe/Berlin <- Dockerfile:2',
      'DATA=/data <- Dockerfile:2',
    ]);
    expect(needs.map((need) => 'env' in need && need.env)).toEqual([
      'ADMIN_PASSWORD',
      'SESSION_SECRET',
      'DB',
      'API_KEY',
      'STRIPE',
    ]);
    expect(JSON.stringify(needs)).not.toMatch(/changeme|abc|u:p|sk_live/);
  });

  it('of an example are needs, with values that are no secrets', () => {
    const { env, needs } = hintsOf({
      '.env.example':
        'DATABASE_URL=postgres://me:pw@localhost/x\nJWT_SECRET=hunter2\n# c\nexport MAIL_FROM="a@b.c" # d\n',
    });
    expect(env).toEqual({});
    expect(needs).toEqual([
      { env: 'DATABASE_URL', from: '.env.example:1', required: false },
      { env: 'JWT_SECRET', from: '.env.example:2', required: false },
      { env: 'MAIL_FROM', from: '.env.example:4', required: false, about: 'such as a@b.c' },
    ]);
  });

  it('of compose and app.json are needs, as are the services beside', () => {
    const { env, needs } = hintsOf({
      'compose.yaml': [
        'services:',
        '  app:',
        '    build: { context: . }',
        '    environment: [DB_HOST=db, "CACHE=redis://cache:6379"]',
        '    depends_on: { db: { condition: service_healthy } }',
        '  db: { image: "docker.io/bitnami/postgresql:16" }',
        '  cache: { image: valkey/valkey }',
        '  admin: { image: dpage/pgadmin4 }',
      ].join('\n'),
      'app.json':
        '{"env": {"A": {"required": true, "description": "an a"}, "B": "b"}, "addons": ["rediscloud", {"plan": "heroku-postgresql:mini"}]}',
    });
    expect(env).toEqual({ B: { value: 'b', from: 'app.json:1', confidence: 'high' } });
    expect(needs).toEqual([
      { env: 'A', from: 'app.json:1', required: true, about: 'an a' },
      { service: 'redis', from: 'app.json:1' },
      { service: 'postgres', from: 'app.json:1' },
      { env: 'DB_HOST', from: 'compose.yaml:4', required: false },
      { env: 'CACHE', from: 'compose.yaml:4', required: false },
    ]);
  });
});

const serviceOf = (...lines: readonly string[]) =>
  ['services:', '  app:', ...lines.map((line) => `    ${line}`)].join('\n');
const volumesOf = (files: Record<string, string>) =>
  (hintsOf(files).writable ?? []).map(({ value }) => value);

describe('compose', () => {
  it.each<[string, string, string[]]>([
    ['a directory of the host', 'volumes: ["./data:/data", "./x.db:/app/x.db"]', ['/data']],
    ['a name', 'volumes: [kept:/var/lib/widget/]', ['/var/lib/widget']],
    ['a table', 'volumes: [{ type: volume, source: kept, target: /app/uploads }]', ['/app/uploads']],
    ['below where images of Node have their sources', 'volumes: [kept:/usr/src/app/db]', ['/app/db']],
    ['below where guides have them', 'volumes: ["a:/opt/app/x", "b:/home/node/app/y"]', ['/app/x', '/app/y']],
    ['below another home', 'volumes: ["a:/home/other/app/x"]', []],
    ['no sources', 'volumes: [".:/app", "./src:/app/lib", "modules:/app/node_modules"]', []],
    [
      'nothing that a build makes',
      'volumes: ["static:/usr/src/app/staticfiles", "s:/home/app/web/media"]',
      [],
    ],
    ['no sources where the developer stands', 'volumes: ["${PWD}/src:/app/code", "$PWD/x:/app/src"]', []],
    ['nothing over what the repository has', 'volumes: [kept:/app/src]', []],
    ['no cache of a tool', 'volumes: ["go-modules:/go/pkg/mod", "c:/app/npm-cache"]', []],
    ['no settings', 'volumes: ["./conf.yml:/data/conf.yml", "./conf:/conf:ro"]', []],
    ['nothing of the host', 'volumes: ["/var/run/docker.sock:/docker", "/etc/localtime:/clock"]', []],
    ['nothing that leads elsewhere', 'volumes: ["./data:/data/../etc", "./data:/a b"]', []],
  ])('keeps data in: %s', (_, volumes, found) => {
    expect(volumesOf({ 'compose.yaml': serviceOf('build: .', volumes), 'src/a.ts': '' })).toEqual(found);
  });

  it('says where a service keeps its data by a variable', () => {
    const lines = [
      'build: .',
      'volumes: ["./db:/db"]',
      'environment: { DB_FILE: /db/x.db, VIEWS: /app/views }',
    ];
    const { env, needs } = hintsOf({ 'compose.yaml': serviceOf(...lines) });
    expect(env).toEqual({ DB_FILE: { value: '/db/x.db', from: 'compose.yaml:5', confidence: 'medium' } });
    expect(needs).toEqual([{ env: 'VIEWS', from: 'compose.yaml:5', required: false }]);
  });

  it.each<[string, Record<string, string>, string | undefined]>([
    ['as its package is called', { 'package.json': '{"name":"@acme/widget"}' }, '8181'],
    ['as its module is', { 'go.mod': 'module example.com/widget/v2\n' }, '8181'],
    ['as its README says', { 'README.md': '<img>\n\n# 🚀 Widget\n' }, '8181'],
    ['not by another name', { 'package.json': '{"name":"gadget"}' }, undefined],
    ['nor by a sentence', { 'README.md': '# Widget for all\n' }, undefined],
  ])('knows the image that its authors publish: %s', (_, files, port) => {
    const file = serviceOf('image: ghcr.io/acme/widget-server:latest', 'ports: ["80:8181"]');
    expect(hintsOf({ ...files, 'compose.yaml': file }).port?.value).toBe(port);
  });
});

it('a database is none of its own images, whatever it is called', () => {
  const file =
    'services:\n  db:\n    image: mongo:7\n    ports: ["27017:27017"]\n    volumes: [a:/data/db]\n';
  const { port, writable } = hintsOf({ 'package.json': '{"name":"mongo-app"}', 'compose.yaml': file });
  expect([port, writable]).toEqual([undefined, []]);
});

it('keeps data where a platform mounts a disk', () => {
  expect(volumesOf({ 'fly.toml': '[[mounts]]\nsource = "a"\ndestination = "/data"\n' })).toEqual(['/data']);
  const render = 'services:\n  - type: web\n    disk: { name: a, mountPath: /var/data/ }\n';
  expect(volumesOf({ 'render.yaml': render })).toEqual(['/var/data']);
  expect(volumesOf({ 'fly.toml': '[mounts]\ndestination = "/data/../etc"\n' })).toEqual([]);
  expect(volumesOf({ 'fly.toml': '[mounts]\ndestination = "/app"\n' })).toEqual([]);
  const source = render.replace('/var/data/', '/opt/render/project/src/data');
  expect(volumesOf({ 'render.yaml': source })).toEqual(['/app/data']);
});

it('what one deployment has for its own is no setting of the image', () => {
  const { env, needs } = hintsOf({
    'fly.toml':
      '[env]\nS3_BUCKET = "mine"\nBASE_URL = "https://a.example.com"\nBEHIND_PROXY = "yes"\nAPP_USERNAME = "ann"\nUSER_LIMIT = "5"\nDB = "/data/x.db"\n',
  });
  expect(Object.keys(env)).toEqual(['USER_LIMIT', 'DB']);
  expect(needs.map((need) => 'env' in need && need.env)).toEqual([
    'S3_BUCKET',
    'BASE_URL',
    'BEHIND_PROXY',
    'APP_USERNAME',
  ]);
});

describe('of the build', () => {
  it('arguments that front ends take, with their defaults', () => {
    const { args } = hintsOf({
      Dockerfile:
        'ARG NODE=20\nFROM node:$NODE AS b\nARG VITE_URL=https://x.test NEXT_PUBLIC_Y\nENV REACT_APP_Z=$Z PUBLIC_W=w\nARG COMMIT NPM_TOKEN\nFROM node\n',
    });
    expect(Object.entries(args).map(([name, { value }]) => `${name}=${value}`)).toEqual([
      'VITE_URL=https://x.test',
      'NEXT_PUBLIC_Y=',
      'PUBLIC_W=w',
    ]);
  });

  it('Debian packages to build with, by their names of today', () => {
    const { apt } = hintsOf({
      Aptfile: '# c\nlibvips-dev\nffmpeg\nhttps://x.test/y.deb\n',
      Dockerfile:
        'FROM x AS b\nRUN apt-get update && \\\n  apt-get install -y --no-install-recommends curl libmysqlclient-dev=1.2 gcc \\\n  && rm -rf /x\nFROM y\n',
    });
    expect(apt.map(told)).toEqual([
      'libvips-dev <- Aptfile:2',
      'default-libmysqlclient-dev <- Dockerfile:2',
      'gcc <- Dockerfile:2',
    ]);
  });

  it.each([
    ['npm install && npm run build', 'npm run build'],
    ['pip install -r requirements.txt', undefined],
    ['yarn; yarn build', 'yarn build'],
    ["go build -tags netgo -ldflags '-s -w' -o app", "go build -tags netgo -ldflags '-s -w' -o app"],
  ])('%s -> %s', (buildCommand, expected) => {
    const { build } = hintsOf({
      'render.yaml': `services:\n  - type: web\n    buildCommand: ${buildCommand}\n`,
    });
    expect(build?.value).toBe(expected);
  });
});

it('notes what is not carried over', () => {
  const { notes } = hintsOf({
    Procfile: 'web: node a.js\nrelease: node migrate.js\nworker: node w.js\n',
    Dockerfile: 'FROM x\nENTRYPOINT ["/docker-entrypoint.sh"]\nCMD ["node", "a.js"]\n',
  });
  expect(notes).toEqual([
    'Procfile:2 runs before each release: node migrate.js',
    'Procfile:3 has another process, worker: node w.js',
    'Dockerfile:2 starts /docker-entrypoint.sh first: what that does is not carried over',
  ]);
});

it('takes nothing from files that are broken or of another kind', () => {
  const broken = '{{{[[[: \u0000 &*';
  const names = [
    'Procfile',
    'app.yaml',
    'fly.toml',
    'railpack.json',
    'railway.toml',
    'nixpacks.toml',
    'render.yaml',
    'app.json',
    'Aptfile',
    'Dockerfile',
    'compose.yaml',
    '.env.example',
  ];
  const all = Object.fromEntries(names.map((name) => [name, broken]));
  expect(hintsOf(all)).toMatchObject({ env: {}, apt: [], args: {}, needs: [] });
  const strange = Object.fromEntries(names.map((name) => [name, '[null, 1, "x"]']));
  expect(hintsOf(strange)).toMatchObject({ env: {}, apt: [], args: {}, needs: [] });
});
