import type { Fact } from '../../detect/types.ts';
import { isOlder, type Locked } from './lock.ts';
import type { Package } from './manifest.ts';
import type { Reach } from './reach.ts';

/** What the crates take beyond Rust. */
export type Native = {
  /** A crate that brings C or C++ code or links a library, and so keeps the program from being one static file; undefined: none. */
  readonly because?: string;
  /**
   * A version of the crate libc that calls what musl has no more, so that a program that is linked with that one misses it:
   * https://blog.rust-lang.org/2025/12/05/Updating-musl-1.2.5/
   */
  readonly oldLibc?: string;
  /** Debian packages to build with. */
  readonly apt: readonly string[];
  /** Debian libraries that the program loads and the base does not have. */
  readonly packages: readonly Fact[];
  /** Settings of build scripts. */
  readonly env: Readonly<Record<string, string>>;
};

type Needs = {
  readonly apt?: readonly string[];
  readonly packages?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
};

/**
 * Crates that link a library of the system, and what that takes on Debian 13. What the distroless cc image has is not named:
 * libssl, zlib, zstd, libstdc++. Where a crate brings the library's source too, that is taken: nothing to load at run time.
 */
const libraries: Readonly<Record<string, Needs>> = {
  'alsa-sys': { apt: ['libasound2-dev'], packages: ['libasound2t64'] },
  'bzip2-sys': { env: { BZIP2_NO_PKG_CONFIG: '1' } },
  'curl-sys': { env: { LIBCURL_NO_PKG_CONFIG: '1' } },
  'freetype-sys': { apt: ['libfreetype-dev'], packages: ['libfreetype6'] },
  'gdal-sys': { apt: ['libgdal-dev'], packages: ['libgdal36'] },
  'libdbus-sys': { apt: ['libdbus-1-dev'], packages: ['libdbus-1-3'] },
  'liblzma-sys': { env: { LZMA_API_STATIC: '1' } },
  'libpcap-sys': { apt: ['libpcap-dev'], packages: ['libpcap0.8t64'] },
  libxml: { apt: ['libxml2-dev'], packages: ['libxml2'] },
  'libudev-sys': { apt: ['libudev-dev'], packages: ['libudev1'] },
  'lzma-sys': { env: { LZMA_API_STATIC: '1' } },
  'magic-sys': { apt: ['libmagic-dev'], packages: ['libmagic1t64'] },
  'mysqlclient-sys': { apt: ['default-libmysqlclient-dev'], packages: ['libmariadb3'] },
  pcap: { apt: ['libpcap-dev'], packages: ['libpcap0.8t64'] },
  'pcre2-sys': { env: { PCRE2_SYS_STATIC: '1' } },
  rocksdb: { apt: ['libclang-dev'] },
  'poppler-sys': { apt: ['libpoppler-glib-dev'], packages: ['libpoppler-glib8t64'] },
  'pq-sys': { apt: ['libpq-dev'], packages: ['libpq5'] },
  'sasl2-sys': { apt: ['libsasl2-dev'], packages: ['libsasl2-2'] },
  'tesseract-sys': { apt: ['libtesseract-dev', 'libclang-dev'], packages: ['libtesseract5'] },
  'unix-odbc': { apt: ['unixodbc-dev'], packages: ['libodbc2'] },
  // Its build script is one of Python until 1.0.
  xcb: {
    apt: ['libxcb1-dev', 'libxcb-render0-dev', 'libxcb-shape0-dev', 'libxcb-xfixes0-dev', 'python3'],
    packages: ['libxcb1', 'libxcb-render0', 'libxcb-shape0', 'libxcb-xfixes0'],
  },
  'odbc-sys': { apt: ['unixodbc-dev'], packages: ['libodbc2'] },
  'yeslogic-fontconfig-sys': { apt: ['libfontconfig-dev'], packages: ['libfontconfig1'] },
  'servo-fontconfig-sys': { apt: ['libfontconfig-dev'], packages: ['libfontconfig1'] },
};

/** Where a crate has the library's own source by a feature, Cargo.lock names what builds that among its dependencies. */
const bundled: Readonly<Record<string, readonly string[]>> = {
  'libdbus-sys': ['cc'],
  'libsqlite3-sys': ['cc'],
  'mysqlclient-sys': ['mysqlclient-src'],
  'pq-sys': ['pq-src'],
};

/** Tools that compile, generate or find something that is not Rust. */
const tools = new Set([
  'cc',
  'cmake',
  'bindgen',
  'openssl-src',
  'pkg-config',
  'autotools',
  'nasm-rs',
  'pq-src',
]);
/** They name such a tool, and use it for other systems only, or for the machine that builds. */
const harmless = new Set([
  'backtrace',
  'iana-time-zone',
  'cmake',
  'bindgen',
  'autotools',
  'pkg-config',
  'openssl-src',
  'clang-sys',
  'prost-build',
]);

export function nativeOf({ crates, direct, local }: Reach, locked: boolean): Native {
  const all = [...crates.values()];
  // The build scripts of its own packages are as good as any crate's.
  const own = { name: '', version: '', dependencies: local.flatMap(scripted) };
  const because =
    own.dependencies.find((name) => tools.has(name)) ??
    all.find((each) => bringsC(each))?.name ??
    (locked ? undefined : all.find(({ name }) => !pure.has(name))?.name);
  const libc = all.find(
    ({ name, version }) => name === 'libc' && version !== '' && isOlder(version, '0.2.146'),
  );
  const needs = [own, ...all].flatMap((crate) => needsOf(crate, direct));
  const packages = needs.flatMap((each) =>
    (each.packages ?? []).map((value) => ({ value, from: each.from, confidence: 'high' as const })),
  );
  return {
    ...(because !== undefined && { because }),
    ...(libc && { oldLibc: libc.version }),
    apt: [...new Set(needs.flatMap((each) => each.apt ?? []))].toSorted(),
    packages: packages.filter(({ value }, at) => packages.findIndex((other) => other.value === value) === at),
    env: Object.assign({}, ...needs.map((each) => each.env ?? {})) as Record<string, string>,
  };
}

function scripted({ dependencies }: Package): readonly string[] {
  return dependencies.filter(({ kind, here }) => kind === 'build' && here).map(({ crate }) => crate);
}

function bringsC({ name, dependencies }: Locked): boolean {
  if (harmless.has(name)) return false;
  return dependencies.some((each) => tools.has(each)) || name in libraries || name === 'openssl-sys';
}

function needsOf(crate: Locked, direct: Reach['direct']): readonly (Needs & { readonly from: string })[] {
  const { name, dependencies, version } = crate;
  const from = name === '' ? 'build.rs' : `Cargo.lock: ${name}`;
  const found: (Needs & { readonly from: string })[] = [];
  const brings = (bundled[name] ?? []).some((each) => dependencies.includes(each));
  // Without a lock file only what the manifest says tells how a library is linked.
  const asked = direct.get(name)?.features;
  const told = version !== '' || (asked !== undefined && !asked.includes('bundled'));
  if (name === 'libsqlite3-sys' && !brings && told) {
    found.push({ from, apt: ['libsqlite3-dev'], packages: ['libsqlite3-0'] });
  }
  const library = brings ? undefined : libraries[name];
  if (library && !asked?.includes('bundled')) found.push({ from, ...library });
  // aws-lc builds without both on the platforms that it knows: https://aws.github.io/aws-lc-rs/requirements/linux.html
  const known = name === 'aws-lc-sys' && (version === '' || !isOlder(version, '0.20.0'));
  if (dependencies.includes('cmake') && !known) found.push({ from, apt: ['cmake'] });
  if (dependencies.includes('bindgen') && !known) found.push({ from, apt: ['libclang-dev'] });
  if (dependencies.includes('nasm-rs')) found.push({ from, apt: ['nasm'] });
  return found;
}

/** Crates that are Rust through and through, with what they depend on: all that can be told without a lock file. */
const pure = new Set(
  (
    'anyhow askama askama_axum async-channel async-stream async-trait axum axum-extra axum-macros base64 bytes chrono clap color-eyre ' +
    'colored config console crossbeam csv dashmap derive_more dotenv dotenvy either env_logger eyre fastrand figment form_urlencoded ' +
    'futures futures-core futures-util glob handlebars heck hex hmac http http-body http-body-util humantime hyper hyper-util indexmap ' +
    'indicatif itertools lazy_static log maud mime mime_guess minijinja nom num num-traits num_cpus once_cell parking_lot percent-encoding ' +
    'pin-project pin-project-lite prost quick-xml rand rayon regex rocket rocket_dyn_templates semver serde serde_derive serde_json ' +
    'serde_urlencoded serde_with serde_yaml sha2 signal-hook simple_logger slab smallvec socket2 strum strum_macros structopt subprocess ' +
    'tempfile tera termcolor thiserror tide time tokio tokio-stream tokio-util toml tonic tower tower-http tower-layer tower-service ' +
    'tracing tracing-log tracing-subscriber tungstenite tokio-tungstenite unicode-segmentation unicode-width url urlencoding uuid ' +
    'validator walkdir warp actix actix-rt'
  ).split(' '),
);
