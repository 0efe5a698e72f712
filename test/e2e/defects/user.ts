import { type Defect, type Draw } from '../support/defect.ts';

export const defects = ({ names: { uid } }: Draw): readonly Defect[] => [
  { check: 'user', what: 'no USER', bad: { user: undefined }, says: ['no USER', 'USER 65532'] },
  { check: 'user', what: 'USER 0', bad: { user: '0' }, says: ['USER 0 is root'] },
  { check: 'user', what: 'USER 0 with a group', bad: { user: `0:${uid}` }, says: [`USER 0:${uid} is root`] },
  {
    check: 'user',
    what: 'USER nonroot, a name',
    bad: { from: 'gcr.io/distroless/static-debian13:nonroot', user: 'nonroot' },
    good: { from: 'gcr.io/distroless/static-debian13:nonroot', user: '65532' },
    says: ['USER nonroot is a name', 'runAsNonRoot'],
  },
  {
    check: 'user',
    what: 'runs as its own user only',
    bad: { args: ['-need-uid', `${uid}`] },
    says: [/exited at once as user \d+:0, with code 1/, `only user ${uid} may run this`],
  },
];
