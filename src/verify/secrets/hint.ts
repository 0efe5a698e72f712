import type { Found } from './found.ts';

/** Where the tool that wants the file looks for it, and what runs with it: a secret mount is there for one RUN and in no layer. */
const mounts: Readonly<Record<string, string>> = {
  'npm-login': 'RUN --mount=type=secret,id=npmrc,target=/root/.npmrc npm ci',
  'npm-token': 'RUN --mount=type=secret,id=npmrc,target=/root/.npmrc npm ci',
  netrc: 'RUN --mount=type=secret,id=netrc,target=/root/.netrc go mod download',
  'pypi-login': 'RUN --mount=type=secret,id=pypirc,target=/root/.pypirc …',
  'maven-login': 'RUN --mount=type=secret,id=settings,target=/root/.m2/settings.xml mvn package',
  'cargo-login': 'RUN --mount=type=secret,id=cargo,target=/root/.cargo/credentials.toml cargo build',
  'composer-login': 'RUN --mount=type=secret,id=composer,target=/app/auth.json composer install',
  'git-credentials': 'RUN --mount=type=secret,id=git,target=/root/.git-credentials git clone …',
  'url-password': 'RUN --mount=type=secret,id=pip,target=/etc/pip.conf pip install …',
};

/** Why it matters, and the lines that keep such a thing out; each once. */
export function hintFor(found: readonly Found[]): string {
  const lines = new Set<string>();
  if (found.some(({ deleted }) => deleted)) {
    lines.add('a file that a later layer deletes is still in the image for everyone who pulls it');
  }
  if (found.some(({ from }) => from === 'record')) {
    lines.add(
      'ARG and ENV are written into the image; give a build its secret by RUN --mount=type=secret,id=token,env=TOKEN …, and a container by its environment when it starts',
    );
  }
  for (const { rule } of found)
    if (mounts[rule] !== undefined) lines.add(`a build that needs it: ${mounts[rule]}`);
  if (found.some(({ from, rule }) => from === 'context' || rule === 'env-file' || rule === 'host-venv')) {
    lines.add(
      'keep the build context to what the build needs: `*` as the first line of .dockerignore, then !package.json, !src and so on',
    );
  }
  if (found.some(({ from, rule }) => from === 'file' && mounts[rule] === undefined && rule !== 'env-file')) {
    lines.add(
      'mount it when the container starts, as a secret of Kubernetes or Compose, instead of copying it',
    );
  }
  if (found.some(({ rule }) => rule !== 'host-modules' && rule !== 'host-venv')) {
    lines.add('if the image was pushed, revoke the secret and make a new one');
  }
  const [{ path, variable } = { path: '' }] = found;
  const entry =
    path === undefined ? `variable: ${JSON.stringify(variable ?? '')}` : `path: ${JSON.stringify(path)}`;
  if (path !== undefined || variable !== undefined) {
    lines.add(
      `if it is none, say why in distroless.yaml: verify: { secrets: { allow: [{ ${entry}, reason: "…" }] } }`,
    );
  }
  return [...lines].join('; ');
}
