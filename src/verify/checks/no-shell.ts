import { posix } from 'node:path';
import { fingerprints, type ProgramKind } from '../image/fingerprint.ts';
import type { FileEntry } from '../image/types.ts';
import type { Check } from '../types.ts';

/** Names that count where the system looks for programs; elsewhere they may be anybody's. */
const names: Readonly<Record<ProgramKind, readonly string[]>> = {
  shell: ['sh', 'bash', 'dash', 'ash', 'zsh', 'ksh', 'mksh', 'fish', 'csh', 'tcsh', 'busybox', 'toybox'],
  'package manager': [
    'apk',
    'apt',
    'apt-get',
    'dpkg',
    'rpm',
    'dnf',
    'microdnf',
    'yum',
    'zypper',
    'pacman',
    'pip',
    'pip3',
    'npm',
    'npx',
    'yarn',
    'pnpm',
    'corepack',
    'gem',
    'cargo',
  ],
  compiler: ['cc', 'gcc', 'g++', 'c++', 'clang', 'ld', 'as', 'make', 'go', 'rustc', 'javac'],
};

const programDirs = /^\/(usr\/(local\/)?)?s?bin$|^\/busybox$/;
const kindOfName = new Map(
  Object.entries(names).flatMap(([kind, list]) => list.map((name) => [name, kind] as const)),
);
const kindOfProgram = new Map(fingerprints.map(({ id, kind }) => [id, kind]));

export const noShell: Check = {
  id: 'no-shell',
  title: 'no shell, package manager, compiler or setuid file',
  needs: [],
  run({ image }) {
    const unwanted = [...image.files.values()].flatMap((entry) => {
      const what = describe(entry);
      return what === undefined ? [] : [{ path: entry.path, what }];
    });
    const found = unwanted.map(({ what }) => what);
    const [first] = unwanted;
    if (!first) {
      return {
        status: 'pass',
        message: `none among ${image.files.size} files`,
        data: { files: image.files.size },
      };
    }
    return {
      status: 'fail',
      message: `${found.slice(0, 3).join(', ')}${found.length > 3 ? ` and ${found.length - 3} more` : ''}`,
      hint: 'copy only the program into a scratch or distroless stage (not a :debug one); keep tools in earlier stages',
      data: { found },
      blame: { path: first.path },
    };
  },
};

function describe({ path, type, mode, executable, programs = [] }: FileEntry): string | undefined {
  const [program] = programs;
  if (program !== undefined) return `${path} is ${program} (${kindOfProgram.get(program)})`;
  if (type === 'file' && executable && mode & 0o6000)
    return `${path} is ${mode & 0o4000 ? 'setuid' : 'setgid'}`;
  const kind = kindOfName.get(posix.basename(path));
  const runnable = type === 'symlink' || type === 'link' || (type === 'file' && mode & 0o111);
  return kind && runnable && programDirs.test(posix.dirname(path)) ? `${path} (${kind})` : undefined;
}
