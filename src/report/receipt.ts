import { formatDuration, formatSize } from '../units.ts';
import type { Report, Status } from '../verify/types.ts';

/** Name and value of each figure that a report has. */
export function receiptOf({
  sizeBytes,
  compressedBytes,
  timings,
  compare,
}: Report): readonly (readonly [string, string])[] {
  const { buildMs, bootMs, stopMs } = timings;
  return [
    ...(sizeBytes > 0
      ? ([
          ['size', formatSize(sizeBytes)],
          ['to pull', formatSize(compressedBytes)],
        ] as const)
      : []),
    ...(compare && 'ratio' in compare
      ? ([
          ['naive image', `${formatSize(compare.sizeBytes)}, ${Math.round(compare.ratio)} times as much`],
        ] as const)
      : []),
    ...duration('built in', buildMs),
    ...duration('up in', bootMs),
    ...duration('stopped in', stopMs),
  ];
}

function duration(name: string, ms: number | undefined): readonly (readonly [string, string])[] {
  return ms === undefined ? [] : [[name, formatDuration(ms)]];
}

/** `8 passed, 1 failed`: passes always, the rest where there are any. */
export function countsOf({ checks }: Report): readonly { readonly status: Status; readonly text: string }[] {
  const count = (status: Status) => checks.filter((check) => check.status === status).length;
  const warnings = count('warn');
  const all = [
    { status: 'pass', text: `${count('pass')} passed` },
    { status: 'fail', text: `${count('fail')} failed` },
    { status: 'warn', text: `${warnings} ${warnings === 1 ? 'warning' : 'warnings'}` },
    { status: 'skip', text: `${count('skip')} skipped` },
  ] as const;
  return all.filter(({ status }) => status === 'pass' || count(status) > 0);
}
