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
  /** Flags of the COPY of the program, such as `--chmod=0444`. */
  readonly copy?: string;
  /** More lines of the last stage. */
  readonly add?: string;
  readonly ports?: string;
  /** `undefined` leaves the line out. */
  readonly user?: string | undefined;
  readonly healthcheck?: string | undefined;
  readonly args?: readonly string[];
  readonly start?: string;
  /** More files of the directory, by name. */
  readonly files?: Readonly<Record<string, string>>;
  /** The `verify:` section of distroless.yaml, as JSON. */
  readonly verify?: object;
};

/** The files of a recipe's directory. */
export function filesOf(recipe: Recipe, { program, port, uid }: Names): Readonly<Record<string, string>> {
  const { from = 'scratch', before = '', copy = '', add = '', args = [], verify = {}, files = {} } = recipe;
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
    `COPY --from=${parts} ${copy} /server ${program}`,
    add,
    ports,
    user && `USER ${user}`,
    healthcheck && `HEALTHCHECK ${healthcheck}`,
    recipe.start ?? `ENTRYPOINT ${JSON.stringify([program, ...args])}`,
  ];
  return {
    ...files,
    Dockerfile: `${lines.filter(Boolean).join('\n')}\n`,
    'distroless.yaml': JSON.stringify({ schema: 1, verify }),
  };
}
