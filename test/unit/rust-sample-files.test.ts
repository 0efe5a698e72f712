import { describe, expect, it } from 'vitest';
import { openInventory } from '../../src/inventory/open.ts';
import { sampleFiles } from '../../src/stacks/rust/sample-files.ts';
import { makeRepo } from '../support/repo.ts';

const argument =
  '#[arg(short, default_value = "./config/app.toml")]\npub config: PathBuf,\n\nlet text = fs::read_to_string(&opts.config)?;\n';
const port = 'port = 8080\n';
const samples = (source: string, files: Readonly<Record<string, string>>) => {
  const all = { 'src/main.rs': source, ...files };
  const sources = [{ path: 'src/main.rs', text: source }];
  return sampleFiles(openInventory(makeRepo(all)), sources, '');
};

describe('an example of settings that a program ends without', () => {
  it('is in the image as what the program reads', () => {
    const { paths, notes } = samples(argument, { 'app.example.toml': port });
    expect(paths).toMatchObject([
      { value: 'app.example.toml', at: 'config/app.toml', from: 'src/main.rs:1' },
    ]);
    expect(notes.join('\n')).toContain('mount your own over it');
  });
  it('stands beside a name without a directory, too', () => {
    const source = 'let settings = Config::builder().add_source(File::with_name("config.yaml")).build()?;\n';
    expect(samples(source, { 'config.yaml.sample': port }).paths).toHaveLength(1);
  });
  it.each([
    ['it is there', argument, { 'app.example.toml': port, 'config/app.toml': port }],
    [
      'the program goes on without',
      `${argument}if !opts.config.exists() { return Ok(Self::default()); }`,
      {},
    ],
    ['the library takes no for an answer', argument.replace('fs::read', 'Toml::file("x"); fs::read'), {}],
    ['it is no settings file', 'let seed = fs::read_to_string("app.toml")?;\n', {}],
    ['nothing reads a file', argument.split('\n\n')[0] ?? '', {}],
  ])('is not where %s', (_, source, files) => {
    expect(samples(source, { 'app.example.toml': port, ...files }).paths).toEqual([]);
  });
  it('is withheld where everybody knows its secret', () => {
    const { paths, notes } = samples(argument, { 'app.example.toml': 'jwt_secret = "changeme"\n' });
    expect([paths, notes.length]).toEqual([[], 1]);
  });
});
