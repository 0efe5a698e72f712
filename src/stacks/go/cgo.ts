import { inside } from '../../inventory/paths.ts';
import type { Program } from './program.ts';

/** Why a program needs a C compiler to build and a C library to run. */
export type Cgo = {
  /** `github.com/mattn/go-sqlite3`, or a file with `import "C"`. */
  readonly by: string;
  readonly from: string;
  /** Debian packages to build with. */
  readonly apt: readonly string[];
  /** Debian packages that it loads when it runs. */
  readonly packages: readonly string[];
};

const cxx = ['libstdc++6', 'libgcc-s1'];
/** Modules that are nothing without cgo, and what Debian 13 has for them. */
const modules: readonly {
  readonly path: RegExp;
  readonly apt?: readonly string[];
  readonly packages?: readonly string[];
}[] = [
  { path: /^github\.com\/mattn\/go-sqlite3\b/ },
  { path: /^github\.com\/(?:mutecomm|xeodou|thinkerou|jgiannuzzi)\/go-sqlcipher/ },
  { path: /^github\.com\/confluentinc\/confluent-kafka-go\b/ },
  { path: /^github\.com\/(?:marcboeker\/go-duckdb|duckdb\/duckdb-go)\b/, packages: cxx },
  { path: /^github\.com\/tursodatabase\/go-libsql\b/, packages: cxx },
  { path: /^github\.com\/(?:smacker|tree-sitter)\/go-tree-sitter\b/ },
  { path: /^github\.com\/bytecodealliance\/wasmtime-go\b/, packages: ['libgcc-s1'] },
  { path: /^github\.com\/(?:valyala\/gozstd|DataDog\/zstd)\b/ },
  { path: /^github\.com\/(?:chai2010\/webp|chai2010\/tiff)\b/ },
  {
    path: /^github\.com\/kolesa-team\/go-webp\b/,
    apt: ['libwebp-dev'],
    packages: ['libwebp7', 'libwebpmux3', 'libwebpdemux2'],
  },
  {
    path: /^github\.com\/(?:h2non\/bimg|davidbyttow\/govips|cshum\/vipsgen)\b/,
    apt: ['libvips-dev'],
    packages: ['libvips42t64'],
  },
  {
    path: /^gopkg\.in\/gographics\/imagick\b/,
    apt: ['libmagickwand-7.q16-dev'],
    packages: ['libmagickwand-7.q16-10'],
  },
  {
    path: /^github\.com\/(?:google|gopacket)\/gopacket\/pcap\b/,
    apt: ['libpcap-dev'],
    packages: ['libpcap0.8t64'],
  },
  { path: /^github\.com\/pebbe\/zmq4\b/, apt: ['libzmq3-dev'], packages: ['libzmq5'] },
  {
    path: /^github\.com\/otiai10\/gosseract\b/,
    apt: ['libtesseract-dev', 'libleptonica-dev'],
    packages: ['libtesseract5', 'libleptonica6'],
  },
  { path: /^github\.com\/(?:bmatsuo|wellquite|PowerDNS)\/\w*lmdb[\w-]*/ },
  {
    path: /^github\.com\/coreos\/go-systemd\/v22\/sdjournal\b/,
    apt: ['libsystemd-dev'],
    packages: ['libsystemd0'],
  },
  {
    path: /^github\.com\/(?:google\/gousb|karalabe\/usb)\b/,
    apt: ['libusb-1.0-0-dev'],
    packages: ['libusb-1.0-0'],
  },
  { path: /^github\.com\/alexbrainman\/odbc\b/, apt: ['unixodbc-dev'], packages: ['libodbc2'] },
  { path: /^github\.com\/(?:godror\/godror|mattn\/go-oci8)\b/ },
  { path: /^github\.com\/(?:miekg\/pkcs11|ThalesIgnite\/crypto11)\b/ },
  { path: /^github\.com\/yanyiwu\/gojieba\b/, packages: cxx },
];
/** SQLite without C. */
const pure = /glebarez|modernc\.org|ncruces|libtnb|zombiezen|cznic|lib\/sqlite\.go/;

/** Modules that do not even compile without cgo, whoever of a program's packages imports them. */
const needed = /^crawshaw\.io\/sqlite$/;

/**
 * Only what is really imported counts: a file of the program's with `import "C"`, or a module that is nothing without cgo; of
 * what others import go.mod tells since Go 1.17.
 */
export function readCgo(program: Program): Cgo | undefined {
  const { files, module, imports } = program;
  for (const [path, { path: from }] of imports) {
    const known = modules.find((each) => each.path.test(path));
    if (known) return { by: path, from, apt: known.apt ?? [], packages: known.packages ?? [] };
    // A driver around it: gorm.io/driver/sqlite, golang-migrate's database/sqlite3, a session store.
    if (/sqlite/i.test(path) && !pure.test(path) && requiresSqlite(module))
      return { by: path, from, apt: [], packages: [] };
  }
  const deep = module.mod.requires.find(({ path, indirect }) => indirect && needed.test(path));
  if (deep && module.manifest) return { by: deep.path, from: module.manifest, apt: [], packages: [] };
  const own = files.find(({ imports: paths, path }) => paths.includes('C') && !hasFallback(path, files));
  if (!own) return undefined;
  const dir = own.path.slice(0, own.path.lastIndexOf('/') + 1);
  const isCxx = module.repo
    .below(dir.replace(/\/$/, ''))
    .some((path) => !path.slice(dir.length).includes('/') && /\.(?:cc|cpp|cxx)$/.test(path));
  return { by: 'import "C"', from: own.path, apt: [], packages: isCxx ? cxx : [] };
}

/** Before 1.17 go.mod had only what the module itself imports: https://go.dev/ref/mod#go-mod-file-go */
function requiresSqlite({ mod, repo, dir }: Program['module']): boolean {
  const path = 'github.com/mattn/go-sqlite3';
  if (mod.requires.some((each) => each.path === path)) return true;
  const old = mod.go === undefined || Number(mod.go.value.split('.')[1]) < 17;
  return old && (repo.read(inside(dir, 'go.sum'))?.includes(`${path} `) ?? true);
}

/** The same package has a file for builds without cgo. */
function hasFallback(path: string, files: Program['files']): boolean {
  const dir = path.slice(0, path.lastIndexOf('/') + 1);
  return files.some(
    (file) =>
      file.path.startsWith(dir) &&
      !file.path.slice(dir.length).includes('/') &&
      /!\s*cgo/.test(file.constraint),
  );
}
