import type { Package } from './package.ts';

/** A build that its authors keep for their own image, without what only a deployed one has, such as a database; not one that makes the image. */
export function imageScript({ scripts }: Package): string | undefined {
  const own = ['build-docker', 'build:docker', 'docker-build', 'docker:build'].find((id) => {
    const line = scripts[id];
    return line !== undefined && !/\b(docker|podman|buildx|nerdctl|images?)\b|\.sh\b/.test(line);
  });
  // The build, told by a variable that it is for a server of Node.
  const told = /^(?:cross-env )?[A-Z]\w*=\S+ (?:npm|yarn|pnpm)(?: run)? build$/;
  return own ?? ['build:node', 'build:server'].find((id) => told.test(scripts[id]?.trim() ?? ''));
}
