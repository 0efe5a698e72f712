import { baseWith, type Defect, type Draw } from '../support/defect.ts';

export const defects = ({ names: { program, word }, other }: Draw): readonly Defect[] => [
  {
    check: 'entrypoint',
    what: 'CMD in shell form',
    bad: { start: `CMD ${program}` },
    good: { start: `CMD ["${program}"]` },
    says: ['shell form', 'JSON array'],
    also: ['boot'],
  },
  {
    check: 'entrypoint',
    what: 'a shell in front of the program',
    bad: {
      before: baseWith(`/${word}/sh`),
      from: 'base',
      start: `ENTRYPOINT ["/${word}/sh", "-c", "exec ${program}"]`,
    },
    good: { before: baseWith(`/${word}/sh`), from: 'base', start: `ENTRYPOINT ["/${word}/sh"]` },
    says: ['shell form', `/${word}/sh`],
  },
  {
    check: 'entrypoint',
    what: 'the interpreter of the base image twice',
    bad: { before: baseWith(`/${word}/node`), from: 'base', start: `CMD ["node", "${word}.js"]` },
    good: { before: baseWith(`/${word}/node`), from: 'base', start: `CMD ["${word}.js"]` },
    says: [`entrypoint is /${word}/node already`, '"node" out of CMD'],
  },
  {
    check: 'entrypoint',
    what: 'a program that is not in the image',
    bad: { start: `ENTRYPOINT ["${other.program}"]` },
    says: [`${other.program} is not in the image`],
    also: ['boot'],
  },
  {
    check: 'entrypoint',
    what: 'a program that is not executable',
    bad: { copy: '--chmod=0444' },
    good: { copy: '--chmod=0555' },
    says: [`${program} is not executable`, '--chmod'],
    also: ['boot'],
  },
  {
    check: 'entrypoint',
    what: 'neither ENTRYPOINT nor CMD',
    bad: { start: '' },
    says: ['neither ENTRYPOINT nor CMD'],
    also: ['boot'],
  },
];
