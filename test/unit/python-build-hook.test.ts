import { expect, it } from 'vitest';
import { openInventory } from '../../src/inventory/open.ts';
import { npmHook } from '../../src/stacks/python/build-hook.ts';
import { makeRepo } from '../support/repo.ts';

const found = (files: Readonly<Record<string, string>>) => npmHook(openInventory(makeRepo(files)), '');
const hook = 'import subprocess\nsubprocess.run((npm, "run", "build"), cwd=a)\nnpm = shutil.which("npm")\n';
const setup =
  'import subprocess\nclass B(build_py):\n    def run(self):\n        subprocess.check_call(["npm", "ci"])\n';

it.each<[string, Readonly<Record<string, string>>]>([
  ['hatch_build.py', { 'pyproject.toml': '[tool.hatch.build.hooks.custom]\n', 'hatch_build.py': hook }],
  [
    'tools/hook.py',
    {
      'pyproject.toml': '[tool.hatch.build.targets.wheel.hooks.custom]\npath = "tools/hook.py"\n',
      'tools/hook.py': hook,
    },
  ],
  ['setup.py', { 'setup.py': `${setup}setup(cmdclass={"build_py": B})\n` }],
  ['setup.py', { 'setup.py': `${setup}setup(cmdclass=dict(build_py=B))\n` }],
])('%s calls npm', (path, files) => {
  expect(found(files)).toBe(path);
});

it.each<[string, Readonly<Record<string, string>>]>([
  ['a hook that nothing names', { 'pyproject.toml': '[project]\n', 'hatch_build.py': hook }],
  [
    'one that calls another program',
    { 'pyproject.toml': '[tool.hatch.build.hooks.custom]\n', 'hatch_build.py': 'subprocess.run(["make"])\n' },
  ],
  [
    'a command of its own, which its developers call',
    { 'setup.py': `${setup}setup(cmdclass={"pages": B})\n` },
  ],
  ['a word of its documentation', { 'setup.py': 'setup(keywords="npm", cmdclass={"build_py": B})\n' }],
])('but not %s', (_, files) => {
  expect(found(files)).toBeUndefined();
});
