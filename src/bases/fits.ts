import type { Target } from '../stacks/schema.ts';
import type { BaseImage } from './catalog.ts';

/**
 * How what the builder makes meets the runtime. `static`: it needs nothing. `glibc`: dynamically linked C. `cxx`: dynamically
 * linked C++ or Rust, which need libstdc++ or libgcc_s too. `interpreted`: for the runtime's interpreter, perhaps with native parts.
 */
export type Linkage = Target['link'];

/**
 * Why something that this builder links so would not run on this runtime; undefined when it runs. A runtime of `undefined` is
 * scratch. Symbol versions only ever grow, so an older builder fits a newer runtime and not the other way round.
 */
export function misfit(
  builder: BaseImage,
  runtime: BaseImage | undefined,
  linkage: Linkage,
): string | undefined {
  if (linkage === 'static') return undefined;
  if (!runtime) return 'scratch has no loader and no libc: only a static program runs there';
  if (linkage === 'interpreted') return interpreterMisfit(builder, runtime);
  if (runtime.glibc === undefined) return `${runtime.name} has no libc: only a static program runs there`;
  if (builder.glibc !== undefined && newer(builder.glibc, runtime.glibc)) {
    return `${builder.name} links against glibc ${builder.glibc}, ${runtime.name} has ${runtime.glibc}`;
  }
  if (linkage === 'glibc') return undefined;
  if (runtime.libstdcxx === undefined) return `${runtime.name} has no libstdc++ and no libgcc_s`;
  if (builder.libstdcxx !== undefined && newer(builder.libstdcxx, runtime.libstdcxx)) {
    return `${builder.name} links against GCC ${builder.libstdcxx}’s libstdc++, ${runtime.name} has ${runtime.libstdcxx}’s`;
  }
  return undefined;
}

/** Why shared libraries that are added to a runtime would be of no use there; undefined when something can load them. */
export function noLibraries(runtime: BaseImage | undefined, linkage: Linkage): string | undefined {
  if (!runtime) return 'scratch has no loader and no libc: nothing could load them';
  if (runtime.glibc === undefined) return `${runtime.name} has no libc: nothing could load them`;
  if (linkage === 'static') return 'a static program loads no shared libraries';
  return undefined;
}

function interpreterMisfit(builder: BaseImage, runtime: BaseImage): string | undefined {
  const [built, run] = [builder.interpreter, runtime.interpreter];
  if (!run) return `${runtime.name} has no interpreter`;
  if (built?.language !== run.language || built.version !== run.version) {
    return `${runtime.name} runs ${run.language} ${run.version}, ${builder.name} prepares for ${built ? `${built.language} ${built.version}` : 'none'}`;
  }
  return undefined;
}

/** Is a version such as `2.41` after another? */
export function newer(a: string, b: string): boolean {
  return a.localeCompare(b, 'en', { numeric: true }) > 0;
}
