import type { Repair } from './types.ts';

/** What a build says when a tool or header of a Debian package is missing, and the package; names of Debian 13. */
const missing: readonly (readonly [RegExp, string])[] = [
  [/pg_config(?: executable)? (?:is required|not found)|libpq-fe\.h/, 'libpq-dev'],
  [
    /(?:mysql|mariadb)_config: (?:command )?not found|mysql\.h: No such file|Can not find valid pkg-config name/,
    'default-libmysqlclient-dev',
  ],
  [/curl-config|curl\/curl\.h: No such file/, 'libcurl4-openssl-dev'],
  [
    /openssl\/\w+\.h: No such file|Could not find directory of OpenSSL installation|openssl\.pc/,
    'libssl-dev',
  ],
  [/xml2-config|libxml\/\w+\.h: No such file|libxslt development packages/, 'libxslt1-dev'],
  [/ffi\.h: No such file/, 'libffi-dev'],
  [/sqlite3\.h: No such file/, 'libsqlite3-dev'],
  [/zlib\.h: No such file/, 'zlib1g-dev'],
  [/jpeglib\.h: No such file|headers or library files could not be found for jpeg/, 'libjpeg-dev'],
  [/ldap\.h: No such file/, 'libldap-dev'],
  [/sasl\/sasl\.h: No such file/, 'libsasl2-dev'],
  [/magic\.h: No such file/, 'libmagic-dev'],
  [/Python\.h: No such file/, 'python3-dev'],
  [
    /Could not find `?protoc`?|protoc(?: failed|: not found)|failed to (?:find|invoke) protoc/,
    'protobuf-compiler',
  ],
  [/is `cmake` not installed\?|cmake: (?:command )?not found|CMake must be installed/, 'cmake'],
  [/libclang|Unable to find libclang/, 'libclang-dev'],
  [
    /Could not run `?pkg-config|pkg-config (?:command could not be found|not found)|pkg-config: (?:command )?not found/,
    'pkg-config',
  ],
  [/(?:gyp ERR! find Python|python3?: (?:command )?not found)/, 'python3'],
  [/(?:^|[\s:])make: (?:command )?not found|gyp ERR! stack Error: not found: make/m, 'make'],
  [/g\+\+: (?:command )?not found|error: linker `cc` not found|(?:gcc|cc): (?:command )?not found/, 'g++'],
  [/git: (?:command )?not found|spawn git ENOENT|Cannot find command 'git'/, 'git'],
  [/nasm: (?:command )?not found/, 'nasm'],
  [/fatal error: alsa\/|alsa\.pc/, 'libasound2-dev'],
  [/fatal error: libudev\.h|libudev\.pc/, 'libudev-dev'],
];

/** `Package 'libfoo', required by 'virtual:world', not found`: what pkg-config calls it is mostly the package's name. */
const pkgConfig =
  /(?:Package '?|No package ')([a-z0-9][a-z0-9+._-]*)'?(?:, required by| was not found|' found)/;

/** A program or header that the build needs and the builder image lacks. */
export function missingBuildPackage({ build }: { readonly build: string }): Repair | undefined {
  const known = missing.find(([pattern]) => pattern.test(build));
  if (known) return { answer: 'apt', value: known[1], why: `the build needs ${known[1]}` };
  const [, name] = pkgConfig.exec(build) ?? [];
  if (name === undefined) return undefined;
  const value = `${name.startsWith('lib') ? name : `lib${name}`}-dev`.replaceAll('_', '-');
  return { answer: 'apt', value, why: `the build asks pkg-config for ${name}` };
}
