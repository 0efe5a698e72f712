/** An operating system and an architecture as images name them, such as `linux/arm64` or `linux/arm/v7`. */
export type Platform = {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string | undefined;
};

/** What Node calls an architecture and Go, and so images, do not (https://go.dev/doc/install/source#environment). */
const ofNode: Readonly<Record<string, string>> = { x64: 'amd64', ia32: '386', ppc64: 'ppc64le' };

/** What an image must be for to run on this machine: on macOS and Windows too engines run Linux. */
export function machinePlatform(arch: string = process.arch): Platform {
  return { os: 'linux', architecture: ofNode[arch] ?? arch };
}

/** `linux/arm64`, `linux/arm/v7`; undefined when it is not one. */
export function parsePlatform(text: string): Platform | undefined {
  const [, os, architecture, variant] = /^([a-z0-9]+)\/([a-z0-9_]+)(?:\/([a-z0-9.]+))?$/.exec(text) ?? [];
  return os === undefined || architecture === undefined ? undefined : { os, architecture, variant };
}

export function formatPlatform({ os, architecture, variant }: Platform): string {
  return [os, architecture, variant].filter(Boolean).join('/');
}

/** A variant counts where both name one: `linux/arm64` and `linux/arm64/v8` are the same. */
export function isPlatform(one: Platform, other: Platform): boolean {
  if (one.os !== other.os || one.architecture !== other.architecture) return false;
  return !one.variant || !other.variant || one.variant === other.variant;
}
