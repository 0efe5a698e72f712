import { expect, it, vi } from 'vitest';
import { createColor, paint } from '../../src/ui/color.ts';
import { printable, printableLine } from '../../src/ui/printable.ts';
import { shellCommand } from '../../src/ui/shell.ts';

it.each([
  ['plain text, tabs\tand\nlines', 'plain text, tabs\tand\nlines'],
  ['\u001B[8mhidden', '\\x1b[8mhidden'],
  ['\u001B[2Jgone', '\\x1b[2Jgone'],
  ['\u001B]0;title\u0007', '\\x1b]0;title\\x07'],
  ['back\rover', 'back\\x0dover'],
  ['\u009B31m', '\\x9b31m'],
  ['abc\u202Etxt.exe', 'abc\\u202etxt.exe'],
])('prints %j as %j', (text, shown) => {
  expect(printable(text)).toBe(shown);
});

it.each([
  [['cd', 'my-svc'], 'cd my-svc'],
  [['cd', 'my svc'], `cd 'my svc'`],
  [['cd', `it's`], `cd 'it'\\''s'`],
  [['x', '$(id)', ''], `x '$(id)' ''`],
])('quotes %j for a shell', (words, line) => {
  expect(shellCommand(words)).toBe(line);
});

it('keeps text that must stay on its line there', () => {
  expect(printableLine('/bin/x\n  ✓ no-shell')).toBe('/bin/x\\n  ✓ no-shell');
});

it('only our own colours are colours', () => {
  vi.stubEnv('NO_COLOR', '');
  const color = createColor(true);
  expect(paint(printable(color.ok('yes')))).toBe('\u001B[32myes\u001B[39m');
  expect(paint(printable(color.ok('\u001B[8m')))).toBe('\u001B[32m\\x1b[8m\u001B[39m');
});
