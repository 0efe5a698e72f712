import { type Defect, type Draw } from '../support/defect.ts';

export const defects = ({ names: { program } }: Draw): readonly Defect[] => [
  {
    check: 'size',
    what: 'over the budget of distroless.yaml',
    bad: { verify: { size: '1.5MB' } },
    good: { verify: { size: '15MB' } },
    says: [/\d\.\d MB .* over the budget of 1\.5 MB/, program],
  },
];
