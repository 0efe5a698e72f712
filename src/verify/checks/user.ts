import { randomInt } from 'node:crypto';
import { withBooted } from '../booted.ts';
import type { Image } from '../image/types.ts';
import type { ContainerCheck, Finding } from '../types.ts';

export const user: ContainerCheck = {
  id: 'user',
  title: 'a numeric user that is not root; any other uid works too',
  needs: ['container', 'booted'],
  glance: problemOf,
  async run(subject) {
    const { User } = subject.image.config;
    const problem = problemOf(subject.image);
    if (problem) return problem;
    // OpenShift runs images under a uid of its own choice, with gid 0.
    // Not of millions as there: a rootless engine maps some 65,000.
    const uid = randomInt(10_000, 60_000);
    return withBooted(subject, { args: ['--user', `${uid}:0`], how: `as user ${uid}:0` }, () => ({
      status: 'pass',
      message: `${User}; also boots as a random user (${uid}:0)`,
      data: { user: User },
    }));
  },
};

function problemOf({ config: { User: value } }: Image): Finding | undefined {
  const hint = 'write USER 65532:65532 in the last stage';
  const [name = '', group = ''] = value.split(':');
  const bad = (message: string): Finding => ({ status: 'fail', message, hint, blame: 'USER' });
  if (value === '') return bad('no USER, so it runs as root');
  if (/^0+$/.test(name) || name === 'root') return bad(`USER ${value} is root`);
  if (!/^\d+$/.test(name) || !/^\d*$/.test(group)) {
    return bad(
      `USER ${value} is a name; Kubernetes refuses it under runAsNonRoot, as it cannot tell whether it is root`,
    );
  }
  return undefined;
}
