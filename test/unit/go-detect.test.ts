import { describe, expect, it } from 'vitest';
import { array, assert, constantFrom, property } from 'fast-check';
import type { Candidate, Chosen, Service } from '../../src/detect/types.ts';
import { readHints } from '../../src/detect/hints.ts';
import { openInventory } from '../../src/inventory/open.ts';
import type { Recipe } from '../../src/recipe/types.ts';
import { holds, isForElsewhere } from '../../src/stacks/go/constraint.ts';
import { detector } from '../../src/stacks/go/detect.ts';
import { readGoMod, readGoWork } from '../../src/stacks/go/gomod.ts';
import { otherStores } from '../../src/stacks/go/other-store.ts';
import type { Program } from '../../src/stacks/go/program.ts';
import { readGoFile } from '../../src/stacks/go/source.ts';
import { loadAllStacks } from '../../src/stacks/load.ts';
import { makeRepo } from '../support/repo.ts';

const stacks = await loadAllStacks();
const stack = stacks.find(({ id }) => id === 'go');
if (!stack) throw new Error('no stack');

type Files = Readonly<Record<string, string>>;

function detect(files: Files): readonly Candidate[] {
  return detectIn(makeRepo(files));
}

function detectIn(root: string): readonly Candidate[] {
  const repo = openInventory(root);
  return detector.detect({
    repo,
    stack: stack as NonNullable<typeof stack>,
    stacks,
    hints: readHints(repo, {}),
  });
}

function service(files: Files): Service {
  const found = detect(files).toSorted(
    (a, b) => (b.found === 'service' ? b.rank : -1) - (a.found === 'service' ? a.rank : -1),
  )[0];
  if (found?.found !== 'service') throw new Error(JSON.stringify(found));
  return found;
}

function recipe(found: Service, more: Partial<Chosen> = {}): Recipe {
  const target = stack?.targets[found.target.value];
  if (!target) throw new Error(found.target.value);
  return found.recipe({
    target: { id: found.target.value, ...target },
    port: Number(found.port?.value ?? 0),
    health: found.health?.value ?? '',
    files: [],
    writable: [],
    ...more,
  });
}

const mod = (more = '') => ({ 'go.mod': `module example.com/acme/app\n\ngo 1.24\n${more}` });
const main = (body: string, imports: readonly string[] = ['net/http'], decls = '') =>
  `package main\n\nimport (\n${imports.map((path) => `\t"${path}"`).join('\n')}\n)\n\n${decls}\n\nfunc main() {\n${body}\n}\n`;
const one = (body: string, imports?: readonly string[], decls?: string): Files => ({
  ...mod(),
  'main.go': main(body, imports, decls),
});
const environment = ({ runtime }: Recipe) =>
  Object.assign({}, ...runtime.steps.map((step) => ('env' in step ? step.env : {}))) as Record<
    string,
    string
  >;

const configured = (read: string) =>
  one(`path := flag.String("config", "config.yaml", "")\n${read}\nhttp.ListenAndServe(c.Listen, nil)`, [
    'net/http',
    'flag',
    'os',
  ]);
const ends = 'b, err := os.ReadFile(*path)\nif err != nil {\n\tlog.Fatal(err)\n}';

const commands = (serve: string) => ({
  ...one('rootCmd.Execute()', ['github.com/spf13/cobra', 'net/http']),
  'cmd.go': `package main\n\nvar rootCmd = &cobra.Command{Use: "app"}\nvar serveCmd = &cobra.Command{\n\tUse: "${serve}",\n\tRunE: func(c *cobra.Command, args []string) error {\n\t\treturn http.ListenAndServe(":5000", nil)\n\t},\n}\nvar lsCmd = &cobra.Command{Use: "ls", Run: ls}\n`,
});

it.each([
  ['passes no flag of a command that only asks', 'healthCmd', ['serve']],
  ['passes a flag of the command that serves', 'serveCmd', ['serve', '--host=0.0.0.0']],
])('%s', (_, variable, words) => {
  const files = {
    ...one('rootCmd.Execute()', ['github.com/spf13/cobra', 'net/http']),
    'cmd.go': `package main\n\nvar rootCmd = &cobra.Command{Use: "app"}\nvar serveCmd = &cobra.Command{Use: "serve", RunE: serve}\nvar healthCmd = &cobra.Command{Use: "health", RunE: health}\n\nfunc init() {\n\tport = serveCmd.Flags().String("port", "5000", "")\n\thost = ${variable}.Flags().String("host", "127.0.0.1", "")\n}\n\nfunc serve() {\n\thttp.ListenAndServe(net.JoinHostPort(*host, *port), nil)\n}\n`,
  };
  expect(recipe(service(files)).runtime.command).toEqual(words);
});

describe('where it listens', () => {
  const gin = 'github.com/gin-gonic/gin';
  it.each<[string, string, readonly string[], string, string | undefined]>([
    ['an address in the call', 'http.ListenAndServe(":5000", nil)', ['net/http'], '5000', undefined],
    ['a server of net/http', 's := http.Server{Addr: "0.0.0.0:5001"}', ['net/http'], '5001', undefined],
    [
      'the pages of an exporter, and not what it is sent',
      'g := kingpin.Flag("graphite.listen-address", "to listen on").Default(":5004").String()\nf := webflag.AddFlags(kingpin.CommandLine, ":5003")\nweb.ListenAndServe(s, f, l)\nhttp.ListenAndServe(*g, nil)',
      ['net/http'],
      '5003',
      undefined,
    ],
    [
      'a default of a type, and not the help beside it',
      'h := `usage\n  export PORT=80\n  serve`\ndefaultPort := uint16(5002)\nhttp.ListenAndServe(a, nil)',
      ['net/http'],
      '5002',
      undefined,
    ],
    [
      'a flag',
      'a := flag.String("listen", ":5002", "")\nhttp.ListenAndServe(*a, nil)',
      ['flag'],
      '5002',
      undefined,
    ],
    [
      'a flag of a number',
      'p := flag.Int("port", 5003, "")\nhttp.ListenAndServe(a, nil)',
      ['flag'],
      '5003',
      undefined,
    ],
    [
      'a flag that is called a host, and has the port',
      'h := flag.String("host", "0.0.0.0:5033", "")\nd := flag.String("store-host", "store:5034", "")\nn := flag.String("host", "localhost", "")\nhttp.ListenAndServe(*h, nil)',
      ['flag'],
      '5033',
      undefined,
    ],
    [
      "a server of ifrit's",
      'p := os.Getenv("PORT")\nif p == "" {\n\tp = "5032"\n}\nifrit.Invoke(http_server.New(":"+p, h))',
      ['github.com/tedsuo/ifrit/http_server', 'os'],
      '5032',
      'PORT',
    ],
    ['TLS alone', 'tlsApp.Listen(":443")', ['github.com/gofiber/fiber/v2', 'crypto/tls'], '443', undefined],
    ['gin itself', 'r := gin.Default()\nr.Run()', [gin], '8080', 'PORT'],
    [
      'PORT and a default',
      'p := os.Getenv("PORT")\nif p == "" {\n\tp = "5004"\n}\nhttp.ListenAndServe(":"+p, nil)',
      ['os'],
      '5004',
      'PORT',
    ],
    [
      'a helper with a default',
      'http.ListenAndServe(":"+getEnv("APP_PORT", "5005"), nil)',
      ['os'],
      '5005',
      'APP_PORT',
    ],
    [
      'a tag',
      'type c struct {\n\tPort int `env:"PORT" envDefault:"5006"`\n}\nhttp.ListenAndServe(a, nil)',
      ['os'],
      '5006',
      'PORT',
    ],
    [
      'a number in a tag of settings',
      'type c struct {\n\tPort string `hcl:"port" flagName:"port" default:"5031"`\n}\nhttp.ListenAndServe(a, nil)',
      ['os'],
      '5031',
      undefined,
    ],
    [
      'a default of conf',
      'type c struct {\n\tAPIHost string `conf:"default:0.0.0.0:5032,env:API"`\n}\nhttp.ListenAndServe(a, nil)',
      ['os'],
      '5032',
      undefined,
    ],
    [
      'a port of conf',
      'type c struct {\n\tPort string `yaml:"port" conf:"default:5033"`\n}\nhttp.ListenAndServe(a, nil)',
      ['os'],
      '5033',
      undefined,
    ],
    [
      'a tag of settings',
      'type c struct {\n\tRawAddress string `json:"a" default:"0.0.0.0:5010"`\n}\nhttp.ListenAndServe(a, nil)',
      ['os'],
      '5010',
      undefined,
    ],
    [
      'viper',
      'viper.SetDefault("server.port", 5007)\nhttp.ListenAndServe(a, nil)',
      ['os'],
      '5007',
      undefined,
    ],
    [
      'a flag of urfave after one without a value',
      'f := []cli.Flag{\n&cli.StringFlag{\n\tName: "host",\n\tValue: "",\n\tEnvVars: []string{"APP_HOST"},\n},\n&cli.IntFlag{\n\tName: "port",\n\tValue: 5041,\n\tEnvVars: []string{"APP_PORT"},\n},\n&cli.StringFlag{\n\tName: "s3.endpoint",\n\tValue: "",\n\tEnvVars: []string{"S3_ENDPOINT"},\n},\n}\nhttp.ListenAndServe(a, nil)',
      ['os'],
      '5041',
      'APP_PORT',
    ],
    [
      'the port of what is called like the exporter that asks it',
      'c := rabbitExporterConfig{\n\tPublishPort: "5044",\n}\nif p := os.Getenv("PUBLISH_PORT"); p != "" {\n\tc.PublishPort = p\n}\nhttp.ListenAndServe(a, nil)',
      ['os'],
      '5044',
      undefined,
    ],
    [
      'a helper for kingpin',
      'a := toFlagString("web.listen-address", "Where.", ":5042")\nhttp.ListenAndServe(*a, nil)',
      ['os'],
      '5042',
      undefined,
    ],
    [
      'a flag beside that of the profiler',
      'var (\n\tpprofport int\n)\nflag.IntVar(&port, "p", 5043, "")\nflag.IntVar(&pprofport, "pprofport", 0, "")\nnet.Listen("tcp", a)',
      ['flag', 'net'],
      '5043',
      undefined,
    ],
    [
      'kingpin',
      'a := kingpin.Flag("web.listen-address", "").Default(":5008").String()\nhttp.ListenAndServe(*a, nil)',
      ['os'],
      '5008',
      undefined,
    ],
    [
      'urfave/cli',
      'f := cli.StringFlag{\n\tName: "listen",\n\tValue: ":5009",\n\tEnvVars: []string{"LISTEN"},\n}\nhttp.ListenAndServe(a, nil)',
      ['os'],
      '5009',
      'LISTEN',
    ],
    [
      'not where its metrics are',
      'go http.ListenAndServe(":9090", metricsHandler)\nhttp.ListenAndServe(":5010", nil)',
      ['os'],
      '5010',
      undefined,
    ],
    [
      'not where its database is',
      'db := "localhost:5432"\nAddr: "redis:6379"\nhttp.ListenAndServe(":5011", nil)',
      ['os'],
      '5011',
      undefined,
    ],
    ['a constant', 'http.ListenAndServe(addr, nil)', ['os'], '5012', undefined],
    [
      'a constant that only sounds like a limit',
      'const GlobalMinioDefaultPort = "5028"\nflag.String("artifact-server-port", "34567", "")\nhttp.Serve(l, nil)',
      ['os'],
      '5028',
      undefined,
    ],
    [
      "an exporter's flags",
      'webflag.AddFlags(kingpin.CommandLine, ":5013")\ntarget := "dns:853"\nhttp.Serve(l, nil)',
      ['os'],
      '5013',
      undefined,
    ],
    [
      'not where its profiles are',
      'r.HandleFunc("/debug/pprof/", pprof.Index)\nhttp.ListenAndServe(":9090", r)\n\n\n\n\n\n\nf.IntVarP(&port, "port", "p", 5014, "")\nhttp.ListenAndServe(a, nil)',
      ['os'],
      '5014',
      undefined,
    ],
    [
      'not where its TLS is',
      '}\ntype c struct {\n\tPort int `long:"port" env:"APP_PORT" default:"5017"`\n}\ntype SSLGroup struct {\n\tPort int `long:"port" env:"PORT" default:"8443"`\n}\nfunc f() {\n\thttp.ListenAndServe(a, nil)',
      ['os'],
      '5017',
      'APP_PORT',
    ],
    [
      'not where it is asked in another way',
      'c := Config{\n\tSSH: SSHConfig{\n\t\tListenAddr: ":5021",\n\t},\n\tHTTP: HTTPConfig{\n\t\tListenAddr: ":5022",\n\t},\n}\nhttp.Serve(l, nil)',
      ['os'],
      '5022',
      undefined,
    ],
    [
      'the field of a part of the settings',
      'c := Config{\n\tGRPC: G{Addr: "0.0.0.0:5023"},\n\tHTTP: H{Addr: "0.0.0.0:5024"},\n}\nflags.String("http-addr", c.HTTP.Addr, "")\nhttp.Serve(l, nil)',
      ['os'],
      '5024',
      undefined,
    ],
    [
      'not what its notifications are sent to',
      '}\nfunc (s *NotifMqtt) SetDefaults() {\n\ts.Port = 1883\n}\nfunc f() {\n\tp := flag.Int("port", 5025, "")\n\thttp.Serve(l, nil)',
      ['os'],
      '5025',
      undefined,
    ],
    [
      'a variable with the prefix of its library',
      '}\ntype c struct {\n\tPort int `env:"PORT" envDefault:"5026"`\n}\nfunc f() {\n\tenv.ParseWithOptions(&c, env.Options{\n\t\tPrefix: "ACME_",\n\t})\n\thttp.Serve(l, nil)',
      ['github.com/caarlos0/env/v11'],
      '5026',
      'ACME_PORT',
    ],
    [
      'a variable with the name of its group',
      '}\nvar opts struct {\n\tServer struct {\n\t\tListen string `long:"listen" env:"LISTEN" default:":5027"`\n\t\tPassword string `long:"p" env:"P"`\n\t} `group:"server" env-namespace:"SERVER"`\n}\nfunc f() {\n\thttp.Serve(l, nil)',
      ['os'],
      '5027',
      'SERVER_LISTEN',
    ],
    [
      'what its description says, and not where its operators look',
      '}\nvar opts struct {\n\tListen string `long:"listen" env:"LISTEN" description:"listen on host:port (default: 0.0.0.0:5028/5029 in docker)"`\n\tSSL struct {\n\t\tPort int `env:"HTTP_PORT" description:"for redirects (default: 5030)"`\n\t\tDNS struct {\n\t\t\tType string `env:"TYPE"`\n\t\t} `group:"dns" env-namespace:"DNS"`\n\t} `group:"ssl" env-namespace:"SSL"`\n\tManagement struct {\n\t\tListen string `long:"listen" env:"LISTEN" default:"0.0.0.0:5031"`\n\t} `group:"mgmt" env-namespace:"MGMT"`\n}\nfunc f() {\n\thttp.Serve(l, nil)',
      ['os'],
      '5028',
      'LISTEN',
    ],
    [
      'a table of options',
      'o := map[string]option{\n\t"LISTEN_ADDR": {\n\t\tlist: []string{"0.0.0.0:5018"},\n\t},\n}\nif os.Getenv("LISTEN_PID") != "" {\n}\nhttp.Serve(l, nil)',
      ['os'],
      '5018',
      'LISTEN_ADDR',
    ],
    [
      'a default where nothing is set, by a server of a library',
      's.ListeningAddress = gosettings.DefaultComparable(s.ListeningAddress, ":5035")\ns.HealthAddress = gosettings.DefaultComparable(s.HealthAddress, ":5036")\nhttpserver.New(httpserver.Settings{Address: &s.ListeningAddress})',
      ['example.org/services/httpserver', 'example.org/gosettings'],
      '5035',
      undefined,
    ],
    [
      'cmp.Or of the same',
      'c.Addr = cmp.Or(c.Addr, ":5037")\nc.BaseURL = cmp.Or(c.OtherAddr, ":5038")\nhttp.ListenAndServe(c.Addr, nil)',
      ['cmp', 'net/http'],
      '5037',
      undefined,
    ],
    [
      'a table of defaults',
      'k.Load(confmap.Provider(map[string]any{"redis.port": 5039, "server.port": 5040}, "."), nil)\nhttp.ListenAndServe(a, nil)',
      ['github.com/knadh/koanf/providers/confmap', 'net/http'],
      '5040',
      undefined,
    ],
    [
      'any other table',
      'f(map[string]any{"server.port": 5040})\nhttp.ListenAndServe(":5041", nil)',
      ['net/http'],
      '5041',
      undefined,
    ],
    [
      'the target that it binds to, and not a number of something',
      'flag.StringVar(&c.BindTarget, "bind", os.Getenv("APP_BIND"), "")\nflag.IntVar(&c.Limit, "endpoint-bytes-size-limit", 90, "")\nbindTarget := c.BindTarget\nif bindTarget == "" {\n\tbindTarget = ":80"\n}\nhttp.ListenAndServe(bindTarget, nil)',
      ['flag', 'os', 'net/http'],
      '80',
      'APP_BIND',
    ],
    [
      'one of several in a list',
      'for _, each := range []string{":5015", ":5016"} {\n\thttp.ListenAndServe(each, nil)\n}',
      ['os'],
      '5015',
      undefined,
    ],
  ])('%s', (_, body, imports, port, env) => {
    const found = service(one(body, imports, 'const defaultPort = "5012"'.repeat(port === '5012' ? 1 : 0)));
    expect([found.kind, found.port?.value]).toEqual(['server', port]);
    expect(Object.keys(environment(recipe(found)))).toEqual(env === undefined ? [] : [env]);
  });

  it.each([
    ['http.ListenAndServe("127.0.0.1:" + port, nil)', '"127\\\\.0\\\\.0\\\\.1:"|":"'],
    ['http.ListenAndServe("localhost:"+strconv.Itoa(port), nil)', '"localhost:"|":"'],
    ['http.ListenAndServe(fmt.Sprintf("localhost:%s", port), nil)', '"localhost:%s"|":%s"'],
    ['s := http.Server{Handler: r, Addr: "localhost:" + port}\ns.ListenAndServe()', '"localhost:"|":"'],
    ['addr := fmt.Sprintf("localhost:%s", port)\nhttp.ListenAndServe(addr, nil)', '"localhost:%s"|":%s"'],
    ['http.ListenAndServe(":"+port, nil)\nredis.New(&redis.Options{Addr: "localhost:" + p})', undefined],
    ['addr := fmt.Sprintf("localhost:%s", db)\nopen(addr)\nhttp.ListenAndServe(":"+port, nil)', undefined],
    [
      'go http.ListenAndServe("localhost:"+os.Getenv("PPROF_PORT"), nil)\nhttp.ListenAndServe(":"+port, nil)',
      undefined,
    ],
    ['go http.ListenAndServe("localhost:"+port, nil)\nhttp.Serve(lis, nil)', undefined],
    ['http.ListenAndServe("localhost:"+os.Getenv("OTHER_PORT"), nil)\nhttp.Serve(lis, nil)', undefined],
    ['pprofServer := http.Server{Addr: "localhost:" + port}\npprofServer.ListenAndServe()', undefined],
    ['a := http.Server{Addr: ":" + port}\nb := http.Server{Addr: "localhost:" + port}', undefined],
    [
      'addr := "localhost:" + port\nredis.New(&redis.Options{Addr: addr})\nhttp.ListenAndServe(a, nil)',
      undefined,
    ],
  ])('a host in front of a port of the environment: %s', (body, edit) => {
    const found = service(
      one(`port := os.Getenv("PORT")\nif port == "" {\n\tport = "5000"\n}\n${body}`, ['os']),
    );
    const text = JSON.stringify(recipe(found).stages).replaceAll('\\"', '"');
    expect(/s\|(.*?)\|[^|]*?main\.go/.exec(text)?.[1]).toBe(edit);
  });

  it('a host in front of a port is changed on its line alone, and not beside what gin listens for', () => {
    const body = 's := http.Server{\n\tAddr: "localhost:" + os.Getenv("PORT"),\n}\ns.ListenAndServe()';
    expect(JSON.stringify(recipe(service(one(body, ['os']))).stages)).toContain("sed -i '11s|");
    const admin = 'gin.Default().Run()\nhttp.ListenAndServe("127.0.0.1:"+os.Getenv("PORT"), nil)';
    const made = recipe(service(one(admin, ['os', 'github.com/gin-gonic/gin'])));
    expect(JSON.stringify(made.stages)).not.toContain('sed -i');
  });

  it('what another package listens for on its own machine stays so', () => {
    const files = {
      ...one('tunnel.Open(p)\nhttp.ListenAndServe(":"+os.Getenv("PORT"), nil)', [
        'os',
        'net/http',
        'example.com/acme/app/pkg',
      ]),
      'pkg/a.go': 'package pkg\n\nfunc Open(p string) { net.Listen("tcp", "localhost:"+p) }\n',
    };
    expect(JSON.stringify(recipe(service(files)).stages)).not.toContain('sed -i');
  });

  it.each([
    ['config.example.yaml', ends, 'config.example.yaml'],
    ['example.config.yml', ends, 'example.config.yml'],
    ['config.yaml.sample', ends, 'config.yaml.sample'],
    ['deploy/config.yaml', ends, 'deploy/config.yaml'],
    ['config.example.yaml', 'b, _ := os.ReadFile(*path)', undefined],
    ['config.example.yaml', `${ends}\nif os.IsNotExist(err) {\n}`, undefined],
    ['config.example.yaml', `${ends}\nif !os.IsNotExist(err) {\n\tlog.Fatal(err)\n}`, undefined],
    [
      'config.example.yaml',
      `${ends}\nif os.IsNotExist(err) {\n\tlog.Fatal("none")\n}`,
      'config.example.yaml',
    ],
    ['other.example.yaml', ends, undefined],
    [
      'config.example.yaml',
      'b, err := os.ReadFile(*path)\nif err != nil {\n\tlog.Print("defaults")\n}\nif err := open(); err != nil {\n\tlog.Fatal(err)\n}',
      undefined,
    ],
    ['config.example.yaml', 'k, err := os.Open(keyfile)\nif err != nil {\n\tlog.Fatal(err)\n}', undefined],
    [
      'config.example.yaml',
      `if _, err := os.Stat(*path); err != nil {\n\tserve(defaults)\n}\n${ends}`,
      undefined,
    ],
    [
      'config.example.yaml',
      'for _, f := range ko.Strings("config") {\n\tif err := ko.Load(file.Provider(f), yaml.Parser()); err != nil {\n\t\tif os.IsNotExist(err) {\n\t\t\tlogger.Fatal("none")\n\t\t}\n\t\tlogger.Fatalf("%v", err)\n\t}\n}',
      'config.example.yaml',
    ],
  ])('settings that it ends without are those of the example: %s %s', (sample, read, source) => {
    const found = service({ ...configured(read), [sample]: 'listen: :9090\ndb: ./var/app.db\n' });
    const copies = JSON.stringify(recipe(found).runtime.steps);
    expect(copies.includes(`{"copy":["${sample}"],"to":"./config.yaml"}`)).toBe(source !== undefined);
    expect(found.port?.value).toBe(source === undefined ? '8080' : '9090');
    expect(found.notes.join().includes('mount your own')).toBe(source !== undefined);
    expect((recipe(found).runtime.writable ?? []).map(({ path }) => path)).toEqual(
      source === undefined ? [] : ['/app/var'],
    );
  });

  it.each([
    ['db:\n  password: app\n', 'with secrets of your own for db.password', true],
    ['auth:\n  jwt_secret: changeme\n', 'knows its auth.jwt_secret', false],
    ['admin_password: admin\n', 'knows its admin_password', false],
    ['jwt_secret: ""\ntoken_ttl: 30\n', 'mount your own over it', true],
  ])('an example with secrets that let anybody in is in no image: %s', (secrets, note, copied) => {
    const found = service({
      ...configured(ends),
      'config.example.yaml': `server:\n  listen: localhost:9090\n${secrets}`,
    });
    const { runtime, stages } = recipe(found);
    expect(JSON.stringify(runtime.steps).includes('config.yaml')).toBe(copied);
    expect(JSON.stringify(stages).includes('sed -i')).toBe(copied);
    expect(found.notes.join()).toContain(note);
    expect(found.port?.value).toBe('9090');
  });

  it.each([
    ['cfg = fallback', false],
    ['log.Fatal(err)', true],
  ])('settings whose error a caller is given: %s', (handled, copied) => {
    const load =
      'func load(path string) (*Config, error) {\n\tb, err := os.ReadFile(path)\n\tif err != nil {\n\t\treturn nil, err\n\t}\n\treturn parse(b)\n}';
    const body = `cfg, err := load("config.yaml")\nif err != nil {\n\t${handled}\n}\nhttp.ListenAndServe(cfg.Listen, nil)`;
    const found = service({
      ...one(body, ['net/http', 'os'], load),
      'config.example.yaml': 'listen: :9090\n',
    });
    expect(found.port?.value === '9090').toBe(copied);
  });

  it('viper takes an example of the name that it is told', () => {
    const read =
      'viper.SetConfigName("app")\nviper.AddConfigPath("./config")\nif err := viper.ReadInConfig(); err != nil {\n\tpanic(err)\n}\nhttp.ListenAndServe(viper.GetString("x"), nil)';
    const found = service({ ...one(read), 'config/app.example.toml': 'port = 9091\n' });
    expect(JSON.stringify(recipe(found).runtime.steps)).toContain('"to":"./config/app.toml"');
    expect(found.port?.value).toBe('9091');
  });

  it('settings that name the own machine are changed in the build stage, but not those of something else', () => {
    const settings = 'server:\n  host: localhost\n  port: 9092\ndatabase:\n  host: localhost\n  port: 5432\n';
    const made = recipe(service({ ...configured(ends), 'config.yaml': settings }));
    const text = JSON.stringify(made.stages);
    expect(text).toContain("sed -i '2s|localhost|0.0.0.0|' config.yaml");
    expect(text.match(/sed -i/g)).toHaveLength(1);
    expect(JSON.stringify(made.runtime.steps)).toContain('"copy":["/src/config.yaml"],"from":"build"');
    const open = recipe(
      service({ ...configured(ends), 'config.yaml': settings.replace('localhost', '0.0.0.0') }),
    );
    expect(JSON.stringify(open.stages)).not.toContain('sed -i');
  });

  it('of settings only the part that says the port is changed, in one step', () => {
    const others = ['search', 'feed', 'lake'].map((each) => `${each}:\n  host: localhost\n`).join('');
    const own = 'server:\n  host: 0.0.0.0\n  port: 9092\n';
    const stays = service({ ...configured(ends), 'config.yaml': others + own });
    expect(JSON.stringify(recipe(stays).stages)).not.toContain('sed -i');
    const near = 'server:\n  port: 9092\n  bind: 127.0.0.1\n  host: localhost\n';
    const found = service({ ...configured(ends), 'config.yaml': near + others });
    const text = JSON.stringify(recipe(found).stages);
    expect(text).toContain(
      String.raw`sed -i -e '3s|127\\.0\\.0\\.1|0.0.0.0|' -e '4s|localhost|0.0.0.0|' config.yaml`,
    );
    expect(text.match(/for this container alone/g)).toHaveLength(1);
    expect(found.notes.join()).toContain('config.yaml:3 listens on this machine alone');
  });

  it.each([
    ['config/prod.yaml', { 'config/local.yaml': '', 'config/prod.yaml': 'address: 0.0.0.0:9093\n' }],
    ['config.yaml', { 'config.yaml': 'address: 0.0.0.0:9093\n' }],
    [undefined, { 'config/a.yaml': '', 'config/b.yaml': '' }],
    [undefined, { 'docker-compose.yaml': '' }],
    [undefined, { 'config/local.yaml': 'address: 0.0.0.0:9093\npassword: x\n' }],
    [undefined, { 'config/config.dev.yaml': 'address: 0.0.0.0:9093\n' }],
  ])('a variable that must name the settings is %s', (path, files: Files) => {
    const body =
      'p := os.Getenv("CONFIG_PATH")\nif p == "" {\n\tlog.Fatal("no path")\n}\nhttp.ListenAndServe(c.Address, nil)';
    const found = service({ ...one(body, ['net/http', 'os', 'log']), ...files });
    expect(environment(recipe(found))).toEqual(path === undefined ? {} : { CONFIG_PATH: path });
    expect(found.port?.value).toBe(path === undefined ? '8080' : '9093');
    expect(found.needs).toHaveLength(path === undefined ? 1 : 0);
    expect(found.notes.join().includes('CONFIG_PATH')).toBe(path !== undefined);
  });

  it.each([
    ['d := flag.String("dir", ".", "")', ['/app']],
    ['f.StringVarP(&d, "root", "r", "./", "")', ['/app']],
    ['d := flag.String("separator", ".", "")', []],
    ['d := flag.String("config-path", ".", "")', []],
    ['d := flag.String("log-dir", ".", "")', []],
  ])('a directory of its own to serve: %s', (body, paths) => {
    const made = recipe(service(one(`${body}\nhttp.ListenAndServe(":5000", http.FileServer(http.Dir(*d)))`)));
    expect((made.runtime.writable ?? []).map(({ path }) => path)).toEqual(paths);
    expect(made.runtime.workdir).toBe(paths[0]);
  });

  it('what serves no files keeps none in the working directory', () => {
    const made = recipe(service(one('d := flag.String("dir", ".", "")\nhttp.ListenAndServe(":5000", nil)')));
    expect(made.runtime.workdir).toBeUndefined();
  });

  it.each([
    ['serve <dir>', ['serve', '/data']],
    ['serve DATA_DIR [flags]', ['serve', '/data']],
    ['serve [dir]', ['serve']],
    ['serve', ['serve']],
    ['serve <remote>', undefined],
    ['serve <dir> <name>', undefined],
  ])('a directory that the word to serve by must be given: %s', (use, command) => {
    const { runtime } = recipe(service(commands(use)));
    expect(runtime.command).toEqual(command);
    expect((runtime.writable ?? []).some(({ path }) => path === '/data')).toBe(command?.[1] === '/data');
  });

  it.each([
    ['DIR', ['server', '/data']],
    ['[DIR]', ['server']],
    ['FILE', ['server']],
  ])('ArgsUsage: %s', (usage, command) => {
    const app = `&cli.App{Commands: []*cli.Command{\n{Name: "server", ArgsUsage: "${usage}", Action: run},\n{Name: "ls", Action: ls},\n}}`;
    const body = `app := ${app}\napp.Run(os.Args)\nhttp.ListenAndServe(":5000", nil)`;
    const found = service(one(body, ['github.com/urfave/cli/v2', 'net/http', 'os']));
    expect(recipe(found).runtime.command).toEqual(command);
  });

  it.each([
    ['addr = ":" + port', '5000'],
    ['addr = fmt.Sprintf(":%s", port)', '5000'],
    ['addr = port', '0.0.0.0:5000'],
  ])('a variable that is put behind a colon holds a port alone: %s', (line, value) => {
    const body = `addr := "localhost:5000"\nif port := os.Getenv("PORT"); port != "" {\n\t${line}\n}\nhttp.ListenAndServe(addr, nil)`;
    const { steps } = recipe(service(one(body, ['fmt', 'os']))).runtime;
    expect(steps).toContainEqual({ env: { PORT: value } });
  });

  it('a program that listens for its own machine is opened by what it offers', () => {
    const patched = service(one('http.ListenAndServe("localhost:5000", nil)'));
    expect(JSON.stringify(recipe(patched).stages)).toContain('sed -i');
    const flagged = service(
      one('a := flag.String("addr", "127.0.0.1:5000", "")\nhttp.ListenAndServe(*a, nil)', ['flag']),
    );
    expect(recipe(flagged).runtime.command).toEqual(['-addr=0.0.0.0:5000']);
    const short = (said: string) =>
      recipe(
        service(
          one(
            `l := flag.String("l", "127.0.0.1", "${said}")\np := flag.Int("p", 5000, "HTTP port")\nhttp.ListenAndServe(fmt.Sprintf("%s:%d", *l, *p), nil)`,
            ['flag', 'fmt'],
          ),
        ),
      ).runtime.command;
    expect(short('HTTP listen address')).toEqual(['-l=0.0.0.0']);
    expect(short('upstream to ask')).toBeUndefined();
    const set = service(
      one('http.ListenAndServe(getEnv("HOST", "127.0.0.1")+":"+getEnv("PORT", "5000"), nil)', ['os']),
    );
    expect(environment(recipe(set))).toEqual({ PORT: '5000', HOST: '0.0.0.0' });
    const beego = one('beego.Run()', ['github.com/beego/beego/v2/server/web']);
    expect(service({ ...beego, 'conf/app.conf': 'appname = a\nhttpport = 8099\n' }).port?.value).toBe('8099');
    const named = service({ ...beego, 'conf/app.conf': 'httpport = "${PORT||8000}"\n' });
    expect([named.port?.value, environment(recipe(named))]).toEqual(['8000', { PORT: '8000' }]);
    const filled = (name: string, value: string) => {
      const text = `bind := os.Getenv("${name}")\nif bind == "" {\n\tbind = "${value}"\n}\nl := Listener{Bind: bind, Port: 3300}`;
      return environment(recipe(service(one(`${text}\nnet.Listen("tcp", addr(l))`, ['os', 'net']))));
    };
    expect(filled('BIND_IPV4', '127.0.0.1')).toMatchObject({ BIND_IPV4: '0.0.0.0' });
    expect(filled('BIND_IPV4', '0.0.0.0')).not.toHaveProperty('BIND_IPV4');
    expect(filled('DB_HOST', '127.0.0.1')).not.toHaveProperty('DB_HOST');
    expect(filled('HOSTNAME', 'localhost')).not.toHaveProperty('HOSTNAME');
    const asked =
      'api := os.Getenv("API_HOST")\nif api == "" {\n\tapi = "localhost"\n}\nhttp.Get("http://" + api)\nnet.Listen("tcp", ":80")';
    expect(environment(recipe(service(one(asked, ['os', 'net']))))).not.toHaveProperty('API_HOST');
    const tagged = service(
      one(
        'type c struct {\n\tIP string `default:"127.0.0.1" env:"APP_LISTEN_IPV4"`\n\tPort int `default:"5000" env:"APP_PORT"`\n}\nhttp.ListenAndServe(a, nil)',
      ),
    );
    expect(environment(recipe(tagged))).toEqual({ APP_PORT: '5000', APP_LISTEN_IPV4: '0.0.0.0' });
  });

  it('a router that another package makes is run by the main package', () => {
    const found = service({
      ...one('router.New().Start("127.0.0.1:5000")', ['example.com/acme/app/router']),
      'router/router.go': 'package router\n\nimport "github.com/labstack/echo/v4"\n',
    });
    expect([found.kind, found.port?.value]).toEqual(['server', '5000']);
    const joined = service({
      ...one('router.New().Listen(":" + c.Port)', ['example.com/acme/app/router']),
      'router/router.go': 'package router\n\nimport "github.com/gofiber/fiber/v3"\n',
    });
    expect(joined.kind).toBe('server');
  });

  it('a command line that listens in its tests or for its log is none', () => {
    for (const dir of ['integration/components', 'logging'])
      expect(
        service({
          ...one('x.Run()', [`example.com/acme/app/${dir}`]),
          [`${dir}/x.go`]:
            'package x\n\nfunc f() { http.ListenAndServe(":9000", nil); net.Listen("tcp", ":9000") }\n',
        }).kind,
      ).toBe('cli');
  });

  it('nor is one whose server shows its metrics', () => {
    const body = 'srv := http.Server{\n\tAddr: opts.promAddr,\n}\nsrv.Close()';
    expect(service(one(body, ['net/http'])).kind).toBe('cli');
  });

  it('nor is one that asks with a library of servers, or serves on a port that nothing tells', () => {
    expect(service(one('b := bench.New()\nb.Run()', ['github.com/valyala/fasthttp'])).kind).toBe('cli');
    const bot = ['connectrpc.com/connect', 'os'];
    expect(service(one('bot.Start(ctx)', bot)).kind).toBe('cli');
    expect(service(one('http.ListenAndServe(":5000", mux)', bot)).kind).toBe('server');
    expect(service(one('s := grpc.NewServer()\ns.Serve(l)', ['google.golang.org/grpc'])).kind).toBe('cli');
  });

  it('but one that serves by a word, whatever its port', () => {
    const files = {
      ...one('x.F()', ['example.com/acme/app/x', 'github.com/spf13/cobra'], cobraWords('web', 'backup')),
      'x/x.go': 'package x\n\nfunc F() { http.ListenAndServe(conf.Address, nil) }\n',
    };
    expect(service(files).kind).toBe('server');
    expect(recipe(service(files)).runtime.command).toEqual(['web']);
  });

  it('what another section of the settings says is not its port', () => {
    const settings = '{\n  "acme": {\n    "port": 80\n  },\n  "httpd": {\n    "port": 5000\n  }\n}\n';
    const reads = one('c := os.Open("app.json")\nhttp.ListenAndServe(c.Addr, nil)', ['os']);
    expect(service({ ...reads, 'app.json': settings }).port?.value).toBe('5000');
    const names = settings.replace('"acme"', '"general"').replace('80', '53');
    expect(service({ ...reads, 'app.json': names }).port?.value).toBe('5000');
  });

  it('nor is that of a database of compose, which it asks', () => {
    const found = service({
      ...one(
        'a := flag.String("listen", ":9216", "mongodb://127.0.0.1:27017")\nhttp.ListenAndServe(*a, nil)',
        ['flag'],
      ),
      'compose.yml': 'services:\n  app:\n    build: .\n    ports: ["17004:27017"]\n',
    });
    expect(found.port?.value).toBe('9216');
  });

  it('words of a Procfile that only a shell could fill in are left out', () => {
    const found = service({
      ...one('http.ListenAndServe(":"+os.Getenv("PORT"), nil)', ['os']),
      Procfile: 'web: app --url=$DATABASE_URL --user $NAME --listen=$PORT',
    });
    expect(recipe(found).runtime.command).toEqual(['--listen=8080']);
  });

  it('a port that none can be is no port', () => {
    expect(service(one('http.ListenAndServe(":99999", nil)')).port?.confidence).toBe('low');
  });
});

const cobraWords = (...names: readonly string[]) =>
  `var rootCmd = &cobra.Command{Use: "app"}\n${names.map((name) => `var ${name}Cmd = &cobra.Command{Use: "${name}", RunE: run}`).join('\n')}`;

describe('what serves beside its purpose', () => {
  const beside = 'srv := http.Server{\n\tAddr: o.promAddr,\n}\ngo srv.ListenAndServe()';
  const cobra = 'github.com/spf13/cobra';
  const prom = 'github.com/prometheus/client_golang/prometheus/promhttp';
  const args =
    'switch os.Args[1] {\ncase "fmt":\n\tf()\ncase "watch":\n\thttp.ListenAndServe(":7000", nil)\ncase "help", "-h":\n}';
  it.each<[string, Files, string, string | undefined]>([
    ['metrics, by a server that is started below', one(beside, ['net/http']), 'cli', undefined],
    [
      'metrics, by a package of their own',
      {
        ...one('metrics.Serve()', ['example.com/acme/app/metrics']),
        'metrics/serve.go': 'package metrics\n\nfunc Serve() {\n\thttp.ListenAndServe(":9100", nil)\n}\n',
      },
      'cli',
      undefined,
    ],
    [
      'metrics alone, which are waited for',
      one(
        'p := flag.Int("port", 8081, "")\nhttp.Handle("/metrics", promhttp.Handler())\nlog.Fatal(http.ListenAndServe(fmt.Sprintf(":%d", *p), nil)) // prometheus',
        [prom, 'net/http'],
      ),
      'server',
      '8081',
    ],
    [
      'one of several commands, none of which says so',
      one('http.ListenAndServe(":7000", nil)', [cobra], cobraWords('build', 'watch')),
      'cli',
      undefined,
    ],
    [
      'one that says so',
      one('http.ListenAndServe(":7000", nil)', [cobra], cobraWords('build', 'serve')),
      'server',
      '7000',
    ],
    [
      'one of several, beside a root that prints its help',
      one(
        'http.ListenAndServe(":7000", nil)',
        [cobra],
        `${cobraWords('build', 'watch')}`.replace(
          '"app"}',
          '"app", Run: func(cmd *cobra.Command, args []string) {\n\tcmd.Help()\n}}',
        ),
      ),
      'cli',
      undefined,
    ],
    ['a word of os.Args', one(args, ['os', 'net/http']), 'cli', undefined],
    [
      'a port that is named for what it speaks to',
      one('http.ListenAndServe(a, nil)', ['net/http'], 'const jaegerPort = "4318"'),
      'server',
      '8080',
    ],
  ])('%s', (_, files, kind, port) => {
    const found = service(files);
    expect([found.kind, found.port?.value]).toEqual([kind, port]);
  });

  const words = (files: Files) => recipe(service(files)).runtime.command;
  const listening = 'package x\n\nfunc F() { http.ListenAndServe(":7000", nil) }\n';
  it.each<[string, Files, readonly string[] | undefined]>([
    [
      'the name of a metric is none',
      {
        ...one('http.ListenAndServe(":7000", nil)\nkingpin.Parse()', [
          'github.com/alecthomas/kingpin/v2',
          'net/http',
        ]),
        'collect.go':
          'package main\n\nvar up = prometheus.NewGauge(prometheus.GaugeOpts{\n\tName: "up",\n})\n',
      },
      undefined,
    ],
    [
      'nor is the program that another is',
      one('exec.Command("serve")\nexec.Command("open")\nhttp.ListenAndServe(":7000", nil)', [
        'github.com/alecthomas/kingpin/v2',
        'net/http',
      ]),
      undefined,
    ],
    ...['cli.App', 'cli.Command'].map((root): [string, Files, readonly string[]] => [
      `a command in a file before that of the ${root}`,
      {
        ...one('http.ListenAndServe(":7000", nil)', ['github.com/urfave/cli/v3']),
        'access.go':
          'package main\n\nimport "github.com/urfave/cli/v3"\n\nvar access = &cli.Command{Name: "access", Action: a}\n',
        'serve.go':
          'package main\n\nimport "github.com/urfave/cli/v3"\n\nvar serve = &cli.Command{Name: "serve", Action: a}\n',
        'x.go': `package main\n\nimport "github.com/urfave/cli/v3"\n\nvar x = &${root}{\n\tName: "x",\n\tCommands: all,\n}\n`,
      },
      ['serve'],
    ]),
    [
      'a command of go-flags',
      one(
        'http.ListenAndServe(":7000", nil)',
        ['github.com/jessevdk/go-flags'],
        'type opts struct {\n\tServerCmd ServerCommand `command:"server"`\n\tBackupCmd BackupCommand `command:"backup"`\n}',
      ),
      ['server'],
    ],
    [
      'a command of go-flags that may be left out',
      one(
        'http.ListenAndServe(":7000", nil)',
        ['github.com/jessevdk/go-flags'],
        'type opts struct {\n\tServerCmd ServerCommand `command:"server" subcommands-optional:"true"`\n}',
      ),
      undefined,
    ],
    [
      'a command of go-arg',
      one(
        'http.ListenAndServe(":7000", nil)',
        ['github.com/alexflint/go-arg'],
        'type args struct {\n\tServe *ServeCmd `arg:"subcommand"`\n\tInit *InitCmd `arg:"subcommand:init"`\n}',
      ),
      ['serve'],
    ],
    [
      "a field of kong's",
      one(
        'http.ListenAndServe(":7000", nil)',
        ['github.com/alecthomas/kong'],
        'type c struct {\n\tServe s `cmd:""`\n\tFix f `cmd:""`\n}',
      ),
      ['serve'],
    ],
    [
      'beside a root that does something else',
      one(
        'http.ListenAndServe(":7000", nil)',
        [cobra],
        `${cobraWords('build', 'serve').replace('"app"}', '"app", RunE: browse}')}`,
      ),
      ['serve'],
    ],
    [
      'not where the root serves',
      one(
        'http.ListenAndServe(":7000", nil)',
        [cobra],
        `${cobraWords('build', 'serve').replace('"app"}', '"app", RunE: startServer}')}`,
      ),
      undefined,
    ],
    [
      'where each command is kept in a variable of the same name',
      one(
        'http.ListenAndServe(":7000", nil)',
        [cobra],
        'func a() {\n\tcmd := &cobra.Command{Use: "migrate", RunE: a}\n}\nfunc b() {\n\tcmd := &cobra.Command{Use: "run", RunE: b}\n}',
      ),
      ['run'],
    ],
    [
      'in the package that main leaves everything to',
      {
        ...one('x.F()', ['example.com/acme/app/x']),
        'x/x.go': `${listening}\nfunc G() {\n\tswitch cli.Command {\n\tcase "load":\n\tcase "server":\n\t}\n}\n`,
      },
      ['server'],
    ],
    [
      'as compose says it, opened for others',
      {
        ...one(
          'a := flag.String("bind", "127.0.0.1:7000", "")\nhttp.ListenAndServe(*a, nil)',
          [cobra],
          cobraWords('serve', 'build'),
        ),
        'compose.yml': 'services:\n  app:\n    build: .\n    command: serve -d\n',
      },
      ['serve', '-d', '--bind=0.0.0.0:7000'],
    ],
    [
      'the name that a method gives',
      one(
        'http.ListenAndServe(":7000", nil)',
        ['github.com/google/subcommands'],
        'func (c *serveCmd) Name() string { return "serve" }',
      ),
      ['serve'],
    ],
    [
      'not one that wants more than that',
      one(
        'http.ListenAndServe(":7000", nil)',
        [cobra],
        `${cobraWords('build', 'serve').replace('"serve"', '"serve <remote>"')}\nvar xCmd = &cobra.Command{Use: "x"}`,
      ),
      undefined,
    ],
  ])('the word that it serves by: %s', (_, files, command) => {
    expect(words(files)).toEqual(command);
  });

  it('a route of the server for its operators says nothing of it, nor a variable of one case', () => {
    const found = service({
      ...one(
        'switch x {\ncase "token":\n\tt := os.Getenv("TOKEN")\n\tif t == "" {\n\t\tlog.Fatal("no")\n\t}\n}\nhttp.HandleFunc("/", f)\nmetrics.Serve()\nhttp.ListenAndServe(":1234", nil)',
        ['net/http', 'example.com/acme/app/metrics'],
      ),
      'metrics/serve.go':
        'package metrics\n\nfunc Serve() {\n\tm.HandleFunc("/healthz", f)\n\ts := http.Server{Handler: m}\n}\n',
    });
    expect(found.health?.value).toBe('/');
    expect(found.needs).toEqual([]);
  });
  it.each<[string, string, string, string | undefined]>([
    ['a page of its own', 'r.Get("/", index)', '', '/'],
    [
      'a router of another package that is below a path',
      'r.Mount("/users", users.Routes())',
      'r.Get("/", list)',
      undefined,
    ],
    [
      'a router below a path',
      'r.Route("/users", func(r chi.Router) {\n\t\tr.Get("/", list)\n\t})',
      '',
      undefined,
    ],
    ['both', 'r.Get("/", index)\n\tr.Mount("/users", users.Routes())', 'r.Get("/", list)', '/'],
  ])('takes the first page for the health route only where it is that: %s', (_, own, other, health) => {
    const files = {
      ...mod(),
      'main.go': `package main\n\nimport (\n\t"net/http"\n\t"a/users"\n)\n\nfunc main() {\n\tr := chi.NewRouter()\n\t${own}\n\thttp.ListenAndServe(":80", r)\n}\n`,
      'users/users.go': `package users\n\nfunc Routes() chi.Router {\n\tr := chi.NewRouter()\n\t${other}\n\treturn r\n}\n`,
    };
    expect(service(files).health?.value).toBe(health);
  });

  it('a switch on its flags makes no command line of a server, nor an endpoint that it asks a port', () => {
    const flags =
      'for _, a := range os.Args {\n\tswitch a {\n\tcase "--help":\n\tcase "--http":\n\t\tswitch b {\n\t\tcase "yes":\n\t\tcase "no":\n\t\t}\n\tcase "--appendonly":\n\t}\n}';
    const found = service({
      ...one(
        `${flags}\nf(os.Getenv("S3_ENDPOINT"))\nflag.IntVar(&p, "p", 9851, "")\nhttp.ListenAndServe(a, nil)`,
        ['os', 'net/http', 'example.com/acme/app/protocol'],
      ),
      'protocol/client.go':
        'package protocol\n\nfunc f(args []string) {\n\tswitch args[1] {\n\tcase "list":\n\tcase "kill":\n\t}\n}\n',
    });
    expect(found.port?.value).toBe('9851');
    expect(environment(recipe(found))).toEqual({});
  });

  it('programs that it calls are told', () => {
    const body =
      'exec.Command("xdg-open", "x")\nexec.Command(name, "-usage")\nexec.CommandContext(r.Context(), "/bin/sh", "a.sh")';
    const found = service(one(`${body}\nhttp.ListenAndServe(":1234", nil)`, ['os/exec', 'net/http']));
    expect(found.notes).toEqual([expect.stringContaining('it calls /bin/sh (main.go:')]);
  });

  it.each([
    [
      'an error of the main package',
      's := os.Getenv("A_KEY")\nif s == "" {\n\treturn fmt.Errorf("no A_KEY")\n}',
      ['A_KEY'],
    ],
    ['what must be there by its name', 'mustMapEnv(&svc.addr, "A_ADDR")', ['A_ADDR']],
    [
      'one that an error names',
      'c.key = getEnv("A_KEY", "")\n\tif c.key == "" {\n\t\terrs = append(errs, errors.New("set A_KEY"))\n\t}',
      ['A_KEY'],
    ],
    [
      'nothing that an error names in one case of several',
      'c.key = getEnv("A_KEY", "")\n\tif c.on {\n\t\tif c.key == "" {\n\t\t\treturn errors.New("set A_KEY")\n\t\t}\n\t}',
      [],
    ],
    ['nothing that may be left out', 's := os.Getenv("A_KEY")\nif s != "" {\n\tuse(s)\n}', []],
  ])('variables without which it ends: %s', (_, body, names) => {
    const found = service(one(`${body}\nhttp.ListenAndServe(":1234", nil)`, ['os', 'net/http']));
    expect(found.needs.map((need) => 'env' in need && need.env)).toEqual(names);
  });

  it('a release sets what a package that it imports declares, and nothing that is embedded', () => {
    const found = service({
      ...one(
        'http.ListenAndServe(":1234", nil)',
        ['net/http', 'example.com/common/version'],
        '//go:embed version.txt\nvar version string',
      ),
      'version.txt': '1.0',
      Makefile: 'build:\n\tgo build -ldflags "-X example.com/common/version.Revision=$(REV)"\n',
    });
    const text = JSON.stringify(recipe(found));
    expect(text).toContain('example.com/common/version.Revision=');
    expect(text).not.toContain('main.version');
  });

  it('a release sets what stands between many lines, however many of them are embedded', () => {
    const embeds = '//go:embed f\nvar e string\n'.repeat(500);
    const values = `var (\n${'\ta1 = ""\n'.repeat(3000)}\tversion = "dev"\n\t//go:embed f\n\tcommit = ""\n)`;
    const found = service({
      ...one('http.ListenAndServe(":1234", nil)', ['net/http'], `${embeds}${values}`),
      f: '',
    });
    const text = JSON.stringify(recipe(found));
    expect(text).toContain('main.version=');
    expect(text).not.toContain('main.commit');
  });

  it('a variable that must be set goes before a default that is never taken', () => {
    const found = service(
      one(
        'type c struct {\n\tPort string `env:"HTTP_PORT,required"`\n}\nhttp.ListenAndServe(a, nil)',
        ['net/http'],
        'const defaultAddr = ":80"',
      ),
    );
    expect(environment(recipe(found))).toMatchObject({ HTTP_PORT: '8080' });
  });

  it('a word that only ends like a port moves none', () => {
    const found = service(one('http.ListenAndServe(os.Getenv("EXPORTED"), nil)', ['os', 'net/http']));
    expect(environment(recipe(found))).not.toHaveProperty('EXPORTED');
  });
});

const chosenBy = (cases: string) =>
  `switch c.Store {\n${cases}\tdefault:\n\t\tf()\n\t}\n\thttp.ListenAndServe(":7000", nil)`;

describe('a service that it speaks to', () => {
  const pq = 'github.com/lib/pq';
  it.each<[string, string, boolean]>([
    ['a file instead', chosenBy('\tcase "json":\n\t\tf()\n\tcase "postgres", "pg":\n\t\tg()\n'), true],
    ['another service instead', chosenBy('\tcase "mysql":\n\t\tf()\n\tcase "postgres":\n\t\tg()\n'), false],
    ['something else in a file', chosenBy('\tcase "json":\n\t\tf()\n\tcase "xml":\n\t\tg()\n'), false],
  ])('%s', (_, body, optional) => {
    expect(service(one(body, [pq, 'net/http'])).needs).toEqual([
      { service: 'postgres', from: 'main.go', ...(optional && { optional: true }) },
    ]);
  });

  it('looks at a file of switches once', () => {
    const code = `\t${'\tswitch x {\n'.repeat(60_000)}`;
    const start = performance.now();
    otherStores({ files: [{ ...readGoFile('main.go', ''), code }] } as unknown as Program)('postgres');
    expect(performance.now() - start).toBeLessThan(1000);
  });
});

describe('which program', () => {
  const serves = main('http.ListenAndServe(":80", nil)');
  const prints = main('println(1)', ['fmt']);
  it.each<[string, Files, string]>([
    ['the root', { 'main.go': serves, 'cmd/tool/main.go': prints }, './'],
    [
      'the one called like the module',
      { 'cmd/app/main.go': serves, 'cmd/appctl/main.go': prints },
      './cmd/app',
    ],
    ['the one that serves', { 'cmd/importer/main.go': prints, 'cmd/server/main.go': serves }, './cmd/server'],
    [
      'no example of a client',
      { 'client/clientexample/main.go': prints, 'cmd/x/main.go': prints },
      './cmd/x',
    ],
    ['no example', { 'examples/web/main.go': serves, 'cmd/x/main.go': prints }, './cmd/x'],
    [
      'no file that is not built',
      { 'gen.go': `//go:build ignore\n\n${serves}`, 'cmd/x/main.go': prints },
      './cmd/x',
    ],
    [
      'the one called like the module, whatever its name says',
      { 'cli/main.go': prints, 'cmd/app/main.go': prints, 'go.mod': 'module example.com/app/v4\n' },
      './cmd/app',
    ],
    ['of a pair the server', { 'cmd/frpc/main.go': prints, 'cmd/frps/main.go': prints }, './cmd/frps'],
    [
      'the one with a Dockerfile beside it',
      { 'cmd/a/main.go': prints, 'cmd/b/main.go': prints, 'cmd/b/Dockerfile': 'FROM scratch' },
      './cmd/b',
    ],
    [
      'one that .gitignore names by its binary',
      { '.gitignore': 'app\n', 'cmd/app/main.go': serves },
      './cmd/app',
    ],
  ])('%s', (_, files, path) => {
    expect(service({ ...mod(), ...files }).facts['main']?.value).toBe(path);
  });

  it('of several at one place it is what the most is put together for', () => {
    const found = service({
      ...mod(),
      'cmd/digest/main.go': main('x()', ['fmt']),
      'cmd/registry/main.go': main('x()', ['fmt', 'example.com/acme/app/store']),
      'store/store.go': 'package store\n',
    });
    expect(found.name.value).toBe('registry');
  });

  it('a module that the others of a workspace share is none', () => {
    const found = detect({
      'go.work': 'go 1.24\n\nuse (\n\t./api\n\t./shared\n)\n',
      'api/go.mod': 'module example.com/api\n',
      'api/main.go': prints,
      'shared/go.mod': 'module example.com/shared\n',
      'shared/shared.go': prints,
    });
    expect(found.map(({ dir }) => dir)).toEqual(['api']);
  });

  it('a program that draws windows is refused, or left to the one beside it that does not', () => {
    const game = main('ebiten.RunGame(g)', ['github.com/hajimehoshi/ebiten/v2']);
    const server = main('http.ListenAndServe(":80", nil)');
    const required = mod('require github.com/hajimehoshi/ebiten/v2 v2.2.3');
    expect(detect({ ...required, 'cmd/app/main.go': game })).toMatchObject([
      {
        found: 'refusal',
        reason: 'cmd/app/main.go imports github.com/hajimehoshi/ebiten/v2: it is a graphical program',
      },
    ]);
    const both = { ...required, 'cmd/app/main.go': game, 'cmd/server/main.go': server };
    expect(detect(both)).toMatchObject([{ found: 'service', kind: 'server' }]);
    const helped = { ...required, 'cmd/app/main.go': game, 'tools/pack/main.go': prints };
    expect(detect(helped)).toMatchObject([{ found: 'refusal' }]);
    // Required, and by none that is looked at.
    expect(service({ ...required, 'main.go': server }).kind).toBe('server');
  });
  it('a file that tries something in the root is not the program', () => {
    const files = { ...mod(), 'cmd/main/main.go': main('http.ListenAndServe(":80", nil)') };
    const facts = (name: string) => service({ ...files, [name]: main('x()', ['fmt']) }).facts['main']?.value;
    expect(facts('debug_ban_check.go')).toBe('./cmd/main');
    expect(facts('main.go')).toBe('./');
  });
  it('a directory of a module is refused where its go.mod is above it, in the same repository', () => {
    const at = makeRepo({ ...mod(), 'cmd/x/main.go': main('f()'), '.git/HEAD': '' });
    expect(detectIn(`${at}/cmd/x`)).toEqual([
      expect.objectContaining({ found: 'refusal', hint: 'run add there, with --service cmd/x' }),
    ]);
    const alone = makeRepo({ 'main.go': main('f()') });
    expect(detectIn(alone)).toEqual([expect.objectContaining({ found: 'service' })]);
  });

  it('nor is one that only embeds what is built there, or has programs below it, refused for other stacks', () => {
    const files = { ...mod(), 'web/embed.go': 'package web\n', '.git/HEAD': '' };
    expect(detectIn(`${makeRepo(files)}/web`).map((each) => [each.found, each.rank])).toEqual([
      ['refusal', undefined],
    ]);
    expect(detectIn(`${makeRepo({ ...files, 'web/cmd/x/main.go': main('f()') })}/web`)).toEqual([
      {
        found: 'refusal',
        stack: 'go',
        dir: '',
        reason: 'this directory is part of a module of Go: its go.mod is in ..',
        hint: 'run add there, with --service web/cmd/x',
      },
    ]);
  });

  it('a module of examples beside a library is none', () => {
    const found = detect({
      ...mod(),
      'lib.go': 'package lib',
      '_examples/a/go.mod': 'module a',
      '_examples/a/main.go': serves,
    });
    expect(found.map((each) => each.found)).toEqual(['refusal']);
  });

  it('what does not fit Linux is not looked at', () => {
    expect(isForElsewhere('a/b_windows.go')).toBe(true);
    expect(isForElsewhere('a/linux.go')).toBe(false);
    expect(holds('windows || (linux && !cgo)', new Set())).toBe(true);
    expect(holds('!linux', new Set())).toBe(false);
    expect(holds('integration', new Set(['integration']))).toBe(true);
    expect(() => holds(')(!&&', new Set())).not.toThrow();
  });
});

describe('how it is built', () => {
  it.each<[string, Files, string]>([
    ['without cgo', one('http.ListenAndServe(":80", nil)'), 'scratch'],
    ['with SQLite in C', one('x()', ['net/http', 'github.com/mattn/go-sqlite3']), 'base'],
    [
      'with a driver around it',
      {
        ...mod('require github.com/mattn/go-sqlite3 v1.14.0 // indirect'),
        'main.go': main('x()', ['gorm.io/driver/sqlite']),
      },
      'base',
    ],
    [
      'with SQLite in C that only compiles with it, whoever imports it',
      {
        ...mod('require crawshaw.io/sqlite v0.3.2 // indirect'),
        'main.go': main('x()', ['example.com/tiles']),
      },
      'base',
    ],
    [
      'with SQLite in C that somebody may import',
      {
        ...mod('require github.com/mattn/go-sqlite3 v1.14.0 // indirect'),
        'main.go': main('x()', ['example.com/tiles']),
      },
      'scratch',
    ],
    [
      'with a driver around it, of a go.mod from before 1.17',
      {
        'go.mod': 'module a\n\ngo 1.12\n',
        'go.sum': 'github.com/mattn/go-sqlite3 v1.14.0 h1:x\n',
        'main.go': main('x()', ['github.com/jinzhu/gorm/dialects/sqlite']),
      },
      'base',
    ],
    ['with SQLite in Go', one('x()', ['github.com/glebarez/sqlite']), 'scratch'],
    [
      'required and not imported',
      { ...mod('require github.com/mattn/go-sqlite3 v1.14.0'), 'main.go': main('x()', ['fmt']) },
      'scratch',
    ],
  ])('%s', (_, files, target) => {
    expect(service(files).target.value).toBe(target);
  });

  const compiled = (files: Files) => JSON.stringify(recipe(service(files)).stages);
  const body = main('http.ListenAndServe(":80", nil)', ['net/http', 'example.org/x']);
  const requires = mod('require example.org/x v1.0.0');
  /** A module that example.org/x needs in two versions, each with the hash of its content or without. */
  const before17 = (older: string, newer: string): Files => ({
    'go.mod': 'module a\n\ngo 1.15\n\nrequire example.org/x v1.0.0\n',
    'main.go': body,
    'go.sum': [
      'example.org/x v1.0.0 h1:x',
      'example.org/y v0.9.0/go.mod h1:x',
      ...(older === '' ? [] : [`example.org/y v0.9.0 ${older}`]),
      ...(newer === '' ? [] : [`example.org/y v0.10.0 ${newer}`]),
      'example.org/y v0.10.0/go.mod h1:x',
      'example.org/y v0.10.0-20200101000000-abcdefabcdef/go.mod h1:x',
    ].join('\n'),
  });
  it.each<[string, Files, string]>([
    ['nothing is required that is imported', { ...mod(), 'main.go': body }, 'go mod tidy'],
    ['no go.sum', { ...requires, 'main.go': body }, '-mod=mod'],
    [
      'all is there',
      { ...requires, 'main.go': body, 'go.sum': 'example.org/x v1.0.0 h1:x' },
      'go mod download',
    ],
    [
      'the sum of its go.mod alone',
      { ...requires, 'main.go': body, 'go.sum': 'example.org/x v1.0.0/go.mod h1:x' },
      '-mod=mod',
    ],
    ['a go.sum from before what go.mod asks for now', before17('h1:x', ''), '-mod=mod'],
    ['the same, with the content of the newest', before17('h1:x', 'h1:y'), 'go build -trimpath -tags'],
    [
      'the same, where go.mod replaces it',
      {
        ...before17('h1:x', ''),
        'go.mod':
          'module a\n\ngo 1.15\n\nrequire example.org/x v1.0.0\n\nreplace example.org/y => example.org/y v0.9.0\n',
      },
      'go build -trimpath -tags',
    ],
    ['versions that nothing is built of', before17('', ''), 'go build -trimpath -tags'],
    [
      'vendored',
      {
        ...requires,
        'main.go': body,
        'vendor/modules.txt': '# example.org/x v1.0.0\n## explicit\nexample.org/x\n',
      },
      '-mod=vendor',
    ],
    [
      'vendored before Go 1.14',
      {
        'go.mod': 'module a\n\ngo 1.13\n\nrequire example.org/x v1.0.0\n',
        'main.go': body,
        'vendor/modules.txt': '# example.org/x v1.0.0\nexample.org/x\n',
      },
      '-mod=vendor',
    ],
    [
      'vendored before Go 1.14, and in another version',
      {
        'go.mod': 'module a\n\ngo 1.13\n\nrequire example.org/x v1.0.1\n',
        'main.go': body,
        'go.sum': 'example.org/x v1.0.1 h1:x',
        'vendor/modules.txt': '# example.org/x v1.0.0\nexample.org/x\n',
      },
      '-mod=readonly',
    ],
    [
      'vendored, and something more that go.mod has no more',
      {
        ...requires,
        'main.go': body,
        'go.sum': 'example.org/x v1.0.0 h1:x',
        'vendor/modules.txt':
          '# example.org/x v1.0.0\n## explicit\nexample.org/x\n# example.org/y v1.0.0\n## explicit; go 1.17\n',
      },
      '-mod=readonly',
    ],
    [
      'a replacement that is not here',
      { ...mod('require example.org/x v0.0.0\nreplace example.org/x => ../x'), 'main.go': body },
      '-dropreplace=example.org/x',
    ],
    ['no go.mod', { 'main.go': body }, 'go mod init'],
    [
      'from before modules',
      {
        'main.go': main('x()', ['example.org/me/app/sub']),
        'sub/a.go': 'package sub',
        'vendor/a/a.go': 'package a',
      },
      'GO111MODULE=off',
    ],
    [
      'from before modules, with a package of another of that name',
      {
        'main.go': main('x()', ['example.org/me/lib/sub', 'example.org/me/app/sub']),
        'sub/a.go': 'package sub',
        'vendor/example.org/me/lib/sub/a.go': 'package sub',
      },
      '/go/src/example.org/me/app',
    ],
    [
      'a newer toolchain',
      { 'go.mod': 'module a\n\ngo 1.99.1\n', 'main.go': main('x()', ['fmt']) },
      'GOTOOLCHAIN',
    ],
  ])('%s', (_, files, part) => {
    expect(compiled(files)).toContain(part);
  });

  it('the working directory is one further down for a program that writes above it', () => {
    const { runtime } = recipe(
      service(
        one('gorm.Open("sqlite3", "./../gorm.db")', ['net/http', 'github.com/jinzhu/gorm/dialects/sqlite']),
      ),
    );
    expect([runtime.workdir, runtime.writable?.map(({ path }) => path)]).toEqual(['/app/run', ['/app']]);
  });

  it.each<[string, string, Files, readonly string[], readonly string[]]>([
    ['the end of a path is no path from the root', 'os.Create(dir + "/x.db")', {}, [], ['/app']],
    ['a word that is looked for is none', 'os.ReadFile(strings.Contains(s, "/lxc/x.db"))', {}, [], []],
    [
      'a directory that a path begins with',
      'file := filepath.Join("web", r.URL.Path)',
      { 'web/index.html': '' },
      ['web'],
      [],
    ],
    [
      'a route below the working directory',
      'http.Handle("/static/", http.FileServer(http.Dir(".")))',
      { 'static/a.css': '' },
      ['static'],
      [],
    ],
    [
      'pages of the directory that it runs in',
      'http.Handle("/", http.StripPrefix("/", http.FileServer(http.Dir("./"))))',
      {
        'index.html': '',
        'a.css': '',
        Makefile: '',
        'img/a.png': '',
        'cmd/b/main.go': 'package main\n',
        'cmd/b/a.html': '',
      },
      ['a.css', 'img', 'index.html'],
      [],
    ],
    [
      'the default of a tag, not the directory of an interface',
      '}\ntype c struct {\n\tDir string `default:"web/ui"`\n}\nfunc f() {\n\tbase := "api/"',
      { 'web/ui/index.html': '', 'api/a.proto': '', 'api/a.pb.go': 'package api', 'api/go.mod': 'module a' },
      ['web/ui'],
      [],
    ],
    [
      'the directory of a flag, and not another word of one',
      'a := flag.String("t", "html", "Path to template dir")\nb := flag.String("m", "mode", "How it is shown")\nc := flag.String("dir", "kept", "")\nd := flag.String("o", "made", "Output directory")',
      { 'html/index.html': '', 'mode/a.txt': '', 'kept/a.txt': '', 'made/a.txt': '' },
      ['html'],
      [],
    ],
    [
      'the end of a path that is put together',
      'p := fmt.Sprintf("%s/profiles", s.BaseDir)',
      { 'profiles/a.sh': '' },
      ['profiles'],
      [],
    ],
    [
      'files of any name where it runs',
      'dir, _ := os.Getwd()\nfile := filepath.Join(dir, name+".yml")\nos.WriteFile(file, data, 0644)',
      {},
      [],
      ['/app'],
    ],
    ['where it downloads', 'c := Config{DownloadDirectory: "./loads"}', {}, [], ['/app/loads']],
    [
      'the default of a name, where directories are made',
      'const DefaultDataDir = "data"\nos.MkdirAll(path, 0700)',
      {},
      [],
      ['/app/data'],
    ],
    ['the default of a name', 'const DefaultDataDir = "data"', {}, [], []],
    [
      'the default of a route',
      'const defaultUploadPath = "/upload"\nos.MkdirAll(path, 0700)',
      {},
      [],
      ['/app'],
    ],
    [
      'the default of what is in a home',
      'const DefaultDataDir = "data"\nhome, _ := os.UserHomeDir()\nos.MkdirAll(home, 0700)',
      {},
      [],
      ['/home/nonroot'],
    ],
    ['the default of another', 'const DefaultDatabase = "data"\nos.MkdirAll(path, 0700)', {}, [], ['/app']],
    ['a page that it shows', 'c := Config{DownloadURL: "./loads"}', {}, [], []],
    ['a file that it is told', 'os.WriteFile(file, data, 0644)', {}, [], ['/app']],
    [
      'a file that it is told, of what does not last',
      'file := filepath.Join(os.TempDir(), name)\nos.WriteFile(file, data, 0644)',
      {},
      [],
      [],
    ],
    ['a file that it reads', 'os.ReadFile(file)', {}, [], []],
    ['the name of a variable is no directory', 'os.Mkdir("ACME_CLONE_TO", 0755)', {}, [], []],
    [
      'no pages for people, no tests',
      'os.Open("CODE-OF-CONDUCT.md")\nos.Open("test/a.txt")\nos.ReadFile("./VERSION")',
      { 'CODE-OF-CONDUCT.md': '', 'test/a.txt': '', VERSION: '1' },
      ['VERSION'],
      [],
    ],
  ])('what it reads and writes: %s', (_, text, files, reads, writes) => {
    const found = service({ ...one(`${text}\nhttp.ListenAndServe(":80", nil)`, ['os']), ...files });
    expect(found.facts['reads']?.value.split(', ') ?? []).toEqual(reads);
    expect((recipe(found).runtime.writable ?? []).map(({ path }) => path)).toEqual(writes);
  });

  it('what somebody says that it keeps is all that it writes', () => {
    const files = one('os.WriteFile(file, data, 0644)\nhttp.ListenAndServe(":80", nil)', ['os']);
    const kept = { Dockerfile: 'FROM scratch\nVOLUME /data\nCMD ["/app"]\n' };
    const writes = (more: Files) => recipe(service({ ...files, ...more })).runtime.writable ?? [];
    expect(writes({})).toMatchObject([{ path: '/app', volume: false }]);
    expect(writes(kept).map(({ path }) => path)).not.toContain('/app');
  });

  it('the frontend that is embedded writes where its settings say', () => {
    const files = {
      ...one('http.ListenAndServe(":80", nil)', ['net/http', 'example.com/acme/app/ui']),
      'ui/ui.go': 'package ui\n\nimport "embed"\n\n//go:embed all:dist\nvar files embed.FS\n',
      'ui/package.json': JSON.stringify({
        scripts: { build: 'vite build' },
        devDependencies: { '@sveltejs/adapter-static': '3' },
      }),
      'ui/svelte.config.js':
        'export default {\n  kit: { adapter: adapter({ pages: "dist", assets: "dist" }) },\n};\n',
    };
    expect(compiled(files)).toContain('npm run build');
    expect(compiled(files)).not.toContain('cp -R');
  });

  it.each<[string, string, string | undefined]>([
    ['a tag for debugging is not taken over', 'build-dev:\n\tgo build -tags app_debug .\n', undefined],
    [
      'nor one of another build than the first',
      'all:\n\tgo build .\nfips:\n\tgo build -tags fips .\n',
      undefined,
    ],
    [
      'a variable of the makefile is followed',
      'TAGS = fts5 json\nFLAGS = -tags "$(TAGS)"\nall:\n\tgo build $(FLAGS) .\n',
      'fts5, json',
    ],
    ['one of the first is', 'all:\n\tgo build -tags fts5 .\nfips:\n\tgo build -tags fips .\n', 'fts5'],
  ])('%s', (_, Makefile, tags) => {
    expect(service({ ...one('x()', ['fmt']), Makefile }).facts['tags']?.value).toBe(tags);
  });

  it('the frontend that is embedded writes what git ignores beside what is there', () => {
    const files = {
      ...one('http.ListenAndServe(":1", nil)', ['net/http', 'embed'], '//go:embed static/*\nvar f embed.FS'),
      'static/icon.svg': '',
      'package.json': '{"scripts":{"build":"node build.js"},"devDependencies":{"esbuild":"1"}}',
      'build.js': 'x({ outdir: "static" })',
    };
    expect(service(files).facts['frontend']).toBeUndefined();
    const ignored = { ...files, 'static/.gitignore': 'bundle.js\n' };
    expect(service(ignored).facts['frontend']?.value).toBe('./');
  });

  it('a script of the repository makes what is embedded', () => {
    const files = {
      ...one(
        'x()',
        ['embed'],
        '//go:generate go run "build/wasm.go"\n\n//go:embed main.wasm\nvar wasm []byte',
      ),
      'build/wasm.go': '//go:build tools\n\npackage main\n\nconst to = "../main.wasm"\n',
    };
    expect(compiled(files)).toContain('go generate .');
    expect(compiled(files)).not.toContain('touch');
  });

  it('a command line reads the directory of its settings', () => {
    const found = service({ ...one('x()', ['fmt'], 'var cfgDir = "./cfg/"'), 'cfg/a.yaml': '' });
    expect(found.facts['reads']?.value).toBe('cfg');
  });

  it('a port of compose that the source does not know is not believed, unless something sets it', () => {
    const ports = { 'compose.yml': 'services:\n  app:\n    build: .\n    ports: ["80:7001"]\n' };
    expect(service({ ...one('http.ListenAndServe(":7000", nil)'), ...ports }).port?.value).toBe('7000');
    const set = one('http.ListenAndServe(getEnv("ADDR", ":7000"), nil)');
    expect(service({ ...set, ...ports }).port?.value).toBe('7001');
  });

  it('words of the repository that could end a line are dropped or quoted', () => {
    const found = service({ ...mod(), 'cmd/a b;c/main.go': main('x()', ['fmt']) });
    expect(JSON.stringify(recipe(found).stages)).toContain("'./cmd/a b;c'");
  });
});

describe('reading', () => {
  it('go.mod, in its forms', () => {
    const read = readGoMod(
      'module "a.b/c" // x\ngo 1.22.1\nrequire (\n\tx/y v1.0.0 // indirect\n)\nrequire z v2.0.0\nreplace x/y => ./y\nreplace (\n\tz => z2 v3.0.0\n)\ntool a/b\n',
    );
    expect(read).toMatchObject({
      module: 'a.b/c',
      go: { value: '1.22.1', line: 2 },
      requires: [
        { path: 'x/y', version: 'v1.0.0', indirect: true },
        { path: 'z', version: 'v2.0.0', indirect: false },
      ],
      replaces: [{ module: 'x/y', path: './y' }],
      tools: ['a/b'],
    });
    expect([...read.replaced]).toEqual(['x/y', 'z']);
    expect(readGoWork('go 1.25\nuse ./a\nuse (\n\t./b\n)\n')).toEqual({ go: '1.25', uses: ['./a', './b'] });
  });

  it('a file of Go', () => {
    const file = readGoFile(
      'a.go',
      '// x "y"\npackage a\n\nimport "C"\nimport (\n\tm "n/o"\n)\n\n//go:embed all:dist "a b"\nvar x = "// no comment" /* gone */\n',
    );
    expect(file).toMatchObject({ pkg: 'a', imports: ['C', 'n/o'] });
    expect(file?.embeds).toEqual([
      { pattern: 'dist', line: 9 },
      { pattern: 'a b', line: 9 },
    ]);
    expect(file?.code).toContain('"// no comment"');
    expect(file?.code).not.toContain('gone');
  });

  it('a pattern of many stars to embed is taken for one that fits', () => {
    const found = service({
      ...one(
        'http.ListenAndServe(":1234", nil)',
        ['net/http', 'embed'],
        `//go:embed ${'*a'.repeat(12)}b\nvar f embed.FS`,
      ),
      ['a'.repeat(200)]: '',
    });
    expect(found.notes).toEqual([]);
  });

  it('never throws, whatever the files hold', () => {
    const pieces = constantFrom(
      'package main',
      'func main() {',
      '}',
      'import (',
      ')',
      '"',
      '`',
      '//go:embed x',
      '/*',
      'http.ListenAndServe(":80", nil)',
      'cobra.Command{Use: "serve"',
      'os.Getenv("PORT")',
      'module a',
      'require (',
      'replace x => ../..',
      '\u0000',
      '\u0007',
      '\\',
      'cli.App{',
      'Name: "a",',
      'flag.String("port", "$(x)", "")',
      '{{x}}',
      '\n',
      ' ',
    );
    const text = array(pieces, { maxLength: 40 }).map((words) => words.join('\n'));
    assert(
      property(text, text, text, (a, b, c) => {
        const files = {
          'go.mod': c,
          'main.go': `package main\nfunc main() {\n${a}`,
          'x/y.go': b,
          'go.work': c,
          'package.json': b,
          '.goreleaser.yml': a,
        };
        expect(
          detect(files).flatMap((each) => (each.found === 'service' ? [recipe(each)] : [])),
        ).toBeDefined();
      }),
      { numRuns: 60 },
    );
  });
});

it.each([
  ['v1.8.1', 'github.com/cloudwego/hertz/pkg/app/server', true],
  ['v1.12.0', 'github.com/cloudwego/hertz/pkg/app/server', false],
  ['v1.8.1', 'net/http', false],
])('sonic %s by %s may reach into the runtime, which the linker refuses: %s', (version, used, may) => {
  const made = service({
    ...one('h := server.Default()\nh.Spin()', [used]),
    'go.mod': `module example.com/acme/app\n\ngo 1.21\n\nrequire github.com/cloudwego/hertz v0.7.2\nrequire github.com/bytedance/sonic ${version} // indirect\n`,
  });
  expect(JSON.stringify(recipe(made).stages).includes('-checklinkname=0')).toBe(may);
});

it.each([
  ['\tcp -r dist/assets ../api/public\n', ['ui']],
  ['\tcp -r dist/assets ../other/public\n', []],
  ['\tnpm run build\n', []],
])('pages that %j puts into what it embeds are no site of their own: %j', (line, pages) => {
  const found = service({
    'api/go.mod': mod()['go.mod'],
    'api/main.go': main(
      'http.ListenAndServe(":80", nil)',
      ['net/http', 'embed'],
      '//go:embed public/*\nvar files embed.FS',
    ),
    'api/public/index.js': '',
    'ui/package.json': '{"scripts":{"build":"vite build"}}',
    'ui/Makefile': `all:\n${line}`,
  });
  expect(found.pages).toEqual(pages);
});

it.each([
  ['docs', 'all:app/public/*', 'vite build', 'ui'],
  ['docs', 'all:app/public/*', 'vite -c app/vite.config.js build', undefined],
  ['docs', 'app/manifest.json', 'vite build', undefined],
  ['site', 'all:app/public/*', 'vite build', undefined],
])(
  'of a package in %s and one in ui that makes %s by %j is the one in %s',
  (dir, pattern, line, expected) => {
    const build = JSON.stringify({ scripts: { build: line } });
    const found = service({
      'api/go.mod': mod()['go.mod'],
      'api/main.go': main(
        'http.ListenAndServe(":80", nil)',
        ['net/http', 'embed'],
        `//go:embed ${pattern}\nvar files embed.FS`,
      ),
      [`${dir}/package.json`]: build,
      'ui/package.json': build,
    });
    expect(found.pages).toEqual(expected === undefined ? [] : [expected]);
  },
);

it.each([
  ['v0.5.0', 'v0.5.0'],
  // Its own requirements no longer compile.
  ['v0.6.0', 'v0.7.0'],
])('runs wire %s as %s', (version, run) => {
  const made = service({
    ...one('http.ListenAndServe(":5000", wired())', ['net/http']),
    'go.mod': `module example.com/acme/app\n\ngo 1.21\n\nrequire github.com/google/wire ${version}\n`,
    'wire.go':
      '//go:build wireinject\n\npackage main\n\nimport "github.com/google/wire"\n\nfunc wired() http.Handler { panic(wire.Build(routes)) }\n',
  });
  expect(JSON.stringify(recipe(made).stages)).toContain(`cmd/wire@${run} ./...`);
});
