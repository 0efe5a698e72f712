/** Checks of free-text answers. Each returns what is wrong, or undefined. */

/**
 * A name that is valid wherever it lands: directory, Go module, image repository, container and Kubernetes object
 * (RFC 1035 label: https://kubernetes.io/docs/concepts/overview/working-with-objects/names/).
 */
export function checkName(value: string): string | undefined {
  if (value === '') return 'a name cannot be empty';
  if (value.length > 63) return `a name has at most 63 characters, this one has ${value.length}`;
  if (!/^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(value)) {
    return 'a name is lower-case letters, digits and dashes, begins with a letter and does not end in a dash';
  }
  return undefined;
}

/** 1 to 65535. Ports below 1024 work too: no capability is needed for them in a container's own network namespace. */
export function checkPort(value: string): string | undefined {
  const valid = /^[1-9]\d{0,4}$/.test(value) && Number(value) <= 65_535;
  return valid ? undefined : 'a port is a whole number from 1 to 65535';
}

const host =
  /^(?:[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?)(?:\.[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?)*(?::\d{1,5})?$/;
const repository = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;

function isHost(registry: string): boolean {
  const port = registry.split(':')[1];
  return host.test(registry) && (port === undefined || checkPort(port) === undefined);
}

/** A repository to push to, without tag or digest: those are the workflow's to choose. */
export function checkImage(value: string): string | undefined {
  const image = splitImage(value);
  if (value.length > 255) return 'an image name has at most 255 characters';
  if (/@|:[^/]*$/.test(image.repository))
    return 'an image name here has no tag or digest: the workflow adds them';
  if (image.registry && !isHost(image.registry)) return `not a registry host: ${image.registry}`;
  if (!repository.test(image.repository)) return 'an image name is lower-case, such as ghcr.io/acme/my-svc';
  return undefined;
}

/** What stands before a mirrored image's name: a registry, and perhaps a path in it. */
export function checkRegistry(value: string): string | undefined {
  if (/^[a-z]+:\/\//i.test(value)) return 'a registry prefix is no URL: leave the scheme out';
  if (value.length > 128) return 'a registry prefix has at most 128 characters';
  const { registry, repository: path } = splitImage(value.includes('/') ? value : `${value}/x`);
  if (registry === 'docker.io' && !value.startsWith('docker.io')) {
    return 'a registry prefix begins with a host, such as harbor.example.com/mirror or localhost:5000';
  }
  if (!isHost(registry)) return `not a registry host: ${registry}`;
  if (/@|:[^/]*$/.test(path)) return 'a registry prefix has no tag or digest';
  if (!repository.test(path))
    return 'a registry prefix is a host and a lower-case path, such as harbor.example.com/mirror';
  return undefined;
}

/** Names of binary packages, separated by commas (https://www.debian.org/doc/debian-policy/ch-controlfields.html#source). */
export function checkPackages(value: string): string | undefined {
  const names = value.split(',');
  const wrong = names.find((name) => !/^[a-z0-9][a-z0-9+.-]+$/.test(name));
  if (wrong !== undefined) return `${JSON.stringify(wrong)} is no name of a Debian package`;
  const twice = names.find((name, index) => names.indexOf(name) < index);
  return twice === undefined ? undefined : `${twice} is there twice`;
}

export function checkPath(value: string): string | undefined {
  if (value === '') return 'a file’s name cannot be empty';
  // oxlint-disable-next-line no-control-regex -- these are what is refused
  return /[\u0000-\u001F\u007F]/.test(value) ? 'a file’s name has no control characters' : undefined;
}

/**
 * Splits as the container engines do: the first part is a registry only if it looks like a host, `acme/x` is on Docker Hub.
 * A name of one part says nothing about a registry; it is `''`.
 */
export function splitImage(ref: string): { ref: string; registry: string; repository: string } {
  const slash = ref.indexOf('/');
  if (slash < 0) return { ref, registry: '', repository: ref };
  const head = ref.slice(0, slash);
  const named = head.includes('.') || head.includes(':') || head === 'localhost';
  return named
    ? { ref, registry: head, repository: ref.slice(slash + 1) }
    : { ref, registry: 'docker.io', repository: ref };
}

/** A path of the service, or that there is none. */
export function checkHealth(value: string): string | undefined {
  if (value === 'none' || /^\/[!-~]*$/.test(value)) return undefined;
  return 'a path such as /healthz, percent-encoded, or none';
}

/** A command line or a name: one line, no control characters. */
export function checkLine(value: string): string | undefined {
  if (value.trim() === '') return 'it is empty';
  // oxlint-disable-next-line no-control-regex -- these are what is refused
  return /[\u0000-\u001F\u007F]/.test(value) ? 'it is one line, without control characters' : undefined;
}

/** Paths, separated by commas. */
export function checkPaths(value: string): string | undefined {
  const paths = value.split(',');
  const up = paths.find((path) => path.split('/').includes('..'));
  if (up !== undefined) return `${JSON.stringify(up)} leads out of the directory`;
  return paths.map(checkPath).find((problem) => problem !== undefined);
}
