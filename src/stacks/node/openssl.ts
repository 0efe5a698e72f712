import { allDependencies, type Package } from './package.ts';

/** Builds of the time of webpack 4 hash by an algorithm that OpenSSL 3 has put away. */
export function legacyOpenssl(own: Package): Readonly<Record<string, string>> {
  const asked = allDependencies(own);
  const older = (name: string, major: number): boolean => {
    const found = /\d+/.exec(asked[name] ?? '')?.[0];
    return found !== undefined && Number(found) < major;
  };
  const old =
    older('webpack', 5) ||
    older('react-scripts', 5) ||
    older('@vue/cli-service', 5) ||
    older('next', 11) ||
    older('nuxt', 3);
  return old ? { NODE_OPTIONS: '--openssl-legacy-provider' } : {};
}
