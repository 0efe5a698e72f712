import { allDependencies, type Package } from './package.ts';

/** Builds of the time of webpack 4 hash by an algorithm that OpenSSL 3 has put away: of the package, or of one that its build goes to. */
export function legacyOpenssl(built: readonly Package[]): Readonly<Record<string, string>> {
  const asked = built.map(allDependencies);
  const older = (name: string, major: number): boolean =>
    asked.some((each) => {
      const found = /\d+/.exec(each[name] ?? '')?.[0];
      return found !== undefined && Number(found) < major;
    });
  const old =
    older('webpack', 5) ||
    older('react-scripts', 5) ||
    older('@vue/cli-service', 5) ||
    older('next', 11) ||
    older('nuxt', 3);
  return old ? { NODE_OPTIONS: '--openssl-legacy-provider' } : {};
}
