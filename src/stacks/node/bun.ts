import type { BuildStage } from '../../recipe/types.ts';
import type { Framework } from './framework.ts';

/** Where Bun is in the image. */
export const bunProgram = '/usr/local/bin/bun';

/** Its target. */
export const bunTarget = 'bun';

/** Settings of Bun in an image: nothing is written beside the sources, nothing is sent. https://bun.com/docs/runtime/environment-variables */
export const bunEnvironment: Readonly<Record<string, string>> = {
  BUN_RUNTIME_TRANSPILER_CACHE_PATH: '0',
  DO_NOT_TRACK: '1',
};

/** Where it listens unless it is told: https://bun.com/docs/runtime/http/server#changing-the-port-and-hostname */
export const byBun: Framework = { id: 'bun', label: 'Bun', packages: [], port: '3000' };

/**
 * The stage that fetches Bun for the platform of the image. Its own images have the baseline build too:
 * oven-sh/bun:dockerhub/debian/Dockerfile
 * @param version exact
 */
export function bunStage(version: string, image: string): BuildStage {
  return {
    name: 'bun',
    comment: 'Bun for the platform of the image; its baseline build runs on processors without AVX2 too.',
    image,
    platform: 'build',
    trust: true,
    steps: [
      { workdir: '/bun' },
      { arg: 'TARGETARCH' },
      {
        run: [
          'case "$TARGETARCH" in amd64) build=x64-baseline ;; arm64) build=aarch64 ;; *) echo "no Bun for $TARGETARCH" >&2; exit 1 ;; esac',
          `npm pack --silent "@oven/bun-linux-$build@${version}"`,
          'tar -xzf ./*.tgz --strip-components=2 package/bin/bun',
        ],
        caches: ['/root/.npm'],
        network: true,
      },
    ],
  };
}
