import type { Secret } from '../image/types.ts';
import { assignmentsOf, isSecretAssignment } from './assignments.ts';
import { judgeEnvFile } from './env-file.ts';
import { judgeDockerConfig, judgeGoogleUser, judgeComposer, judgeTerraform } from './json-files.ts';
import { isConfiguration } from './places.ts';
import { isPlaceholder } from './placeholder.ts';
import { hasUrlWithPassword } from './urls.ts';

/** A file that is known by its name and judged by what is in it: the name alone is no secret. */
export type NamedFile = {
  readonly rule: string;
  readonly what: string;
  readonly path: RegExp;
  readonly holds: (text: string) => boolean | 'doubtful';
};

/** Files that programs keep credentials in, and the field that makes them one. */
const namedFiles: readonly NamedFile[] = [
  {
    rule: 'env-file',
    what: '.env file',
    path: /\/\.env(?:rc)?$|\/\.env\.(?!(?:[\w.-]*\.)?(?:example|sample|template|tmpl|tpl|dist|defaults?|schema|test|spec|vault)$)[\w.-]+$/,
    holds: judgeEnvFile,
  },
  {
    rule: 'env-file',
    what: '.env file',
    path: /\/[\w-]+\.env$/,
    // Programs have settings of their own under such names.
    holds: (text) => judgeEnvFile(text) === true,
  },
  {
    rule: 'npm-login',
    what: 'login of an npm registry',
    path: /\/(?:\.?npmrc|\.yarnrc(?:\.yml)?|\.bunfig\.toml|bunfig\.toml)$/,
    holds: (text) =>
      anyValue(
        text,
        /(?:_authToken|_auth|_password|npmAuthToken|npmAuthIdent)["']?\s{0,9}[=: ]\s{0,9}(.+)$/gm,
      ),
  },
  {
    rule: 'netrc',
    what: '.netrc with a password',
    path: /\/[._]netrc$/,
    holds: (text) => anyValue(text, /\bpassword\s{1,99}(\S+)/g),
  },
  {
    rule: 'pypi-login',
    what: '.pypirc with a password',
    path: /\/\.pypirc$/,
    holds: (text) => anyValue(text, /^\s{0,9}password\s{0,9}[=:]\s{0,9}(\S+)/gm),
  },
  {
    rule: 'git-credentials',
    what: 'password of a Git server',
    path: /\/\.git-credentials$|\/git\/credentials$/,
    holds: hasUrlWithPassword,
  },
  {
    rule: 'git-credentials',
    what: 'password of a Git server',
    path: /\/\.git\/config$|\/\.gitconfig$|\/etc\/gitconfig$/,
    // actions/checkout leaves its token here: https://github.com/actions/checkout#usage (persist-credentials)
    holds: (text) =>
      hasUrlWithPassword(text) || anyValue(text, /extraheader\s{0,9}=\s{0,9}AUTHORIZATION: \w+ (\S+)/gi),
  },
  {
    rule: 'docker-login',
    what: 'login of a container registry',
    path: /\/\.docker\/config\.json$|\/\.dockercfg$|\/containers\/auth\.json$|\/\.dockerconfigjson$/,
    holds: judgeDockerConfig,
  },
  {
    rule: 'aws-credentials',
    what: 'AWS credentials',
    path: /\/\.aws\/(?:credentials|config)$|\/\.boto$|\/\.s3cfg$/,
    holds: (text) =>
      anyValue(
        text,
        /^\s{0,9}(?:aws_secret_access_key|aws_session_token|gs_secret_access_key|secret_key)\s{0,9}=\s{0,9}(\S+)/gim,
      ),
  },
  {
    rule: 'kubeconfig',
    what: 'kubeconfig with credentials',
    path: /\/\.kube\/config$|\/(?:[\w.-]+\.)?kubeconfig(?:\.ya?ml)?$|\/(?:admin|kubelet|super-admin)\.conf$/,
    holds: (text) =>
      anyValue(text, /^[\s-]{0,40}(?:client-key-data|token|password|id-token|refresh-token):\s{0,9}(\S+)/gm),
  },
  {
    rule: 'maven-login',
    what: 'Maven settings with a password',
    path: /\/(?:\.m2\/|conf\/|)settings\.xml$/,
    holds: (text) => anyValue(withoutComments(text), /<(?:password|passphrase)>([^<]+)</g),
  },
  {
    rule: 'cargo-login',
    what: 'login of a Cargo registry',
    path: /\/\.?cargo\/credentials(?:\.toml)?$/,
    holds: (text) => anyValue(text, /^\s{0,9}(?:token|secret-key)\s{0,9}=\s{0,9}(\S+)/gm),
  },
  {
    rule: 'terraform-state',
    what: 'Terraform state',
    path: /\.tfstate(?:\.backup)?$/,
    holds: judgeTerraform,
  },
  {
    rule: 'google-credentials',
    what: 'Google credentials of a person',
    path: /\/(?:application_default_credentials|credentials|adc)\.json$/,
    holds: judgeGoogleUser,
  },
  {
    rule: 'composer-login',
    what: 'login of a Composer repository',
    path: /\/auth\.json$/,
    holds: judgeComposer,
  },
  {
    rule: 'htpasswd',
    what: 'password hashes',
    path: /\/\.?htpasswd$/,
    holds: (text) => /^[^\s:#][^\s:]{0,99}:(?:\$(?:apr1|2[aby]|[156])\$\S{20,}|\{SHA\}\S{20,})/m.test(text),
  },
  {
    rule: 'shadow',
    what: 'password hash of a system user',
    path: /^\/etc\/shadow-?$/,
    holds: (text) => /^[\w.-]+:!?\$\w{1,3}\$\S{20,}/m.test(text),
  },
  {
    rule: 'pgpass',
    what: 'password of a PostgreSQL server',
    path: /\/\.pgpass$/,
    holds: (text) => anyValue(text, /^[^#\s:][^\s:]*:[^\s:]*:[^\s:]*:[^\s:]*:(\S+)/gm),
  },
  {
    rule: 'mysql-login',
    what: 'password of a MySQL server',
    path: /\/\.my\.cnf$/,
    holds: (text) => anyValue(text, /^\s{0,9}password\s{0,9}=\s{0,9}(\S+)/gm),
  },
  {
    rule: 'nuget-login',
    what: 'login of a NuGet feed',
    path: /\/nuget\.config$/i,
    holds: (text) => anyValue(text, /key="(?:ClearTextPassword|Password)"\s{1,9}value="([^"]+)"/gi),
  },
  {
    rule: 'gradle-login',
    what: 'password in gradle.properties',
    path: /\/gradle\.properties$/,
    holds: (text) => assignmentsOf(text).some(isSecretAssignment),
  },
  {
    rule: 'rails-key',
    what: 'Rails master key',
    path: /\/config\/(?:master|credentials\/\w+)\.key$/,
    holds: (text) => /^[0-9a-f]{32}\s*$/.test(text),
  },
  {
    rule: 'host-venv',
    what: 'virtual environment of the host',
    path: /\/pyvenv\.cfg$/,
    holds: (text) => /^home = (?:\/Users\/|\/opt\/homebrew\/|[A-Za-z]:\\)/m.test(text),
  },
  { rule: 'url-password', what: 'URL with a password', path: /(?:)/, holds: hasUrlWithPassword },
];

/** Bytes: nothing that people write by hand under these names is longer. */
export const largestNamed = 1_000_000;

/** What a file's name may make of it; empty for all but the files above. */
export function namesOf(path: string): readonly NamedFile[] {
  return namedFiles.filter((file) =>
    file.rule === 'url-password' ? isConfiguration(path) : file.path.test(path),
  );
}

/** The first that its content bears out. */
export function judgeNamed(candidates: readonly NamedFile[], text: string): Secret | undefined {
  for (const { rule, what, holds } of candidates) {
    const verdict = holds(text);
    if (verdict !== false) return { rule, what, ...(verdict === 'doubtful' && { doubtful: true }) };
  }
  return undefined;
}

/** XML without its comments; by search, as an expression for them takes quadratic time where none of them ends. */
function withoutComments(text: string): string {
  const [first = '', ...rest] = text.split('<!--');
  return rest.reduce((kept, part) => {
    const end = part.indexOf('-->');
    return end < 0 ? kept : kept + part.slice(end + 3);
  }, first);
}

function anyValue(text: string, pattern: RegExp): boolean {
  return [...text.matchAll(pattern)].some(([, value = '']) => {
    const bare = value.trim().replaceAll(/^["']|["',;]+$/g, '');
    return bare.length >= 4 && !isPlaceholder(bare);
  });
}
