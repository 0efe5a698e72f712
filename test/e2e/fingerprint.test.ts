import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findEngine } from '../../src/engine/find.ts';
import { fingerprints } from '../../src/verify/image/fingerprint.ts';
import { loadImage } from '../../src/verify/image/load.ts';

const ref = 'create-distroless-test/programs';

/** What is known in each package, as `file name: program`; every other file of these packages is nothing of the kind. */
const known: Readonly<Record<string, readonly string[]>> = {
  'busybox-static': ['busybox: busybox'],
  toybox: ['toybox: toybox'],
  bash: ['bash: bash'],
  dash: ['dash: dash'],
  zsh: ['zsh: zsh'],
  'ksh93u+m': ['ksh93: ksh', 'shcomp93: ksh'],
  // Built with five C libraries; lksh is its smaller sister.
  mksh: ['lksh: mksh', 'mksh: mksh', 'mksh: mksh', 'mksh: mksh', 'mksh: mksh'],
  posh: ['posh: posh'],
  fish: ['fish: fish'],
  tcsh: ['tcsh: tcsh'],
  sash: ['sash: sash'],
  rc: ['rc.byron: rc'],
  elvish: ['elvish: elvish'],
  apt: ['apt-get: apt-get', 'apt: apt'],
  aptitude: ['aptitude-curses: aptitude'],
  dpkg: ['dpkg-deb: dpkg-deb', 'dpkg: dpkg'],
  rpm: ['rpm: rpm'],
  zypper: ['zypper: zypper'],
  'pacman-package-manager': ['pacman: pacman'],
  cargo: ['cargo: cargo'],
  gcc: ['GNU-gcc-14: gcc', 'GNU-lto-dump-14: cc1', 'collect2: collect2', 'lto1: cc1'],
  cpp: ['GNU-cpp-14: gcc', 'cc1: cc1'],
  'clang-19': ['clang: clang'],
  tcc: ['tcc: tcc'],
  binutils: ['GNU-as: as', 'GNU-ld.bfd: ld'],
  'binutils-gold': ['GNU-ld.gold: gold'],
  'lld-19': ['lld: lld'],
  mold: ['mold: mold'],
  make: ['make: make'],
  bmake: ['bmake: bmake'],
  'ninja-build': ['ninja: ninja'],
  cmake: ['cmake: cmake'],
  'golang-1.24-go': ['asm: go asm', 'compile: go compile', 'go: go', 'link: go link'],
  rustc: ['rust-analyzer-proc-macro-srv: rustc', 'rustc: rustc', 'rustdoc: rustc'],
  'openjdk-21-jdk-headless': ['javac: javac'],
};

/** Debian has no apk; its mark is from apk-tools' source, src/app_fetch.c, versions 2 and 3. */
const unavailable = ['apk'];

describe('programs are recognised by their content', () => {
  const found = { amd64: {} as Record<string, string[]>, arm64: {} as Record<string, string[]> };
  beforeAll(async () => {
    const context = join(import.meta.dirname, '../fixtures/programs');
    const { stdout: digest } = await execa('docker', ['build', '--quiet', '--tag', ref, context]);
    const { signal } = new AbortController();
    const image = await loadImage(await findEngine({}, signal), { ref, digest }, signal);
    for (const { path, programs } of image.files.values()) {
      const [, arch, deb = '', name] = /^\/(amd64|arm64)\/([^/]+)\/.*?([^/]+)$/.exec(path) ?? [];
      if (!programs || (arch !== 'amd64' && arch !== 'arm64')) continue;
      const gnu = /(x86[-_]64|aarch64)-linux-gnu/;
      const names = (found[arch][deb.replace(gnu, '').replace(/(-14)?-$/, '')] ??= []);
      names.push(`${name?.replace(gnu, 'GNU')}: ${programs.join(' ')}`);
      names.sort();
    }
  });

  afterAll(() => execa('docker', ['image', 'rm', ref]));

  it.each(['amd64', 'arm64'] as const)('%s: all of them, and nothing that only speaks of them', (arch) => {
    expect(found[arch]).toEqual(known);
  });

  it('every fingerprint is tried', () => {
    const tried = new Set(Object.values(known).flatMap((names) => names.map((name) => name.split(': ')[1])));
    expect(fingerprints.map(({ id }) => id).filter((id) => !tried.has(id))).toEqual(unavailable);
  });
});
