import { posix } from 'node:path';
import type { Chosen } from '../../detect/types.ts';
import { toName } from '../../detect/names.ts';
import { gitCommit } from '../../recipe/git-commit.ts';
import { sh } from '../../recipe/quote.ts';
import type { BuildStage, Step } from '../../recipe/types.ts';
import { buildCommand, type BuildPlan } from './build-plan.ts';
import type { Edit } from './listen.ts';
import { madeBefore } from './made-before.ts';
import { stageName } from '../frontend/frontend.ts';
import type { Frontend } from './frontend.ts';
import { healthProgram } from './health.ts';
import { loopbackIn } from './setting.ts';
import { checkedDatabase } from './sqlx.ts';

export type Building = {
  readonly plan: BuildPlan;
  /** C is compiled too: on a machine of the target platform. */
  readonly native: boolean;
  /** It gets the program of the health check. */
  readonly checked: boolean;
  readonly target: Chosen['target'];
  readonly frontend: Frontend | undefined;
};

/** Where the source is while it is built, and what the program reads while it runs: paths that the compiler keeps hold there too. */
export const home = '/app';

/**
 * All of it in one cache: the lock that Cargo takes before it downloads and unpacks stands beside the registry, and builds that
 * run at once, as those of two platforms do, would else write the same files. https://doc.rust-lang.org/cargo/guide/cargo-home.html
 */
const cargoHome = '/cargo';

export function buildStage(building: Building): BuildStage {
  const { plan, native, checked, target, frontend } = building;
  const { tools, toolchain, workspace, context } = plan;
  const below = (path: string) => posix.relative(context, path);
  const own = below(workspace.dir);
  const fixed = target.link === 'static';
  // What the page is made by is in a stage of its own.
  const called = tools.node.filter(({ forPage }) => !forPage || frontend?.page === undefined);
  const npm = called.some(({ name }) => name.startsWith('np')) ? ['nodejs', 'npm'] : [];
  const apt = new Set([...npm, ...plan.native.apt, ...tools.apt, ...(fixed && native ? ['musl-tools'] : [])]);
  return {
    name: 'build',
    ...(fixed &&
      !native && {
        comment: 'Runs on the machine that builds and cross-compiles, so that no platform needs emulation.',
      }),
    image: target.build,
    platform: native ? 'target' : 'build',
    trust: true,
    main: true,
    ...(apt.size > 0 && { apt: [...apt].toSorted() }),
    steps: [
      { workdir: home },
      ...(toolchain.pin === undefined ? [] : pinned(below(toolchain.pin))),
      ...(fixed ? staticTarget() : []),
      { env: settings(building) },
      ...(Object.keys(plan.native.env).length > 0
        ? [
            { comment: 'Crates that bring the source of a library build that: nothing to load at run time.' },
            { env: plan.native.env },
          ]
        : []),
      { copy: ['.'], to: '.' },
      ...(frontend === undefined ? [] : pageOf(frontend, below(frontend.output))),
      ...(own === '' ? [] : [{ workdir: posix.join(home, own) }]),
      ...(frontend?.page ? madeBefore(tools.node) : []),
      ...changes(plan),
      ...compile(plan, fixed, own === '' ? '.' : home),
      ...(checked ? healthCheck(fixed) : []),
    ],
  };
}

/** @param path relative to the context */
function pageOf({ page }: Frontend, path: string): readonly Step[] {
  const to = posix.join(home, path);
  if (page) return [{ copy: [posix.join('/src', path)], to, from: stageName(0) }];
  return [
    { comment: 'Embedded, and not in the repository: an empty directory stands in.' },
    { run: [sh`mkdir -p ${to}`] },
  ];
}

function settings({ plan: { tools } }: Building): Readonly<Record<string, string>> {
  return {
    CARGO_HOME: cargoHome,
    CARGO_TARGET_DIR: '/target',
    CARGO_PROFILE_RELEASE_STRIP: 'symbols',
    ...tools.env,
  };
}

/** Any command of Cargo makes rustup install what the file names; in a layer of its own, which stays. */
function pinned(path: string): readonly Step[] {
  return [
    { comment: 'The Rust that the repository asks for, in place of the image’s.' },
    { copy: [path], to: './' },
    { run: ['cargo --version'], network: true },
  ];
}

/** Rust brings a linker for musl; the target is added before the source, so that it stays in the cache. */
function staticTarget(): readonly Step[] {
  return [
    { arg: 'TARGETARCH' },
    {
      comment:
        'musl makes the binary static; Rust brings a linker for it, so no C toolchain of the other platform is needed.',
    },
    {
      env: {
        CARGO_TARGET_X86_64_UNKNOWN_LINUX_MUSL_LINKER: 'rust-lld',
        CARGO_TARGET_AARCH64_UNKNOWN_LINUX_MUSL_LINKER: 'rust-lld',
      },
    },
    {
      run: [
        'case "$TARGETARCH" in amd64) arch=x86_64 ;; arm64) arch=aarch64 ;; *) echo "no target for $TARGETARCH" >&2; exit 1 ;; esac',
        'echo "$arch-unknown-linux-musl" > /triple',
        'rustup target add "$(cat /triple)"',
      ],
      network: true,
    },
  ];
}

/** What is changed in the copy that is built, and not in the repository. */
function changes({ edits, dotenv, tools, own, workspace }: BuildPlan): readonly Step[] {
  const below = (path: string) => posix.relative(workspace.dir, path);
  const commandsOf = (all: readonly Edit[]) => [
    ...new Set(
      all.map(
        ({ path, text, by, line }) =>
          sh`sed -i ${`${line ?? ''}s/${pattern(text)}/${replacement(by)}/`} ${below(path)}`,
      ),
    ),
  ];
  const version = own.version ?? '0.0.0';
  return [
    ...tools.before,
    ...(edits.length > 0
      ? [
          {
            comment: `It listens on ${loopbackIn(edits[0]?.text ?? '')}, which nothing outside of a container reaches; only this copy is changed.`,
          },
          { run: commandsOf(edits) },
        ]
      : []),
    ...(dotenv.length > 0
      ? [
          { comment: 'It insists on a .env, which no image should have: the environment is enough.' },
          { run: commandsOf(dotenv) },
        ]
      : []),
    ...(tools.git
      ? [
          {
            comment:
              'The build asks git for a version, and .git is not in the context: one commit of what is here.',
          },
          {
            run: [
              'git init -q',
              'git add -A',
              gitCommit(),
              sh`git -c user.name=build -c user.email=build@localhost tag ${`v${version}`}`,
            ],
          },
        ]
      : []),
    ...(tools.migrations === undefined
      ? []
      : [
          { comment: 'The compiler checks the queries against a database, which is made of the migrations.' },
          {
            run: [
              `cat ${tools.migrations.map((path) => sh`${below(path)}`).join(' ')} > /tmp/checked.sql`,
              `sqlite3 ${checkedDatabase} < /tmp/checked.sql`,
            ],
          },
        ]),
    ...(tools.outdated.length > 0
      ? [
          { comment: 'Cargo.lock has versions that Rust no longer builds.' },
          {
            run: tools.outdated.flatMap(({ crate, version: old, to, held }) => [
              ...(held === undefined ? [] : [sh`cargo update --package ${held} --recursive`]),
              sh`cargo update --package ${`${crate}@${old}`} --precise ${to}`,
            ]),
            caches: [cargoHome],
            network: true as const,
          },
        ]
      : []),
  ];
}

/**
 * One step, with Cargo's own directories kept between builds. A layer of dependencies alone would want every manifest and an
 * empty source for every target of the workspace, which build scripts, declared targets and features break too often.
 */
function compile(plan: BuildPlan, fixed: boolean, top: string): readonly Step[] {
  // Where settings of the repository name a target, the one of this machine is named before them.
  const named = fixed || plan.tools.target;
  const target = named ? ' --target "$(cat /triple)"' : '';
  const made = named ? '"/target/$(cat /triple)/release/' : '"/target/release/';
  return [
    {
      comment:
        'Crates and what was compiled of them stay in caches, which fits any workspace; touch, as Cargo goes by times and the cache may be newer than the source.',
    },
    {
      run: [
        `find ${top} -type f -exec touch {} +`,
        ...(named && !fixed ? ["rustc -vV > /rustc && sed -n 's/^host: //p' /rustc > /triple"] : []),
        `${buildCommand(plan)}${target}`,
        `install -D ${made}${plan.bin.name}" ${sh`/out/usr/local/bin/${plan.bin.name}`}`,
      ],
      // Without a name of its own all projects that are built on a machine would share it, one waiting for the other.
      caches: [cargoHome, { locked: '/target', id: `${toName(plan.own.name) ?? 'app'}-target` }],
      network: true,
    },
  ];
}

function healthCheck(fixed: boolean): readonly Step[] {
  const target = fixed ? ' --target "$(cat /triple)" -C linker=rust-lld' : '';
  return [
    { file: '/health.rs', content: healthProgram },
    {
      run: [`rustc -O -C panic=abort -C strip=symbols${target} -o /out/usr/local/bin/healthcheck /health.rs`],
    },
  ];
}

/** A text as sed's pattern. */
function pattern(text: string): string {
  return text.replaceAll(/[\\.[\]*^$/]/g, '\\$&');
}

function replacement(text: string): string {
  return text.replaceAll(/[\\&/]/g, '\\$&');
}
