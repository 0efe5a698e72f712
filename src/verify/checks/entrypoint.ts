import { posix } from 'node:path';
import type { Image } from '../image/types.ts';
import { resolveProgram } from '../image/resolve.ts';
import type { Check, Finding } from '../types.ts';

export const entrypoint: Check = {
  id: 'entrypoint',
  title: 'exec form, the program is in the image, no interpreter twice',
  needs: [],
  run({ image }) {
    const { Entrypoint, Cmd } = image.config;
    const argv = [...Entrypoint, ...Cmd];
    const problem = problemOf(image, argv, Entrypoint.length);
    return problem ?? { status: 'pass', message: JSON.stringify(argv), data: { argv } };
  },
};

const shells = new Set(['sh', 'bash', 'dash', 'ash']);
const interpreters = /^(node|python[\d.]*|java|ruby|php)$/;

function problemOf(image: Image, argv: readonly string[], entrypointLength: number): Finding | undefined {
  const [program] = argv;
  if (program === undefined) {
    return {
      status: 'fail',
      message: 'neither ENTRYPOINT nor CMD',
      hint: 'write ENTRYPOINT ["/app"] in the last stage',
      blame: 'ENTRYPOINT',
    };
  }
  if (shells.has(posix.basename(program)) && argv.some((arg) => /^-[a-z]*c$/.test(arg))) {
    return {
      status: 'fail',
      message: `shell form: ${JSON.stringify(argv)}`,
      hint: 'write it as a JSON array; without a shell the other form cannot start, and with one signals stop at the shell',
      blame: 'ENTRYPOINT',
    };
  }
  const doubled = entrypointLength > 0 && argv[entrypointLength];
  if (
    doubled &&
    interpreters.test(posix.basename(program)) &&
    posix.basename(doubled) === posix.basename(program)
  ) {
    return {
      status: 'fail',
      message: `the base image’s entrypoint is ${program} already, so this runs ${JSON.stringify(argv)}`,
      hint: `leave ${JSON.stringify(doubled)} out of CMD`,
      blame: 'CMD',
    };
  }
  const found = resolveProgram(image, program);
  if (found === undefined)
    return {
      status: 'fail',
      message: `${program} is not in the image`,
      hint: 'check the COPY and the path',
      blame: 'ENTRYPOINT',
    };
  if (found.type !== 'file' || !(found.mode & 0o111)) {
    return {
      status: 'fail',
      message: `${found.path} is ${found.type === 'file' ? 'not executable' : `no file but a ${found.type}`}`,
      hint: 'check the path; COPY --chmod=0555 sets the mode',
      blame: { path: found.path },
    };
  }
  return undefined;
}
