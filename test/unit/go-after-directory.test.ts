import { expect, it } from 'vitest';
import { openInventory } from '../../src/inventory/open.ts';
import { literalsOf } from '../../src/stacks/go/literals.ts';
import { openModules } from '../../src/stacks/go/module.ts';
import { readProgram } from '../../src/stacks/go/program.ts';
import { readRunTimeFiles } from '../../src/stacks/go/run-time-files.ts';
import { isAfterDirectory } from '../../src/stacks/go/after-directory.ts';
import { makeRepo } from '../support/repo.ts';

it.each<[string, string, boolean]>([
  ['the working directory', 'os.ReadFile(wd + "/config.yml")', true],
  ['a call', 'os.ReadFile(basePath() + "/config.yml")', true],
  [
    'a constant that is joined',
    'p := filepath.Join(work(), name)\nos.ReadFile(p)\n}\n\nconst (\n\tname = "/config.yml"\n)\nfunc x() {',
    true,
  ],
  ['an address', 'http.Get(hostURL + "/config.yml")', false],
  ['an address that is called a path', 'http.Get(urlPath + "/config.yml")', false],
  [
    'a constant that is a route',
    'http.HandleFunc(name, f)\n}\n\nconst name = "/config.yml"\nfunc x() {',
    false,
  ],
  ['an absolute path', 'os.ReadFile("/config.yml")', false],
])('a path behind %s', (_, body, expected) => {
  const repo = openInventory(
    makeRepo({
      'go.mod': 'module example.com/app\n\ngo 1.24\n',
      'config.yml': 'port: 1\n',
      'main.go': `package main\n\nimport "os"\n\nfunc main() {\n${body}\n}\n`,
    }),
  );
  const [module] = openModules(repo);
  if (!module) throw new Error('no module');
  const program = readProgram(module, '');
  const literal = program.files.flatMap(literalsOf).find(({ text }) => text === '/config.yml');
  expect(literal && isAfterDirectory(literal, program)).toBe(expected);
  const read = readRunTimeFiles(program, true).files.map(({ path }) => path);
  expect(read).toEqual(expected ? ['config.yml'] : []);
});
