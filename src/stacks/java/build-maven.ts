import { posix } from 'node:path';
import { sh } from '../../recipe/quote.ts';
import type { Step } from '../../recipe/types.ts';
import type { Launch } from './app.ts';
import type { Built } from './runtime.ts';

export type MavenBuild = {
  /** The module below the build context; '' where it is the whole of it. */
  readonly module: string;
  /** How Maven is told which: as one of the modules that the root lists, by its file, or not at all. */
  readonly select: 'module' | 'file' | 'all';
  /** Every pom.xml that Maven reads, relative to the context. */
  readonly poms: readonly string[];
  /** It has settings of Maven in .mvn. */
  readonly settings: boolean;
  readonly flags: readonly string[];
  /** Shell commands before it. */
  readonly before: readonly string[];
  /** The user's own instead of ours. */
  readonly command: string | undefined;
  /** The file that it makes, as a shell pattern below target/. */
  readonly file: string;
  /** Where the copied dependencies are when the pom says so, below the module. */
  readonly libraries: string | undefined;
};

const cache = '/root/.m2/repository';
const mvn = 'mvn --batch-mode --no-transfer-progress';
/** More lines than anybody reads. */
const mostPoms = 40;

export function buildMaven(build: MavenBuild, launch: Launch): Built {
  const { module, select } = build;
  const at = (path: string) => posix.join('/src', module, path);
  const quoted = (path: string) => sh`${at(path)}`;
  const which =
    select === 'module' ? sh` -pl ${module} -am` : select === 'file' ? sh` -f ${`${module}/pom.xml`}` : '';
  const early =
    launch.kind === 'classes' &&
    select !== 'module' &&
    build.libraries === undefined &&
    build.before.length === 0;
  const libraries = early ? '/app/lib' : at(build.libraries ?? 'target/dependency');
  const collect = ' dependency:copy-dependencies -DincludeScope=runtime';
  const flags = build.flags.map((flag) => ` ${flag}`).join('');
  const fetch = early
    ? [`mkdir -p ${libraries}`, `${mvn}${which}${collect} -DoutputDirectory=${libraries}`]
    : [`${mvn}${which} --fail-never dependency:go-offline`];
  const late = launch.kind === 'classes' && !early;
  const make = build.command ?? `${mvn}${which}${flags} package${late ? collect : ''}`;
  const steps: Step[] = [
    { workdir: '/src' },
    ...(build.poms.length > mostPoms
      ? []
      : [
          { comment: 'Dependencies before the source: fetched again only when a pom.xml changes.' },
          ...(build.settings ? [{ copy: ['.mvn'], to: '.mvn' }] : []),
          ...build.poms.map((path) => ({
            copy: [path],
            to: path.includes('/') ? `${posix.dirname(path)}/` : './',
          })),
          { run: [...build.before, ...fetch], caches: [cache], network: true as const },
        ]),
    { copy: ['.'], to: '.' },
    {
      run: [...build.before, make, ...after(build, launch, quoted, late ? libraries : undefined)],
      caches: [cache],
      network: true,
    },
  ];
  return { steps, ...outcome(launch, at, libraries) };
}

/** From what Maven made to what the image takes. */
function after(
  { file }: MavenBuild,
  launch: Launch,
  at: (path: string) => string,
  libraries: string | undefined,
): readonly string[] {
  if (launch.kind === 'layers') {
    const mode = launch.tool === 'tools' ? 'tools' : 'layertools';
    const layers = launch.tool === 'tools' ? ' --layers' : '';
    return [
      `mv ${at('target/')}${file} /app.jar`,
      `java -Djarmode=${mode} -jar /app.jar extract${layers} --destination /layers`,
    ];
  }
  if (launch.kind === 'file')
    return ['mkdir /app', `mv ${at('target/')}${file} /app/app.${launch.extension}`];
  return libraries === undefined ? [] : [sh`mkdir -p ${libraries}`];
}

function outcome(launch: Launch, at: (path: string) => string, libraries: string): Omit<Built, 'steps'> {
  const from = 'build';
  if (launch.kind === 'layers') {
    const layers = ['dependencies', 'spring-boot-loader', 'snapshot-dependencies', 'application'];
    return {
      copies: [
        { comment: 'By how seldom they change, so that a push sends little.' },
        ...layers.map((layer) => ({ copy: [`/layers/${layer}/`], to: '/app/', from })),
      ],
      start: launch.tool === 'tools' ? ['-jar', '/app/app.jar'] : ['-cp', '/app', launch.launcher],
    };
  }
  if (launch.kind === 'file') {
    return {
      copies: [{ copy: ['/app/'], to: '/app/', from }],
      start: ['-jar', `/app/app.${launch.extension}`],
    };
  }
  if (launch.kind === 'quarkus') {
    const parts = ['lib', 'quarkus-run.jar', 'app', 'quarkus'];
    return {
      copies: [
        { comment: 'By how seldom they change, so that a push sends little.' },
        ...parts.map((part) => ({ copy: [at(`target/quarkus-app/${part}`)], to: `/app/${part}`, from })),
      ],
      start: ['-jar', '/app/quarkus-run.jar'],
    };
  }
  return {
    copies: [
      { copy: [libraries], to: '/app/lib', from },
      { copy: [at('target/classes')], to: '/app/classes', from },
    ],
    start: ['-cp', '/app/classes:/app/lib/*', launch.main],
  };
}
