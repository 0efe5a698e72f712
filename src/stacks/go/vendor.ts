import { inside } from '../../inventory/paths.ts';
import type { Inventory } from '../../inventory/types.ts';
import type { GoMod } from './gomod.ts';
import type { Module } from './module.ts';
import type { ModulesState } from './modules-state.ts';

/**
 * `fits`: the go command builds from it. `differs`: it refuses to, as its list is not that of go.mod, and has to be told to
 * leave the directory alone from Go 1.14 on.
 * golang/go:src/cmd/go/internal/modload/vendor.go, checkVendorConsistency
 */
export type Vendored = 'fits' | 'differs' | 'absent';

export function readVendor({ repo, dir, mod }: Module): Vendored {
  const text = repo.read(inside(dir, 'vendor/modules.txt'));
  if (text === undefined) return 'absent';
  return isConsistent(listed(text), mod) ? 'fits' : 'differs';
}

/** Whether a vendor directory is there that the build has to leave alone, as the modules come from elsewhere. */
export function leavesVendor(module: Module, { how }: Pick<ModulesState, 'how'>): boolean {
  return how !== 'vendor' && how !== 'gopath' && readVendor(module) === 'differs';
}

type Entry = { readonly path: string; readonly version: string; readonly explicit: boolean };

/** https://go.dev/ref/mod#vendoring */
function listed(text: string): readonly Entry[] {
  const lines = text.split(/\r?\n/);
  return lines.flatMap((line, at) => {
    const [, path, version = ''] = /^# (\S+)(?: (v\S+))?(?: => .*)?$/.exec(line) ?? [];
    if (path === undefined) return [];
    return [{ path, version, explicit: /^## .*\bexplicit\b/.test(lines[at + 1] ?? '') }];
  });
}

/** Before Go 1.14 the list did not say which modules are of go.mod. */
function isConsistent(entries: readonly Entry[], { go, requires, replaced }: GoMod): boolean {
  const old = go === undefined || Number(go.value.split('.')[1]) < 14;
  const at = new Map(entries.filter(({ version }) => version !== '').map((each) => [each.path, each]));
  const required = new Map(requires.map(({ path, version }) => [path, version]));
  return (
    requires.every(({ path, version }) => {
      const entry = at.get(path);
      if (replaced.has(path)) return old || entry !== undefined;
      if (old) return entry === undefined || entry.version === version;
      return entry?.version === version && entry.explicit;
    }) && [...at.values()].every(({ path, explicit }) => !explicit || required.has(path))
  );
}

/** Is a package among the copies that the repository has of others? From before modules, of godep too. */
export function isVendored(repo: Inventory, dir: string, path: string): boolean {
  return ['vendor', 'Godeps/_workspace/src']
    .map((at) => inside(dir, `${at}/${path}`))
    .some((at) =>
      repo.below(at).some((file) => file.endsWith('.go') && !file.slice(at.length + 1).includes('/')),
    );
}
