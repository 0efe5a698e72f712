import { posix } from 'node:path';
import type { Chosen } from '../../detect/types.ts';
import type { BuildStage, Recipe, Runtime, Step, Writable } from '../../recipe/types.ts';
import type { App } from './app.ts';
import { healthFlags, healthProgram } from './health.ts';

/** What a build leaves for the image, in the stage `build`. */
export type Built = {
  readonly steps: readonly Step[];
  /** What the last stage takes of it, in the order of how seldom it changes. */
  readonly copies: Runtime['steps'];
  /** What follows `java` and its flags. */
  readonly start: readonly string[];
};

/** Modules of the JDK that are asked for by name only when they are needed, besides those of Java SE. */
const modules =
  'java.se,jdk.charsets,jdk.crypto.ec,jdk.httpserver,jdk.jfr,jdk.localedata,jdk.management,jdk.naming.dns,jdk.net,jdk.unsupported,jdk.zipfs';

const runtimeJava = '/opt/java/bin/java';

export function recipeOf(app: App, built: Built, chosen: Chosen): Recipe {
  const { port, target } = chosen;
  const linked = target.id === 'jlink';
  const java = linked ? runtimeJava : '/usr/bin/java';
  const writable = writableOf(app, chosen);
  const workdir = writable.find(({ path }) => path === dataDir) ? dataDir : '/app';
  const flags = [...(app.server ? [] : cliFlags), ...app.flags];
  const env = envOf(app, chosen);
  const stages: BuildStage[] = [
    {
      name: 'build',
      comment: 'Runs on the machine that builds: classes are the same for every platform.',
      image: target.build,
      platform: 'build',
      trust: true,
      main: true,
      ...(app.apt.length > 0 && { apt: app.apt }),
      steps: [...built.steps, ...(port > 0 ? healthSteps : [])],
    },
    ...(linked ? linkStages(target.build, app.compiler) : []),
  ];
  return {
    native: false,
    ignore: ['**/target', '**/*.iml', '**/.gradle', '**/.idea'],
    stages,
    runtime: {
      workdir,
      steps: [
        ...(linked ? [{ copy: ['/runtime'], to: '/opt/java', from: 'link' }] : []),
        ...built.copies,
        ...filesOf(app, chosen, workdir),
        ...(port > 0 ? [{ copy: ['/health'], to: '/health', from: 'build' }] : []),
        ...(app.server ? [{ comment: jvmComment }] : []),
        ...(Object.keys(env).length > 0 ? [{ env }] : []),
      ],
      entrypoint: [java, ...flags, ...built.start, ...app.args],
      ...(app.command && { command: app.command }),
      ...(port > 0
        ? {
            health: [
              java,
              ...healthFlags,
              '-cp',
              '/health',
              'Health',
              String(port),
              chosen.health || '/',
              ...(app.portEnv === undefined ? [] : [app.portEnv]),
            ],
          }
        : { noHealth: 'it is a command, not a service.' }),
      startPeriod: 30,
      ...(writable.length > 0 && { writable }),
    },
  };
}

const healthSteps: readonly Step[] = [
  { file: '/health/Health.java', content: healthProgram },
  { run: ['javac /health/Health.java', 'rm /health/Health.java'] },
];

const jvmComment =
  'The heap may take most of the container’s memory, not a quarter; a fresh start serves better than a JVM without memory; nothing is written but to /tmp.';

const cliFlags = ['-XX:MaxRAMPercentage=75', '-XX:-UsePerfData'] as const;

function envOf(app: App, { port }: Chosen): Readonly<Record<string, string>> {
  const { portEnv } = app;
  const moved = String(port) !== app.port?.value;
  return {
    ...(port > 0 &&
      portEnv !== undefined &&
      (portEnv === 'PORT' || app.portSet || moved) && { [portEnv]: String(port) }),
    ...app.env,
    ...(app.server && {
      JAVA_TOOL_OPTIONS:
        '-XX:MaxRAMPercentage=75 -XX:+ExitOnOutOfMemoryError -XX:-UsePerfData -XX:HeapDumpPath=/tmp',
    }),
  };
}

/** Where the program runs when it writes beside itself: apart from its classes, which it must not change. */
const dataDir = '/data';

function writableOf(app: App, { writable }: Chosen): readonly Writable[] {
  const written = [...app.paths.written, ...writable.map((path) => ({ path, why: 'said by --writable' }))];
  const home = written.some(({ path }) => path === '.') ? dataDir : '/app';
  const own = written.map(({ path, why }) => ({ path: posix.resolve(home, path), why, volume: true }));
  // What is in a directory that is writable needs none of its own.
  const outer = own.filter(
    ({ path }) => !own.some((other) => other.path !== path && path.startsWith(`${other.path}/`)),
  );
  const distinct = outer.filter(({ path }, at) => outer.findIndex((other) => other.path === path) === at);
  if (!app.server) return distinct;
  return [
    ...distinct,
    {
      path: '/tmp',
      why: 'temporary files of the JVM and its libraries, also where the root is read-only',
      volume: true,
    },
  ];
}

function filesOf(app: App, { files }: Chosen, workdir: string): Runtime['steps'] {
  const below = posix.relative(app.context, app.dir);
  const paths = [
    ...new Set([...app.paths.read, ...files.map((path) => path.replace(/^\.\//, '').replace(/\/+$/, ''))]),
  ];
  // What lies in a directory that is copied comes with it.
  const outer = paths.filter((path) => !paths.some((other) => path.startsWith(`${other}/`)));
  if (outer.length === 0) return [];
  return [
    { comment: 'Read when it runs.' },
    ...outer.map((path) => ({ copy: [posix.join(below, path)], to: posix.join(workdir, path) })),
  ];
}

/** Java 21 is the last whose JDK image links for other platforms. */
function linkStages(image: string, compiler: boolean): readonly BuildStage[] {
  const list = compiler ? `${modules},jdk.compiler` : modules;
  return [
    {
      name: 'jdk',
      comment: 'The JDK of the image’s platform, to take from: nothing runs in it.',
      image,
      platform: 'target',
      steps: [],
    },
    {
      name: 'link',
      comment: compiler
        ? 'A runtime with a compiler, which the program uses and no JRE has.'
        : 'A runtime of the modules that are Java’s own, and few more.',
      image,
      platform: 'build',
      steps: [
        {
          run: [
            `jlink --module-path /jmods --add-modules ${list} --output /runtime --strip-java-debug-attributes --no-man-pages --no-header-files --compress zip-6`,
            'ln -sf /etc/ssl/certs/java/cacerts /runtime/lib/security/cacerts',
          ],
          mounts: [{ from: 'jdk', source: '/opt/java/openjdk/jmods', target: '/jmods' }],
        },
      ],
    },
  ];
}
