import { isOlder, type Lock } from './lock.ts';

/** A crate of Cargo.lock that the compiler no longer takes. */
export type Outdated = {
  readonly crate: string;
  readonly version: string;
  /** The first version that it takes, or a little after. */
  readonly to: string;
  /** `serde@1.0.136`: what Cargo.lock holds at a version too old for that one. */
  readonly held?: string;
};

/**
 * What Rust refused or broke later, of crates that stand in many lock files.
 * time: https://github.com/rust-lang/rust/issues/127343. The rest relied on the layout of std's socket addresses, which changed in 1.64.
 * openssl before 0.10.39 knows nothing of OpenSSL 3, which Debian 13 has.
 */
const fixed: readonly { readonly crate: string; readonly from: string; readonly to: string }[] = [
  { crate: 'time', from: '0.3.0', to: '0.3.36' },
  { crate: 'net2', from: '0.2.0', to: '0.2.39' },
  { crate: 'socket2', from: '0.3.0', to: '0.3.19' },
  { crate: 'mio', from: '0.6.0', to: '0.6.23' },
  { crate: 'mio', from: '0.7.0', to: '0.7.14' },
  { crate: 'openssl', from: '0.10.0', to: '0.10.64' },
  { crate: 'lexical-core', from: '0.7.0', to: '0.7.6' },
  { crate: 'rustc-serialize', from: '0.3.0', to: '0.3.25' },
  { crate: 'traitobject', from: '0.1.0', to: '0.1.1' },
];
/** Versions that are older than `to` and work all the same. */
const working: Readonly<Record<string, string>> = {
  time: '0.3.35',
  openssl: '0.10.39',
  net2: '0.2.37',
  mio: '0.7.6',
  socket2: '0.3.16',
};
/** What the version `to` asks of other crates: https://docs.rs/crate/time/0.3.36/source/Cargo.toml.orig and its workspace. */
const asks: Readonly<
  Record<string, { readonly crate: string; readonly from: string; readonly until: string }>
> = {
  time: { crate: 'serde', from: '1.0.0', until: '1.0.184' },
};

export function outdatedIn(lock: Lock): readonly Outdated[] {
  return fixed.flatMap(({ crate, from, to }) =>
    (lock.get(crate) ?? []).flatMap(({ version }) => {
      const good = working[crate];
      const limit = good !== undefined && !isOlder(good, from) && !isOlder(to, good) ? good : to;
      if (!isBetween(version, { from, until: limit })) return [];
      const asked = asks[crate];
      const old = asked && lock.get(asked.crate)?.find((each) => isBetween(each.version, asked));
      return [{ crate, version, to, ...(old && { held: `${old.name}@${old.version}` }) }];
    }),
  );
}

function isBetween(
  version: string,
  { from, until }: { readonly from: string; readonly until: string },
): boolean {
  return !isOlder(version, from) && isOlder(version, until);
}
