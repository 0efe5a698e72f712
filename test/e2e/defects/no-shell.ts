import { toolAt, type Defect, type Draw } from '../support/defect.ts';
import { parts } from '../support/fixtures.ts';

export const defects = ({ names: { word }, other }: Draw): readonly Defect[] => [
  {
    check: 'no-shell',
    what: 'busybox under another name',
    bad: { add: toolAt('busybox', other.program) },
    good: { add: `COPY --from=${parts} /server ${other.program}` },
    says: [`${other.program} is busybox (shell)`],
  },
  {
    check: 'no-shell',
    what: 'bash under another name, in a lower layer too',
    bad: { add: `${toolAt('bash', other.program)}\nCOPY Dockerfile /${word}.txt` },
    says: [`${other.program} is bash (shell)`],
    // It has no libc there; that it cannot run does not make it less of a shell.
    also: ['closure warn'],
  },
  {
    check: 'no-shell',
    what: 'the gcc driver, without its mode',
    bad: { add: toolAt('gcc', other.program, '--chmod=0444') },
    says: [`${other.program} is gcc (compiler)`],
  },
  {
    check: 'no-shell',
    what: 'apt-get and go under other names',
    bad: { add: `${toolAt('apt-get', other.program)}\n${toolAt('go', `/${word}`)}` },
    says: [`${other.program} is apt-get (package manager)`, `/${word} is go (compiler)`],
    also: ['closure warn'],
  },
  {
    check: 'no-shell',
    what: 'something where apk would be',
    bad: { add: `COPY --from=${parts} /server /sbin/apk` },
    good: { add: `COPY --from=${parts} /server /${word}/apk` },
    says: ['/sbin/apk (package manager)'],
  },
  {
    check: 'no-shell',
    what: 'a setuid file',
    bad: { add: `COPY --from=${parts} --chmod=4755 /server ${other.program}` },
    good: { add: `COPY --from=${parts} --chmod=0755 /server ${other.program}` },
    says: [`${other.program} is setuid`],
  },
];
