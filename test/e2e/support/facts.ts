import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { bringUp } from '../../support/engine.ts';
import { docker, readFiles, resolve, type Files } from './image-files.ts';

const STAND_IN = 'dev.create-distroless.lab';
const MINUTE = 60_000;

interface Fact {
  source: string;
  config?: Record<string, unknown>;
  env?: string;
  is?: string;
  path?: string;
  type?: 'file' | 'dir';
  mode?: string;
  uid?: number;
  gid?: number;
  matches?: string;
  has?: number;
  tool?: string;
  absent?: string;
  no?: string;
}
interface Group {
  refs: string[];
  platforms?: string[];
  facts: Fact[];
}
interface Image extends Files {
  config: Record<string, unknown>;
  env: Map<string, string>;
}
/** The layer of a WORKDIR that is there already. */
const EMPTY_LAYER = 'sha256:5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef';

export const facts = parse(readFileSync(join(import.meta.dirname, '../../lab/facts.yaml'), 'utf8')) as {
  images: Group[];
};
const pathsToRead = facts.images
  .flatMap((group) => group.facts)
  .flatMap((fact) => (fact.matches && fact.path ? [fact.path] : []));

const nameOf = (ref: string): string => ref.replace(/:[^/]*$/, '');

/** Every image that there are facts about, whatever the tag, of those that these references name. */
export function knownImages(refs: readonly string[]): readonly string[] {
  const names = new Set(refs.map(nameOf));
  return [...new Set(facts.images.flatMap((group) => group.refs))].filter((ref) => names.has(nameOf(ref)));
}

/** Tests each fact about these images on the image that is there, real or stand-in. */
export function describeFacts(refs: readonly string[]): void {
  describe('the base images', () => {
    const opened = new Map<string, Promise<Image | undefined>>();
    const image = (ref: string, platform?: string): Promise<Image | undefined> => {
      const key = `${ref} ${platform ?? ''}`;
      const opening = opened.get(key) ?? open(ref, platform);
      opened.set(key, opening);
      return opening;
    };

    beforeAll(() => bringUp(refs), 40 * MINUTE);

    for (const group of facts.images) {
      for (const ref of group.refs.filter((each) => refs.includes(each))) {
        for (const platform of group.platforms ?? [undefined]) {
          describe(`${ref}${platform ? ` (${platform})` : ''}`, () => {
            for (const fact of group.facts) {
              it(`${title(fact)}`, { timeout: 3 * MINUTE }, async (context) => {
                const there = await image(ref, platform);
                if (!there)
                  return context.skip(`the real image was pulled for another platform than ${platform}`);
                expect(observe(there, fact)).toEqual(fact);
              });
            }
          });
        }
      }
    }
  });
}

const read = new Map<string, Promise<Files>>();

/** Stand-ins are there for every platform, a pulled image for the machine's own. */
async function open(ref: string, platform: string | undefined): Promise<Image | undefined> {
  const [{ Config: config, RootFS: files, Os: os, Architecture: architecture }] = JSON.parse(
    await docker('image', 'inspect', ref),
  ) as [
    {
      Config: Record<string, unknown> & { Env?: string[]; Labels?: Record<string, string> };
      RootFS: { Layers: string[] };
      Os: string;
      Architecture: string;
    },
  ];
  const standIn = config.Labels?.[STAND_IN] === 'stand-in';
  if (platform && !standIn && platform !== `${os}/${architecture}`) return undefined;
  // Tags that differ in their configuration only are read once. Stand-ins alike on one platform are of one stage, and alike on all.
  const key = [platform, ...files.Layers.filter((layer) => layer !== EMPTY_LAYER)].join(' ');
  const reading = read.get(key) ?? readFiles(ref, platform, pathsToRead);
  read.set(key, reading);
  const env = (config.Env ?? []).map((pair): [string, string] => [
    pair.split('=')[0] ?? '',
    pair.replace(/^[^=]*=/, ''),
  ]);
  return { config, env: new Map(env), ...(await reading) };
}

const SYSTEM_DIRECTORIES = [
  '/bin',
  '/sbin',
  '/usr/bin',
  '/usr/sbin',
  '/usr/local/bin',
  '/usr/local/sbin',
  '/busybox',
];
const nothing = (value: unknown): boolean =>
  value === undefined || value === '' || (Array.isArray(value) && value.length === 0);

/** The fact as the image shows it: equal to the fact itself where it holds. */
function observe(image: Image, fact: Fact): Fact {
  const { entries } = image;
  const seen: Fact = { ...fact };
  if (fact.config) {
    seen.config = Object.fromEntries(
      Object.keys(fact.config).map((key) => [key, nothing(image.config[key]) ? null : image.config[key]]),
    );
  } else if (fact.env) {
    seen.is = image.env.get(fact.env) ?? '(not set)';
  } else if (fact.path) {
    const path = resolve(entries, fact.path);
    const entry = path === undefined ? undefined : entries.get(path);
    if (path === undefined || !entry) return { source: fact.source, no: fact.path };
    for (const key of ['type', 'mode', 'uid', 'gid'] as const) {
      if (fact[key] !== undefined) Object.assign(seen, { [key]: entry[key] });
    }
    if (fact.has && entry.size < fact.has) seen.has = entry.size;
    if (fact.matches) {
      const text = image.texts.get(path) ?? '';
      if (!new RegExp(fact.matches, 'm').test(text)) seen.matches = `(not in) ${text.slice(0, 2000)}`;
    }
  } else if (fact.tool) {
    const paths = (image.env.get('PATH') ?? '')
      .split(':')
      .map((directory) => resolve(entries, posix.join(directory, fact.tool ?? '')));
    const executable = paths.some(
      (path) => path !== undefined && (parseInt(entries.get(path)?.mode ?? '0', 8) & 0o111) !== 0,
    );
    if (!executable) return { source: fact.source, absent: fact.tool };
  } else if (fact.absent) {
    const found = SYSTEM_DIRECTORIES.map((directory) =>
      resolve(entries, posix.join(directory, fact.absent ?? '')),
    ).find(Boolean);
    if (found) return { source: fact.source, path: found };
  } else if (fact.no) {
    if (resolve(entries, fact.no)) return { source: fact.source, path: fact.no };
  } else {
    throw new Error(`not a fact: ${JSON.stringify(fact)}`);
  }
  return seen;
}

const title = (fact: Fact): string =>
  JSON.stringify(Object.fromEntries(Object.entries(fact).filter(([key]) => key !== 'source')));
