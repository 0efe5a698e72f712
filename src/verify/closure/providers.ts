/** The smallest distroless image with a library: GoogleContainerTools/distroless:{base,cc}/config.bzl. */
const variants: readonly (readonly [name: RegExp, variant: string])[] = [
  [/^lib(stdc\+\+|gcc_s|gomp)\.so\./, 'cc'],
  [/^lib(c|m|dl|pthread|rt|util|resolv|nsl|anl)\.so\.|^ld-linux|^lib(ssl|crypto|z|zstd)\.so\./, 'base'],
];

export function variantOf(library: string): string | undefined {
  return variants.find(([name]) => name.test(library))?.[1];
}

/** Debian's package of a library by its rule (https://www.debian.org/doc/debian-policy/ch-sharedlibs.html#run-time-shared-libraries). */
export function packageOf(library: string): string {
  const [, name = library, version = ''] = /^(.+?)\.so(?:\.(\d+))?/.exec(library) ?? [];
  return `${name}${/\d$/.test(name) ? '-' : ''}${version}`.toLowerCase().replaceAll('_', '-');
}
