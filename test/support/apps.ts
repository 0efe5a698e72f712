import { readdirSync, readFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import * as v from 'valibot';
import { emptyDir } from './cli.ts';

/** Small repositories of people who know nothing of us: `<name>/app`, and `<name>/expect.yaml` that says what must come out. */
const dir = join(import.meta.dirname, '../fixtures/add');

const Expectation = v.strictObject({
  /** What makes this repository worth a fixture, a sentence. */
  about: v.string(),
  /** The stack whose base images it is built on, where that is not the one that it is named after. */
  beside: v.optional(v.string()),
  /** Besides `add . --yes`. */
  flags: v.optional(v.array(v.string()), []),
  /** Exit code of `add`; 5 writes nothing. */
  exit: v.optional(v.number(), 0),
  /** A part of the message, where it is refused. */
  says: v.optional(v.string()),
  /** Values that must be found, with a part of where: `port: [3000, src/server.ts:4]`. */
  finds: v.optional(v.record(v.string(), v.tuple([v.union([v.string(), v.number()]), v.string()])), {}),
  /** Environment variables and services that it must be said to need, by name. */
  needs: v.optional(v.array(v.string()), []),
  /** How the image is run and what it must answer; absent: the fixture is only generated. */
  run: v.optional(
    v.strictObject({
      env: v.optional(v.record(v.string(), v.string()), {}),
      /** Of a server: GET, on the port that was found. */
      path: v.optional(v.string()),
      status: v.optional(v.number(), 200),
      body: v.optional(v.string()),
      /** Of a command line. */
      args: v.optional(v.array(v.string())),
      stdout: v.optional(v.string()),
      /** Checks of verify that need not pass, with the reason. */
      mayFail: v.optional(v.record(v.string(), v.string()), {}),
    }),
  ),
});

export type App = v.InferOutput<typeof Expectation> & { readonly name: string; readonly source: string };

export function listApps(): readonly App[] {
  return readdirSync(dir)
    .toSorted()
    .map((name) => ({
      name,
      source: join(dir, name, 'app'),
      ...v.parse(Expectation, parse(readFileSync(join(dir, name, 'expect.yaml'), 'utf8'))),
    }));
}

/** A copy of its own to containerize; it is called `app`. */
export async function copyApp({ source }: App): Promise<string> {
  const root = join(emptyDir(), 'app');
  await cp(source, root, { recursive: true, verbatimSymlinks: true });
  return root;
}
