import type { Package } from './package.ts';

/** A build that its authors keep for their own image, without what only a deployed one has, such as a database; not one that makes the image. */
export function imageScript({ scripts }: Package): string | undefined {
  return ['build-docker', 'build:docker', 'docker-build', 'docker:build'].find((id) => {
    const line = scripts[id];
    return line !== undefined && !/\b(docker|podman|buildx|nerdctl|images?)\b|\.sh\b/.test(line);
  });
}
