import { splitImage } from '../answers/kinds.ts';

/** An image reference in its parts, under the name that its own registry has it by. */
export type Reference = {
  /** Such as `gcr.io/distroless/static-debian13`; official images of Docker Hub are `golang`, others `bitnami/redis`. */
  readonly name: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
};

/** Registries whose names a mirror keeps in its own, as in `harbor.example.com/mirror/gcr.io/distroless/…`. */
const upstream =
  /(?:^|\/)((?:docker\.io|index\.docker\.io|gcr\.io|ghcr\.io|quay\.io|cgr\.dev|dhi\.io|mcr\.microsoft\.com|registry\.access\.redhat\.com|registry\.redhat\.io)\/.+)$/;

/**
 * Reads a reference. A name behind a mirror is taken for the original’s: by the registry in its path, by `library/`, or by what only
 * distroless images are called.
 */
export function readReference(ref: string): Reference {
  const [rest = '', digest] = ref.split('@');
  const [, full = rest, tag] = /^(.*?)(?::([^/:]+))?$/.exec(rest) ?? [];
  return { name: originalName(full), tag, digest };
}

function originalName(full: string): string {
  const distroless =
    /(?:^|\/)distroless\/((?:static|base|base-nossl|cc|java-base|java\d+|nodejs\d+|python3)(?:-debian\d+)?)$/.exec(
      full,
    )?.[1];
  if (distroless !== undefined) return `gcr.io/distroless/${distroless}`;
  const official = /(?:^|\/)library\/([^/]+)$/.exec(full)?.[1];
  if (official !== undefined) return official;
  const name = upstream.exec(full)?.[1] ?? full;
  const { registry, repository } = splitImage(name);
  return /^(?:index\.)?docker\.io$/.test(registry) ? repository : name;
}
