import { type Defect, type Draw } from '../support/defect.ts';

export const defects = ({ names: { word } }: Draw): readonly Defect[] => [
  {
    check: 'stop',
    what: 'hangs on SIGTERM',
    bad: { args: ['-hang'], verify: { stop: '5s' } },
    good: { args: ['-hang'], add: 'STOPSIGNAL SIGINT', verify: { stop: '5s' } },
    says: ['still running 5.0 s after SIGTERM'],
  },
  {
    check: 'stop',
    what: 'exit code 3 on SIGTERM',
    bad: { args: ['-code', '3', '-say', `of ${word}`] },
    good: { args: ['-code', '143', '-say', `of ${word}`] },
    says: ['exit code 3 after SIGTERM', `of ${word}`],
  },
  {
    check: 'stop',
    what: 'drops a request in flight',
    bad: { args: ['-drop'] },
    status: 'warn',
    says: ['half sent at SIGTERM was dropped'],
  },
  {
    check: 'stop',
    what: 'drops a request in flight for the slow path of distroless.yaml',
    bad: { args: ['-drop', '-late', `/${word}`], verify: { probe: { slow: `/${word}` } } },
    good: { args: ['-late', `/${word}`], verify: { probe: { slow: `/${word}` } } },
    says: [`a request for /${word} in flight at SIGTERM was dropped`, 'graceful shutdown'],
  },
  {
    check: 'stop',
    what: 'has a slow path that is not slow',
    bad: { verify: { probe: { slow: `/${word}` } } },
    good: { args: ['-late', `/${word}`], verify: { probe: { slow: `/${word}` } } },
    status: 'warn',
    says: [`/${word} answered within`, 'before SIGTERM'],
  },
];
