import { expect, it } from 'vitest';
import { writtenPath, type Layout } from '../../src/stacks/node/written-path.ts';

const member: Layout = { dir: 'server', workdir: '/app/server' };
const alone: Layout = { dir: '', workdir: '/app' };

it.each<[string, Layout, string, string, string | undefined]>([
  ['in its workspace', member, 'server/src/db.js', "join(__dirname, '../../data')", '/app/data'],
  [
    'beside its workspace',
    member,
    'server/src/config/db.js',
    "join(__dirname, '../../../data')",
    '/app/data',
  ],
  [
    'above the image’s own directory',
    member,
    'server/src/db.js',
    "join(__dirname, '../../../data')",
    '/data',
  ],
  ['beside the program', alone, 'src/db.js', "join(__dirname, '../../data/db')", '/data/db'],
  ['from where it is started', alone, 'src/db.js', "path.resolve('../data')", '/data'],
  ['the workspace itself', member, 'server/src/db.js', "join(__dirname, '../..')", '/app'],
  ['the root', alone, 'db.js', "join(__dirname, '..')", undefined],
  ['of the system', alone, 'db.js', "join(__dirname, '../etc/x')", undefined],
  ['libraries', alone, 'db.js', "join(__dirname, '../lib64/x')", undefined],
  ['packages', member, 'server/db.js', "join(__dirname, '../node_modules/x')", undefined],
])('a path that leaves the package: %s', (_, layout, file, text, found) => {
  const at = text.indexOf("'");
  expect(writtenPath(layout, file, text, at, () => undefined)).toBe(found);
});
