import { identify, type KnownImage } from '../../bases/identify.ts';
import { newer } from '../../bases/fits.ts';
import { builderImages, originOf } from '../../dockerfile/graph.ts';
import type { Stage } from '../../dockerfile/stages.ts';
import { startedProgram } from '../image/resolve.ts';
import type { Image } from '../image/types.ts';
import type { Verdict } from './judge.ts';

/**
 * Why what the builder makes does not fit the runtime. A program that needs no loader fits everywhere, whatever built it; what a program
 * needs of its libraries symbol by symbol is for another check.
 */
export function judgePair(image: Image, stages: readonly Stage[], runtime: string): Verdict | undefined {
  const last = stages.at(-1);
  const known = identify(runtime);
  const program = startedProgram(image);
  if (!last || !known || !program) return undefined;
  const [named = ''] = [...image.config.Entrypoint, ...image.config.Cmd];
  const builder = originOf(stages, last, program.path) ?? originOf(stages, last, named);
  if (builder !== undefined) return program.dynamic ? libraryMisfit(image, builder, runtime) : undefined;
  return known.interpreter ? interpreterMisfit(image, stages, runtime, known.interpreter) : undefined;
}

function libraryMisfit(image: Image, builder: string, runtime: string): Verdict | undefined {
  const [built, run] = [identify(builder), identify(runtime)];
  if (built === undefined || run?.glibc === undefined) return undefined;
  const hasMusl = [...image.files.keys()].some((path) => /^\/(?:usr\/)?lib\/ld-musl-/.test(path));
  if (built.musl && !hasMusl) {
    return {
      status: 'fail',
      message: `${builder} links against musl, ${runtime} has glibc ${run.glibc}: the program’s loader is not there`,
      hint: `build in an image of the same Debian, or link statically and run on scratch`,
    };
  }
  if (built.glibc !== undefined && newer(built.glibc, run.glibc)) {
    return {
      status: 'fail',
      message: `${builder} links against glibc ${built.glibc}, ${runtime} has ${run.glibc}`,
      hint: 'symbols only ever get added, so the runtime may be newer than the builder but not older; take both of one Debian release',
    };
  }
  const [own, theirs] = [built.libstdcxx, run.libstdcxx];
  if (own === undefined || theirs === undefined || !newer(own, theirs)) return undefined;
  return {
    status: 'warn',
    message: `${builder} links against GCC ${own}’s libstdc++, ${runtime} has ${theirs}’s`,
    hint: 'take the compiler of the runtime’s Debian release, or link with -static-libstdc++ -static-libgcc',
  };
}

type Interpreter = NonNullable<KnownImage['interpreter']>;

function interpreterMisfit(
  image: Image,
  stages: readonly Stage[],
  runtime: string,
  { language, version }: Interpreter,
): Verdict | undefined {
  for (const { image: builder } of builderImages(stages)) {
    const built = identify(builder)?.interpreter;
    if (built?.language !== language || built.version === version) continue;
    const message = `${builder} prepares for ${language} ${built.version}, ${runtime} runs ${language} ${version}`;
    const bound = [...image.files.keys()].find((path) => isBound(path, language, built.version));
    if (bound !== undefined) {
      return {
        status: 'fail',
        message: `${message}, and ${bound} is of no use to it`,
        hint: `build in an image of ${language} ${version}`,
      };
    }
    // Class files of an older Java run on a newer one.
    if (language === 'Java' && !newer(built.version, version)) continue;
    return {
      status: 'warn',
      message,
      hint: `build and test with ${language} ${version}, which is what will run it`,
    };
  }
  return undefined;
}

/** Is it made for one version of the interpreter only? */
function isBound(path: string, language: string, version: string): boolean {
  if (language === 'Node.js') return path.endsWith('.node');
  return language === 'Python' && path.includes(`/python${version}/`);
}
