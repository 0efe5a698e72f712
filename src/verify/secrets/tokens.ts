import { endsInChecksum } from './checksum.ts';
import { entropyOf, isPlaceholder } from './placeholder.ts';

/** A kind of secret that is known by its shape. */
export type TokenRule = {
  readonly id: string;
  /** For people, after an article or none: `npm token`. */
  readonly what: string;
  /** Every such token begins with one of these; four characters or more, as the search goes by them. */
  readonly anchors: readonly string[];
  /** Sticky, from the anchor on; bounded, as an image may be written to keep us busy. */
  readonly pattern: RegExp;
  /** Over the shape: is it one that was handed out? */
  readonly accept: (token: string, around: string) => boolean;
  /** It carries its own proof, so that it counts also among the files of dependencies, which are full of made-up ones. */
  readonly proven?: true;
  /** Public by design where a browser gets it; it counts in files that no browser is sent. */
  readonly publicInBrowsers?: true;
  /** Some of its kind are meant to be public, and nothing tells which. */
  readonly doubtful?: true;
};

const random = (token: string) => !isPlaceholder(token) && entropyOf(token) > 3.2;
const withChecksum = (token: string) => endsInChecksum(token.slice(4));

/** Shapes as their issuers document them; each is tried in test/unit/secrets-tokens.test.ts. */
export const tokenRules: readonly TokenRule[] = [
  {
    id: 'github-token',
    what: 'GitHub token',
    anchors: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'],
    pattern: /gh[pousr]_[A-Za-z0-9]{36}(?![A-Za-z0-9_])/y,
    accept: withChecksum,
    proven: true,
  },
  {
    id: 'github-token',
    what: 'GitHub token',
    anchors: ['github_pat_'],
    pattern: /github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}(?![A-Za-z0-9_])/y,
    accept: random,
  },
  {
    id: 'npm-token',
    what: 'npm token',
    anchors: ['npm_'],
    pattern: /npm_[A-Za-z0-9]{36}(?![A-Za-z0-9_])/y,
    accept: withChecksum,
    proven: true,
  },
  {
    id: 'gitlab-token',
    what: 'GitLab token',
    anchors: ['glpat-', 'gldt-', 'glrt-', 'glcbt-'],
    pattern: /gl(?:pat|dt|rt|cbt)-[\w-]{20,64}(?:\.[0-9a-z.]{1,20})?(?![\w-])/y,
    accept: random,
  },
  {
    id: 'pypi-token',
    what: 'PyPI token',
    // A macaroon whose location is pypi.org or test.pypi.org: https://pypi.org/help/#apitoken
    anchors: ['pypi-AgEIcHlwaS5vcmc', 'pypi-AgENdGVzdC5weXBpLm9yZw'],
    pattern: /pypi-AgE[\w-]{80,512}/y,
    accept: random,
  },
  {
    id: 'slack-token',
    what: 'Slack token',
    anchors: ['xoxb-', 'xoxp-', 'xoxa-', 'xoxr-', 'xoxs-', 'xapp-'],
    pattern: /(?:xox[abprs](?:-\d{9,14}){1,3}|xapp-\d-[A-Z0-9]{9,12}-\d{9,14})-[A-Za-z0-9-]{20,80}/y,
    accept: random,
  },
  {
    id: 'slack-webhook',
    what: 'Slack webhook',
    anchors: ['https://hooks.slack.com/services/T'],
    pattern: /https:\/\/hooks\.slack\.com\/services\/T[A-Z0-9]{8,12}\/B[A-Z0-9]{8,12}\/[A-Za-z0-9]{24}/y,
    accept: (token) => random(token.slice(-24)),
  },
  {
    id: 'stripe-key',
    what: 'Stripe live key',
    anchors: ['sk_live_', 'rk_live_'],
    pattern: /[sr]k_live_[A-Za-z0-9]{24,247}/y,
    accept: random,
  },
  {
    id: 'google-api-key',
    what: 'Google API key',
    anchors: ['AIza'],
    pattern: /AIza[\w-]{35}(?![\w-])/y,
    accept: random,
    // https://firebase.google.com/docs/projects/api-keys: those of a web app are no secrets
    publicInBrowsers: true,
    doubtful: true,
  },
  {
    id: 'anthropic-key',
    what: 'Anthropic key',
    anchors: ['sk-ant-'],
    pattern: /sk-ant-(?:api|admin|oat)\d{2}-[\w-]{80,120}/y,
    accept: random,
  },
  {
    id: 'openai-key',
    what: 'OpenAI key',
    anchors: ['sk-proj-', 'sk-svcacct-', 'sk-admin-'],
    pattern: /sk-(?:proj|svcacct|admin)-[\w-]{20,100}T3BlbkFJ[\w-]{20,100}/y,
    accept: random,
  },
  {
    id: 'aws-key',
    what: 'AWS access key with its secret',
    anchors: ['AKIA', 'ASIA'],
    pattern: /A[KS]IA[A-Z2-7]{16}(?![A-Za-z0-9])/y,
    accept: (token, around) => !token.endsWith('EXAMPLE') && secretOfAws(around),
  },
  {
    id: 'azure-storage-key',
    what: 'Azure storage key',
    anchors: ['AccountKey='],
    pattern: /AccountKey=[A-Za-z0-9+/]{86}==/y,
    // The emulator's key is the same for everybody: https://learn.microsoft.com/azure/storage/common/storage-use-azurite
    accept: (token) => random(token) && !token.startsWith('AccountKey=Eby8vdM0'),
  },
  {
    id: 'docker-token',
    what: 'Docker Hub token',
    anchors: ['dckr_pat_', 'dckr_oat_'],
    pattern: /dckr_[po]at_[\w-]{27,40}/y,
    accept: random,
  },
  {
    id: 'digitalocean-token',
    what: 'DigitalOcean token',
    anchors: ['dop_v1_', 'doo_v1_'],
    pattern: /do[op]_v1_[0-9a-f]{64}(?![0-9a-f])/y,
    accept: random,
  },
  {
    id: 'rubygems-token',
    what: 'RubyGems token',
    anchors: ['rubygems_'],
    pattern: /rubygems_[0-9a-f]{48}(?![0-9a-f])/y,
    accept: random,
  },
  {
    id: 'shopify-token',
    what: 'Shopify token',
    anchors: ['shpat_', 'shppa_', 'shpca_'],
    pattern: /shp(?:at|pa|ca)_[0-9a-fA-F]{32}(?![0-9a-fA-F])/y,
    accept: random,
  },
  {
    id: 'vault-token',
    what: 'Vault token',
    anchors: ['hvs.C', 'hvb.A'],
    pattern: /hv[sb]\.[\w-]{88,300}/y,
    accept: random,
  },
  {
    id: 'age-key',
    what: 'age private key',
    anchors: ['AGE-SECRET-KEY-1'],
    pattern: /AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58}/y,
    accept: random,
  },
];

/** An AWS secret key has no shape but its 40 characters: upper case, lower case and digits, so that no hash passes for one. */
function secretOfAws(around: string): boolean {
  return [...around.matchAll(/(?<![A-Za-z0-9/+=])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/g)].some(
    ([secret]) =>
      /[a-z]/.test(secret) &&
      /[A-Z]/.test(secret) &&
      /\d/.test(secret) &&
      !isPlaceholder(secret) &&
      entropyOf(secret) > 4,
  );
}
