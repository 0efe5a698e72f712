import { posix } from 'node:path';
import { javaHomes } from '../image/java-homes.ts';
import { startedProgram } from '../image/resolve.ts';
import type { FileEntry, Image } from '../image/types.ts';
import { localZone, type LocalZone } from '../tz/local-zone.ts';
import { isZoneName, zoneData, zoneFile } from '../tz/zone-data.ts';
import type { Check, Finding } from '../types.ts';

/**
 * The time zone data that what the image starts reads. It fails where the image names a zone (TZ, /etc/localtime) that the program
 * cannot find, where a Go program can look zones up by name and there are none, where Java lacks its own, and where a file of the data
 * is none. Python without any warns: only its zoneinfo module needs them. Any other program runs in UTC without data, which is what
 * most services want, so that passes.
 */
export const tz: Check = {
  id: 'tz',
  title: 'the time zones that the program reads are there',
  needs: [],
  run({ image }) {
    const start = startedProgram(image);
    const reader = readerOf(image, start);
    const problem = brokenData(image) ?? missingLocal(image, reader) ?? missingData(image, start, reader);
    if (problem) return problem;
    const zone = localZone(image);
    const where = { ...sources, system: systemText(image) }[reader];
    return { status: 'pass', message: zone === undefined ? where : `${zone.said}; ${where}` };
  },
};

/** Where the started program has its zones from. */
type Reader = 'Node' | 'Java' | 'Go' | 'Python' | 'system';

const sources = {
  Node: 'Node has its own time zones',
  Java: 'Java has its own time zones',
  Go: 'the time zones are in the program',
  Python: 'Python reads the system’s time zones',
};

function readerOf(image: Image, start: FileEntry | undefined): Reader {
  if (start?.traits?.includes('node-runtime')) return 'Node';
  if (start?.traits?.includes('go-embedded-zones')) return 'Go';
  if (start && javaHomes(image).some((home) => start.path.startsWith(`${home}/`))) return 'Java';
  return start && /^python[\d.]*$/.test(posix.basename(start.path)) ? 'Python' : 'system';
}

function systemText(image: Image): string {
  const { zones, archive } = zoneData(image);
  if (zones > 0) return `${zones} time zones in the image`;
  return archive === undefined
    ? 'no time zones are in the image and none are asked for: its time is UTC'
    : `time zones in ${archive}`;
}

function brokenData(image: Image): Finding | undefined {
  const { broken } = zoneData(image);
  const [first] = broken;
  if (first === undefined) return undefined;
  return {
    status: 'fail',
    message: `${first}${broken.length > 1 ? ` and ${broken.length - 1} more files` : ''} should be a time zone and is ${image.files.get(first)?.size === 0 ? 'empty' : 'no TZif file'}`,
    hint: `copy the data anew; ${howTo}`,
    data: { broken },
  };
}

function missingLocal(image: Image, reader: Reader): Finding | undefined {
  const zone = localZone(image);
  if (zone === undefined) return undefined;
  const lack = lackOfZone(image, zone, reader);
  if (lack === undefined) return undefined;
  return {
    status: 'fail',
    message: `${zone.said}, but ${lack}`,
    hint: `without a word local time is UTC then; ${howTo}`,
    data: { zone: zone.name },
  };
}

function lackOfZone(image: Image, { name, by }: LocalZone, reader: Reader): string | undefined {
  // Node and Java go by the name, of the variable or of the link’s target; Go has no zones for a link embedded.
  const byName = reader === 'Node' || reader === 'Java' || (reader === 'Go' && by === 'TZ');
  if (byName && !name.startsWith('/')) return isZoneName(name) ? undefined : `there is no time zone ${name}`;
  const file = by === 'TZ' ? zoneFile(image, name) : zoneFile(image, '/etc/localtime');
  if (file === undefined)
    return `${name.startsWith('/') ? name : `the time zone ${name}`} is not in the image`;
  return file.zones === 'TZif' ? undefined : `${file.path} is no time zone data`;
}

function missingData(image: Image, start: FileEntry | undefined, reader: Reader): Finding | undefined {
  if (reader === 'Java') return missingJava(image, start);
  const { zones, archive } = zoneData(image);
  if (zones > 0 || archive !== undefined) return undefined;
  if (reader === 'system' && start?.traits?.includes('go-zones')) {
    return {
      status: 'fail',
      message: `${start.path} is a Go program that looks up time zones by name (time.LoadLocation), and there are none`,
      hint: `LoadLocation answers “unknown time zone”; ${howTo}`,
    };
  }
  const packaged = [...image.files.keys()].some((path) => path.includes('/tzdata/zoneinfo/'));
  if (reader !== 'Python' || packaged) return undefined;
  return {
    status: 'warn',
    message: 'there are no time zones: ZoneInfo("Europe/Berlin") raises ZoneInfoNotFoundError',
    hint: `add the package tzdata to the dependencies, or ${howTo}`,
  };
}

function missingJava(image: Image, start: FileEntry | undefined): Finding | undefined {
  const home = javaHomes(image).find((each) => start?.path.startsWith(`${each}/`));
  const path = `${home}/lib/tzdb.dat`;
  // Java 8 has it in an archive of classes, from where it is read as well.
  if (home === undefined || image.files.has(`${home}/lib/rt.jar`)) return undefined;
  if (image.files.get(path)?.zones === 'tzdb') return undefined;
  return {
    status: 'fail',
    message: `Java’s time zones ${path} ${image.files.has(path) ? 'are no zone data' : 'are not in the image'}`,
    hint: 'the first use of a time zone ends the program; copy the whole runtime, as the JDK or jlink made it',
  };
}

const howTo =
  'for Go build with -tags timetzdata; else COPY --from=build /usr/share/zoneinfo /usr/share/zoneinfo (Debian: the package tzdata)';
