import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { checksumOf, endsInChecksum } from '../../src/verify/secrets/checksum.ts';
import { createTextScan, scanText, type Scope } from '../../src/verify/secrets/scan.ts';
import { tokenRules } from '../../src/verify/secrets/tokens.ts';
import {
  armoured,
  keyPair,
  randomHex,
  randomOf,
  sshKey,
  tokenWithChecksum,
  withWrongChecksum,
} from '../support/made-secrets.ts';

const all: Scope = { tokens: 'all', keys: true };
const rulesIn = (text: string, scope = all) => scanText(text, scope).map(({ rule }) => rule);

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const awsSecret = () => `aB3${randomOf(37)}`;

/** One of each kind, and what is like it but no secret. */
const kinds: readonly (readonly [rule: string, token: () => string, like: () => string])[] = [
  ...['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'].map(
    (prefix) =>
      [
        'github-token',
        () => tokenWithChecksum(prefix),
        () => withWrongChecksum(tokenWithChecksum(prefix)),
      ] as const,
  ),
  [
    'github-token',
    () => `github_pat_${randomOf(22)}_${randomOf(59)}`,
    () => `github_pat_${'x'.repeat(22)}_${'x'.repeat(59)}`,
  ],
  ['npm-token', () => tokenWithChecksum('npm_'), () => withWrongChecksum(tokenWithChecksum('npm_'))],
  ['gitlab-token', () => `glpat-${randomOf(20)}`, () => 'glpat-xxxxxxxxxxxxxxxxxxxx'],
  ['pypi-token', () => `pypi-AgEIcHlwaS5vcmc${randomOf(120)}`, () => 'pypi-AgEIcHlwaS5vcmcCJ...'],
  ['pypi-token', () => `pypi-AgENdGVzdC5weXBpLm9yZw${randomOf(120)}`, () => `pypi-${randomOf(120)}`],
  [
    'slack-token',
    () => `xoxb-${randomOf(12, '123456789')}-${randomOf(12, '123456789')}-${randomOf(24)}`,
    () => 'xoxb-your-token',
  ],
  [
    'slack-webhook',
    () => `https://hooks.slack.com/services/T${randomOf(9, base32)}/B${randomOf(9, base32)}/${randomOf(24)}`,
    () => `https://hooks.slack.com/services/T00000000/B00000000/${'X'.repeat(24)}`,
  ],
  ['stripe-key', () => `sk_live_${randomOf(24)}`, () => `sk_test_${randomOf(24)}`],
  ['google-api-key', () => `AIza${randomOf(35)}`, () => `AIza${randomOf(34)}`],
  ['anthropic-key', () => `sk-ant-api03-${randomOf(93)}AA`, () => 'sk-ant-api03-...'],
  ['openai-key', () => `sk-proj-${randomOf(60)}T3BlbkFJ${randomOf(60)}`, () => `sk-proj-${randomOf(60)}`],
  [
    'aws-key',
    () => `id = AKIA${randomOf(16, base32)}\nsecret = ${awsSecret()}\n`,
    () => `id = AKIA${randomOf(16, base32)}\nsha1 = ${randomHex(40)}\n`,
  ],
  [
    'azure-storage-key',
    () => `AccountName=a;AccountKey=${randomOf(86)}==`,
    // The key of Microsoft's emulator is the same for everybody.
    () => `AccountName=devstoreaccount1;AccountKey=Eby8vdM0${randomOf(78)}==`,
  ],
  ['docker-token', () => `dckr_pat_${randomOf(27)}`, () => `dckr_pat_${'x'.repeat(27)}`],
  ['digitalocean-token', () => `dop_v1_${randomHex(64)}`, () => `dop_v1_${randomHex(63)}`],
  ['rubygems-token', () => `rubygems_${randomHex(48)}`, () => 'rubygems_api_key'],
  ['shopify-token', () => `shpat_${randomHex(32)}`, () => `shpat_${randomHex(30)}`],
  ['vault-token', () => `hvs.C${randomOf(94)}`, () => 'hvs.CAESI'],
  [
    'age-key',
    () => `AGE-SECRET-KEY-1${randomOf(58, 'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L')}`,
    () => 'AGE-SECRET-KEY-1',
  ],
];

describe('a token', () => {
  it.each(kinds)('of %s is found, and what is like it is not', (rule, token, like) => {
    expect(rulesIn(`before = "${token()}";\n`)).toEqual([rule]);
    expect(rulesIn(`before = "${like()}";\n`)).toEqual([]);
  });

  it('of every rule is tried', () => {
    const tried = new Set(kinds.map(([rule]) => rule));
    expect(tokenRules.map(({ id }) => id).filter((id) => !tried.has(id))).toEqual([]);
  });

  it('has its checksum as GitHub computes it', () => {
    // The example of its announcement: https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/
    expect(checksumOf('zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ')).toBe('0mLq17');
    expect(endsInChecksum('zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq18')).toBe(false);
  });

  it('within a longer word is none', () => {
    expect(rulesIn(`x${tokenWithChecksum('ghp_')}`)).toEqual([]);
    expect(rulesIn(`${tokenWithChecksum('ghp_')}x`)).toEqual([]);
  });

  it('is masked to what all of its kind begin with', () => {
    const token = tokenWithChecksum('npm_');
    const found = scanText(token, all);
    expect(found).toEqual([{ rule: 'npm-token', what: 'npm token', masked: 'npm_…' }]);
  });

  it('is told from a made-up one where only proof counts', () => {
    const text = `${tokenWithChecksum('ghp_')} glpat-${randomOf(20)}`;
    expect(rulesIn(text, { tokens: 'proven', keys: true })).toEqual(['github-token']);
  });
});

describe('a private key', () => {
  const { privateKey, publicKey } = keyPair();
  const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey;
  const ed25519 = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });
  const passphrase = { cipher: 'aes-256-cbc', passphrase: randomOf(12) };

  it.each([
    ['in PKCS #8', privateKey, 'private key'],
    ['of Ed25519, the shortest', ed25519, 'private key'],
    ['in PKCS #1', rsa.export({ type: 'pkcs1', format: 'pem' }), 'private key'],
    [
      'under a passphrase',
      rsa.export({ type: 'pkcs8', format: 'pem', ...passphrase }),
      'private key (under a passphrase)',
    ],
    [
      'under a passphrase, as OpenSSL wrote it',
      rsa.export({ type: 'pkcs1', format: 'pem', ...passphrase }),
      'private key (under a passphrase)',
    ],
    ['of SSH', sshKey(), 'SSH private key'],
    [
      'of PGP',
      armoured(
        'PGP PRIVATE KEY BLOCK',
        Buffer.concat([Buffer.from([0x95]), randomBytes(200)]).toString('base64'),
      ),
      'PGP private key',
    ],
    ['with Windows’ line ends', privateKey.replaceAll('\n', '\r\n'), 'private key'],
    ['in JSON', JSON.stringify({ key: privateKey }), 'private key'],
    ['in JSON in JSON', JSON.stringify({ env: JSON.stringify({ key: privateKey }) }), 'private key'],
    ['in YAML', `key: |\n${privateKey.replaceAll(/^/gm, '    ')}`, 'private key'],
    [
      'in source code',
      privateKey
        .split('\n')
        .map((line) => JSON.stringify(`${line}\n`))
        .join(' +\n  '),
      'private key',
    ],
    [
      'of a service account',
      JSON.stringify({ type: 'service_account', private_key: privateKey }, null, 2),
      'Google service account key',
    ],
  ])('%s is found', (_, text, what) => {
    expect(scanText(String(text), all)).toEqual([{ rule: 'private-key', what }]);
  });

  it.each([
    ['a public key', publicKey],
    ['a certificate', armoured('CERTIFICATE', randomBytes(400).toString('base64'))],
    ['a certificate request', armoured('CERTIFICATE REQUEST', randomBytes(400).toString('base64'))],
    [
      'the armour as a constant',
      'if (text.startsWith("-----BEGIN PRIVATE KEY-----")) parse("-----END PRIVATE KEY-----");',
    ],
    [
      'an example with dots',
      '-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA...\n-----END RSA PRIVATE KEY-----\n',
    ],
    ['a key with lines left out', privateKey.replace(/\n.*\n/, '\n')],
    [
      'random text in the armour',
      armoured('PRIVATE KEY', randomBytes(200).toString('base64').replace(/^M/, 'N')),
    ],
    ['a key cut off', privateKey.slice(0, 120)],
  ])('%s is none', (_, text) => {
    expect(scanText(text, all)).toEqual([]);
  });
});

describe('a text that comes in chunks', () => {
  const filler = 'const answer = 42; // nothing to see\n'.repeat(30_000);
  const token = tokenWithChecksum('ghp_');
  const { privateKey } = keyPair();

  it.each([1, 7, 512, 65_536])('of %i bytes gives the same', (size) => {
    const text = `${size === 1 ? '' : filler}\n${token}\n${size === 1 ? '' : filler}${privateKey}`;
    expect(scanInChunks(text, size)).toEqual(scanText(text, all));
    expect(scanInChunks(text, size).map(({ rule }) => rule)).toEqual(['github-token', 'private-key']);
  });

  it('finds what lies across the border of two windows, wherever', () => {
    const border = 262_144;
    const at = [-20_000, -17_000, -16_500, -16_400, -600, -512, -100, -41, -40, -20, -4, -1, 0, 1];
    const missed = at.filter((offset) => {
      const text = `${' '.repeat(border + offset)}${token}\n${privateKey}${filler}`;
      return scanInChunks(text, 65_536).length !== 2;
    });
    expect(missed).toEqual([]);
  });

  it('keeps an AWS key and its secret together', () => {
    const pair = `AKIA${randomOf(16, base32)}\n${awsSecret()}\n`;
    const missed = [-520, -300, -40, -10, 0].filter(
      (offset) =>
        scanInChunks(`${' '.repeat(262_144 - 16_459 + offset)}${pair}${filler}`, 65_536).length !== 1,
    );
    expect(missed).toEqual([]);
  });
});

describe('a text that is written to keep us busy', () => {
  it.each([
    ['armour without an end', '-----BEGIN PRIVATE KEY-----\n'],
    [
      'armour around quotes and blanks',
      `-----BEGIN PRIVATE KEY-----${`'${' '.repeat(90)}`.repeat(20)}-----END `,
    ],
    ['prefixes', 'ghp_glpat-AKIAsk-ant-'],
    ['blank lines in armour', `-----BEGIN PRIVATE KEY-----${'\n'.repeat(8000)}-----END `],
  ])('%s is done within seconds', (_, piece) => {
    const started = performance.now();
    expect(scanText(piece.repeat(Math.ceil(4_000_000 / piece.length)), all)).toEqual([]);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

function scanInChunks(text: string, size: number) {
  const scan = createTextScan(all);
  const bytes = Buffer.from(text, 'latin1');
  for (let at = 0; at < bytes.length; at += size) scan.update(bytes.subarray(at, at + size));
  return scan.end();
}
