import { isTable } from '../../inventory/tables.ts';
import type { Fact } from '../../detect/types.ts';
import type { Inventory } from '../../inventory/types.ts';
import { join, text, type Package } from './package.ts';
import { oldTool } from './old-tools.ts';
import semver from 'semver';
import { satisfies } from './semver.ts';

/** Which Node a package asks for, and the target that is nearest to it. */
export type NodeVersion = {
  readonly target: Fact;
  readonly major: number;
  /** Where what it asks for cannot be had. */
  readonly note?: string;
};

/** In order of preference: what most things run on today, what is newer, what is older. */
const preferred = [24, 26, 22] as const;

/** https://github.com/nodejs/Release: names of the long-term releases. */
const codenames: Readonly<Record<string, string>> = {
  argon: '4',
  boron: '6',
  carbon: '8',
  dubnium: '10',
  erbium: '12',
  fermium: '14',
  gallium: '16',
  hydrogen: '18',
  iron: '20',
  jod: '22',
  krypton: '24',
};

type Asked = { readonly range: string; readonly from: string };

/**
 * Reads .nvmrc, .node-version, .tool-versions, mise.toml, volta and engines, of the package and then of its workspace.
 * @param addon one that may not be compiled for a newer Node
 */
export function findNodeVersion(repo: Inventory, packages: readonly Package[], addon?: string): NodeVersion {
  const asked = packages.flatMap((one) => [...files(repo, one.dir), ...manifest(one)])[0];
  const [own] = packages;
  const old = addon ?? (own && oldTool(own));
  const majors = old === undefined ? preferred : preferred.toSorted((a, b) => a - b);
  if (!asked) {
    const [major = 24] = majors;
    return found(major, {
      value: `nodejs${major}`,
      from: old === undefined ? 'default' : `default with ${old}`,
      confidence: 'medium',
    });
  }
  const { from } = asked;
  // An exact version says which major it is: its patches are the image's.
  const range = asked.range.replace(/^[v=]?(\d+)\.\d+\.\d+$/, '$1');
  const fitting = majors.find((major) =>
    [`${major}.99.99`, `${major}.0.0`].some((version) => satisfies(version, range)),
  );
  if (fitting !== undefined) return found(fitting, { value: `nodejs${fitting}`, from, confidence: 'high' });
  const wanted = semver.coerce(range)?.major ?? 24;
  const nearest = wanted < 22 ? 22 : wanted < 24 ? 24 : 26;
  return {
    ...found(nearest, { value: `nodejs${nearest}`, from, confidence: 'medium' }),
    note: `${from} asks for Node ${range}, which has no distroless image: Node ${nearest} is the nearest that is supported`,
  };
}

function found(major: number, target: Fact): NodeVersion {
  return { target, major };
}

function files(repo: Inventory, dir: string): readonly Asked[] {
  const line = (name: string, pattern: RegExp): readonly Asked[] => {
    const path = join(dir, name);
    const range = pattern.exec(repo.read(path) ?? '')?.[1];
    return range === undefined ? [] : [{ range, from: path }];
  };
  const number = /^\s*v?(\d+(?:\.\d+)*)/;
  const named = /^\s*lts\/(\w+)/.exec(repo.read(join(dir, '.nvmrc')) ?? '')?.[1] ?? '';
  const range = codenames[named.toLowerCase()];
  return [
    ...(range === undefined ? [] : [{ range, from: join(dir, '.nvmrc') }]),
    ...line('.nvmrc', number),
    ...line('.node-version', number),
    ...line('.tool-versions', /^\s*nodejs\s+v?(\d+(?:\.\d+)*)/m),
    ...line('mise.toml', /^\s*node\s*=\s*["']v?(\d+(?:\.\d+)*)/m),
  ];
}

function manifest({ raw, path, engines }: Package): readonly Asked[] {
  const volta = isTable(raw['volta']) ? text(raw['volta']['node']) : '';
  const engine = engines['node'] ?? '';
  return [
    ...(volta === '' ? [] : [{ range: volta, from: `${path}: volta.node` }]),
    ...(/\d/.test(engine) ? [{ range: engine, from: `${path}: engines.node` }] : []),
  ];
}
