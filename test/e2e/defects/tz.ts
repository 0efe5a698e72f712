import { type Defect, type Draw } from '../support/defect.ts';
import { parts } from '../support/fixtures.ts';

const zones = `COPY --from=${parts} /zoneinfo/ /usr/share/zoneinfo/`;

export const defects = ({ names: { program, word } }: Draw): readonly Defect[] => [
  {
    check: 'tz',
    what: 'a TZ without zones',
    bad: { add: 'ENV TZ=Europe/Berlin' },
    good: { add: `ENV TZ=Europe/Berlin\n${zones}` },
    says: ['TZ=Europe/Berlin, but the time zone Europe/Berlin is not in the image'],
  },
  {
    check: 'tz',
    what: 'a TZ that is no zone',
    bad: { server: '/zoned-embedded', add: `ENV TZ=Europe/${word}` },
    good: { server: '/zoned-embedded', add: 'ENV TZ=Europe/Berlin' },
    says: [`there is no time zone Europe/${word}`],
  },
  {
    check: 'tz',
    what: 'a program that looks zones up, and none',
    bad: { server: '/zoned' },
    good: { server: '/zoned-embedded' },
    says: [`${program} is a Go program that looks up time zones by name`, '-tags timetzdata'],
  },
  {
    check: 'tz',
    what: 'a program that looks zones up, and none in the image',
    bad: { server: '/zoned', add: `COPY --from=${parts} /zoneinfo/ /${word}/` },
    good: { server: '/zoned', add: zones },
    says: ['there are none'],
  },
  {
    check: 'tz',
    what: 'a zone that is empty',
    bad: { add: `COPY --from=${parts} /empty /usr/share/zoneinfo/Europe/Berlin` },
    good: { add: zones },
    says: ['/usr/share/zoneinfo/Europe/Berlin should be a time zone and is empty'],
  },
  {
    check: 'tz',
    what: 'a clock that links to a zone which is not there',
    bad: { add: `COPY --from=${parts} /dangling/etc/ /etc/` },
    good: { add: `COPY --from=${parts} /dangling/etc/ /etc/\n${zones}` },
    says: ['/etc/localtime -> /usr/share/zoneinfo/Europe/Berlin'],
  },
];
