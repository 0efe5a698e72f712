import { inside } from '../../inventory/paths.ts';
import { assignmentsOf } from '../../verify/secrets/assignments.ts';
import { looksSecret } from './looks-secret.ts';
import type { HintReader } from './types.ts';
import { lineWith, portOf, present, textOf } from './values.ts';

const names = [
  '.env.example',
  '.env.sample',
  '.env.template',
  '.env.dist',
  '.env.local.example',
  'env.example',
  'env.sample',
  'example.env',
  'sample.env',
];
const mostNames = 60;

/**
 * An example of .env tells which variables there are, and values that suit a developer's machine: the names are listed with
 * them, nothing is set.
 */
export const envExample: HintReader = (repo, dir) => {
  const path = names.map((name) => inside(dir, name)).find((each) => repo.has(each));
  if (path === undefined) return [];
  const all = assignmentsOf(repo.read(path) ?? '').slice(0, mostNames);
  const port = all.find(({ name }) => name === 'PORT');
  const needs = all
    .filter(({ name }) => /^[A-Za-z_]\w*$/.test(name) && name !== 'PORT' && name !== 'NODE_ENV')
    .map(({ name, value }) => {
      const example = looksSecret(name, value) ? undefined : textOf(value.slice(0, 80));
      return {
        env: name,
        from: lineWith(repo, path, name),
        required: false,
        ...(example !== undefined && { about: `such as ${example}` }),
      };
    });
  return [
    present({
      dir,
      needs,
      port: port && portOf(port.value, lineWith(repo, path, 'PORT'), 'low'),
    }),
  ];
};
