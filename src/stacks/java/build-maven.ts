import { posix } from 'node:path';
import { sh } from '../../recipe/quote.ts';
import type { Step } from '../../recipe/types.ts';
import type { Launch } from './app.ts';
import { mvn, mvnCache as cache } from './mvn.ts';
import { outcome, unpack } from './outcome.ts';
import type { Built } from './runtime.ts';
import { tomcatSteps } from './tomcat.ts';

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
  /** Commands that change the source before it is compiled. */
  readonly changes: readonly string[];
  /** What they and some of the flags are for. */
  readonly why: readonly string[];
  /** The goals and flags of the user’s own command instead of `package`. */
  readonly goals: readonly string[] | undefined;
  /** The file that it makes, as a shell pattern below target/. */
  readonly file: string;
  /** Dependencies for a developer's machine alone. */
  readonly without: readonly string[];
  /** What is started and no dependency: the program that calls a function. */
  readonly runner: string | undefined;
  /** Where the copied dependencies are when the pom says so, below the module. */
  readonly libraries: string | undefined;
  /** Some of its classes and resources come only when it is packaged. */
  readonly late: boolean;
  /** The program looks for its classes where Maven leaves them. */
  readonly inPlace: boolean;
};

const collect = 'dependency:copy-dependencies -DincludeScope=runtime';
const collectOf = ({ without, runner }: MavenBuild) =>
  [
    collect,
    ...(without.length === 0 ? [] : [`-DexcludeArtifactIds=${without.join(',')}`]),
    ...(runner === undefined ? [] : [`dependency:copy -Dartifact=${runner}`]),
  ].join(' ');
/** More lines than anybody reads. */
const mostPoms = 40;

export function buildMaven(build: MavenBuild, launch: Launch): Built {
  const places = { output: posix.join(build.module, 'target'), file: build.file };
  const early = isEarly(build);
  const libraries = early
    ? '/app/lib'
    : posix.join('/src', build.module, build.libraries ?? 'target/dependency');
  const isClasses = launch.kind === 'classes';
  const steps: Step[] = [
    { workdir: '/src' },
    ...(launch.kind === 'war' ? tomcatSteps(launch) : []),
    ...dependencies(build, isClasses && early ? libraries : undefined),
    { copy: ['.'], to: '.' },
    ...build.why.map((comment) => ({ comment: `${comment}.` })),
    {
      run: [
        ...build.before,
        ...build.changes,
        [
          mvn,
          ...which(build),
          ...build.flags,
          ...mavenGoals(build, launch),
          ...(isClasses && !early ? [collectOf(build)] : []),
        ].join(' '),
        ...(isClasses && !early ? [sh`mkdir -p ${libraries}`] : []),
        ...unpack(launch, places),
      ],
      caches: [cache],
      network: true,
    },
  ];
  if (launch.kind !== 'classes') return { steps, ...outcome(launch, places) };
  const classes = posix.join('/src', places.output, 'classes');
  if (build.inPlace && !launch.jar) {
    return {
      steps,
      copies: [
        { copy: [libraries], to: '/app/lib', from: 'build' },
        { comment: 'It looks for its classes here, from the directory that it is started in.' },
        { copy: [classes], to: './target/classes', from: 'build' },
      ],
      start: ['-cp', 'target/classes:/app/lib/*', launch.main],
    };
  }
  return {
    steps,
    copies: [
      { copy: [libraries], to: '/app/lib', from: 'build' },
      launch.jar
        ? { copy: ['/app.jar'], to: '/app/', from: 'build' }
        : { copy: [classes], to: '/app/classes', from: 'build' },
    ],
    start: ['-cp', `/app/${launch.jar ? 'app.jar' : 'classes'}:/app/lib/*`, launch.main],
  };
}

/** What Maven is asked for. Where the classes are taken, nothing is made of them that no image takes, such as a jar with everything. */
export function mavenGoals(build: MavenBuild, launch: Launch): readonly string[] {
  const classesAlone = launch.kind === 'classes' && !launch.jar && !build.late && isEarly(build);
  return build.goals ?? [classesAlone ? 'prepare-package' : 'package'];
}

/** Of one project the dependencies are known before anything is compiled, and are a layer that only the pom changes. */
function isEarly({ select, libraries, before }: MavenBuild): boolean {
  return select !== 'module' && libraries === undefined && before.length === 0;
}

/**
 * The steps before the source. What cannot be fetched alone, such as a module that is not built yet, comes with the build, so they
 * never fail for it; and not by go-offline, which also fetches the plugins of sites and releases, longer than all the rest.
 */
function dependencies(build: MavenBuild, libraries: string | undefined): readonly Step[] {
  if (build.poms.length > mostPoms) return [];
  const fetch =
    libraries === undefined
      ? [[mvn, ...which(build), '--fail-never dependency:resolve -DincludeScope=runtime'].join(' ')]
      : [
          `mkdir -p ${libraries}`,
          [mvn, ...which(build), collectOf(build), `-DoutputDirectory=${libraries}`].join(' '),
        ];
  return [
    { comment: 'Dependencies before the source: fetched again only when a pom.xml changes.' },
    ...(build.settings ? [{ copy: ['.mvn'], to: '.mvn' }] : []),
    ...build.poms.map((path) => ({
      copy: [path],
      to: path.includes('/') ? `${posix.dirname(path)}/` : './',
    })),
    { run: [...build.before, ...fetch], caches: [cache], network: true },
  ];
}

function which({ module, select }: MavenBuild): readonly string[] {
  if (select === 'all') return [];
  return [select === 'module' ? sh`-pl ${module} -am` : sh`-f ${`${module}/pom.xml`}`];
}
