import { soon, type Defect, type Draw } from '../support/defect.ts';

export const defects = ({ names: { word } }: Draw): readonly Defect[] => [
  {
    check: 'boot',
    what: 'exits at once',
    bad: { args: ['-say', `no ${word} today`, '-exit', '7'] },
    good: { args: ['-say', `no ${word} today`] },
    says: ['exited at once, with code 7', `no ${word} today`],
  },
  {
    check: 'boot',
    what: 'answers 503 where any good status will do',
    bad: { args: ['-status', '503'], verify: soon },
    says: ['/ answered 503, not a status below 500'],
  },
  {
    check: 'boot',
    what: 'answers another status than distroless.yaml wants',
    bad: { verify: { ...soon, probe: { path: `/${word}`, status: 204 } } },
    good: { verify: { ...soon, probe: { path: `/${word}`, status: 200 } } },
    says: [`/${word} answered 200, not 204`],
  },
  {
    check: 'boot',
    what: 'opens no port',
    bad: { args: ['-silent'], verify: soon },
    says: ['no answer on / within 2.0 s', 'it printed nothing'],
  },
  {
    check: 'boot',
    what: 'slower than its budget',
    bad: { args: ['-slow', '3s'], verify: { boot: '1s' } },
    good: { args: ['-slow', '3s'], verify: { boot: '30s' } },
    says: ['no answer on / within 1.0 s'],
  },
  {
    check: 'boot',
    what: 'exposes several ports and says of none that it is the one',
    bad: { ports: 'EXPOSE 80 443 443/udp' },
    good: { ports: 'EXPOSE 8080 443/udp' },
    says: ['exposes 80, 443', '--port N'],
  },
  {
    check: 'boot',
    what: 'listens on localhost only',
    bad: { args: ['-host', '127.0.0.1'], verify: soon },
    good: { args: ['-host', '0.0.0.0'], verify: soon },
    says: ['no answer on / within 2.0 s', '0.0.0.0, not 127.0.0.1'],
  },
  {
    check: 'boot',
    what: 'says nowhere what its port is',
    bad: { ports: '' },
    good: { ports: 'EXPOSE 8080' },
    says: ['no port', 'EXPOSE'],
  },
];
