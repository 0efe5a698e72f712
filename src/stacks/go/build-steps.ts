import { inside, within } from '../../inventory/paths.ts';
import { posix } from 'node:path';
import { sh } from '../../recipe/quote.ts';
import type { Step } from '../../recipe/types.ts';
import type { Patch } from './place.ts';
import { places, type Plan } from './plan.ts';

const { caches } = places;

/** The builder's own is the newest that it may use unless it is told. */
export function toolchain({ newer }: Plan): readonly Step[] {
  return newer
    ? [
        { comment: 'go.mod asks for a newer Go than the image has: it fetches that.' },
        { env: { GOTOOLCHAIN: 'auto' } },
      ]
    : [];
}

/** The layer of the modules, built before the source is there. */
export function dependencies({ program: { module }, state, isPrivate, context }: Plan): readonly Step[] {
  const { dir, local, repo, work, mod } = module;
  if (state.how !== 'locked' && state.how !== 'mod') return [];
  if (mod.requires.length === 0 && !work) return [];
  const rel = (path: string) => within(context, path);
  const dirs = [...new Set([dir, ...local.map((each) => each.dir)])].filter((each) =>
    repo.has(inside(each, 'go.mod')),
  );
  const files = (each: string) => ['go.mod', 'go.sum'].map((name) => inside(each, name)).filter(repo.has);
  const away = rel(dir) === '' || work !== undefined ? [] : [{ workdir: posix.join('/src', rel(dir)) }];
  const download = { run: ['go mod download'], caches: ['/go/pkg/mod'], network: true } as const;
  return [
    { comment: 'Dependencies before the source: built again only when a go.mod or go.sum changes.' },
    ...(work ? [{ copy: [work.path, `${work.path}.sum`].filter(repo.has).map(rel), to: './' }] : []),
    ...dirs.map((each): Step => ({
      copy: files(each).map(rel),
      to: rel(each) === '' ? './' : `${rel(each)}/`,
    })),
    ...away,
    ...(isPrivate
      ? [
          {
            comment:
              'Private modules: --build-arg OWN_MODULES=HOST/PATH --secret id=netrc,src=$HOME/.netrc; without them nothing changes.',
          },
          { arg: 'OWN_MODULES' },
          {
            ...download,
            run: ['ln -s /run/secrets/netrc /root/.netrc', 'GOPRIVATE=$OWN_MODULES go mod download'],
            secrets: ['netrc'],
          },
        ]
      : [download]),
    ...(away.length === 0 ? [] : [{ workdir: '/src' }]),
  ];
}

/** Changes of the source that the image needs and the repository does not. */
export function patch({ patches, program: { module } }: Plan): readonly Step[] {
  if (patches.length === 0) return [];
  const paths = [...new Set(patches.map(({ path }) => path))];
  const edits = (path: string) => {
    const own = patches.filter((each) => each.path === path).map((each) => sh`${editOf(each)}`);
    return own.length === 1 ? own.join('') : own.map((each) => `-e ${each}`).join(' ');
  };
  return [
    { comment: 'It would listen for this container alone.' },
    { run: paths.map((path) => `sed -i ${edits(path)} ${sh`${within(module.dir, path)}`}`) },
  ];
}

function editOf({ from, to, line }: Patch): string {
  return `${line ?? ''}s|${from.replaceAll(/[.[\]]/g, String.raw`\$&`)}|${to}|`;
}

/** Makes go.mod and go.sum what the go command needs. */
export function complete({ state }: Plan): readonly Step[] {
  if (state.how !== 'tidy' && state.how !== 'init') return [];
  const edits = state.edits.map((each) => sh`${each}`).join(' ');
  const first =
    state.path === undefined
      ? edits === ''
        ? []
        : [`go mod edit ${edits}`]
      : [sh`go mod init ${state.path}`];
  return [
    { comment: `${state.why[0]?.toUpperCase()}${state.why.slice(1)}.` },
    { run: [...first, 'go mod tidy'], caches, network: true },
  ];
}

/** Newer versions of what the builder's Go cannot use. */
export function renewed({ outdated }: Plan): readonly Step[] {
  if (outdated.length === 0) return [];
  return [
    ...outdated.map(({ path, version, why }): Step => ({ comment: `${path} ${version} ${why}.` })),
    { run: outdated.map(({ path, to }) => sh`go get ${`${path}@${to}`}`), caches, network: true },
  ];
}

/** Empty files for what is embedded and not there. */
export function placeholders({ placeholders: paths, program: { module } }: Plan): readonly Step[] {
  if (paths.length === 0) return [];
  const own = paths.map((path) => within(module.dir, path));
  return [
    { comment: 'Embedded, and not in the repository: an empty file stands in.' },
    { run: own.flatMap((path) => [sh`mkdir -p ${posix.dirname(path)}`, sh`touch ${path}`]) },
  ];
}

/** Sources that tools make. */
export function generate({ generators }: Plan): readonly Step[] {
  if (generators.length === 0) return [];
  return [
    { comment: `What is not committed: ${generators.map(({ tool }) => tool).join(', ')}.` },
    { run: generators.map(({ run }) => run), caches, network: true },
  ];
}
