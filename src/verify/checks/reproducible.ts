import { differences, type Difference } from '../image/differences.ts';
import { causeOf } from '../rebuild/causes.ts';
import { parseIgnored } from '../../dockerfile/ignored.ts';
import type { Made } from '../rebuild/make-image.ts';
import type { Settings } from '../settings.ts';
import type { Check, Finding } from '../types.ts';

export const reproducible: Check = {
  id: 'reproducible',
  title: 'two builds without a cache make the same image',
  needs: ['build', 'rebuild'],
  async run({ rebuild, settings }) {
    if (!rebuild) throw new Error('nothing to build again');
    const first = await rebuild.image({ cold: false });
    const second = await rebuild.image({ cold: true });
    const finding = judge(first, second, settings);
    // What the cache has may be of another day, when the packages of a mirror were other ones: two cold builds decide.
    if (finding.status !== 'fail' || rebuild.wasCold) return finding;
    const third = await rebuild.image({ cold: true });
    const cold = judge(second, third, settings);
    return cold.status === 'pass'
      ? { ...cold, message: `${cold.message}; what the cache has is another: ${finding.message}` }
      : cold;
  },
};

type Image = Exclude<Made, { failed: unknown }>;

function judge(one: Made, other: Made, settings: Settings): Finding {
  const failed = [one, other].find((made) => 'failed' in made);
  if (failed) {
    return {
      status: 'warn',
      message: 'it does not build without its cache',
      hint: `the last lines of the build:\n${failed.failed.join('\n')}`,
    };
  }
  return compare(one as Image, other as Image, settings);
}

function compare(one: Image, other: Image, { reproducible: { ignore } }: Settings): Finding {
  if (one.digest !== undefined && one.digest === other.digest) {
    return { status: 'pass', message: `${one.digest} twice`, data: { digest: one.digest } };
  }
  const found = differences(one.image, other.image);
  const [aside, counted] = setAside(found, ignore);
  const [first] = counted;
  const files = one.image.files.size;
  if (!first && aside.length === 0 && one.digest !== undefined) {
    return {
      status: 'fail',
      message: `${one.digest}, then ${other.digest}, of the same ${files} files and configuration`,
      hint: 'a time before SOURCE_DATE_EPOCH, an extended attribute or the order in a layer differs: touch what a RUN makes',
    };
  }
  if (!first) {
    return {
      status: 'pass',
      message: `the same ${files} files, modes, owners and configuration twice${leftOut(aside, ignore)}`,
      data: { files, ignored: aside },
    };
  }
  const more = counted.length > 1 ? `, and ${counted.length - 1} more like it` : '';
  const { path, what, madeBy } = first;
  const isProgram = path !== undefined && one.image.files.get(path)?.executable === 'elf';
  return {
    status: 'fail',
    message: path === undefined ? `${what}${more}` : `${path} ${what}${more}`,
    hint: [madeBy && `made by ${madeBy}`, path && causeOf(path, isProgram)].filter(Boolean).join('\n'),
    data: { differences: counted.slice(0, 100) },
  };
}

function setAside(
  found: readonly Difference[],
  ignore: Readonly<Record<string, string>>,
): readonly [readonly Difference[], readonly Difference[]] {
  const { has } = parseIgnored(Object.keys(ignore).join('\n'));
  const isAside = ({ path }: Difference) => path !== undefined && has(path.slice(1));
  return [found.filter(isAside), found.filter((each) => !isAside(each))];
}

function leftOut(aside: readonly Difference[], ignore: Readonly<Record<string, string>>): string {
  if (aside.length === 0) return '';
  return ` but for ${aside.map(({ path }) => path).join(', ')}: ${Object.values(ignore).join(', ')}`;
}
