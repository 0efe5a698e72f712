import { isPlaceholder } from './placeholder.ts';

type Json = Readonly<Record<string, unknown>>;

/** Logins of container registries; a credential helper (`credsStore`) keeps its own elsewhere. */
export function judgeDockerConfig(text: string): boolean {
  const config = objectOf(parse(text));
  const auths = Object.values(objectOf(config.auths ?? config));
  return auths
    .map(objectOf)
    .some((one) => ['auth', 'password', 'identitytoken', 'registrytoken'].some((key) => isSecret(one[key])));
}

/** Composer's auth.json (https://getcomposer.org/doc/articles/authentication-for-private-packages.md). */
export function judgeComposer(text: string): boolean {
  const config = objectOf(parse(text));
  const methods = ['http-basic', 'bearer', 'github-oauth', 'gitlab-oauth', 'gitlab-token', 'bitbucket-oauth'];
  return methods.some((method) => leavesOf(config[method]).some(isSecret));
}

/** A state keeps every attribute in clear text (https://developer.hashicorp.com/terraform/language/state/sensitive-data). */
export function judgeTerraform(text: string): boolean {
  const { terraform_version: version, resources, modules } = objectOf(parse(text));
  return version !== undefined && [resources, modules].some((list) => Array.isArray(list) && list.length > 0);
}

/** What `gcloud auth application-default login` writes. */
export function judgeGoogleUser(text: string): boolean {
  const { type, refresh_token: token } = objectOf(parse(text));
  return type === 'authorized_user' && isSecret(token);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function objectOf(value: unknown): Json {
  return typeof value === 'object' && value !== null ? (value as Json) : {};
}

/** Texts two levels down: `{host: token}` and `{host: {username, password}}`. */
function leavesOf(value: unknown): readonly unknown[] {
  return Object.values(objectOf(value)).flatMap((one) =>
    typeof one === 'string' ? one : Object.values(objectOf(one)),
  );
}

function isSecret(value: unknown): boolean {
  return typeof value === 'string' && !isPlaceholder(value);
}
