import { expect, it } from 'vitest';
import { openInventory } from '../../src/inventory/open.ts';
import { portArgument } from '../../src/stacks/node/port-argument.ts';
import { makeRepo } from '../support/repo.ts';

const found = (text: string) =>
  portArgument(openInventory(makeRepo({ 'index.js': text, 'other.js': 'let port;\n' })), [
    'index.js',
    'other.js',
  ]);

it.each<[string, number]>([
  ['var port = parseInt(process.argv[2])\nserver.listen(port, function () {\n', 0],
  ['const port = process.argv[2];\nhttp.createServer(f).listen(port);\n', 0],
  ['const port: number = Number(process.argv[3]); // the port\napp.listen({ port });\n', 1],
  ['const p = parseInt(process.argv[2], 10);\napp.listen({ port: p, host })\n', 0],
  ['app.listen(process.argv[2])\n', 0],
  ['app.listen(+process.argv[2], () => {\n', 0],
  ['app.listen(\n  x);\nconst port = process.argv[2]\nif (port === 80) warn()\nserver.listen(port)\n', 0],
])('the port that a program takes from its command: %s', (text, word) => {
  expect(found(text)).toBe(word);
});

it.each([
  'const port = process.argv[2] || 3000;\napp.listen(port);\n',
  'const port = parseInt(process.argv[2]) ?? 3000;\napp.listen(port);\n',
  'const port = process.argv[2] ? process.argv[2] : 3000;\napp.listen(port);\n',
  'const port = parseInt(process.argv[2] || process.env.PORT);\napp.listen(port);\n',
  'let port = process.argv[2];\nif (!port) port = 3000;\napp.listen(port);\n',
  'let port = process.argv[2];\nport ||= 3000;\napp.listen(port);\n',
  'const port = process.argv[2];\napp.listen(port || 3000);\n',
  'const file = process.argv[2];\nconst port = 3000;\napp.listen(port);\n',
  'app.listen(process.argv[2] || 3000);\n',
  "app.on('x', f).listen(path.join(process.argv[2], 'x'));\n",
])('none where it has another, or the word is something else: %s', (text) => {
  expect(found(text)).toBeUndefined();
});
