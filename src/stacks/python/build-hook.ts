import { inside } from '../../inventory/paths.ts';
import type { Inventory } from '../../inventory/types.ts';
import type { BuildStage, Step } from '../../recipe/types.ts';
import { nodeImage } from '../frontend/node-image.ts';

const callsNpm = /['"]npm(?:['"]| (?:ci|install|run)\b)/;
const runs = /\bsubprocess\b|\bos\.system\(/;
/** Commands of setuptools that an installation runs: https://setuptools.pypa.io/en/latest/userguide/extension.html */
const commands =
  /\bcmdclass\b[\s\S]{0,400}?['"]?\b(?:build|build_py|install|bdist_wheel|egg_info)\b['"]?\s*[:=]/;

/**
 * The file by which the project has npm build pages while it is made a package: its hook of Hatch or its setup.py.
 * https://hatch.pypa.io/latest/plugins/build-hook/custom/
 */
export function npmHook(repo: Inventory, dir: string): string | undefined {
  const calls = (path: string) => {
    const text = repo.read(path) ?? '';
    return callsNpm.test(text) && runs.test(text);
  };
  const settings = repo.read(inside(dir, 'pyproject.toml')) ?? '';
  const table =
    /^\[tool\.hatch\.build\.(?:targets\.wheel\.)?hooks\.custom\]\s*(?:#.*)?\n(?:path\s*=\s*['"]([\w./-]+)['"])?/m.exec(
      settings,
    );
  const hook = table && inside(dir, table[1] ?? 'hatch_build.py');
  if (hook && calls(hook)) return hook;
  const setup = inside(dir, 'setup.py');
  return calls(setup) && commands.test(repo.read(setup) ?? '') ? setup : undefined;
}

/** Where Node is taken from. */
export function nodeStage(hook: string): BuildStage {
  return {
    name: 'node',
    comment: `${hook} calls npm while the package is built.`,
    image: nodeImage(),
    platform: 'target',
    steps: [],
  };
}

/** Node and npm, where their own image has them: https://github.com/nodejs/docker-node */
export const nodeSteps: readonly Step[] = [
  { copy: ['/usr/local/bin/node'], to: '/usr/local/bin/', from: 'node' },
  { copy: ['/usr/local/lib/node_modules/npm'], to: '/usr/local/lib/node_modules/npm', from: 'node' },
  { run: ['ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm'] },
];
