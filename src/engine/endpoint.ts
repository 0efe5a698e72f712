import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Endpoint } from './engine.ts';

const loopback = '127.0.0.1';

/**
 * Where ports are reached that the engine at this address publishes.
 * `unix://`, `npipe://` and nothing are this machine; `tcp://` and `ssh://` name another.
 */
export async function endpointOf(url: string): Promise<Endpoint> {
  const host = remoteHost(url);
  if (host === undefined) return local(url);
  if (/^(localhost|127\.\d+\.\d+\.\d+|::1)$/.test(host)) return { url, hosts: [loopback], loopback: true };
  if (url.startsWith('ssh:')) return { url, hosts: [loopback], loopback: true, tunnel: true };
  return { url, hosts: [host], loopback: false };
}

function remoteHost(url: string): string | undefined {
  if (!/^(tcp|ssh|https?):\/\//.test(url)) return undefined;
  return new URL(url).hostname.replace(/^\[|\]$/g, '') || undefined;
}

/**
 * In a container with the engine's socket mounted (a dev container, a CI job) our loopback is not that of the engine;
 * if the engine runs in this very container, it is.
 */
async function local(url: string): Promise<Endpoint> {
  const socket = url.replace(/^unix:\/\//, '');
  if (!isContainer() || !isMounted(socket, await contentOf('/proc/self/mountinfo'))) {
    return { url, hosts: [loopback], loopback: true };
  }
  const gateway = gatewayOf(await contentOf('/proc/net/route'));
  const hosts = ['host.docker.internal', 'host.containers.internal', ...(gateway ? [gateway] : [])];
  return { url, hosts: [loopback, ...hosts], loopback: false };
}

function isContainer(): boolean {
  return existsSync('/.dockerenv') || existsSync('/run/.containerenv');
}

async function contentOf(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}

/** Is something mounted there? `mountinfo`: https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html */
export function isMounted(path: string, mountinfo: string): boolean {
  // /var/run is a link to /run on most systems, and mounts are listed by their real path.
  const paths = new Set([path, path.replace(/^\/var\/run\//, '/run/')]);
  return mountinfo.split('\n').some((line) => paths.has(line.split(' ')[4] ?? '/'));
}

/** The default gateway of /proc/net/route: IPv4, hexadecimal, in the byte order of the machine, which is little-endian. */
export function gatewayOf(route: string): string | undefined {
  const hex = /^\S+\t0{8}\t([\dA-F]{8})\t/m.exec(route)?.[1];
  if (hex === undefined || /^0+$/.test(hex)) return undefined;
  return [6, 4, 2, 0].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)).join('.');
}
