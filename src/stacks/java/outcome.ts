import { posix } from 'node:path';
import { sh } from '../../recipe/quote.ts';
import type { Launch } from './app.ts';
import type { Built } from './runtime.ts';
import { explode, tomcatOutcome } from './tomcat.ts';

/** Where a build tool leaves things, relative to the directory that it builds in. */
export type Places = {
  /** What it makes, below the module: `target`, `build`. */
  readonly output: string;
  /** The file that starts by itself, below that, as a shell pattern of ours. */
  readonly file: string;
};

const workdir = '/src';
const from = 'build';
const seldom = { comment: 'By how seldom they change, so that a push sends little.' } as const;

/** Commands from what was built to what the image takes. */
export function unpack(launch: Launch, { output, file }: Places): readonly string[] {
  const made = `${sh`${output}/`}${file}`;
  if (launch.kind === 'file') return ['mkdir /app', `mv ${made} /app/app.${launch.extension}`];
  if (launch.kind === 'war') return explode(made);
  if (launch.kind === 'classes') return launch.jar ? [`mv ${made} /app.jar`] : [];
  if (launch.kind !== 'layers') return [];
  const layers = launch.tool === 'tools' ? ' --layers' : '';
  return [
    `mv ${made} /app.jar`,
    `java -Djarmode=${launch.tool} -jar /app.jar extract${layers} --destination /layers`,
  ];
}

/** What the last stage copies, and what it starts. */
export function outcome(
  launch: Exclude<Launch, { kind: 'classes' }>,
  { output }: Places,
): Omit<Built, 'steps'> {
  if (launch.kind === 'layers') {
    const layers = ['dependencies', 'spring-boot-loader', 'snapshot-dependencies', 'application'];
    return {
      copies: [seldom, ...layers.map((layer) => ({ copy: [`/layers/${layer}/`], to: '/app/', from }))],
      start: launch.tool === 'tools' ? ['-jar', '/app/app.jar'] : ['-cp', '/app', launch.launcher],
    };
  }
  if (launch.kind === 'war') return tomcatOutcome(launch);
  if (launch.kind === 'file') {
    return {
      copies: [{ copy: ['/app/'], to: '/app/', from }],
      start: ['-jar', `/app/app.${launch.extension}`],
    };
  }
  const parts = ['lib', 'quarkus-run.jar', 'app', 'quarkus'];
  const at = (part: string) => posix.join(workdir, output, 'quarkus-app', part);
  return {
    copies: [seldom, ...parts.map((part) => ({ copy: [at(part)], to: `/app/${part}`, from }))],
    start: ['-jar', '/app/quarkus-run.jar'],
  };
}
