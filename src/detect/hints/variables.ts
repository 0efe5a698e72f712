import { looksSecret } from './looks-secret.ts';
import type { Fact, Need } from '../types.ts';
import { inApp } from './data-path.ts';
import { portOf, textOf } from './values.ts';

/** A variable as a file sets it; without a value, one that must be given. */
export type Variable = {
  readonly name: string;
  readonly value?: unknown;
  readonly from: string;
  readonly required?: boolean;
  readonly about?: string | undefined;
};

type Variables = {
  readonly env: Readonly<Record<string, Fact>>;
  readonly needs: readonly Need[];
  /** `PORT` is no setting of ours to copy: it is the port. */
  readonly port?: Fact;
};

/** What another image or platform sets for itself, or for the tools that build; or what switches the check of certificates off. */
export const foreign =
  /^(?:PATH|HOME|USER|SHELL|PWD|TERM|HOSTNAME|LD_.*|DEBIAN_FRONTEND|[A-Z]+_VERSION|NODE_ENV|NODE_TLS_REJECT_UNAUTHORIZED|PYTHON(?!_?ENV).*|PIP_.*|POETRY_.*|UV_.*|PIPENV_.*|VIRTUAL_ENV|NPM_CONFIG_.*|npm_config_.*|YARN_.*|PNPM_.*|COREPACK_.*|BUNDLE_.*|GEM_.*|GO(?:PATH|ROOT|OS|ARCH|PROXY|FLAGS|CACHE|TOOLCHAIN|111MODULE)|GO111MODULE|CGO_.*|CARGO_.*|RUSTUP_.*|JAVA_HOME|JRE_HOME|M2_HOME|MAVEN_.*|GRADLE_.*|CI|CC|CXX|CFLAGS|CXXFLAGS|LDFLAGS|BUILDKIT_.*|DOCKER_.*|FLY_.*|RAILWAY_.*|NIXPACKS_.*|RAILPACK_.*)$/;

/** What one deployment has for its own, and whoever runs the image elsewhere has not: its places, its people, its proxy. */
const ofDeployment =
  /(?:^|_)(?:BUCKET|ENDPOINT|REGION|DOMAINS?|ORIGINS?|SITE|ACCOUNT|PROJECT(?:_ID)?|PROXY|PROXIES|PROXIED|SENDER|ALLOWED_HOSTS|ANALYTICS\w*|SENTRY\w*)(?:_|$)|(?:^|_)(?:EMAIL|USER(?:NAME)?|LOGIN)$/;

const name = /^[A-Za-z_][A-Za-z0-9_]{0,99}$/;

/**
 * Sorts variables into those that the image is to have and those that whoever runs it must give. What looks like a secret, or
 * names something of the platform that it was written for, goes by its name only.
 * @param of what they are set for: `deployment`, where a file is about one place that it runs in
 */
export function sortVariables(all: readonly Variable[], of: 'image' | 'deployment' = 'image'): Variables {
  const env = new Map<string, Fact>();
  const needs: Need[] = [];
  let port: Fact | undefined;
  for (const { name: id, value, from, required = false, about } of all) {
    if (!name.test(id)) continue;
    const text = textOf(value);
    if (id === 'PORT') port ??= portOf(text, from);
    else if (foreign.test(id)) continue;
    else if (
      text === undefined ||
      looksSecret(id, text) ||
      /\$\{|\$\(|\{\{/.test(text) ||
      (of === 'deployment' && ((ofDeployment.test(id) && text !== '*') || isElsewhere(text)))
    )
      needs.push({ env: id, from, required, ...(about !== undefined && { about }) });
    else env.set(id, { value: of === 'deployment' ? inApp(text) : text, from, confidence: 'high' });
  }
  return { env: Object.fromEntries(env), needs, ...(port && { port }) };
}

/** An address on the network, or of a person. */
function isElsewhere(text: string): boolean {
  return /^[a-z]+:\/\/(?!localhost|127\.|0\.0\.0\.0|\[)[^/]+\.|^[\w.+-]+@[\w-]+\.\w|\.(?:fly\.dev|onrender\.com|appspot\.com)\b/.test(
    text,
  );
}

/** The variables of a table, `NAME = value`. */
export function variablesOf(
  table: Readonly<Record<string, unknown>>,
  from: (name: string) => string,
): readonly Variable[] {
  return Object.entries(table).map(([id, value]) => ({ name: id, value, from: from(id) }));
}
