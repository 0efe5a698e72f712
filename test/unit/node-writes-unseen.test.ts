import { expect, it } from 'vitest';
import { openInventory } from '../../src/inventory/open.ts';
import { readPackage, type Package } from '../../src/stacks/node/package.ts';
import { listSources } from '../../src/stacks/node/sources.ts';
import { resolveStart, type Start } from '../../src/stacks/node/start.ts';
import { writesUnseen } from '../../src/stacks/node/writes-unseen.ts';
import { makeRepo } from '../support/repo.ts';

const writes = (files: Readonly<Record<string, string>>, line = 'node index.js') => {
  const repo = openInventory(makeRepo({ 'package.json': '{"name":"x"}', ...files }));
  const own = readPackage(repo, '') as Package;
  const start = resolveStart(repo, own, line) as Start;
  return writesUnseen(repo, own, start, listSources(repo, '', start.entry, []));
};
const sqlite = "const sqlite3 = require('sqlite3');\nconst fs = require('fs');\n";
const file = "import fs from 'fs';\nfs.writeFileSync(config.file, text);\n";

it.each<[string, Readonly<Record<string, string>>, string?]>([
  ['its entry', { 'index.js': file }],
  ['what that imports', { 'index.js': "import x from './lib/x';\n", 'lib/x.js': file }],
  ['by an index', { 'index.js': "const x = require('./lib');\n", 'lib/index.js': file }],
  ['by the name of its output', { 'index.js': "import { x } from './x.js';\n", 'x.ts': file }],
  ['later', { 'index.js': "await import('./x.js');\n", 'x.js': file }],
  ['of several lines', { 'index.js': "import {\n  a,\n} from './x';\n", 'x.js': file }],
  ['the source of a build', { 'src/server.ts': "import './x';\n", 'src/x.ts': file }, 'node dist/server.js'],
  [
    'a function of fs',
    { 'index.js': "const { mkdir } = require('node:fs/promises');\nawait mkdir(dirOf(user));\n" },
  ],
  [
    'a database',
    { 'index.js': "import Database from 'better-sqlite3';\nnew Database(config.database.file);\n" },
  ],
  [
    'one of which only the directory is a variable’s',
    {
      'index.js': `${sqlite}const location = join(root, name);\nconst route = '/files';\nconst dir = path.dirname(location);\nfs.mkdirSync(dir);\n`,
    },
  ],
  [
    'one beside it',
    { 'index.js': "const sqlite3 = require('sqlite3').verbose();\nnew sqlite3.Database(dbPath, mode);\n" },
  ],
])('a server writes by %s', (_, files, line) => {
  expect(writes(files, line)).toBeDefined();
});

it.each<[string, Readonly<Record<string, string>>]>([
  ['only a seed does', { 'index.js': '', 'seed.js': file, 'bin/create-app.js': file, 'build.js': file }],
  [
    'its database is temporary',
    {
      'index.js': `${sqlite}const location = process.env.DB || '/tmp/todo.db';\nconst dir = require('path').dirname(location);\nfs.mkdirSync(dir);\nnew sqlite3.Database(location, ready);\n`,
    },
  ],
  ['only types are of it', { 'index.js': "import type { X } from './x';\n", 'x.ts': file }],
  ['it loads tools', { 'index.js': "if (dev) require('./build/pages');\n", 'build/pages.js': file }],
  ['it is temporary', { 'index.js': "import fs from 'fs';\nfs.writeFileSync(tmpFile, text);\n" }],
  [
    'that is told elsewhere',
    {
      'index.js':
        "import fs from 'fs';\nconst dir = fs.mkdtempSync('x');\nfs.writeFile(join(dir, name), t);\n",
    },
  ],
  ['its directory is', { 'index.js': "import './tmp/x';\n", 'tmp/x.js': file }],
  ['it is absolute', { 'index.js': "import fs from 'fs';\nfs.writeFileSync('/dev/stdout', text);\n" }],
  [
    'it is of a bucket',
    { 'index.js': "import fs from 'fs';\nbucket.file(name).createWriteStream({ resumable });\n" },
  ],
  [
    'its name stands for what is absolute',
    {
      'index.js':
        "import D from 'better-sqlite3';\nconst at = process.env.AT || '/etc/a.db';\nnew D.Database(at);\n",
    },
  ],
  ['it is of another machine', { 'index.js': "import fs from 'fs';\nsftp.mkdir(name);\n" }],
  ['it is no file', { 'index.js': 'writeFile(name, text);\n' }],
  ['it is commented out', { 'index.js': "import fs from 'fs';\n  // fs.writeFileSync(name, text);\n" }],
  ['its user says where', { 'index.js': "import fs from 'fs';\nfs.writeFileSync(process.env.OUT, text);\n" }],
  ['it only reads', { 'index.js': "import fs from 'fs';\nfs.readFileSync(name);\n" }],
  [
    'a database is in memory',
    { 'index.js': "import D from 'better-sqlite3';\nnew D.Database(':memory:');\n" },
  ],
])('a server does not write where %s', (_, files) => {
  expect(writes(files)).toBeUndefined();
});

it('follows imports that go round, and reads hostile files in time', () => {
  expect(writes({ 'index.js': "import './a';\n", 'a.js': "import './index';\n" })).toBeUndefined();
  expect(
    writes({ 'index.js': `import fs from 'fs';\n${'fs.'.repeat(300_000)}\n${'new D('.repeat(100)}` }),
  ).toBeUndefined();
});
