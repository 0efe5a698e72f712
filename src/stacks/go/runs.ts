import { findAll, placeOf } from './lines.ts';
import type { Program } from './program.ts';

/** They show something to whoever sits before the screen, and servers have them for other systems, too. */
const openers = /^(?:xdg-open|open|cmd|rundll32|explorer|start|powershell|osascript)(?:\.exe)?$/;

/** Programs that a server calls, and no image without a shell has. https://pkg.go.dev/os/exec */
export function readRuns(program: Program): string | undefined {
  const near = program.files.filter(
    (file) => program.distance(file) <= 2 && file.imports.includes('os/exec'),
  );
  const found = findAll(
    near,
    /\bexec\.Command(?:Context\(\s*[\w.]+(?:\(\))?\s*,|\()\s*"([\w./+-]+)"/g,
  ).filter(({ match: [, name = ''] }) => !openers.test(name.split('/').at(-1) ?? ''));
  const [first] = found;
  const names = [...new Set(found.map(({ match: [, name = ''] }) => name))].slice(0, 4);
  return first && `it calls ${names.join(', ')} (${placeOf(first)}), which the image does not have`;
}
