import type { BaseImage } from '../bases/catalog.ts';
import type { Pair } from '../bases/pairs.ts';

/** The catalog as two tables. */
export function basesAsText(images: readonly BaseImage[], pairs: readonly Pair[]): string {
  const rows = images.map(({ name, tags, distribution, glibc, interpreter, entrypoint, uid, eol }) => [
    `${name}:${tags[0]}`,
    distribution,
    glibc ? `glibc ${glibc}` : 'no libc',
    interpreter ? `${interpreter.language} ${interpreter.version}` : '',
    entrypoint.length > 0 ? JSON.stringify(entrypoint) : '-',
    String(uid),
    eol.date ?? eol.rule,
  ]);
  const head = ['image', 'built on', 'libc', 'interpreter', 'entrypoint', 'uid', 'supported until'];
  const pairRows = pairs.map(({ stack, target, build, runtime, reason }) => [
    `${stack} ${target}`,
    build,
    runtime,
    reason,
  ]);
  return `${table([head, ...rows])}\n${table([['target', 'built in', 'runs on', 'because'], ...pairRows])}`;
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return `${lines.join('\n')}\n`;
}
