import { within } from '../../inventory/paths.ts';
import { posix } from 'node:path';
import { sh } from '../../recipe/quote.ts';
import type { Step } from '../../recipe/types.ts';
import { compilers, permissive } from './compilers.ts';
import type { Plan } from './recipe.ts';

/** What an installation brings and no program reads. */
const unread = [
  'include',
  'lib/*.a',
  'lib/*.la',
  'lib/cmake',
  'lib/pkgconfig',
  'share/man',
  'share/doc',
  'share/info',
  'share/locale',
  'share/pkgconfig',
  'share/aclocal',
  'share/bash-completion',
];

const parallel = '--parallel "$(nproc)"';

/** Builds the program and puts it where it is to be in the image, below /out. */
export function buildSteps(plan: Plan, bin: string): readonly Step[] {
  const { project } = plan;
  const steps = { cmake, meson, autotools, make, plain }[project.system](plan, bin);
  return [...compilers(plan), ...steps];
}

function cmake({ project, program }: Plan, bin: string): readonly Step[] {
  const { options = [], installsData, libraries, fetches } = project;
  const whole = installsData === true && program.installed === true;
  const flags = [
    '-DCMAKE_BUILD_TYPE=Release',
    '-DBUILD_TESTING=OFF',
    ...(libraries.length > 0 ? ['-DBUILD_SHARED_LIBS=OFF'] : []),
    ...options,
  ];
  const target = whole ? '' : sh` --target ${program.target ?? program.name}`;
  return [
    {
      run: [`cmake -B /build ${flags.join(' ')}`, `cmake --build /build ${parallel}${target}`],
      ...(fetches && { network: true as const }),
    },
    whole
      ? { run: ['DESTDIR=/out cmake --install /build', clean()] }
      : { run: [found(program.name, ['/build', '/src'], bin)] },
  ];
}

function meson({ project, program }: Plan, bin: string): readonly Step[] {
  const { options = [] } = project;
  const whole = project.installsData === true && program.installed === true;
  return [
    {
      run: [
        [
          'meson setup /build --prefix=/usr/local --buildtype=release -Ddefault_library=static',
          ...options,
        ].join(' '),
        'meson compile -C /build',
      ],
      ...(project.fetches && { network: true as const }),
    },
    whole
      ? { run: ['DESTDIR=/out meson install -C /build --no-rebuild', clean()] }
      : { run: [found(program.name, ['/build'], bin)] },
  ];
}

function autotools({ project, program }: Plan, bin: string): readonly Step[] {
  const { bootstrap, options = [], installsData } = project;
  return [
    {
      run: [
        ...(bootstrap === undefined ? [] : [bootstrap]),
        ['./configure --prefix=/usr/local', ...options].join(' '),
        'make -j "$(nproc)"',
        ...(installsData ? ['make install DESTDIR=/out', clean()] : [found(program.name, ['/src'], bin)]),
      ],
    },
  ];
}

function make({ project, program }: Plan, bin: string): readonly Step[] {
  const { target, options = [], bootstrap, generated = [], data } = project;
  const command = project.bsd ? 'bmake' : 'make';
  const goal = target?.value ?? program.target;
  const words = [
    `${command} -j "$(nproc)"`,
    ...options.map((option) => sh`${option}`),
    ...(goal === undefined ? [] : [sh`${goal}`]),
  ];
  return [
    ...(generated.length > 0
      ? ([
          {
            comment: 'Committed ready-made: newer than what they come from, they are not made again.',
          },
          { run: [['touch', ...generated.map((path) => sh`${path}`)].join(' ')] },
        ] as const)
      : []),
    {
      run: [
        ...(bootstrap === undefined ? [] : [bootstrap]),
        words.join(' '),
        found(program.name, ['/src'], bin),
      ],
    },
    ...(data
      ? ([
          { comment: 'Its data, where the program looks for it.' },
          {
            run: [
              `mkdir -p ${data.beside.map((dir) => sh`${`/installed${dir}`}`).join(' ')}`,
              [command, 'install', ...options.map((option) => sh`${option}`), 'DESTDIR=/installed'].join(' '),
              ...data.dirs.map(
                (dir) =>
                  sh`mkdir -p ${`/out${posix.dirname(dir)}`} && cp -r ${`/installed${dir}`} ${`/out${dir}`}`,
              ),
            ],
          },
        ] as const)
      : []),
  ];
}

function plain({ project, program, cpp, libs, include }: Plan, bin: string): readonly Step[] {
  const below = (path: string) => within(project.dir, path);
  const words = [
    ...(cpp ? ['c++ -O2 -std=gnu++20'] : ['cc -O2 -fpermissive']),
    ...(include ?? []).map((dir) => sh`-I${below(dir) === '' ? '.' : below(dir)}`),
    sh`-o ${bin.replace(/^/, '/out')}`,
    ...program.sources.map((path) => sh`${below(path)}`),
    '-pthread',
    '-lm',
    ...(libs ?? []).map((name) => sh`-l${name}`),
  ];
  return [
    ...(cpp ? [] : [{ comment: permissive }]),
    { run: [sh`mkdir -p ${posix.dirname(`/out${bin}`)}`, words.join(' ')] },
  ];
}

/** Wherever the build puts it; without its symbols. */
function found(name: string, places: readonly string[], bin: string): string {
  return sh`install -D -s "$(find `.concat(
    places.join(' '),
    sh` -type f -name ${name} -perm -u+x -print -quit)" ${`/out${bin}`}`,
  );
}

function clean(): string {
  return `rm -rf ${unread.map((path) => `/out/usr/local/${path}`).join(' ')}`;
}
