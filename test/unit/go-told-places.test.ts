import { describe, expect, it } from 'vitest';
import { openInventory } from '../../src/inventory/open.ts';
import { openModules } from '../../src/stacks/go/module.ts';
import { readProgram } from '../../src/stacks/go/program.ts';
import { readToldPlaces } from '../../src/stacks/go/told-places.ts';
import type { Write } from '../../src/stacks/go/writes.ts';
import { makeRepo } from '../support/repo.ts';

function places(body: string, more = ''): readonly string[] {
  return told(body, more).map(({ path }) => path);
}

function told(body: string, more = '', files: Readonly<Record<string, string>> = {}): readonly Write[] {
  const repo = openInventory(
    makeRepo({
      ...files,
      'go.mod': 'module example.com/app\n\ngo 1.24\n',
      'main.go': `package main\n\nimport "os"\n\n${more}\n\nfunc main() {\n${body}\n}\n`,
    }),
  );
  const [module] = openModules(repo);
  if (!module) throw new Error('no module');
  return readToldPlaces(readProgram(module, ''), '');
}

describe('directories that settings name and the program makes', () => {
  it.each<[string, string, string, readonly string[]]>([
    [
      'a flag of a field',
      'flag.StringVar(&c.dir, "dir", "files/", "")\nos.MkdirAll(c.dir, 0755)',
      '',
      ['files'],
    ],
    ['a pointer', 'dir := pflag.StringP("out", "o", "./out", "")\nos.Mkdir(*dir, 0755)', '', ['out']],
    [
      'kingpin',
      'os.MkdirAll(*dir, 0755)',
      'var dir = kingpin.Flag("d", "x").Default("/srv/d").String()',
      ['/srv/d'],
    ],
    [
      'a tag',
      'os.MkdirAll(filepath.Join(cfg.Store, "blobs"), 0755)',
      'type Config struct {\n\tStore string `env:"STORE" envDefault:"store"`\n}',
      ['store'],
    ],
    [
      'a file in it',
      'p := getEnv("DB", "var/app.sqlite")\nos.MkdirAll(filepath.Dir(c.Path), 0755)',
      'var c = C{Path: getEnv("DB", "var/app.sqlite")}',
      ['var'],
    ],
    [
      'viper',
      'viper.SetDefault("data.dir", "kept")\nos.MkdirAll(viper.GetString("data.dir"), 0755)',
      '',
      ['kept'],
    ],
    [
      'a command of cli',
      'os.MkdirAll(c.String("keep"), 0755)',
      'var f = &cli.StringFlag{Name: "keep", Usage: "x", Value: "kept"}',
      ['kept'],
    ],
    [
      'what a function is called with',
      'dir := flag.String("dir", "kept", "")\nopen(*dir)',
      'func open(root string) {\n\tos.MkdirAll(root, 0755)\n}',
      ['kept'],
    ],
    ['a literal, which is found otherwise', 'os.MkdirAll("kept", 0755)', '', []],
    ['a temporary one', 'dir := flag.String("dir", "/tmp/x", "")\nos.MkdirAll(*dir, 0755)', '', []],
    ['all of the program itself', 'dir := flag.String("dir", "/app", "")\nos.MkdirAll(*dir, 0755)', '', []],
    ['one above', 'dir := flag.String("dir", "../x", "")\nos.MkdirAll(*dir, 0755)', '', []],
    ['one without a default', 'dir := flag.String("dir", "", "")\nos.MkdirAll(*dir, 0755)', '', []],
    ['one that is only read', 'dir := flag.String("dir", "x", "")\nos.ReadDir(*dir)', '', []],
    ['itself', 'd = d\nos.MkdirAll(d, 0755)', 'func x(d string) { x(d) }', []],
  ])('%s', (_, body, more, expected) => {
    expect(places(body, more)).toEqual(expected);
  });

  it.each([
    ['data/a.json', 'data'],
    ['data/.gitkeep', undefined],
    ['data/data.go', undefined],
    ['database/a.json', undefined],
  ])('with %s in the repository it starts with %s', (path, file) => {
    const flag = 'dir := flag.String("dir", "data", "")\nos.MkdirAll(*dir, 0755)';
    expect(told(flag, '', { [path]: '\n' }).map((each) => [each.path, each.file])).toEqual([['data', file]]);
  });

  it('starts with nothing where a developer keeps something in it', () => {
    const flag = 'dir := flag.String("dir", "data", "")\nos.MkdirAll(*dir, 0755)';
    const files = { 'data/a.json': '{}\n', '.gitignore': '/data/*.db\n' };
    expect(told(flag, '', files).map((each) => each.file)).toEqual([undefined]);
  });

  it('reads hostile files in time', () => {
    const started = Date.now();
    const calls = Array.from({ length: 300 }, (_, at) => `os.MkdirAll(c.name${at}, 0)`).join('\n');
    const body = 'c.name1 = a'.repeat(30_000) + `\n${calls}\n` + 'flag.StringVar(&'.repeat(30_000);
    expect(places(body)).toEqual([]);
    expect(Date.now() - started).toBeLessThan(3000);
  });
});
