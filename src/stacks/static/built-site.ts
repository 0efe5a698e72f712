import type { Fact, Scene, Service } from '../../detect/types.ts';
import { allDependencies, join, type Package } from '../node/package.ts';
import { readHosts, type HostSettings } from './hosts.ts';
import { absoluteDirs, planNodeBuild } from './node-build.ts';
import { findOut } from './out-dir.ts';
import { siteService } from './service.ts';
import type { SiteTool } from './site-tool.ts';

/** A site that a tool of Node builds. */
export function builtSite(scene: Scene, pkg: Package, tool: SiteTool): Service | undefined {
  const { repo, hints } = scene;
  const build = planNodeBuild(scene, pkg, tool, hints(pkg.dir));
  if (!build) return undefined;
  const hosts = readHosts(repo, pkg.dir);
  const outs = findOut(repo, pkg, tool, build.script, hosts);
  const dirs = absoluteDirs(build, outs);
  const [out] = outs;
  if (!out || dirs.length === 0) return undefined;
  const fallback = fallbackOf(scene, pkg, tool, hosts);
  const named = tool.packages.find((name) => name in allDependencies(pkg));
  const version =
    named === undefined ? '' : (/\d+(?:\.\d+)?/.exec(allDependencies(pkg)[named] ?? '')?.[0] ?? '');
  return siteService(scene, {
    dir: pkg.dir,
    context: build.context,
    ...(pkg.name !== '' && { name: { value: pkg.name, from: `${pkg.path}: name`, confidence: 'high' } }),
    facts: {
      framework: {
        value: version === '' ? tool.label : `${tool.label} ${version}`,
        from: named === undefined ? pkg.path : `${pkg.path}: ${named}`,
        confidence: 'high',
      },
      ...build.facts,
      output: out,
    },
    evidence: named === undefined ? pkg.path : `${pkg.path}: ${named}`,
    needs: build.buildArgs.map(({ value, from }) => ({
      env: value,
      from,
      required: false,
      about: 'part of the pages: docker build --build-arg',
    })),
    notes: build.notes,
    rank: pkg.dir === '' ? 0.9 : 0.7,
    source: {
      stages: build.stages,
      made: { stage: 'site', root: '/app', dirs },
      fallback: fallback !== undefined,
      ...(fallback && { fallbackFrom: fallback.from }),
      ignore: build.ignore,
    },
  });
}

/** What a host is told goes before what is usual for the tool. */
function fallbackOf({ repo }: Scene, pkg: Package, tool: SiteTool, hosts: HostSettings): Fact | undefined {
  if (hosts.fallback) return hosts.fallback.value === 'true' ? hosts.fallback : undefined;
  const from = `${tool.label} makes one page`;
  if (tool.spa) return { value: 'true', from, confidence: 'medium' };
  const paths = ['svelte.config', 'nuxt.config'].flatMap((name) =>
    ['js', 'ts', 'mjs'].map((ext) => join(pkg.dir, `${name}.${ext}`)),
  );
  const pattern =
    tool.id === 'sveltekit' ? /^(?!\s*\/\/).*\bfallback\s*:\s*['"]/ : /^(?!\s*\/\/).*\bssr\s*:\s*false/;
  const [hit] = tool.id === 'sveltekit' || tool.id === 'nuxt' ? repo.search(paths, pattern) : [];
  return hit && { value: 'true', from: `${hit.path}:${hit.line}`, confidence: 'high' };
}
