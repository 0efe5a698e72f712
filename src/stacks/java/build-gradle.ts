import { posix } from 'node:path';
import { sh } from '../../recipe/quote.ts';
import type { Step } from '../../recipe/types.ts';
import type { Launch } from './app.ts';
import { outcome, unpack } from './outcome.ts';
import type { Built } from './runtime.ts';
import { tomcatSteps } from './tomcat.ts';

export type GradleBuild = {
  /** Below the build context; '' where it is the whole of it. */
  readonly module: string;
  readonly task: string;
  /** A newer Gradle than the wrapper names. */
  readonly replaceWrapper: string | undefined;
  /** The Java of the builder, where the script asks for another one by its number. */
  readonly toolchain: string | undefined;
  readonly script: string;
  /** Commands that change the source before it is compiled. */
  readonly changes: readonly string[];
  /** What Gradle reads before any source; undefined where that cannot be told. */
  readonly files: readonly string[] | undefined;
};

/** Its processes ask each other for its locks over the network, where containers do not see each other: https://docs.gradle.org/current/userguide/dependency_caching.html */
const cache = { locked: '/root/.gradle' };
/** Not every repository has it executable. */
const gradle = 'sh gradlew --no-daemon --console=plain';

export function buildGradle(build: GradleBuild, launch: Launch): Built {
  const { module, files, task } = build;
  const places = {
    output: posix.join(module, 'build'),
    file: launch.kind === 'war' ? 'libs/*.war' : 'libs/*.jar',
  };
  const path = module === '' ? task : `:${module.replaceAll('/', ':')}:${task}`;
  const before = repairs(build);
  const steps: Step[] = [
    { workdir: '/src' },
    ...(launch.kind === 'war' ? tomcatSteps(launch) : []),
    ...(files === undefined
      ? []
      : [
          { comment: 'Dependencies before the source: fetched again only when the build script changes.' },
          ...files.map((file) => ({ copy: [file], to: file === 'gradle' ? 'gradle' : './' })),
          { run: [...before, `${gradle} dependencies`], caches: [cache], network: true as const },
        ]),
    { copy: ['.'], to: '.' },
    {
      run: [
        ...before,
        ...build.changes,
        `${gradle} ${sh`${path}`}`,
        ...(launch.kind === 'classes' ? collect(task, places.output) : unpack(launch, places)),
      ],
      caches: [cache],
      network: true,
    },
  ];
  if (launch.kind !== 'classes') return { steps, ...outcome(launch, places) };
  return {
    steps,
    copies: [{ copy: ['/app/lib'], to: '/app/lib', from: 'build' }],
    start: ['-cp', '/app/lib/*', launch.main],
  };
}

function repairs({ replaceWrapper, toolchain, script }: GradleBuild): readonly string[] {
  return [
    ...(replaceWrapper === undefined
      ? []
      : [
          `sed -i -E 's#gradle-[0-9][^/]*-(bin|all)\\.zip#gradle-${replaceWrapper}-bin.zip#' gradle/wrapper/gradle-wrapper.properties`,
        ]),
    ...(toolchain === undefined
      ? []
      : [
          `sed -i -E 's#(JavaLanguageVersion\\.of|jvmToolchain)\\([^)]*\\)#\\1(${toolchain})#' ${sh`${script}`}`,
        ]),
  ];
}

function collect(task: string, output: string): readonly string[] {
  if (task === 'installDist') return ['mkdir /app', `mv ${sh`${output}/`}install/*/lib /app/lib`];
  // One jar that holds everything, whatever its classifier.
  return ['mkdir -p /app/lib', `mv ${sh`${output}/`}libs/*.jar /app/lib/`];
}
