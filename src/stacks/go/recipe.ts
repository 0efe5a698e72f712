import { posix } from 'node:path';
import type { Chosen } from '../../detect/types.ts';
import { sh } from '../../recipe/quote.ts';
import type { BuildStage, Recipe, Step, Writable } from '../../recipe/types.ts';
import type { Cgo } from './cgo.ts';
import type { EnvFile } from './env-file.ts';
import { frontendStage, type Frontend } from './frontend.ts';
import type { Generator } from './generated.ts';
import { healthProgram, type HealthWords } from './health.ts';
import type { LinkValue } from './link-values.ts';
import { clean, inside } from './module.ts';
import type { ModulesState } from './modules-state.ts';
import type { Program } from './program.ts';
import type { RunTimeFiles } from './run-time-files.ts';
import type { Write } from './writes.ts';

/** What the detectors found of a program, as far as its image depends on it. */
export type Plan = {
  readonly program: Program;
  readonly name: string;
  readonly state: ModulesState;
  readonly tags: readonly string[];
  readonly values: readonly LinkValue[];
  readonly cgo?: Cgo;
  readonly apt: readonly string[];
  readonly generators: readonly Generator[];
  readonly frontends: readonly Frontend[];
  readonly patches: readonly { readonly path: string; readonly from: string; readonly to: string }[];
  readonly runTime: RunTimeFiles;
  readonly envFile?: EnvFile;
  readonly writes: readonly Write[];
  readonly needsHome: boolean;
  readonly health: HealthWords;
  /** Set in the image; `$PORT` stands for the port. */
  readonly env: Readonly<Record<string, string>>;
  /** What the program is called with unless the user says otherwise. */
  readonly args: readonly string[];
  /** The toolchain is newer than the builder's. */
  readonly newer: boolean;
  readonly isPrivate: boolean;
  readonly nodeImage: string;
  readonly serves: boolean;
};

const caches = ['/go/pkg/mod', '/root/.cache/go-build'];
const bin = '/usr/local/bin';
const work = '/app';

export function recipeOf(plan: Plan, chosen: Chosen): Recipe {
  const native = chosen.target.link !== 'static';
  const { program, frontends } = plan;
  const { dir, local, work: workspace } = program.module;
  const dirs = [...new Set([dir, ...local.map((each) => each.dir), ...frontends.map((each) => each.dir)])];
  return {
    native,
    ignore: plan.envFile?.source === undefined ? [] : [`!${inside(plan.runTime.base, plan.envFile.source)}`],
    ...(dirs.includes('')
      ? {}
      : { context: [...dirs, ...(workspace ? [workspace.path, `${workspace.path}.sum`] : [])] }),
    stages: [
      ...frontends.map((each, index) =>
        frontendStage(each, plan.nodeImage, program.module.repo, stageName(index)),
      ),
      buildStage(plan, chosen, native),
    ],
    runtime: runtimeOf(plan, chosen),
  };
}

function buildStage(plan: Plan, chosen: Chosen, native: boolean): BuildStage {
  const { program, state, cgo } = plan;
  const { dir } = program.module;
  const at = inside('/src', dir);
  const scratch = chosen.target.runtime === 'scratch';
  return {
    name: 'build',
    comment: native
      ? 'Runs on the platform that it builds for: cgo takes the C compiler and the libraries from here.'
      : 'Runs on the machine that builds and cross-compiles, so that no platform needs emulation.',
    image: chosen.target.build,
    platform: native ? 'target' : 'build',
    trust: true,
    main: true,
    apt: [...(cgo?.apt ?? []), ...plan.apt],
    steps: [
      ...toolchain(plan),
      { workdir: '/src' },
      ...dependencies(plan),
      { copy: ['.'], to: '.' },
      ...plan.frontends.map((each, index): Step => ({
        copy: [`/src/${each.wants}`],
        to: `/src/${each.wants}`,
        from: stageName(index),
      })),
      ...(dir === '' ? [] : [{ workdir: at }]),
      ...patch(plan),
      ...complete(state, plan),
      ...generate(plan),
      ...(native ? [] : [{ arg: 'TARGETOS TARGETARCH' }]),
      ...(plan.values.length > 0
        ? [
            { arg: 'VERSION', default: 'dev' },
            { arg: 'COMMIT', default: 'unknown' },
            { arg: 'DATE', default: '1970-01-01T00:00:00Z' },
          ].filter(({ arg }) => plan.values.some(({ by }) => by === arg))
        : []),
      { run: [compile(plan, native)], caches, ...(state.how === 'mod' || state.how === 'locked' ? {} : {}) },
      ...(chosen.port > 0 ? health(plan, native) : []),
      ...(scratch ? system : []),
    ],
  };
}

/** The builder's own is the newest that it may use unless it is told. */
function toolchain({ newer }: Plan): readonly Step[] {
  return newer
    ? [
        { comment: 'go.mod asks for a newer Go than the image has: it fetches that.' },
        { env: { GOTOOLCHAIN: 'auto' } },
      ]
    : [];
}

function dependencies({ program: { module }, state, isPrivate }: Plan): readonly Step[] {
  if (
    state.how === 'vendor' ||
    state.how === 'init' ||
    state.how === 'tidy' ||
    (module.mod.requires.length === 0 && !module.work)
  )
    return [];
  const { dir, local, repo, work: workspace } = module;
  const dirs = [...new Set([dir, ...local.map((each) => each.dir)])].filter((each) =>
    repo.has(inside(each, 'go.mod')),
  );
  return [
    { comment: 'Dependencies before the source: built again only when a go.mod or go.sum changes.' },
    ...(workspace
      ? [{ copy: [workspace.path, { glob: `${workspace.path.replace(/k$/, '[k]')}.su[m]` }], to: './' }]
      : []),
    ...dirs.map((each): Step => ({
      copy: [inside(each, 'go.mod'), ...(repo.has(inside(each, 'go.sum')) ? [inside(each, 'go.sum')] : [])],
      to: each === '' ? './' : `${each}/`,
    })),
    ...(dir === '' || workspace ? [] : [{ workdir: inside('/src', dir) }]),
    ...(isPrivate
      ? [
          {
            comment:
              'Private modules: --build-arg GOPRIVATE=… --secret id=netrc,src=$HOME/.netrc; without them it does nothing.',
          },
          { arg: 'GOPRIVATE' },
          {
            run: ['ln -s /run/secrets/netrc /root/.netrc', 'go mod download'],
            caches: ['/go/pkg/mod'],
            network: true as const,
            secrets: ['netrc'],
          },
        ]
      : [{ run: ['go mod download'], caches: ['/go/pkg/mod'], network: true as const }]),
    ...(dir === '' || workspace ? [] : [{ workdir: '/src' }]),
  ];
}

function patch({ patches, program: { module } }: Plan): readonly Step[] {
  return patches.flatMap(({ path, from, to }) => [
    { comment: 'It would listen for this container alone.' },
    {
      run: [
        sh`sed -i ${`s|${from.replaceAll(/[.[\]]/g, String.raw`\$&`)}|${to}|`} ${module.dir === '' ? path : path.slice(module.dir.length + 1)}`,
      ],
    },
  ]);
}

function complete(state: ModulesState, { program: { module }, name }: Plan): readonly Step[] {
  if (state.how === 'locked' || state.how === 'vendor' || state.how === 'mod') return [];
  const first =
    state.how === 'init'
      ? [sh`go mod init ${guessPath(module) ?? name}`]
      : state.edits.length > 0
        ? [`go mod edit ${state.edits.map((each) => sh`${each}`).join(' ')}`]
        : [];
  return [
    { comment: `${state.why[0]?.toUpperCase()}${state.why.slice(1)}.` },
    { run: [...first, 'go mod tidy'], caches, network: true },
  ];
}

/** Without a go.mod, what the imports of its own packages begin with. */
function guessPath({ files, packages, dir }: Program['module']): string | undefined {
  const own = [...packages.keys()]
    .map((each) => (dir === '' ? each : each.slice(dir.length + 1)))
    .filter((each) => each !== '');
  for (const at of packages.keys()) {
    for (const path of files(at, new Set()).flatMap(({ imports }) => imports)) {
      const tail = own.find((each) => path.endsWith(`/${each}`));
      if (tail !== undefined) return path.slice(0, -tail.length - 1);
    }
  }
  return undefined;
}

function generate({ generators }: Plan): readonly Step[] {
  if (generators.length === 0) return [];
  return [
    { comment: `What is not committed: ${generators.map(({ tool }) => tool).join(', ')}.` },
    { run: generators.map(({ run }) => run), caches, network: true },
  ];
}

function compile({ program, state, tags, values }: Plan, native: boolean): string {
  const flags = [
    '-trimpath',
    ...(state.how === 'vendor' ? ['-mod=vendor'] : state.how === 'mod' ? ['-mod=mod'] : []),
    sh`-tags ${['timetzdata', ...tags].join(',')}`,
  ];
  const set = values.map(({ variable, by }) => ` -X '${variable}=$${by}'`).join('');
  const env = native ? 'CGO_ENABLED=1' : 'CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH';
  const off = program.module.work === undefined && isBelowWork(program) ? 'GOWORK=off ' : '';
  return `${off}${env} go build ${flags.join(' ')} -ldflags "-s -w -buildid=${set}" \\\n      -o /out/app ${sh`${program.path}`}`;
}

/** A go.work above it that does not have it would be in the way. */
function isBelowWork({ module: { repo, dir } }: Program): boolean {
  return repo
    .named('go.work')
    .some((path) => path === 'go.work' || dir.startsWith(path.replace(/\/go\.work$/, '')));
}

function health({ health: words }: Plan, native: boolean): readonly Step[] {
  const env = native ? 'CGO_ENABLED=0' : 'CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH';
  return [
    { file: '/health/main.go', content: healthProgram(words) },
    {
      run: [
        `${env} GO111MODULE=off go build -trimpath -ldflags "-s -w -buildid=" -o /out/healthcheck /health/main.go`,
      ],
      caches,
    },
  ];
}

/** What a program finds on any system, and not on scratch. */
const system: readonly Step[] = [
  { comment: 'What programs look for on any system: a directory for temporary files, a name for the user.' },
  {
    run: [
      'mkdir -p /rootfs/etc',
      'mkdir -m 1777 /rootfs/tmp',
      "echo 'nonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin' > /rootfs/etc/passwd",
      "echo 'nonroot:x:65532:' > /rootfs/etc/group",
    ],
  },
];

function runtimeOf(plan: Plan, chosen: Chosen): Recipe['runtime'] {
  const { runTime, envFile, serves, frontends } = plan;
  const files = [
    ...runTime.files.filter(({ built }) => !built).map(({ path }) => path),
    ...chosen.files.map(clean),
  ];
  const built = runTime.files.filter((each) => each.built);
  const writable = writableOf(plan, chosen);
  const owned = new Set(plan.writes.flatMap(({ file }) => (file === undefined ? [] : [file])));
  const hasFiles = files.length > 0 || built.length > 0 || envFile !== undefined;
  const env = {
    ...(chosen.port > 0
      ? Object.fromEntries(
          Object.entries(plan.env).map(([key, text]) => [key, text.replace('$PORT', String(chosen.port))]),
        )
      : plan.env),
  };
  const needsDir = hasFiles || writable.some(({ path }) => path.startsWith(work));
  const binary = `${bin}/${plan.name}`;
  const args = plan.args.map((word) => word.replace('$PORT', String(chosen.port)));
  return {
    ...(needsDir && { workdir: work }),
    steps: [
      ...(chosen.target.runtime === 'scratch' ? [{ copy: ['/rootfs/'], to: '/', from: 'build' }] : []),
      ...(hasFiles ? [{ comment: 'Read at run time, relative to the working directory.' }] : []),
      ...[...new Set(files)]
        .filter((path) => !owned.has(path))
        .map((path) => ({ copy: [inside(runTime.base, path)], to: `./${path}` })),
      ...[...owned].map((path) => ({
        copy: [inside(runTime.base, path)],
        to: `./${path}`,
        owner: '65532:0',
        mode: '664',
      })),
      ...built.map(({ path }) => ({
        copy: [`/src/${inside(runTime.base, path)}`],
        to: `./${path}`,
        from:
          frontends.length > 0
            ? stageName(frontends.findIndex(({ wants }) => wants === inside(runTime.base, path)))
            : 'build',
      })),
      ...(envFile === undefined
        ? []
        : [
            envFile.source === undefined
              ? { copy: ['/dev/null'], to: './.env', from: 'build' }
              : { copy: [inside(runTime.base, envFile.source)], to: './.env' },
          ]),
      { copy: ['/out/app'], to: binary, from: 'build' },
      ...(chosen.port > 0 ? [{ copy: ['/out/healthcheck'], to: `${bin}/`, from: 'build' }] : []),
      ...(Object.keys(env).length > 0 ? [{ env }] : []),
    ],
    entrypoint: [binary],
    ...(args.length > 0 && { command: args }),
    ...(chosen.port > 0
      ? { health: [`${bin}/healthcheck`, String(chosen.port), chosen.health === '' ? '/' : chosen.health] }
      : { noHealth: serves ? 'its port is not known.' : 'it is a command, not a service.' }),
    ...(writable.length > 0 && { writable }),
  };
}

function writableOf(plan: Plan, { writable, target }: Chosen): readonly Writable[] {
  const found = new Map<string, Writable>();
  const add = (path: string, why: string, volume: boolean) => {
    const whole = posix.resolve(work, path);
    if (whole !== '/' && !found.has(whole)) found.set(whole, { path: whole, why, volume });
  };
  const has = plan.runTime.files.length > 0 || plan.envFile !== undefined;
  // A volume over files of the image would keep their old versions.
  for (const { path, why } of plan.writes) add(path, why, path !== '' || !has);
  for (const path of writable) add(path, 'data that it keeps', true);
  if (plan.needsHome && target.runtime === 'scratch') add('/home/nonroot', 'its settings and caches', false);
  return [...found.values()].filter(
    ({ path }, _, all) => !all.some((other) => other !== undefined && path.startsWith(`${other.path}/`)),
  );
}

function stageName(index: number): string {
  return index === 0 ? 'frontend' : `frontend${index + 1}`;
}
