import { expect, it } from 'vitest';
import { secretsFromEnvironment } from '../../src/verify/build-secrets.ts';

const dockerfile = (mount: string) => `FROM a\nRUN --mount=type=secret,${mount} true\n`;

it.each([
  ['id=API_KEY,required=true', { API_KEY: { env: 'API_KEY' } }],
  ['id=API_KEY', {}],
  ['id=extra-ca,required=true', {}],
])('a build secret is taken from the environment where it is needed: %s', (mount, secrets) => {
  expect(secretsFromEnvironment(dockerfile(mount), { API_KEY: 'x' })).toEqual(secrets);
});

it('one that is needed and not there is told before the build', () => {
  expect(() => secretsFromEnvironment(dockerfile('id=API_KEY,required=true'), {})).toThrow(
    'the build needs the secret API_KEY',
  );
});
