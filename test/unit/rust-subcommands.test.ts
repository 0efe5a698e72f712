import { describe, expect, it } from 'vitest';
import { subcommandsOf } from '../../src/stacks/rust/subcommands.ts';

const commands = (...variants: readonly string[]) => {
  const text = `#[derive(Subcommand)]\nenum Commands {\n${variants.map((each) => `    ${each.replaceAll('\n', '\n    ')},\n`).join('')}}\n`;
  const plain = text.replaceAll(/^ *\/\/.*$/gm, '');
  return subcommandsOf([{ path: 'src/main.rs', text: plain }], { read: () => text }).serve?.value;
};
const load = '/// Import data\nImport(ImportOpts)';

describe('the command that serves', () => {
  it.each([
    ['by its name', ['Serve(ServeOpts)', '/// Start the mail server\nMail'], 'serve'],
    ['by what it says', [load, '/// Start nostr relay server\nRelay(RelayOpts)'], 'relay'],
    ['as clap calls it', [load, '/// Runs the server.\n#[command(name = "up")]\nRunAll {}'], 'up'],
    ['of two words', [load, '/// Launch the web daemon\nHttpNode'], 'http-node'],
  ])('is known %s', (_, variants, word) => {
    expect(commands(...variants)).toBe(word);
  });
  it.each([
    ['what only speaks of one', ['/// Run benchmarks against a server\nBench(BenchOpts)']],
    ['one of two', ['/// Start the mail server\nMail', '/// Start the page server\nPages']],
    ['what stops one', ['/// Stop the server\nHalt']],
  ])('is not %s', (_, variants) => {
    expect(commands(load, ...variants)).toBeUndefined();
  });
});
