import type { Program } from './program.ts';

/** The text of a default, behind its name. */
const text = String.raw`["\x60]([^"\x60\n]{1,120})["\x60]`;
/** A flag's name before it, and its letter. */
const flag = String.raw`"[\w.-]+"\s*,\s*(?:"\w?"\s*,\s*)?`;

/** The default of a flag or a key that is asked for by its name: c.String("data-dir"), viper.GetString("data.dir"). */
export function defaultOfKey(key: string, { files }: Program): string | undefined {
  const quoted = key.replaceAll('.', String.raw`\.`);
  const patterns = [
    String.raw`\bSetDefault\(\s*"(?:[\w-]+\.)*${quoted}"\s*,\s*${text}`,
    String.raw`\.String\w*\(\s*(?:&[\w.]+\s*,\s*)?"${quoted}"\s*,\s*(?:"\w?"\s*,\s*)?${text}`,
    String.raw`\bName:\s*"${quoted}"[^}]{0,300}?\bValue:\s*${text}`,
    // confmap.Provider(map[string]any{"data.dir": "files/"}, "."): https://github.com/knadh/koanf
    String.raw`"(?:[\w-]+\.)*${quoted}":\s*${text}`,
  ];
  return firstOf(files, key, patterns);
}

/** The default of a setting by the variable or field that holds it. */
export function defaultOfName(name: string, program: Program): string | undefined {
  const patterns = [
    // flag.StringVar(&cfg.dir, "dir", "files/", …)
    String.raw`\.String\w*\(\s*&[\w.]*\b${name}\s*,\s*${flag}${text}`,
    // dir = flag.String("dir", "files/", …)
    String.raw`\b${name}\s*:?=\s*[\w.]+\.String\w*\(\s*${flag}${text}`,
    // dir = kingpin.Flag("dir", "…").Default("files/")
    String.raw`\b${name}\s*:?=\s*[\w.]+\.Flag\("[^\n]{0,200}\.Default\(${text}`,
    // &cli.StringFlag{Name: "dir", Value: "files/", Destination: &cfg.dir}
    String.raw`\bValue:\s*${text}[^}]{0,300}?\bDestination:\s*&[\w.]*\b${name}\b`,
    // Dir string ${'`'}env:"DIR" envDefault:"files/"${'`'}
    String.raw`^[ \t]*${name}\s+string\s+\x60[^\x60\n]*\b(?:default|envDefault|env-default):"([^"\n]{1,120})"`,
    // Dir string ${'`'}conf:"default:files/"${'`'}, ${'`'}env:"DIR, default=files/"${'`'}
    String.raw`^[ \t]*${name}\s+string\s+\x60[^\x60\n]*\b(?:conf|env):"[^"\n]{0,120}?\bdefault[:=]([^",;\n]{1,120})`,
    // Dir: getEnv("DIR", "files/")
    String.raw`\b${name}\s*(?::?=|:)\s*\w{0,40}(?:[eE]nv|ENV|[dD]efault|[oO]r)\w{0,40}\(\s*"[A-Z][A-Z\d_]*"\s*,\s*${text}`,
    // dir := cmp.Or(os.Getenv("DIR"), "files/"), c.Dir = cmp.Or(c.Dir, "files/"), c.Dir = settings.DefaultPointer(c.Dir, "files/")
    String.raw`\b${name}\s*(?::?=|:)\s*(?:\w+\.)?\w{0,40}(?:[dD]efault|Or)\w{0,40}\(\s*(?:os\.Getenv\("\w+"\)|[\w.*&]{0,60}\b${name})\s*,\s*${text}`,
    // if c.Dir == "" { c.Dir = "files/" }
    String.raw`\b${name}\s*==\s*(?:""|nil)\s*\{\s*[\w.*]{0,60}\b${name}\s*=\s*${text}`,
    // &Config{DataDir: "files/"}; a field of another name may be anything
    ...(/dir|folder|storage|upload|data|root|path/i.test(name) && name.length > 4
      ? [String.raw`\b${name}:\s*${text}`]
      : []),
    // const uploads = "files/"
    String.raw`^(?:(?:var|const) |\t)${name}\s*(?:string\s*)?=\s*${text}`,
  ];
  return firstOf(program.files, name, patterns) ?? ofTag(name, program);
}

/** DataDir string `koanf:"data_dir"`, whose default is that of the key. */
function ofTag(name: string, program: Program): string | undefined {
  const tag = String.raw`^[ \t]*${name}\s+string\s+\x60[^\x60\n]*\b(?:koanf|mapstructure):"([\w.-]+)"`;
  const key = firstOf(program.files, name, [tag]);
  return key === undefined ? undefined : defaultOfKey(key, program);
}

function firstOf(files: Program['files'], name: string, patterns: readonly string[]): string | undefined {
  const named = files.filter(({ code }) => code.includes(name));
  for (const pattern of patterns.map((each) => new RegExp(each, 'm')))
    for (const { code } of named) {
      const value = pattern.exec(code)?.[1];
      if (value !== undefined) return value;
    }
  return undefined;
}
