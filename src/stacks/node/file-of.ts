import type { Package } from './package.ts';

/** The file that a start command names, relative to its package; `.` is its main. */
export function fileOf(own: Package, file: string): string {
  const plain = file
    .replace(/^\.\//, '')
    // Of an image that was there before.
    .replace(
      /^\/(usr\/src(\/app)?|usr\/app|app|home\/node(\/app)?|opt(\/app)?|srv(\/app)?|code|workspace|var\/www)\//,
      '',
    )
    .replace(/\/+$/, '');
  if (plain !== '.' && plain !== '') return plain;
  return own.main === '' ? 'index.js' : own.main.replace(/^\.\//, '');
}
