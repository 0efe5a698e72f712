const address = String.raw`["\x60]([\w.*\[\]:-]*?):(\d{1,5})["\x60]`;
/** A word, a number, or a name that stands for one. */
const value = String.raw`("[^"\n]*"|\x60[^\x60\n]*\x60|\d{2,5}|[A-Za-z_][\w.]*(?:\("[^"\n]*"(?:,\s*"[^"\n]*")?\))?)`;
/** Where a program may say its port, and how sure that is. */
export type Rule = {
  readonly pattern: RegExp;
  readonly score: number;
  /** Only in files that import such a package. */
  readonly of?: RegExp;
  readonly read: (match: RegExpExecArray) => {
    /** What the value is called: a flag, a variable, a key, a constant. */
    readonly name: string;
    readonly value: string;
    readonly env?: string;
    readonly flag?: string;
  };
};

/** The surest first in each kind; what they find is judged in port.ts. */
export const rules: readonly Rule[] = [
  // http.ListenAndServe(":8080", r), router.Run(":8080"), e.Start(":1323"), app.Listen(":3000"), net.Listen("tcp", ":50051")
  {
    pattern: new RegExp(
      String.raw`(?:ListenAndServe(?:TLS)?|\.(?:Listen|Run|Start|Serve)(?:TLS|Mutual\w*)?|Listen)\(\s*(?:ctx,\s*)?(?:"tcp[46]?"\s*,\s*)?(?:iris\.Addr\()?${address}`,
      'g',
    ),
    score: 100,
    read: ([, host = '', port = '']) => ({ name: 'port', value: `${host}:${port}` }),
  },
  // http.Server{Addr: ":8080"}
  {
    pattern: new RegExp(String.raw`\bAddr(?:ess)?:\s*${address}`, 'g'),
    score: 95,
    read: ([, host = '', port = '']) => ({ name: 'port', value: `${host}:${port}` }),
  },
  // getEnv("PORT", "8080"), cmp.Or(os.Getenv("PORT"), "8080")
  {
    pattern: new RegExp(
      String.raw`(?<![\w.])(?!os\.Setenv)[\w.]*(?:[Ee]nv|ENV|Or|Default|Lookup|Fallback|config|cfg|String|Int)\w*\(\s*(?:os\.Getenv\()?"([A-Z][A-Z\d_]*)"\)?\s*,\s*${value}`,
      'g',
    ),
    score: 98,
    read: ([, env = '', text = '']) => ({ name: env, value: text, env }),
  },
  // `env:"PORT" envDefault:"8080"`, `envconfig:"PORT" default:"8080"`, kong's `default:":8080" env:"LISTEN"`
  {
    pattern: /\x60[^\x60\n]*\b(?:env|envconfig):"([A-Z][A-Z\d_]*)[^"]*"[^\x60\n]*\x60/g,
    score: 96,
    read: ([tag, env = '']) => ({
      name: env,
      env,
      value:
        /(?:envDefault|default|env-default):"([^"]*)"/.exec(tag)?.[1] ??
        /default=([^",;]*)/.exec(tag)?.[1] ??
        // What it is without, where the program sees to that itself: `description:"listen on host:port (default: 0.0.0.0:8080)"`
        /\b(?:description|usage|help):"[^"]*?\bdefault:? ((?:[\w.]*:)?\d{2,5})\b/.exec(tag)?.[1] ??
        '',
    }),
  },
  // Address string `json:"address" default:"127.0.0.1:8384"`
  {
    pattern: /^\s*(\w+)\s+string\s+\x60[^\x60\n]*\bdefault:"([\w.]*:\d{2,5})"[^\x60\n]*\x60/gm,
    score: 90,
    read: ([, name = '', text = '']) => ({ name, value: text }),
  },
  // Port string `hcl:"port" default:"8080"`
  {
    pattern: /^\s*(\w*[Pp]ort)\s+(?:string|u?int\d*)\s+\x60[^\x60\n]*\bdefault:"(\d{2,5})"[^\x60\n]*\x60/gm,
    score: 89,
    read: ([, name = '', text = '']) => ({ name, value: text }),
  },
  // Port string `conf:"default:7745"`, APIHost string `conf:"default:0.0.0.0:3000"`: https://pkg.go.dev/github.com/ardanlabs/conf/v3
  {
    pattern:
      /^\s*(\w*(?:[Pp]ort|[Hh]ost|[Aa]ddr(?:ess)?))\s+\w+\s+\x60[^\x60\n]*\bconf:"[^"\n]*\bdefault:((?:[\w.]*:)?\d{2,5})\b[^\x60\n]*\x60/gm,
    score: 89,
    read: ([, name = '', text = '']) => ({ name: text.includes(':') ? `${name}Port` : name, value: text }),
  },
  // flag.String("listen", ":5678", …), flag.IntVar(&port, "port", 8080, …), flags.StringP("port", "p", "8080", …), pflag.StringSlice("listen", []string{"5000"}, …)
  {
    pattern: new RegExp(
      String.raw`\.(?:String|Int|Uint)\w*\(\s*(?:&?[\w.\[\]]+(?:\(\))?\s*,\s*)?"([\w.-]+)"\s*,\s*(?:"\w?"\s*,\s*)?(?:\[\]string\{)?${value}\}?\s*,`,
      'g',
    ),
    score: 97,
    read: ([, flag = '', text = '']) => ({ name: flag, value: text, flag }),
  },
  // kingpin.Flag("web.listen-address", "…").Default(":9100"), kingpinflag.AddFlags(app, ":9100")
  {
    pattern: /\bFlag\("([\w.-]+)",[^\n]*\)[^\n]*\.Default\(("[^"\n]*")\)/g,
    score: 97,
    read: ([, flag = '', text = '']) => ({ name: flag, value: text, flag }),
  },
  // A helper of the program's own for both: toFlagString("web.listen-address", "Address to listen on.", ":9308")
  {
    pattern: /\b\w*[fF]lag\w*\(\s*"([\w.-]+)"\s*,\s*"[^"\n]*"\s*,\s*("[\w.[\]]*:\d{2,5}")/g,
    score: 97,
    read: ([, flag = '', text = '']) => ({ name: flag, value: text, flag }),
  },
  {
    pattern: /\b(?:kingpinflag|webflag)\.AddFlags\([\w.]+,\s*("[^"\n]*")\)/g,
    score: 97,
    read: ([, text = '']) => ({ name: 'web.listen-address', value: text, flag: 'web.listen-address' }),
  },
  // &cli.StringFlag{Name: "listen", Value: ":8080", EnvVars: []string{"LISTEN"}}
  {
    pattern:
      /\bName:\s*"([\w.-]+)",(?:(?!\bName:)[^}]|\{[^}]*\}){0,600}?\bValue:\s*("[^"\n]*"|\d{2,5}|[A-Za-z_][\w.]*)(?=([^]{0,300}))/g,
    score: 97,
    // What follows is only looked at: the next flag begins in it.
    read: ([text, flag = '', found = '', rest = '']) => {
      const env = /(?:EnvVars?:|Sources:|EnvVars\()[^\n}]*?"([A-Z][A-Z\d_]*)"/.exec(
        `${text}${rest}`.split(/\bName:/)[1] ?? '',
      )?.[1];
      return { name: flag, value: found, flag, ...(env !== undefined && { env }) };
    },
  },
  // c.Address = cmp.Or(c.Address, ":8080"), s.Address = settings.DefaultComparable(s.Address, ":8000")
  {
    pattern:
      /\b(\w{1,60})\s*=\s*(?:\w+\.)?\w{0,40}(?:Default|Or)\w{0,40}\(\s*[\w.*&]{0,60}\b\1\s*,\s*("[\w.[\]]*:\d{2,5}"|"?\d{2,5}"?)/g,
    score: 90,
    read: ([, name = '', text = '']) => ({ name, value: text }),
  },
  // A table of defaults by their keys: confmap.Provider(map[string]any{"server.port": 8080}, "."). https://github.com/knadh/koanf
  {
    pattern:
      /"((?:[\w-]+\.)*(?:port|addr(?:ess)?|listen|bind)[\w-]{0,20})":\s*("[\w.[\]]*:?\d{2,5}"|\d{2,5})/g,
    of: /\/koanf\//,
    score: 90,
    read: ([, name = '', text = '']) => ({ name, value: text }),
  },
  // A table of options by their variables: "LISTEN_ADDR": {value: "127.0.0.1:8080"}
  {
    pattern: /"([A-Z][A-Z\d_]*)":\s*\{[^}"]{0,120}("[\w.[\]]*:\d{2,5}")/g,
    score: 96,
    read: ([, env = '', text = '']) => ({ name: env, value: text, env }),
  },
  // viper.SetDefault("server.port", 8080)
  {
    pattern: new RegExp(String.raw`\bSetDefault\(\s*"([\w.-]+)"\s*,\s*${value}`, 'g'),
    score: 96,
    read: ([, key = '', text = '']) => ({ name: key, value: text }),
  },
  // const defaultPort = "8080", PORT = 8080, HTTPListen = "[::]:8025", Port: 9000, port = uint16(8080)
  {
    pattern:
      /\b([A-Za-z_]*(?:[Pp]ort|PORT|[Aa]ddr(?:ess)?|ADDR|[Ll]isten\w*|LISTEN\w*|[Bb]ind\w*))\s*(?:(?:string|int|uint16)\s*)?(?::?=|:)\s*(?:u?int\d*\()?("[^"\n]*"|\d{2,5})/g,
    score: 84,
    read: ([, name = '', text = '']) => ({ name, value: text }),
  },
];
