import { keyPair, randomPassword, tokenWithChecksum } from '../../support/made-secrets.ts';
import { runBusybox, type Defect, type Draw } from '../support/defect.ts';
import type { Recipe } from '../support/recipe.ts';

/** Brings a file of the build context into a layer of its own and deletes it in the next. */
function deletedLater(path: string, text: string): Recipe {
  return { files: { 'context/file': text }, add: `COPY context/file ${path}\n${runBusybox('rm', path)}` };
}

export const defects = ({ names: { word }, other }: Draw): readonly Defect[] => {
  const password = randomPassword();
  const { privateKey, publicKey } = keyPair();
  const variable = other.word.toUpperCase();
  const modules = { [`node_modules/${word}/package.json`]: '{}', 'package.json': '{}' };
  const repository = {
    'repo/HEAD': 'ref: refs/heads/main\n',
    'repo/config': '[core]\n',
    'repo/objects/ab/cd': word,
  };
  return [
    {
      check: 'secrets',
      what: '.env in a lower layer',
      bad: deletedLater(`/${word}/.env`, `${variable}_PASSWORD=${password}\n`),
      good: deletedLater(`/${word}/.env.example`, `${variable}_PASSWORD=${password}\n`),
      says: [
        new RegExp(`\\.env file in /${word}/\\.env, layer \\d of \\d, deleted later`),
        'everyone who pulls it',
        '.dockerignore',
      ],
    },
    {
      check: 'secrets',
      what: 'a private key in a lower layer',
      bad: deletedLater(`/${word}/tls.pem`, privateKey),
      good: deletedLater(`/${word}/tls.pem`, publicKey),
      says: [new RegExp(`private key in /${word}/tls\\.pem, layer \\d of \\d, deleted later`)],
    },
    {
      check: 'secrets',
      what: 'an npm token in a lower layer',
      bad: deletedLater(`/${word}/.npmrc`, `//registry.npmjs.org/:_authToken=${tokenWithChecksum('npm_')}\n`),
      good: deletedLater(`/${word}/.npmrc`, 'registry=https://registry.npmjs.org/\n'),
      says: [
        new RegExp(`npm registry in /${word}/\\.npmrc, layer .*, deleted later`),
        '--mount=type=secret,id=npmrc',
      ],
    },
    {
      check: 'secrets',
      what: '.git in a lower layer',
      bad: { files: repository, add: `COPY repo /${word}/.git\n${runBusybox('rm', '-r', `/${word}/.git`)}` },
      good: {
        files: repository,
        add: `COPY repo /${word}/.github\n${runBusybox('rm', '-r', `/${word}/.github`)}`,
      },
      says: [new RegExp(`version control directory in /${word}/\\.git, layer .*, deleted later`)],
    },
    {
      check: 'secrets',
      what: 'a token that is a build argument',
      bad: { add: `ARG ${variable}=${tokenWithChecksum('ghp_')}\n${runBusybox('true')}` },
      good: { add: `ARG ${variable}=${word}\n${runBusybox('true')}` },
      says: [`GitHub token ghp_… in the value of ${variable}, step`, '--mount=type=secret,id=token'],
    },
    {
      check: 'secrets',
      what: 'a password in a variable',
      bad: { add: `ENV ${variable}_PASSWORD=${password}` },
      good: { add: `ENV ${variable}_PASSWORD_FILE=/run/secrets/${word}` },
      says: [`secret in the variable ${variable}_PASSWORD`],
    },
    {
      check: 'secrets',
      what: 'a URL with a password in the history',
      bad: { add: runBusybox('echo', `https://${word}:${password}@git.${other.word}.net/`) },
      good: { add: runBusybox('echo', `https://git.${other.word}.net/`) },
      says: ['URL with a password in step'],
    },
    {
      check: 'secrets',
      what: 'node_modules of the host',
      bad: { files: modules, add: `COPY . /${word}/` },
      good: {
        files: modules,
        before: `FROM scratch AS deps\nCOPY . /${word}/`,
        add: `COPY --from=deps /${word} /${word}`,
      },
      says: [`node_modules of the build context in /${word}/node_modules`, '.dockerignore'],
    },
    {
      check: 'secrets',
      what: 'a key that distroless.yaml does not allow',
      bad: { files: { 'context/file': privateKey }, add: `COPY context/file /${word}/testdata/key.pem` },
      good: {
        files: { 'context/file': privateKey },
        add: `COPY context/file /${word}/testdata/key.pem`,
        verify: { secrets: { allow: [{ path: `/${word}/testdata/**`, reason: 'a test key' }] } },
      },
      says: [`private key in /${word}/testdata/key.pem`, 'verify: { secrets: { allow:'],
    },
  ];
};
