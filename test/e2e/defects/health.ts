import { type Defect, type Draw } from '../support/defect.ts';

export const defects = ({ names: { program, port } }: Draw): readonly Defect[] => [
  { check: 'health', what: 'no HEALTHCHECK', bad: { healthcheck: undefined }, says: ['no HEALTHCHECK'] },
  { check: 'health', what: 'HEALTHCHECK NONE', bad: { healthcheck: 'NONE' }, says: ['no HEALTHCHECK'] },
  {
    check: 'health',
    what: 'HEALTHCHECK with a program that is not there',
    bad: { healthcheck: `CMD ["curl", "-f", "http://localhost:${port}"]` },
    says: ['HEALTHCHECK is unhealthy', 'curl'],
  },
  {
    check: 'health',
    what: 'HEALTHCHECK that needs a shell',
    bad: { healthcheck: `CMD ${program} healthcheck` },
    says: ['HEALTHCHECK is unhealthy', '/bin/sh'],
  },
  {
    check: 'health',
    what: 'HEALTHCHECK that always says healthy',
    bad: { healthcheck: `CMD ["${program}", "healthy"]` },
    says: [/still healthy .* after the app was frozen/, 'ask the running service'],
  },
  {
    check: 'health',
    what: 'HEALTHCHECK that never says healthy',
    bad: { healthcheck: `CMD ["${program}", "unhealthy"]` },
    says: ['HEALTHCHECK is unhealthy', 'never well'],
  },
  {
    check: 'health',
    what: 'a first process that is not the server',
    bad: { args: ['-child'] },
    status: 'warn',
    says: ['could not be told', 'first process'],
  },
];
