import { tableOf } from '../../inventory/tables.ts';
import type { Fact } from '../../detect/types.ts';
import type { Inventory } from '../../inventory/types.ts';
import { isOlder } from './lock.ts';
import { join, type Package } from './manifest.ts';
import { word } from './toml.ts';

/** The newest stable Rust when this was written: https://releases.rs. The builder follows the newest. */
const newest = '1.99';

export type Toolchain = {
  /** A file that pins another Rust than the builder's, relative to the root; rustup follows it. */
  readonly pin?: string;
  /** Files that say no more than "stable", which the builder has: rustup would download it once more. */
  readonly ignored: readonly string[];
  readonly version: Fact;
  readonly note?: string;
};

export function toolchainOf(repo: Inventory, own: Package, context: string): Toolchain {
  const path = ['rust-toolchain.toml', 'rust-toolchain']
    .map((name) => join(context, name))
    .find((each) => repo.has(each));
  const channel = path === undefined ? undefined : channelOf(repo, path);
  const wanted = own.rustVersion;
  const tooNew = wanted !== undefined && isOlder(newest, wanted);
  const note = tooNew
    ? {
        note: `${own.manifest} asks for Rust ${wanted}; ${newest} was the newest when this tool was made: the builder must have it by now`,
      }
    : {};
  if (path !== undefined && channel !== undefined && channel !== 'stable') {
    return { pin: path, ignored: [], version: { value: channel, from: path, confidence: 'high' }, ...note };
  }
  return {
    ignored: path === undefined ? [] : [path],
    version: {
      value: 'stable',
      from: path ?? (wanted === undefined ? 'default' : `${own.manifest}: rust-version ${wanted}`),
      confidence: 'high',
    },
    ...note,
  };
}

/** rust-toolchain has the channel alone, or is TOML like the other: https://rust-lang.github.io/rustup/overrides.html */
function channelOf(repo: Inventory, path: string): string | undefined {
  const text = (repo.read(path) ?? '').trim();
  if (/^[\w.-]+$/.test(text)) return text;
  return word(tableOf(tableOf(repo.toml(path))['toolchain'])['channel']);
}
