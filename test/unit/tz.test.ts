import { describe, expect, it } from 'vitest';
import { tz } from '../../src/verify/checks/tz.ts';
import { imageOf, program, subjectOf, type Files } from '../support/image.ts';

function block(version: string): Buffer {
  const head = Buffer.alloc(44 + 6 + 4);
  head.write(`TZif${version}`, 'latin1');
  head.writeUInt32BE(1, 36);
  head.writeUInt32BE(4, 40);
  return head;
}
const zone = Buffer.concat([block('2'), block('2'), Buffer.from('\nCET-1CEST,M3.5.0,M10.5.0/3\n')]);
const dir = 'usr/share/zoneinfo';
const berlin = { [`${dir}/Europe/Berlin`]: zone };
const goInfo = '\u00FF Go buildinf:';
const go = program([goInfo]);
const goAsking = program([goInfo, 'time.LoadLocation']);
const goEmbedded = program([goInfo, 'time.LoadLocation', 'time/tzdata.loadFromEmbeddedTZData']);
const node = program(['NODE_EXTRA_CA_CERTS', 'NODE_OPTIONS']);
const javaHome = {
  'opt/java/bin/java': program(['JLI_Launch'], { loader: true }),
  'opt/java/lib/modules': 'x',
};
const tzdb = { 'opt/java/lib/tzdb.dat': Buffer.from('\u0001\u0000\u0004TZDB\u0000\u0001', 'latin1') };
const java = { Entrypoint: ['/opt/java/bin/java'] };
const python = { Entrypoint: ['/usr/bin/python3.13'] };
const interpreter = { 'usr/bin/python3.13': program(['Py_Main'], { loader: true }) };
const at = (value: string) => ({ Env: [`TZ=${value}`] });

type Case = {
  readonly files: Files;
  readonly config: { readonly Env?: readonly string[]; readonly Entrypoint?: readonly string[] };
  readonly says: string;
};
type Row = readonly [what: string, files: Files, config?: Case['config'], says?: string];

/** Rows of a table as vitest takes them. */
function cases(rows: readonly Row[]): [string, Case][] {
  return rows.map(([what, files, config = {}, says = '']) => [what, { files, config, says }]);
}

async function check({ files, config }: Omit<Case, 'says'>) {
  return tz.run(subjectOf(await imageOf(files, { Entrypoint: ['/bin/app'], ...config })));
}

const bad: readonly Row[] = [
  [
    'a zone that is not there',
    { 'bin/app': go },
    at('Europe/Berlin'),
    'TZ=Europe/Berlin, but the time zone Europe/Berlin is not in the image',
  ],
  ['a zone that is not there, with a colon', { 'bin/app': go }, at(':Europe/Berlin'), 'not in the image'],
  [
    'a zone that nobody knows',
    { 'bin/app': go, ...berlin },
    at('Europe/Berlim'),
    'Europe/Berlim is not in the image',
  ],
  [
    'a path that is not there',
    { 'bin/app': go, ...berlin },
    at('/etc/zone'),
    '/etc/zone is not in the image',
  ],
  [
    'an empty file for a zone',
    { 'bin/app': go, ...berlin, [`${dir}/Asia/Tokyo`]: '' },
    {},
    'Asia/Tokyo should be a time zone and is empty',
  ],
  [
    'a file for a zone that is none',
    { 'bin/app': go, ...berlin, [`${dir}/Asia/Tokyo`]: 'JST-9' },
    {},
    'is no TZif file',
  ],
  [
    'a zone that is cut off',
    { 'bin/app': go, [`${dir}/Asia/Tokyo`]: zone.subarray(0, 50) },
    {},
    'is no TZif file',
  ],
  [
    'a clock that links to nowhere',
    { 'bin/app': go, 'etc/localtime': '-> /usr/share/zoneinfo/Asia/Tokyo' },
    {},
    '/etc/localtime',
  ],
  ['Go that asks by name', { 'bin/app': goAsking }, {}, 'time.LoadLocation'],
  [
    'Go with zones inside, and a name that nobody knows',
    { 'bin/app': goEmbedded },
    at('Mars/Olympus'),
    'there is no time zone Mars/Olympus',
  ],
  ['Node and a name that nobody knows', { 'bin/app': node }, at('Mars/Olympus'), 'there is no time zone'],
  ['Java without its zones', javaHome, java, 'tzdb.dat are not in the image'],
  ['Java with damaged zones', { ...javaHome, 'opt/java/lib/tzdb.dat': 'x' }, java, 'are no zone data'],
];

const good: readonly Row[] = [
  ['nothing asked for', { 'bin/app': go }],
  ['a program that is not there', {}],
  ['UTC', { 'bin/app': go }, at('Etc/UTC')],
  ['a rule of POSIX', { 'bin/app': go }, at('CET-1CEST,M3.5.0,M10.5.0/3')],
  ['a rule with a number for a name', { 'bin/app': go }, at('<+03>-3')],
  ['the zone', { 'bin/app': go, ...berlin }, at('Europe/Berlin')],
  ['the zone, by path', { 'bin/app': go, 'opt/zone': zone }, at('/opt/zone')],
  [
    'the zone, behind links',
    { 'bin/app': go, [dir]: '-> /opt/zones', 'opt/zones/Europe/Berlin': zone },
    at('Europe/Berlin'),
  ],
  [
    'the zone, where TZDIR says',
    { 'bin/app': go, 'opt/zones/Europe/Berlin': zone },
    { Env: ['TZ=Europe/Berlin', 'TZDIR=/opt/zones'] },
  ],
  [
    'a clock that links to a zone',
    { 'bin/app': go, ...berlin, 'etc/localtime': '-> ../usr/share/zoneinfo/Europe/Berlin' },
  ],
  [
    'a clock that links to UTC, which is not there',
    { 'bin/app': go, 'etc/localtime': '-> /usr/share/zoneinfo/Etc/UTC' },
  ],
  [
    'tables beside the zones',
    {
      'bin/app': go,
      ...berlin,
      [`${dir}/zone.tab`]: 'x',
      [`${dir}/tzdata.zi`]: '',
      [`${dir}/leapseconds`]: '',
    },
  ],
  ['Go that asks by name', { 'bin/app': goAsking, ...berlin }],
  [
    'Go that asks by name, with an archive',
    { 'bin/app': goAsking, 'opt/zoneinfo.zip': 'PK\u0003\u0004x' },
    { Env: ['ZONEINFO=/opt/zoneinfo.zip'] },
  ],
  ['Go with zones inside', { 'bin/app': goEmbedded }, at('Europe/Berlin')],
  ['Node', { 'bin/app': node }, at('Europe/Berlin')],
  ['Node and a clock', { 'bin/app': node, 'etc/localtime': '-> /usr/share/zoneinfo/Asia/Tokyo' }],
  ['Java', { ...javaHome, ...tzdb }, { ...java, ...at('Europe/Berlin') }],
  ['Java 8', { 'opt/java/bin/java': program(['JLI']), 'opt/java/lib/rt.jar': 'x' }, java],
  ['Python', { ...interpreter, ...berlin }, python],
  [
    'Python with the package tzdata',
    { ...interpreter, 'opt/site-packages/tzdata/zoneinfo/Europe/Berlin': zone },
    python,
  ],
];

describe('time zones', () => {
  it.each(cases(bad))('fail with %s', async (_, { says, ...image }) => {
    expect(await check(image)).toMatchObject({ status: 'fail', message: expect.stringContaining(says) });
  });

  it.each(cases(good))('pass with %s', async (_, image) => {
    expect(await check(image)).toMatchObject({ status: 'pass' });
  });

  it('warn with Python and none', async () => {
    expect(await check({ files: interpreter, config: python })).toMatchObject({
      status: 'warn',
      hint: expect.stringContaining('tzdata'),
    });
  });
});
