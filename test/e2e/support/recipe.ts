import { parts } from './fixtures.ts';
import type { createRandom } from './random.ts';

/** Names that no check may know: drawn anew for every run. */
export type Names = {
  readonly program: string;
  readonly port: number;
  readonly uid: number;
  readonly word: string;
};

export function drawNames({ int, word }: ReturnType<typeof createRandom>): Names {
  return {
    program: `/${word()}/${word()}`,
    port: int(1024, 32_000),
    uid: int(10_000, 60_000),
    word: word(),
  };
}

/** A good image; each field that is given replaces one fact of it. */
export type Recipe = {
  readonly from?: string;
  /** Dockerfile lines before the image is put together. */
  readonly before?: string;
  /** The image that the program is copied from, and its path there. */
  readonly builder?: string;
  readonly server?: string;
  /** Flags of the COPY of the program, such as `--chmod=0444`. */
  readonly copy?: string;
  /** More lines of the last stage. */
  readonly add?: string;
  /** The line that brings the certificate authorities. */
  readonly certificates?: string;
  /** By the part of the name after `org.opencontainers.image.`; `undefined` leaves one out. */
  readonly labels?: Readonly<Record<string, string | undefined>>;
  readonly ports?: string;
  /** `undefined` leaves the line out. */
  readonly user?: string | undefined;
  readonly healthcheck?: string | undefined;
  readonly args?: readonly string[];
  readonly start?: string;
  /** More files of the build context, by their paths. */
  readonly files?: Readonly<Record<string, string>>;
  /** The `verify:` section of distroless.yaml, as JSON. */
  readonly verify?: object;
};

const bundle = `COPY --from=${parts} /ca-certificates.crt /etc/ssl/certs/`;
const goodLabels = { version: '1.2.3', revision: 'abc123', created: '2026-01-02T03:04:05Z' };

/** In single quotes, in which BuildKit replaces no variables. */
function labelLine(labels: NonNullable<Recipe['labels']>): string {
  const pairs = Object.entries(labels).filter(([, value]) => value !== undefined);
  return `LABEL ${pairs.map(([name, value]) => `org.opencontainers.image.${name}='${value}'`).join(' ')}`;
}

/** The files of a recipe's directory. */
export function filesOf(
  recipe: Recipe,
  { program, port, uid, word }: Names,
): Readonly<Record<string, string>> {
  const { from = 'scratch', before = '', builder = parts, server = '/server' } = recipe;
  const { copy = '', add = '', args = [], files = {}, verify = {}, certificates = bundle } = recipe;
  const {
    ports = `ENV PORT=${port}\nEXPOSE ${port}`,
    user,
    healthcheck,
  } = {
    user: `${uid}:${uid}`,
    healthcheck: `CMD ${JSON.stringify([program, 'healthcheck'])}`,
    ...recipe,
  };
  const lines = [
    before,
    `FROM ${from}`,
    `COPY --from=${builder} ${copy} ${server} ${program}`,
    certificates,
    add,
    ports,
    user && `USER ${user}`,
    healthcheck && `HEALTHCHECK ${healthcheck}`,
    labelLine({ title: word, ...goodLabels, ...recipe.labels }),
    recipe.start ?? `ENTRYPOINT ${JSON.stringify([program, ...args])}`,
  ];
  return {
    ...files,
    Dockerfile: `${lines.filter(Boolean).join('\n')}\n`,
    'distroless.yaml': JSON.stringify({ schema: 1, verify }),
  };
}
