import type { Image } from '../image/types.ts';
import { packageOf, variantOf } from './providers.ts';
import type { Problem } from './types.ts';

/** Why a problem matters, and the lines to change. */
export function advise(problem: Problem, image: Image): string {
  switch (problem.kind) {
    case 'interpreter':
      return adviseLoader(problem.needs, image);
    case 'library':
      return adviseLibrary(problem);
    case 'version':
      return adviseVersion(problem);
    case 'architecture':
      return `it cannot run there: build it for the platform of the image, as in FROM --platform=$BUILDPLATFORM … AS build, ARG TARGETARCH, and GOARCH=$TARGETARCH or the compiler's own target; \`COPY --from\` of another image takes the platform of that`;
    case 'dangling':
      return problem.venv === undefined
        ? `copy what it points to as well, or name the real path`
        : `the environment ${problem.venv} was made for a Python at that path: make it in an image that has its Python where the last stage has it, or install with \`pip install --target\` and set PYTHONPATH`;
    case 'shebang':
      return adviseShebang(problem);
    case 'unreadable':
      return 'a loader may refuse it as well: build or patch it anew';
  }
}

function adviseLoader(loader: string, { files, config }: Image): string {
  const isMusl = loader.includes('/ld-musl-');
  const has = (name: RegExp) => [...files.keys()].some((path) => name.test(path));
  const [glibc, musl] = [has(/\/libc\.so\.6$/), has(/\/ld-musl-[^/]+$/)];
  if (isMusl && glibc) {
    return 'it was linked against musl, on Alpine, and the base has glibc: build it on Debian (FROM …-trixie AS build, FROM gcr.io/distroless/base-debian13), or link it statically';
  }
  if (!isMusl && musl && !glibc) {
    return 'it was linked against glibc, and the base has musl: build it on Alpine (FROM …-alpine AS build), or link it statically';
  }
  const target = config.architecture === 'arm64' ? 'aarch64' : 'x86_64';
  const linkStatically = `link it statically (Go: CGO_ENABLED=0; Rust: --target ${target}-unknown-linux-musl; C and C++: -static)`;
  if (isMusl) return `no other program than its loader can start it: ${linkStatically}`;
  return `without its loader it ends with "no such file or directory": ${linkStatically}, or take a base with a libc: FROM gcr.io/distroless/base-debian13 (libc, libssl, libz), or cc-debian13 (also libstdc++ and libgcc); static-debian13 has none`;
}

function adviseLibrary({ needs, libc }: Extract<Problem, { kind: 'library' }>): string {
  if (libc === 'glibc' && needs.startsWith('libc.musl-')) {
    return 'it was built for musl, on Alpine, and the program that opens it is for glibc: install the packages in a stage on the same Debian as the last one';
  }
  if (libc === 'musl' && needs.startsWith('ld-linux')) {
    return 'it was built for glibc, and the program that opens it is for musl: install the packages in a stage on the same Alpine as the last one';
  }
  const variant = variantOf(needs);
  if (variant !== undefined)
    return `FROM gcr.io/distroless/${variant}-debian13 has it; or link it in statically`;
  return `copy it from the stage where it is installed into a directory of the loader, such as its own path there; this tool adds it with \`--packages ${packageOf(needs)}\`, which is what Debian usually calls it`;
}

const pairs = [
  { release: 'bookworm', distribution: 'debian12' },
  { release: 'trixie', distribution: 'debian13' },
] as const;

function adviseVersion({ needs }: Extract<Problem, { kind: 'version' }>): string {
  const isCxx = /^(GLIBCXX|CXXABI|GCC)_/.test(needs);
  if (!isCxx && !needs.startsWith('GLIBC_')) {
    return 'it was linked against a newer version of that library: install the library in both stages from the same release';
  }
  const variant = isCxx ? 'cc' : 'base';
  const lines = pairs.map(
    ({ release, distribution }) =>
      `FROM …-${release} AS build with FROM gcr.io/distroless/${variant}-${distribution}`,
  );
  const cxx = isCxx
    ? '; the gcc images bring a newer libstdc++ than Debian: take Debian’s g++, or link with -static-libstdc++ -static-libgcc'
    : '';
  return `it was built on a newer system than it runs on, and ends with "version \`${needs}' not found": change both lines as a pair, ${lines.join(', or ')}${cxx}`;
}

function adviseShebang({ needs, by }: Extract<Problem, { kind: 'shebang' }>): string {
  if (needs.endsWith('\r'))
    return 'the line ends as on Windows (CRLF), which the kernel takes for part of the name: save the file with LF';
  if (by !== undefined)
    return 'put it on PATH, or name the interpreter by its path in the script’s first line';
  return 'start the interpreter that is in the image and give it the script, as in ENTRYPOINT ["/usr/bin/python3", "/app/main.py"], or make the script where its interpreter has the same path; distroless images have no shell and no env';
}
