import { expect, it } from 'vitest';
import { commandOf } from '../../src/stacks/go/command-of.ts';
import { findAll } from '../../src/stacks/go/lines.ts';
import { readGoFile, type GoFile } from '../../src/stacks/go/source.ts';

const command = (name: string, use: string) => `${name} := &cobra.Command{\n\tUse: "${use}",\n}\n`;

it.each([
  ['its own', `func a() {\n${command('c', 'serve')}c.Flags().String("host", "x", "")\n}`, 'serve'],
  [
    'the one before it',
    `func a() {\n${command('c', 'serve')}}\nfunc b() {\n${command('c', 'health [flags]')}c.Flags().String("host", "x", "")\n}`,
    'health',
  ],
  [
    'one that is kept below',
    `func init() {\n\tx.Flags().String("host", "x", "")\n}\nvar x = &cobra.Command{Use: "up"}`,
    'up',
  ],
  ['of all', `func a() {\n${command('c', 'app')}c.PersistentFlags().String("host", "x", "")\n}`, ''],
  ['of none', `func a() {\n${command('c', 'app')}flag.String("host", "x", "")\n}`, ''],
  ['of one that is not there', 'func a() {\nc.Flags().String("host", "x", "")\n}', ''],
])('a flag of %s', (_, text, word) => {
  const file = readGoFile('main.go', `package main\n\n${text}\n`) as GoFile;
  const [found] = findAll([file], /\.String\("host"/g);
  expect(found && commandOf(found)).toBe(word);
});
