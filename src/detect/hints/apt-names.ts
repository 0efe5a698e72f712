import type { Fact } from '../types.ts';

/** Of a Debian package: https://www.debian.org/doc/debian-policy/ch-controlfields.html#source */
const name = /^[a-z0-9][a-z0-9+.-]+$/;

/** What Debian 13 has under another name; https://packages.debian.org/trixie/ */
const renamed: Readonly<Record<string, string>> = {
  'libmysqlclient-dev': 'default-libmysqlclient-dev',
  'libpcre3-dev': 'libpcre2-dev',
  'libncurses5-dev': 'libncurses-dev',
  'libncursesw5-dev': 'libncurses-dev',
  'libtiff5-dev': 'libtiff-dev',
  'libjpeg8-dev': 'libjpeg-dev',
  'libjpeg62-turbo-dev': 'libjpeg-dev',
  'libpng12-dev': 'libpng-dev',
  'libreadline6-dev': 'libreadline-dev',
  'libssl1.0-dev': 'libssl-dev',
  'libcurl3-dev': 'libcurl4-openssl-dev',
  'libcurl4-dev': 'libcurl4-openssl-dev',
  'libwebkit2gtk-4.0-dev': 'libwebkit2gtk-4.1-dev',
  'python-dev': 'python3-dev',
  'pkg-config': 'pkg-config',
};

/** Programs that builds run; everything else that is no -dev package was for the old image: shells, curl, servers. */
const tools =
  /^(?:build-essential|gcc|g\+\+|clang|llvm|lld|make|cmake|ninja-build|meson|autoconf|automake|libtool|bison|flex|gperf|nasm|yasm|patch|pkg-config|pkgconf|protobuf-compiler|gettext|swig|git|unzip|xz-utils|musl-tools)$/;

/** Packages to build with, by names that Debian 13 knows; the others of the list are left out. */
export function aptFacts(names: readonly string[], from: (name: string) => string): readonly Fact[] {
  const facts = names.flatMap((written) => {
    // A version belongs to another release.
    const plain = written.trim().replace(/[=:/].*$/, '');
    if (!name.test(plain) || (!plain.endsWith('-dev') && !tools.test(plain))) return [];
    return [{ value: renamed[plain] ?? plain, from: from(written), confidence: 'medium' as const }];
  });
  return [...new Map(facts.map((fact) => [fact.value, fact])).values()];
}
