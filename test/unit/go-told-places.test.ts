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
    [
      'a function of a variable',
      'c.Root = rootOf(os.Getenv("ROOT"))\np := filepath.Join(c.Root, "a.json")\nos.MkdirAll(filepath.Dir(p), 0755)',
      'func rootOf(env string) string {\n\tif env == "" {\n\t\treturn "kept"\n\t}\n\treturn env\n}',
      ['kept'],
    ],
    [
      'a function that says two',
      'os.MkdirAll(rootOf(), 0755)',
      'func rootOf() string {\n\tif x {\n\t\treturn "a"\n\t}\n\treturn "b"\n}',
      [],
    ],
    ['its own default', 'c.Dir = cmp.Or(c.Dir, "kept")\nos.MkdirAll(c.Dir, 0755)', '', ['kept']],
    ['cmp.Or of a variable', 'dir := cmp.Or(os.Getenv("D"), "kept")\nos.MkdirAll(dir, 0755)', '', ['kept']],
    [
      'a library of settings',
      'p.DataDir = gosettings.DefaultPointer(p.DataDir, "./kept")\nos.MkdirAll(*p.DataDir, 0755)',
      '',
      ['kept'],
    ],
    [
      'where it is empty',
      'if cfg.Dir == "" {\n\tcfg.Dir = "kept"\n}\nos.MkdirAll(cfg.Dir, 0755)',
      '',
      ['kept'],
    ],
    [
      'a struct of defaults',
      'os.MkdirAll(filepath.Join(cfg.DataDir, "a", id), 0755)',
      'var cfg = Config{DataDir: "kept"}',
      ['kept'],
    ],
    [
      'through a struct',
      'open(Options{Root: *dir})',
      'var dir = flag.String("dir", "kept", "")\nfunc open(o Options) {\n\tos.MkdirAll(o.Root, 0755)\n}',
      ['kept'],
    ],
    [
      'through what makes a struct',
      'New(\n\tcfg.Keep,\n\tx(1, 2),\n).make()',
      'type Config struct {\n\tKeep string `conf:"env:KEEP,default:kept"`\n}\nfunc New(root string, x int) *S {\n\treturn &S{root: root}\n}\nfunc (s *S) make() {\n\tos.MkdirAll(filepath.Join(s.root, "x"), 0755)\n}',
      ['kept'],
    ],
    [
      'koanf',
      'k.Load(confmap.Provider(map[string]any{"app.keep": "kept"}, "."), nil)\nos.MkdirAll(cfg.Keep, 0755)',
      'type Config struct {\n\tKeep string `koanf:"keep"`\n}',
      ['kept'],
    ],
    [
      'go-envconfig',
      'os.MkdirAll(cfg.Keep, 0755)',
      'type Config struct {\n\tKeep string `env:"KEEP, default=kept"`\n}',
      ['kept'],
    ],
    [
      'what is asked whether it is empty',
      'open(opts.DB)',
      'type Opts struct {\n\tDB string `default:"kept/a.bdb"`\n}\nfunc open(file string) {\n\tif file == "" {\n\t\treturn\n\t}\n\tos.MkdirAll(path.Dir(file), 0755)\n}',
      ['kept'],
    ],
    ['a constant', 'os.MkdirAll(uploads, 0755)', 'const uploads = "kept"', ['kept']],
    ['a field of another name', 'os.MkdirAll(c.Dir, 0755)', 'var c = C{OtherDir: "x"}', []],
    [
      'below the home of a person',
      'home, _ := os.UserHomeDir()\ndir := filepath.Join(home, ".x")\nos.MkdirAll(dir, 0755)',
      '',
      [],
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
    const body =
      'c.name1 = a'.repeat(30_000) +
      'x: f('.repeat(30_000) +
      ','.repeat(100_000) +
      `\n${calls}\n` +
      'flag.StringVar(&'.repeat(30_000);
    expect(places(body)).toEqual([]);
    expect(Date.now() - started).toBeLessThan(3000);
  });
});
