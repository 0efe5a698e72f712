import { describe, expect, it } from 'vitest';
import type { Candidate, Chosen, Hints, Service } from '../../src/detect/types.ts';
import { openInventory } from '../../src/inventory/open.ts';
import { writeRecipe } from '../../src/recipe/write.ts';
import { loadAllStacks } from '../../src/stacks/load.ts';
import { detector } from '../../src/stacks/rust/detect.ts';
import { makeRepo } from '../support/repo.ts';

const stacks = await loadAllStacks();
const stack = stacks.find(({ id }) => id === 'rust');
if (!stack) throw new Error('no such stack');
const said: Hints = { env: {}, apt: [], args: {}, needs: [] };

type Files = Readonly<Record<string, string>>;

function detect(files: Files, hints: Partial<Hints> = {}): readonly Candidate[] {
  const found = detector.detect({
    repo: openInventory(makeRepo(files)),
    stack: stack as NonNullable<typeof stack>,
    stacks,
    hints: () => ({ ...said, ...hints }),
  });
  return found.toSorted((a, b) => rank(b) - rank(a));
}

const rank = (each: Candidate) => (each.found === 'service' ? each.rank : -1);

function serviceIn(files: Files, hints?: Partial<Hints>): Service {
  const [first] = detect(files, hints);
  if (first?.found !== 'service') throw new Error(JSON.stringify(first));
  return first;
}

const chosenFor = (service: Service): Chosen => {
  const target = service.target.value;
  return {
    target: { id: target, ...(stack?.targets[target] as NonNullable<(typeof stack.targets)[string]>) },
    port: Number(service.port?.value ?? 0),
    health: service.health?.value ?? '',
    files: [],
    writable: [],
  };
};

/** The whole of what is written, stage by stage. */
function dockerfile(files: Files, hints?: Partial<Hints>): string {
  const service = serviceIn(files, hints);
  const chosen = chosenFor(service);
  const { stages, runtime, start } = writeRecipe(service.recipe(chosen), {
    port: chosen.port,
    secretMounts: '',
    ours: '',
    apt: [],
  });
  return [...stages.map(({ from, body }) => `FROM ${from}\n${body}`), runtime, start].join('\n');
}

const cargo = (dependencies = '', more = '') =>
  `[package]\nname = "app"\nversion = "1.0.0"\nedition = "2021"\n${more}\n[dependencies]\n${dependencies}\n`;
const server = (listen: string, dependencies = 'axum = "0.8"') => ({
  'Cargo.toml': cargo(dependencies),
  'src/main.rs': `#[tokio::main]\nasync fn main() {\n${listen}\n}\n`,
});
const struct = (type: string, host: string, port: string) =>
  `pub struct ${type} {\n  #[serde(default = "${host}")]\n  pub host: String,\n  #[serde(default = "${port}")]\n  pub port: u16,\n}\n`;
const asked = (name: string, type: string, value: string) => `fn ${name}() -> ${type} {\n  ${value}\n}\n`;
const lock = (packages: Readonly<Record<string, readonly string[]>>) =>
  Object.entries({ app: [], ...packages })
    .map(([id, dependencies]) => {
      const [name = '', version = '1.0.0'] = id.split('@');
      const list = dependencies.map((each) => `"${each}",`).join('\n ');
      return `[[package]]\nname = "${name}"\nversion = "${version}"\ndependencies = [\n ${list}\n]\n`;
    })
    .join('\n');

describe('where it listens', () => {
  it.each([
    ['a socket address', 'let l = TcpListener::bind("127.0.0.1:3000").await;', '3000'],
    ['all addresses', 'let l = TcpListener::bind("0.0.0.0:4000").await;', '4000'],
    ['IPv6', 'let addr = "[::1]:50051".parse().unwrap(); Server::builder().serve(addr)', '50051'],
    ['a pair', 'HttpServer::new(App::new).bind(("127.0.0.1", 8081))?.run().await', '8081'],
    ['numbers', 'warp::serve(routes).run(([127, 0, 0, 1], 3030)).await;', '3030'],
    ['SocketAddr::from', 'let a = SocketAddr::from(([0, 0, 0, 0], 8088)); axum::serve(a, app)', '8088'],
    ['a constant', 'let l = TcpListener::bind((Ipv4Addr::LOCALHOST, 9000)).await;', '9000'],
    [
      'the environment',
      'let port = std::env::var("PORT").unwrap_or_else(|_| "5000".to_string()); TcpListener::bind(port)',
      '5000',
    ],
    [
      'a number of the environment',
      'let port: u16 = env::var("PORT")\n  .ok()\n  .and_then(|p| p.parse().ok())\n  .unwrap_or(5001);\nTcpListener::bind(port)',
      '5001',
    ],
    [
      'an address of the environment',
      'let a = env::var("ADDRESS").unwrap_or_else(|_| "127.0.0.1:8000".into()); TcpListener::bind(a)',
      '8000',
    ],
    [
      'a helper of its own for the environment',
      'set_env("PORT", 1);\nlet s = parse_env_var("SMTP_PORT", 1025);\nlet h: u16 = env_or_default("HTTP_PORT", 1080);\nTcpListener::bind((ip, h))',
      '1080',
    ],
    [
      'no helper that only asks, writes or complains, nor what is of another program',
      'with_env("PORT", "1111");\nenv_is_set("PORT", 1112);\nupdate_setting("PORT", 1113);\nread_config("DB_PORT", "5432");\nget_setting("REDIS_PORT", 6379);\nlet h: u16 = env_with_default("HTTP_PORT", 1081);\nTcpListener::bind((ip, h))',
      '1081',
    ],
    ['a variable', 'let port = 7000;\nTcpListener::bind(format!("127.0.0.1:{port}")).await', '7000'],
    [
      'the default of the settings, not that of its metrics',
      'c.set_default("host", "127.0.0.1")?\n.set_default("port", 8888)?\n.set_default("metrics.port", 9001)?; TcpListener::bind(c) }\nimpl Default for Metrics {\n  fn default() -> Self { Metrics { port: 9001 } }\n}\nfn x() {',
      '8888',
    ],
    [
      'the default of a field, not that of another struct',
      '}\nstruct MailOptions {\n  #[builder(default = "587")]\n  pub port: u16,\n}\nstruct Config {\n  #[builder(default = "3890")]\n  pub ldap_port: u16,\n  #[builder(default = "17170")]\n  pub http_port: u16,\n}\nfn x() { TcpListener::bind(c)',
      '17170',
    ],
    [
      'another form of it',
      '}\nstruct Config {\n  #[default(8536)]\n  pub port: u16,\n}\nfn x() { TcpListener::bind(c)',
      '8536',
    ],
    [
      'not what a metric’s address would be',
      'let a = prometheus_listen_addr.unwrap_or_else(|| SocketAddr::new(Ipv4Addr::LOCALHOST.into(), 9000));\nTcpListener::bind("0.0.0.0:5300")',
      '5300',
    ],
    [
      'not the metrics, the database or a comment',
      '// TcpListener::bind("127.0.0.1:1111")\nlet redis = connect("127.0.0.1:6379");\nlet m = env::var("METRICS_PORT").unwrap_or("9090".into());\nTcpListener::bind("0.0.0.0:2222")',
      '2222',
    ],
  ])('%s', (_, listen, port) => {
    expect(serviceIn(server(listen))).toMatchObject({ kind: 'server', port: { value: port } });
  });

  it.each([
    ['TcpListener::bind("127.0.0.1:3000")', `s/"127\\.0\\.0\\.1:3000"/"0.0.0.0:3000"/`],
    ['x.bind(("localhost", 3000))', `s/"localhost", 3000/"0.0.0.0", 3000/`],
    ['warp::serve(r).run(([127, 0, 0, 1], 3030))', 's/\\[127, 0, 0, 1\\], 3030/[0, 0, 0, 0], 3030/'],
    ['TcpListener::bind(SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 3000))', 'Ipv4Addr::UNSPECIFIED'],
  ])('%s is changed in the copy that is built', (listen, change) => {
    expect(dockerfile(server(listen))).toContain(change);
  });

  it.each([
    ['let h = env::var("HOST").unwrap_or("127.0.0.1".into()); TcpListener::bind(h)', 'HOST=0.0.0.0'],
    [
      'let a = env::var("LISTEN_ADDR").unwrap_or("127.0.0.1:8000".into()); TcpListener::bind(a)',
      'LISTEN_ADDR=0.0.0.0:8000',
    ],
    ['let p = env::var("PORT").unwrap_or("8000".into()); TcpListener::bind(p)', 'PORT=8000'],
    ['let a = env_or("BIND", "localhost"); TcpListener::bind((a, 3000))', 'BIND=0.0.0.0\n'],
    ['let a = env::var("SERVER_ADDR").expect("address"); TcpListener::bind(a)', 'SERVER_ADDR=0.0.0.0:3000'],
  ])('%s is told by the environment', (listen, env) => {
    expect(dockerfile(server(listen))).toContain(env);
  });

  it('tells the program where another file says that it listens, and does not believe what nothing sets', () => {
    const port = { value: '9000', from: 'compose.yml:4', confidence: 'medium' } as const;
    const set = server('let p = env::var("APP_PORT").unwrap_or("3000".into()); TcpListener::bind(p)');
    expect(dockerfile(set, { port })).toContain('APP_PORT=9000');
    expect(serviceIn(server('TcpListener::bind("0.0.0.0:3000")'), { port }).port?.value).toBe('3000');
    expect(
      serviceIn(server('TcpListener::bind(if x { "0.0.0.0:9000" } else { "0.0.0.0:3000" })'), { port }).port
        ?.value,
    ).toBe('9000');
  });

  it.each([
    ['in the program', 'include_str!("../app.toml")', '5311'],
    ['read while it runs, after the source', 'File::open("app.toml")', '5312'],
  ])('settings %s', (_, read, port) => {
    const settings =
      '[mqtt]\nlisten = "0.0.0.0:5310"\n[prometheus]\nlisten = "127.0.0.1:5313"\n[console]\nlisten = "127.0.0.1:5311"\n';
    const body = `let s = ${read};\nmatch prometheus_setting.port { None => SocketAddr::new(Ipv4Addr::LOCALHOST, 5313) };\nlet a = or(s, "127.0.0.1:5312"); TcpListener::bind(a)`;
    const files = { ...server(body), 'app.toml': settings };
    expect(serviceIn(files).port?.value).toBe(port);
    const [edited, other] = ['listen = "0.0.0.0:5311', 'UNSPECIFIED, 5313'];
    expect(dockerfile(files).includes(edited)).toBe(port === '5311');
    expect(dockerfile(files)).not.toContain(other);
  });

  it.each([
    ['what it binds', 'app.toml', 'port = 5316', '"0.0.0.0:3001"', '3001'],
    ['one of several', 'app.toml', '[[server]]\nport = 5316', 'a', '3001'],
    ['a template', 'docker-compose.yml', 'services:\n  web:\n    port: 5316', 'a', '3001'],
    ['the only one', 'app.toml', '[server]\nport = 5316', 'a', '5316'],
  ])('settings in the program: %s', (_, path, text, bound, port) => {
    const body = `let s = include_str!("../${path}");\nlet a = "0.0.0.0:3001";\nTcpListener::bind(${bound})`;
    expect(serviceIn({ ...server(body), [path]: text }).port?.value).toBe(port);
  });

  it('a function that the field of another part asks for a default is not its own', () => {
    const config = [
      struct('Server', 'default_host', 'default_server_port'),
      struct('Database', 'default_pg', 'default_port'),
      struct('Imap', 'default_pg', 'letters_port'),
      asked('letters_port', 'u16', '5318'),
      asked('default_pg', 'String', '"localhost".to_string()'),
      asked('default_port', 'u16', '5319'),
      asked('default_host', 'String', '"localhost".to_string()'),
      asked('default_server_port', 'u16', '5320'),
    ].join('');
    const files = { ...server('TcpListener::bind(c.addr())'), 'src/config.rs': config };
    const main = { ...files, 'src/main.rs': `mod config;\n${files['src/main.rs']}` };
    expect(serviceIn(main).port?.value).toBe('5320');
    const line = config.slice(0, config.lastIndexOf('"localhost"')).split('\n').length;
    expect(dockerfile(main).match(/sed -i .*/g)).toEqual([
      expect.stringContaining(`'${line}s/"localhost"\\.to_string()/"0.0.0.0"`),
    ]);
  });

  it('reads a function of spaces in time', () => {
    const start = performance.now();
    serviceIn(server(`fn port() -> u16 { 1${' '.repeat(60_000)}x }\nTcpListener::bind("0.0.0.0:3000")`));
    expect(performance.now() - start).toBeLessThan(1000);
  });

  it.each([
    [
      'fn default_host() -> String {\n  "127.0.0.1".to_string()\n}\nfn default_port() -> u16 {\n  5320\n}',
      '5320',
      's/"127\\.0\\.0\\.1"\\.to_string()/',
    ],
    ['impl Config { fn listen_addr() -> String { String::from("localhost:5321") } }', '5321', '0.0.0.0:5321'],
    ['fn metrics_port() -> u16 { 5322 }\nfn find_port() -> u16 { let l = 5323; l }', '3000', 'EXPOSE'],
  ])('a function that serde asks for a default: %s', (functions, port, text) => {
    const files = { ...server('TcpListener::bind(c.addr())'), 'src/config.rs': `${functions}\n` };
    const main = { ...files, 'src/main.rs': `mod config;\n${files['src/main.rs']}` };
    expect(serviceIn(main).port?.value).toBe(port);
    expect(dockerfile(main)).toContain(text === 'EXPOSE' ? 'ENTRYPOINT' : text);
  });

  it.each([
    ['fn default_data_dir() -> PathBuf {\n  PathBuf::from("./kept")\n}', true],
    ['fn x() { let d = env::var("APP_DATA_DIR")\n  .unwrap_or_else(|_| "./kept".to_string()); }', true],
    [
      'fn x() { let d = env::var("UPLOAD_PATH").ok().map(PathBuf::from).unwrap_or_else(|| PathBuf::from("kept")); }',
      true,
    ],
    [
      'fn x() { let p = env::var("STORE_PATH").unwrap_or_else(|_| "kept".to_string()); File::create(&p); }',
      false,
    ],
    [
      'fn x() { let p = PathBuf::from(env::var("STORE_PATH").unwrap_or_else(|_| "kept".into())); File::create(p.join("x")); }',
      true,
    ],
    [
      'fn x() { let p = env::var("STORE_PATH").unwrap_or_else(|_| "kept".to_string()); File::create(q); p }',
      true,
    ],
    ['fn x() { let d = env::var("DATA_DIR")?; let s = y.unwrap_or("kept"); }', false],
    ['fn data_dir() -> PathBuf {\n  PathBuf::from("tests/kept")\n}', false],
    ['fn static_dir() -> PathBuf {\n  PathBuf::from("./kept")\n}', false],
  ])('keeps its data where %s says', (text, isKept) => {
    const files = server(`TcpListener::bind("0.0.0.0:3000") }\n${text}\nfn z() {`);
    expect(dockerfile(files).includes('VOLUME ["/app/kept"]')).toBe(isKept);
    expect(dockerfile(files)).not.toContain('/app/tests');
  });

  it('asks at the port that a variable holds', () => {
    const text = dockerfile(server('rocket::build()', 'rocket = "0.5"'));
    expect(text).toContain('"/usr/local/bin/healthcheck","ROCKET_PORT","/"');
    expect(text).toContain('env::var(&args[1])');
  });

  it('starts Rocket by the word that its program serves by', () => {
    const source = 'rocket::build()\n}\n#[derive(Subcommand)]\nenum Command {\n  Server {},\n  Keys {},';
    expect(dockerfile(server(source, 'rocket = "0.5"'))).toContain('CMD ["server"]');
  });

  it('does not take the number of a protocol for its port', () => {
    const found = serviceIn(server('const DIVERT_PORT: u16 = 33;\nTcpListener::bind("0.0.0.0:8388")'));
    expect(found.port?.value).toBe('8388');
  });

  it('takes what clap is given', () => {
    const args =
      '#[derive(Parser)]\nstruct Args {\n  #[arg(long, default_value = "127.0.0.1")]\n  host: String,\n  #[arg(long, default_value_t = 9999)]\n  port: u16,\n}\nfn x() { TcpListener::bind((host, port)); }';
    const files = server(args);
    expect(serviceIn(files).port).toMatchObject({ value: '9999', confidence: 'high' });
    expect(dockerfile(files)).toContain('CMD ["--host","0.0.0.0"]');
  });

  it.each([
    ['::1', '"--listen","0.0.0.0"'],
    ['[::1]:9999', '"--listen","0.0.0.0:9999"'],
    ['::', ''],
  ])('takes %s for what it is', (value, command) => {
    const args = `#[derive(Parser)]\nstruct Args {\n  #[arg(long, default_value_t = 9999)]\n  port: u16,\n  #[arg(long, default_value = "${value}")]\n  listen: IpAddr,\n}\nfn x() { TcpListener::bind((listen, port)); }`;
    const text = dockerfile(server(args));
    expect(text).toContain('EXPOSE 9999');
    expect(/CMD \[("--listen".*)\]$/m.exec(text)?.[1] ?? '').toBe(command);
  });

  it('is not told where others are sent', () => {
    const args =
      '#[derive(Parser)]\nstruct Args {\n  #[arg(long, env = "HTTPS_REDIRECT_HOST", default_value = "localhost")]\n  https_redirect_host: String,\n}\nfn x() { TcpListener::bind("0.0.0.0:80"); }';
    expect(dockerfile(server(args))).not.toContain('REDIRECT');
  });

  it.each([
    'let e = env::var("BIGTABLE_EMULATOR_HOST").unwrap_or("localhost:8086".into());',
    'let s = Settings { endpoint_hostname: "localhost", statsd_host: Some("localhost") };',
  ])('changes nothing of who is asked: %s', (text) => {
    expect(dockerfile(server(`${text} TcpListener::bind("0.0.0.0:80")`))).not.toMatch(/sed -i|_HOST=/);
  });

  it('sets no variable of an argument that has its own default', () => {
    const args =
      'fn cli() { Command::new("a").arg(Arg::new("bind").env("APP_BIND").long("bind"))\n.arg(Arg::new("port").env("APP_PORT").long("port").help("[default: 5000]")); }\nfn x() { TcpListener::bind((host, port)); }';
    const text = dockerfile(server(args));
    expect(text).not.toContain('APP_BIND');
    expect(text).toContain('EXPOSE 5000');
  });
});

const shortForm = (listen: string) =>
  dockerfile({
    'Cargo.toml': cargo('actix-web = "4"'),
    'src/main.rs': `fn cli() { Command::new("a")\n.arg(arg!(-l --listen <ADDRESS>).help("Where")${listen})\n.arg(arg!(-d --"data-dir" <DIR> "Where it keeps its data").env("DATA_DIR").default_value("/var/lib/shop")); }\nfn main() { HttpServer::new(f).bind(a); }`,
  });

describe('arguments by the short form of clap', () => {
  it('that have to be given are', () => {
    expect(shortForm('.env("LISTEN").required(true)')).toContain('ENV LISTEN=0.0.0.0:8080');
    expect(shortForm('.required(true)')).toContain('CMD ["--listen","0.0.0.0:8080"]');
  });
  it('end where the next one begins', () => {
    const next = '.arg(Arg::new("database").env("DATABASE_URL").default_value("4096").required(true))';
    expect(shortForm(`)${next}.arg(arg!(--x`)).not.toMatch(/DATABASE_URL=|4096|--listen/);
  });
  it('are not passed where only one of several commands takes them', () => {
    const text = shortForm(').subcommand(Command::new("ping").arg(arg!(--host <HOST>).required(true))');
    expect(text).not.toContain('--host');
  });
  it('that need not are left alone', () => {
    expect(shortForm('.env("LISTEN")')).not.toContain('LISTEN');
    expect(shortForm('.env("LISTEN").default_value("0.0.0.0:8080")')).not.toContain('LISTEN');
  });
  it('name a directory that is written to', () => {
    expect(shortForm('')).toContain('VOLUME ["/var/lib/shop"]');
  });
});

const built = (dependencies: string, packages: Readonly<Record<string, readonly string[]>>, more = '') => ({
  'Cargo.toml': cargo(dependencies, more),
  'Cargo.lock': lock(packages),
  'src/main.rs': 'fn main() {}',
});

describe('what it takes', () => {
  it.each([
    ['nothing', { log: [] }, 'log', 'scratch'],
    ['C code', { ring: ['cc'], cc: [] }, 'ring', 'cc'],
    ['a library', { openssl: ['openssl-sys'], 'openssl-sys': ['cc', 'pkg-config'] }, 'openssl', 'cc'],
    ['what is for Windows', { log: ['windows-sys', 'winapi'], 'windows-sys': ['cc'] }, 'log', 'scratch'],
    ['what only tests have', { log: [], ring: ['cc'] }, 'log', 'scratch'],
  ])('%s', (_, packages, name, target) => {
    const files = built(`${name} = "1"\n[dev-dependencies]\nring = "1"`, packages);
    expect(serviceIn(files).target.value).toBe(target);
  });

  it.each([
    ['0.2.132', 'cc'],
    ['0.2.146', 'scratch'],
  ])('glibc where libc %s calls what musl has no more: %s', (version, target) => {
    const files = built('libc = "0.2"', { libc: [] });
    const text = files['Cargo.lock'].replace(/(name = "libc"\nversion = )"[^"]*"/, `$1"${version}"`);
    expect(text).toContain(version);
    expect(serviceIn({ ...files, 'Cargo.lock': text }).target.value).toBe(target);
  });

  it('optional crates count where a default feature turns them on', () => {
    const packages = { ring: ['cc'] };
    const optional = 'ring = { version = "1", optional = true }\n[features]\n';
    expect(serviceIn(built(`${optional}tls = ["dep:ring"]`, packages)).target.value).toBe('scratch');
    expect(serviceIn(built(`${optional}default = ["tls"]\ntls = ["dep:ring"]`, packages)).target.value).toBe(
      'cc',
    );
  });

  it.each([
    ['pq-sys', { diesel: ['pq-sys', 'mysqlclient-sys'], 'pq-sys': ['pkg-config'] }, ['libpq5']],
    ['bundled', { diesel: ['pq-sys'], 'pq-sys': ['pq-src'] }, []],
  ])('%s', (_, packages, libraries) => {
    const files = built('diesel = { version = "2", features = ["postgres"] }', packages);
    expect(serviceIn(files).packages.map(({ value }) => value)).toEqual(libraries);
  });

  it.each([
    [{ 'prost-build': [] }, 'protobuf-compiler'],
    [{ 'prost-build': [], cmake: [], x: ['cmake'] }, 'protobuf-compiler'],
    [{ 'librocksdb-sys': ['bindgen', 'cc'] }, 'libclang-dev'],
    [{ 'rdkafka-sys': ['cmake'] }, 'cmake'],
  ])('%j wants %s', (packages, name) => {
    const dependencies = Object.keys(packages).map((each) => `${each} = "1"`);
    expect(dockerfile(built(dependencies.join('\n'), packages))).toContain(name);
  });

  it('updates what Rust no longer builds', () => {
    const files = built('time = "0.3"', { 'time@0.3.20': [] });
    expect(dockerfile(files)).toContain('cargo update --package time@0.3.20 --precise 0.3.36');
    expect(dockerfile(built('time = "0.3"', { 'time@0.3.35': [] }))).not.toContain('cargo update');
    // time 0.3.36 asks for serde 1.0.184.
    const held = built('time = "0.3"', { 'time@0.3.7': [], 'serde@1.0.136': [] });
    expect(dockerfile(held)).toContain(
      'cargo update --package serde@1.0.136 --recursive \\\n && cargo update --package time@0.3.7 --precise',
    );
    const free = built('time = "0.3"', { 'time@0.3.7': [], 'serde@1.0.200': [] });
    expect(dockerfile(free)).not.toContain('--package serde');
    // What is built already stays as it is.
    const fine = built('time = "0.3"', { 'time@0.3.36': [], 'serde@1.0.136': [] });
    expect(dockerfile(fine)).not.toContain('cargo update');
  });

  it('takes --locked only of a lock file that fits', () => {
    expect(dockerfile(built('log = "1"', { log: [] }))).not.toContain('--locked');
    const whole = lock({ log: [] }).replace('dependencies = [\n \n]', 'dependencies = [\n "log",\n]');
    const files = { ...built('log = "1"', {}), 'Cargo.lock': whole };
    expect(dockerfile(files)).toContain('cargo build --locked --release');
    // Of what only tests have, and then of a crate that the manifest has no more.
    const tested = { ...files, 'Cargo.toml': cargo('[dev-dependencies]\nlog = "1"') };
    expect(dockerfile(tested)).toContain('--locked');
    expect(dockerfile({ ...files, 'Cargo.toml': cargo('') })).not.toContain('--locked');
  });

  it('installs linkers of .cargo/config.toml', () => {
    const config =
      '[target.x86_64-unknown-linux-gnu]\nlinker = "clang"\nrustflags = ["-C", "link-arg=-fuse-ld=mold"]\n';
    const text = dockerfile({ ...built('', {}), '.cargo/config.toml': config });
    expect(text).toContain('--no-install-recommends clang mold');
  });

  it('checks queries against what is there', () => {
    const files = {
      ...built('sqlx = { version = "0.8", features = ["sqlite"] }', { sqlx: [] }),
      'src/main.rs': 'fn main() { sqlx::query!("SELECT 1"); }',
    };
    expect(detect(files)[0]).toMatchObject({ found: 'refusal' });
    expect(dockerfile({ ...files, '.sqlx/query-1.json': '{}' })).toContain('SQLX_OFFLINE=true');
    const made = dockerfile({ ...files, 'migrations/1.sql': 'CREATE TABLE a (b);' });
    expect(made).toContain('sqlite3 /tmp/checked.db');
    expect(made).toContain('DATABASE_URL=sqlite:///tmp/checked.db');
  });
});

it('features that a feature asks of a local package', () => {
  const files = {
    'Cargo.toml': `[workspace]\nmembers = ["cli", "orm"]\n`,
    'cli/Cargo.toml': `${cargo('orm = { path = "../orm" }')}[features]\ndefault = ["postgres"]\npostgres = ["orm/postgres"]\n`,
    'cli/src/main.rs': 'fn main() {}',
    'orm/Cargo.toml': `${cargo('pq-sys = { version = "0.7", optional = true }').replace('"app"', '"orm"')}[features]\npostgres = ["dep:pq-sys"]\n`,
    'orm/src/lib.rs': '',
  };
  expect(serviceIn(files).packages.map(({ value }) => value)).toEqual(['libpq5']);
});

const member = (dir: string, name: string) => ({
  [`${dir}/Cargo.toml`]: cargo().replace('"app"', `"${name}"`),
  [`${dir}/src/main.rs`]: 'fn main() { TcpListener::bind("0.0.0.0:80"); }',
});

describe('which program', () => {
  const main = 'fn main() {}';

  it('default-run goes before the others, and tools of the repository come last', () => {
    const files = {
      'Cargo.toml': cargo('', 'default-run = "two"'),
      'src/bin/one.rs': main,
      'src/bin/two.rs': main,
      'src/bin/seed.rs': main,
    };
    const names = detect(files).map((each) => each.found === 'service' && each.name.value);
    expect(names).toEqual(['two', 'one', 'seed']);
  });

  it('what the names of its helpers begin with goes before them', () => {
    const files = {
      'Cargo.toml': cargo(),
      'src/bin/rga-fzf.rs': main,
      'src/bin/rga-preproc.rs': main,
      'src/bin/rga.rs': main,
    };
    expect(serviceIn(files).name.value).toBe('rga');
  });

  it('what lies with the tools comes after the server', () => {
    const files = {
      'Cargo.toml': '[workspace]\nmembers = ["tools/sync", "server/daemon"]\n',
      ...member('tools/sync', 'async'),
      ...member('server/daemon', 'daemon'),
    };
    expect(serviceIn(files).name.value).toBe('daemon');
  });

  it('a server goes before a command line', () => {
    const files = {
      'Cargo.toml': '[workspace]\nmembers = ["a", "b"]\n',
      'a/Cargo.toml': cargo().replace('"app"', '"a"'),
      'a/src/main.rs': main,
      'b/Cargo.toml': cargo().replace('"app"', '"b"'),
      'b/src/main.rs': 'fn main() { TcpListener::bind("0.0.0.0:80"); }',
    };
    expect(serviceIn(files)).toMatchObject({ name: { value: 'b' }, kind: 'server', context: '' });
  });

  it.each([
    ['Option<Commands>', 'server'],
    ['Commands', 'cli'],
  ])('commands are a tool’s, unless they may be left out: %s', (type, kind) => {
    const text = `#[derive(Subcommand)]\nenum Commands { Generate }\nstruct Args {\n  #[command(subcommand)]\n  commands: ${type},\n  #[arg(long, default_value = "8080")]\n  port: u16,\n}\nfn main() { TcpListener::bind(x); }`;
    expect(serviceIn({ 'Cargo.toml': cargo('hyper = "1"'), 'src/main.rs': text }).kind).toBe(kind);
  });

  it.each([
    ['UdpSocket::bind("0.0.0.0:0")', '', 'cli'],
    ['UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0))', '', 'cli'],
    ['UdpSocket::bind("0.0.0.0:5353")', '', 'server'],
    ['', '#[cfg(test)]\n#[cfg(unix)]\nmod tests {\n  fn x() { TcpListener::bind(a); }\n}\n', 'cli'],
  ])('who binds a port is a server, but no client and no test: %s %s', (call, rest, kind) => {
    expect(serviceIn({ 'Cargo.toml': cargo(), 'src/main.rs': `fn main() { ${call}; }\n${rest}` }).kind).toBe(
      kind,
    );
  });

  it.each([
    ['hyper = "0.14"', 'Server::bind(&address)', 'cli'],
    ['hyper = "0.14"', 'Server::bind(&([0, 0, 0, 0], 3000).into())', 'server'],
    ['', 'TcpListener::bind(address)', 'cli'],
    ['', 'TcpListener::bind("0.0.0.0:7878")', 'server'],
    ['axum = "0.8"', 'TcpListener::bind(address)', 'server'],
    ['loco-rs = "0.16"', 'cli::main::<App, Migrator>()', 'server'],
  ])('without a framework it is the port that tells a server: %s %s', (crates, call, kind) => {
    expect(serviceIn({ 'Cargo.toml': cargo(crates), 'src/main.rs': `fn main() { ${call}; }\n` }).kind).toBe(
      kind,
    );
  });

  it.each([
    ['hyper = "1"', 'serve: Option<String>', 'cli'],
    ['hyper = "1"', 'serve_from: Option<String>', 'server'],
    ['axum = "0.8"', 'serve: bool', 'server'],
  ])(
    'what serves only by a flag is a tool, unless it is made of a framework: %s %s',
    (crates, field, kind) => {
      const text = `struct Args {\n  /// Serve\n  #[clap(long, value_name = "X")]\n  pub ${field},\n}\nfn main() { TcpListener::bind("0.0.0.0:8000"); }`;
      expect(serviceIn({ 'Cargo.toml': cargo(crates), 'src/main.rs': text }).kind).toBe(kind);
    },
  );

  it.each([
    ['let log_path = match env::var(get_env_name("log_path")) {', false],
    ['let log_path = args.get("log_path", "logs/app");', true],
    ['let log_path = "logs/app";', true],
  ])('a name that is asked for is no directory: %s', (line, isWritten) => {
    const text = dockerfile(server(`${line} TcpListener::bind("0.0.0.0:80")`));
    expect(text.includes('VOLUME')).toBe(isWritten);
  });

  it('the word of an enum that is parsed itself', () => {
    const text =
      '#[derive(Parser, Debug)]\n#[clap(name = "app")]\nenum Cmd {\n  Start {\n    port: Option<u16>,\n  },\n  Migrate,\n}\nfn main() { TcpListener::bind("0.0.0.0:80"); }';
    expect(dockerfile({ 'Cargo.toml': cargo('axum = "0.8"'), 'src/main.rs': text })).toContain(
      'CMD ["start"]',
    );
  });

  it('what the start command names is it', () => {
    const files = { 'Cargo.toml': cargo(), 'src/bin/one.rs': main, 'src/bin/two.rs': main };
    const start = {
      value: './target/release/two --port $PORT',
      from: 'Procfile:1',
      confidence: 'high',
    } as const;
    const service = serviceIn(files, { start });
    expect(service).toMatchObject({ name: { value: 'two' }, rank: 1 });
    expect(service.facts['start']?.value).toBe('two --port ');
  });

  it.each([
    ['a library', { 'Cargo.toml': cargo(), 'src/lib.rs': '' }, 'library'],
    [
      'a library with a command line beside it',
      {
        'Cargo.toml': `${cargo()}[workspace]\nmembers = ["cli"]\n`,
        'src/lib.rs': '',
        'cli/Cargo.toml': cargo().replace('"app"', '"app-cli"'),
        'cli/src/main.rs': main,
      },
      'library',
    ],
    [
      'a library with a script for its builds',
      {
        'Cargo.toml': cargo(),
        'src/lib.rs': '',
        '.github/scripts/x/Cargo.toml': cargo(),
        '.github/scripts/x/src/main.rs': main,
      },
      'library',
    ],
    ['a member alone', { 'Cargo.toml': cargo('log.workspace = true'), 'src/main.rs': main }, 'workspace'],
    ['a path outside', { 'Cargo.toml': cargo('x = { path = "../x" }'), 'src/main.rs': main }, 'outside'],
    [
      'a patch from outside',
      { 'Cargo.toml': `${cargo('x = "1"')}[patch.crates-io]\nx = { path = "../x" }\n`, 'src/main.rs': main },
      'outside',
    ],
    ['windows', { 'Cargo.toml': cargo('eframe = "1"'), 'src/main.rs': main }, 'windows'],
    ['a page', { 'Cargo.toml': cargo('yew = "1"'), 'src/main.rs': main }, 'trunk'],
    [
      'another language’s',
      { 'Cargo.toml': `${cargo('pyo3 = "1"')}[lib]\ncrate-type = ["cdylib"]`, 'src/lib.rs': '' },
      'pyo3',
    ],
  ])('%s is refused', (_, files, reason) => {
    const [first] = detect(files as Files);
    expect(first).toMatchObject({ found: 'refusal', reason: expect.stringContaining(reason) as string });
  });
});

describe('local packages outside of the workspace', () => {
  const listening = 'fn main() { TcpListener::bind("0.0.0.0:80"); }';
  const shared = (root: Files): Files => ({
    ...root,
    'libs/common/Cargo.toml': cargo().replace('"app"', '"common"'),
    'libs/common/src/lib.rs': '',
    'services/api/Cargo.toml': cargo('common = { path = "../../libs/common" }'),
    'services/api/src/main.rs': listening,
  });

  it('the directory that has both is the context, and the build is in its own', () => {
    const files = shared({});
    expect(serviceIn(files)).toMatchObject({ dir: 'services/api', context: '' });
    const text = dockerfile(files);
    expect(text).toContain('COPY . .\nWORKDIR /app/services/api\n');
    expect(text).toContain('find /app -type f -exec touch {} +');
  });

  it.each([
    ['libs/*', '', false, 'refusal'],
    ['libs/*', '', true, 'refusal'],
    ['libs/*', 'services', false, 'refusal'],
    ['libs/*', 'services', true, 'service'],
  ])('below a workspace of %s without "%s", named: %s', (members, exclude, named, found) => {
    const manifest = `[workspace]\nmembers = ["${members}"]\nexclude = ["${exclude}"]\n`;
    const service = { value: 'services/api', from: '--service', confidence: 'high' } as const;
    const all = detect(shared({ 'Cargo.toml': manifest }), named ? { service } : {});
    expect(all.find(({ dir }) => dir === 'services/api')?.found).toBe(found);
  });

  const framework = {
    'Cargo.toml': '[workspace]\nmembers = ["axum"]\nexclude = ["examples"]\n',
    'axum/Cargo.toml': cargo('hyper = "1"').replace('"app"', '"axum"'),
    'axum/src/lib.rs': 'fn x() { TcpListener::bind("127.0.0.1:1"); }',
    'examples/Cargo.toml': '[workspace]\nmembers = ["*"]\n',
    ...member('examples/hello', 'example-hello'),
    'examples/hello/Cargo.toml': cargo('axum = { path = "../../axum" }').replace('"app"', '"example-hello"'),
  };

  it('an example is only meant where it is named', () => {
    expect(detect(framework).every(({ found }) => found === 'refusal')).toBe(true);
  });

  it.each(['example-hello', 'hello', 'examples/hello', './examples/hello/'])('named as %s', (value) => {
    const service = { value, from: '--service', confidence: 'high' } as const;
    expect(serviceIn(framework, { service })).toMatchObject({
      rank: 1,
      context: '',
      program: 'examples/hello',
      facts: { framework: { value: 'axum' } },
      port: { value: '80' },
    });
  });
});

const embeds = (path: string) =>
  server(
    `TcpListener::bind("0.0.0.0:80") }\n#[derive(RustEmbed)]\n#[folder = "${path}"]\nstruct Page;\nfn x() {`,
  );

describe('what else is in the image', () => {
  it('a page that Node builds, in the program or beside it', () => {
    const page = { 'web/package.json': '{"scripts":{"build":"vite build"}}', 'web/package-lock.json': '{}' };
    const embedded = `#[derive(RustEmbed)]\n#[folder = "web/dist"]\nstruct Page;`;
    const inside = dockerfile({
      ...server(`TcpListener::bind("0.0.0.0:80") }\n${embedded}\nfn x() {`),
      ...page,
    });
    expect(inside).toContain('COPY --from=frontend /src/web/dist /app/web/dist\n');
    expect(inside.match(/--from=frontend/g)).toHaveLength(1);
    const beside = dockerfile({
      ...server('ServeDir::new("web/dist"); TcpListener::bind("0.0.0.0:80")'),
      ...page,
    });
    expect(beside.match(/--from=frontend/g)).toHaveLength(2);
  });

  it.each([
    ['what its bundler writes', { devDependencies: { vite: '7' } }, 'dist', true],
    ['not what its compiler writes', { devDependencies: { typescript: '5' } }, 'dist', false],
    ['not what it writes elsewhere', { devDependencies: { vite: '7' } }, 'public', false],
  ])('a package of the root makes %s', (_, more, dir, isMade) => {
    const text = dockerfile({
      ...server(`ServeDir::new("${dir}"); TcpListener::bind("0.0.0.0:80")`),
      'package.json': JSON.stringify({ scripts: { build: 'x' }, ...more }),
    });
    expect(text.includes(`COPY --from=frontend /src/${dir} /app/${dir}\n`)).toBe(isMade);
  });

  it('makes the directory that a build script writes to, as Cargo builds elsewhere', () => {
    const files = { ...server('TcpListener::bind("0.0.0.0:80")'), 'Cargo.lock': lock({}) };
    expect(dockerfile({ ...files, 'build.rs': 'create_dir("./target/pages")' })).toContain(
      'RUN mkdir -p target\n',
    );
    expect(dockerfile({ ...files, 'build.rs': 'println!("target")' })).not.toContain('mkdir -p target');
  });

  it('pages that lie beside the crate and are served as they are', () => {
    const { 'Cargo.toml': manifest, 'src/main.rs': source } = server(
      'Files::new("/", "./frontend/"); let port = read_config("LISTEN_PORT", "port").unwrap_or(String::from("4567")); TcpListener::bind("0.0.0.0", port)',
      'actix-web = "4"',
    );
    const files = {
      'backend/Cargo.toml': manifest,
      'backend/src/main.rs': source,
      'frontend/index.html': '',
    };
    const text = dockerfile(files);
    expect(text).toContain('WORKDIR /app/backend\n');
    expect(text).toContain('COPY frontend /app/frontend\n');
    expect(text.match(/^WORKDIR .*$/gm)?.at(-1)).toBe('WORKDIR /app');
    expect(serviceIn(files).port?.value).toBe('4567');
  });

  it('pages beside the crate are where it looks for them, when others lie in it', () => {
    const { 'Cargo.toml': manifest, 'src/main.rs': source } = server(
      'Files::new("/", "./frontend/"); Files::new("/a", "./assets"); Tera::new("templates/**/*"); TcpListener::bind("0.0.0.0:80")',
      'actix-web = "4"',
    );
    const text = dockerfile({
      'backend/Cargo.toml': manifest,
      'backend/src/main.rs': source,
      'backend/templates/a.html': '',
      'frontend/index.html': '',
      'assets/a.css': '',
    });
    expect(text).toContain('COPY backend/templates /app/backend/templates\n');
    expect(text).toContain('COPY frontend /app/backend/frontend\n');
    expect(text).toContain('COPY assets /app/backend/assets\n');
    expect(text.match(/^WORKDIR .*$/gm)?.at(-1)).toBe('WORKDIR /app/backend');
  });

  it.each([
    ['a lock file of another manager', 'web', { 'web/pnpm-lock.yaml': "lockfileVersion: '9.0'\n" }, 'pnpm@9'],
    ['the root', '', {}, 'npm install'],
    ['a directory that git keeps', 'web', { 'web/dist/.gitkeep': '' }, 'npm install'],
    ['what is beside the crate', 'web', {}, 'npm install'],
  ])('a page of %s', (_, dir, more, install) => {
    const prefix = dir === '' ? '' : `${dir}/`;
    const files = {
      ...embeds(`${prefix}dist`),
      [`${prefix}package.json`]: '{"scripts":{"build":"vite build"},"devDependencies":{"vite":"7"}}',
      ...more,
    };
    const text = dockerfile(files);
    expect(text).toContain(install);
    expect(text).toContain(`COPY --from=frontend /src/${prefix}dist /app/${prefix}dist\n`);
  });

  const vite = '{"scripts":{"build":"vite build"},"devDependencies":{"vite":"7"}}';

  it.each([
    ['documentation', { 'docs/package.json': '{"scripts":{"build":"vitepress build"}}' }],
    ['documentation that names it', { 'docs/package.json': '{"scripts":{"build":"x -o ../static"}}' }],
    ['a library beside it', { 'sdk/package.json': '{"scripts":{"build":"tsc"}}' }],
    ['a build of the root that writes elsewhere', { 'package.json': vite }],
  ])('a page is not made by %s', (_, files) => {
    const text = dockerfile({ ...embeds('static/'), 'static/.gitkeep': '', ...files });
    expect(text).not.toContain('AS frontend');
    expect(text).not.toContain('--from=frontend');
    expect(text).toContain('mkdir -p /app/static');
  });

  it.each([
    ['its settings', 'vite build', { 'web/vite.config.ts': "build: { outDir: '../static' }" }],
    ['its script', 'vite build && cp -r dist ../static', {}],
  ])('a page that lies elsewhere is made where %s name it', (_, build, files) => {
    const text = dockerfile({
      ...embeds('static/'),
      'static/.gitkeep': '',
      'web/package.json': JSON.stringify({ scripts: { build } }),
      ...files,
    });
    expect(text).toContain('COPY --from=frontend /src/static /app/static\n');
  });

  it.each([
    ['ServeDir::new("dist")', true],
    ['Files::new("/", "dist")', true],
    ['env::var("STATIC_DIR").unwrap_or("dist".into())', true],
    ['retry("timeout")', false],
    ['load_template("pages/layout")', false],
    ['Command::new("git").arg("build")', false],
  ])('a word alone is a page where it is read: %s', (line, isPage) => {
    const files = Object.entries(server(`${line}; TcpListener::bind("0.0.0.0:80")`));
    const text = dockerfile({
      ...Object.fromEntries(files.map(([path, source]) => [`server/${path}`, source])),
      'server/package.json': vite,
    });
    expect(text.includes('--from=frontend')).toBe(isPage);
  });

  it('a page beside the crate widens the context', () => {
    const files = Object.fromEntries(
      Object.entries(embeds('../client/build')).map(([path, text]) => [`server/${path}`, text]),
    );
    const page = { 'client/package.json': '{"scripts":{"build":"react-scripts build"}}' };
    expect(serviceIn({ ...files, ...page })).toMatchObject({ dir: 'server', context: '' });
    expect(dockerfile({ ...files, ...page })).toContain(
      'COPY --from=frontend /src/client/build /app/client/build\nWORKDIR /app/server\n',
    );
  });

  it.each([
    ['let path = args.path.unwrap_or_else(|| PathBuf::from(".")); ServeDir::new(path);', true],
    ['let path = args.path.unwrap_or_else(|| PathBuf::from("."));', false],
    ['ServeDir::new("static"); config::load(Path::new("."));', false],
    ['ServeDir::new(a);\n#[arg(long, default_value = ".")]\nconfig_dir: PathBuf,\n', false],
    ['ServeDir::new(a);\n#[arg(long, default_value = ".")]\nroot: PathBuf,\n', true],
    ['let path = PathBuf::from("x"); ServeDir::new(path);', false],
  ])('a directory of its own to serve: %s', (line, isServed) => {
    const text = dockerfile(server(`${line} TcpListener::bind("0.0.0.0:80")`));
    expect(text.includes('WORKDIR /app\nCOPY --from=build /out/')).toBe(isServed);
    expect(text.includes('VOLUME ["/app"]')).toBe(isServed);
  });

  it('a build script that calls for a page finds it made, or npm', () => {
    const script = {
      'build.rs': 'fn main() { Command::new("npm").args(["run", "build"]).status().unwrap(); }',
    };
    const page = { 'package.json': '{"scripts":{"build":"vite build"},"devDependencies":{"vite":"7"}}' };
    const made = dockerfile({ ...embeds('dist'), ...script, ...page });
    expect(made).toContain('RUN ln -s /bin/true /usr/local/bin/npm\n');
    expect(made).not.toContain('nodejs');
    const alone = dockerfile({ ...server('TcpListener::bind("0.0.0.0:80")'), ...script, ...page });
    expect(alone).toContain('nodejs npm');
    expect(alone).not.toContain('/bin/true');
  });

  it.each([
    ['Command::new("npm").arg("ci").status(); Command::new("npm").arg("--version")', ['npm']],
    ['let words = ["run", "build"]; Command::new("pnpm").args(words).status()', ['pnpm']],
    ['Command::new("npm").arg("ci").status(); Command::new("npx").args(["tailwindcss", "build"])', []],
    ['Command::new("npm").args(["run", "build"]).status(); Command::new("npm").args(["run", "css"])', []],
    ['Command::new("bun").arg("install").status(); Command::new("npx").arg("tsc").status()', ['bun']],
  ])('only calls for the page are left out: %s', (script, left) => {
    const page = { 'package.json': '{"scripts":{"build":"vite build"},"devDependencies":{"vite":"7"}}' };
    const text = dockerfile({ ...embeds('dist'), ...page, 'build.rs': `fn main() { ${script}; }` });
    const links = [...text.matchAll(/\/bin\/true \/usr\/local\/bin\/(\w+)/g)].map(([, name]) => name);
    expect(links).toEqual(left);
    expect(text.includes('nodejs npm')).toBe(/npx|css/.test(script));
  });

  it.each([
    ['dir: PathBuf', 'CMD ["serve","/data"]'],
    ['/// To serve\n  pub path: std::path::PathBuf', 'CMD ["serve","/data"]'],
    ['#[arg(long)]\n  dir: PathBuf', 'CMD ["serve"]'],
    ['dir: Option<PathBuf>', 'CMD ["serve"]'],
    ['port: u16', 'CMD ["serve"]'],
    ['#[arg(\n    short,\n    long,\n    default_value = "x"\n  )]\n  data_dir: PathBuf', 'CMD ["serve"]'],
    ['#[arg(long, value_name = "A[")]\n  #[serde(default)]\n  dir: PathBuf', 'CMD ["serve"]'],
    ['#[arg(\n    value_name = "long",\n  )]\n  dir: PathBuf', 'CMD ["serve","/data"]'],
    ['#[arg(long)] // [a, b\n  x: bool,\n  dir: PathBuf', 'CMD ["serve","/data"]'],
    ['config_path: PathBuf', 'CMD ["serve"]'],
  ])('a directory that the word to serve by must be given: %s', (field, line) => {
    const text = `#[derive(Subcommand)]\nenum Commands {\n  Add { path: PathBuf },\n  Serve(ServeArgs),\n}\n#[derive(Args)]\nstruct ServeArgs {\n  ${field},\n}\nfn main() { TcpListener::bind("0.0.0.0:80"); }`;
    const made = dockerfile({ 'Cargo.toml': cargo('axum = "0.8"'), 'src/main.rs': text });
    expect(made).toContain(`${line}`);
    expect(made.includes('VOLUME ["/data"]')).toBe(line.includes('/data'));
  });

  it.each([
    '#[derive(Debug)]\nstruct Serve { dir: PathBuf }',
    'impl Serve {\n  fn new(dir: PathBuf, port: u16) {}\n}',
  ])('no directory that the arguments do not hold: %s', (other) => {
    const text = `#[derive(Subcommand)]\nenum Commands {\n  Add { path: PathBuf },\n  Serve,\n}\n${other}\nfn main() { TcpListener::bind("0.0.0.0:80"); }`;
    expect(dockerfile({ 'Cargo.toml': cargo('axum = "0.8"'), 'src/main.rs': text })).toContain(
      'CMD ["serve"]',
    );
  });

  it('no volume for a directory that a worker is not given', () => {
    const text =
      '#[derive(Subcommand)]\nenum Commands {\n  Add,\n  Serve { dir: PathBuf },\n}\nfn main() { Client::builder(); }';
    const made = dockerfile({ 'Cargo.toml': cargo('serenity = "0.12"'), 'src/main.rs': text });
    expect(made).toContain('ENTRYPOINT');
    expect(made).not.toContain('/data');
  });

  it('what is embedded and made by nothing is an empty directory', () => {
    expect(dockerfile(embeds('dist'))).toContain('RUN mkdir -p /app/dist\n');
    expect(dockerfile({ ...embeds('dist'), 'dist/index.html': '' })).not.toContain('mkdir -p /app/dist');
    expect(serviceIn(embeds('dist')).notes.join()).toContain('dist is embedded and not there');
  });

  it.each([
    ['tokio::signal::ctrl_c().await; TcpListener::bind("0.0.0.0:80")', 'STOPSIGNAL SIGINT'],
    ['TcpListener::bind("0.0.0.0:80")', 'STOPSIGNAL SIGKILL'],
  ])('%s: %s', (listen, line) => {
    expect(dockerfile(server(listen))).toContain(line);
  });

  it('nothing of the kind where SIGTERM is handled', () => {
    const main = 'signal(SignalKind::terminate()); TcpListener::bind("0.0.0.0:80")';
    expect(dockerfile(server(main))).not.toContain('STOPSIGNAL');
    expect(dockerfile(server('HttpServer::new(x).bind("0.0.0.0:80")', 'actix-web = "4"'))).not.toContain(
      'STOPSIGNAL',
    );
  });

  it('what .env would say, but no secret, and no .env', () => {
    const text = dockerfile({
      ...server(
        'dotenv().expect("no .env"); let a = env::var("PAGE_SIZE").unwrap(); let b = env::var("JWT_SECRET").unwrap(); TcpListener::bind("0.0.0.0:80")',
      ),
      '.env': 'PAGE_SIZE=20\nJWT_SECRET=very-secret-indeed\n',
    });
    expect(text).toContain('PAGE_SIZE=20');
    expect(text).not.toContain('very-secret');
    expect(text).toContain('dotenv().ok()');
  });

  it('features that the source insists on', () => {
    const text = dockerfile({
      'Cargo.toml': `${cargo()}[features]\nsqlite_system = []\nsqlite = []\npostgres = []\n`,
      'src/main.rs':
        '#[cfg(not(any(feature = "postgres", feature = "sqlite_system", feature = "sqlite")))]\ncompile_error!("enable one");\nfn main() {}',
    });
    expect(text).toContain('--features sqlite');
  });

  it('features that bring along what the source insists on', () => {
    const text = dockerfile({
      'Cargo.toml': `${cargo()}[features]\nsqlite_system = []\nsqlite = ["sqlite_system", "libsqlite3-sys/bundled"]\n`,
      'src/main.rs':
        '#[cfg(not(any(feature = "sqlite_system")))]\ncompile_error!("enable one");\nfn main() {}',
    });
    expect(text).toContain('--features sqlite ');
  });

  it('what it keeps, but nothing that is put behind it and no variable', () => {
    const text = dockerfile(
      server(
        'let data_folder: String = "data".to_string(); let dir = get_env("DATA_FOLDER");\nicon_cache_folder: String, auto, |c| format!("{}/{}", c.data_folder, "icon_cache");\nsends_folder: String, auto, |c| join_path(&c.data_folder, "sends");\nTcpListener::bind("0.0.0.0:80")',
      ),
    );
    expect(text).toContain('VOLUME ["/app/data"]');
    expect(text).not.toMatch(/icon_cache|sends/);
    expect(text).not.toContain('DATA_FOLDER');
  });

  it('settings whose name is kept in a constant, and the address in them', () => {
    const files = server('File::open(CONFIG_FILE); HttpServer::new(f).bind(host)', 'actix-web = "4"');
    const text = dockerfile({
      ...files,
      'src/main.rs': `pub const CONFIG_FILE: &str = "app.json";\n${files['src/main.rs']}`,
      'app.json': '{\n  "server": {\n    "host": "127.0.0.1:1337"\n  }\n}\n',
    });
    expect(text).toContain('/app/app.json');
    expect(text).toContain('0.0.0.0:1337');
  });

  it('names in constants and in lists, and what they keep; nothing that is hidden or put in by the compiler', () => {
    const text = dockerfile({
      ...server(
        'home_dir().join(".app"); config_file.push("server.toml"); TcpListener::bind("0.0.0.0:80") }\nconst PUBLIC_DIRECTORY: &str = "public";\nconst PATHS: [&str; 2] = [\n    "./app.cfg",\n    "/etc/app.cfg",\n];\nstatic EXAMPLE: &str = include_str!("../server.toml");\nfn x() {',
      ),
      '.app/a': '',
      'server.toml': '',
      'public/a.css': '',
      'app.cfg': '[store]\npath = "./data/store/"\n',
    });
    expect(text).toContain('COPY app.cfg /app/app.cfg\nCOPY public /app/public\n');
    expect(text).not.toMatch(/\.app |server\.toml/);
    expect(text).toContain('VOLUME ["/app/data/store"]');
  });

  it('files that stand where the manifest is', () => {
    const files = server(
      'Tera::new(concat!(env!("CARGO_MANIFEST_DIR"), "/templates/**/*")); TcpListener::bind("0.0.0.0:80")',
    );
    expect(dockerfile({ ...files, 'templates/a.html': '' })).toContain('COPY templates /app/templates');
  });
});

const commands = (field: string) =>
  server(
    `#[derive(Subcommand)] enum Commands { Install }\n struct Cli {\n #[command(subcommand)]\n command: ${field},\n}\naxum::serve(TcpListener::bind("0.0.0.0:3000"), app)`,
  );

it('commands that may be left out make no tool of what is built on a web framework', () => {
  expect(serviceIn(commands('Option<Commands>')).kind).toBe('server');
  expect(serviceIn(commands('Commands')).kind).toBe('cli');
});

it('settings of any format that it reads are read for where it listens', () => {
  const files = server(
    'let path = "./config.cfg"; read_to_string("./config.cfg"); TcpListener::bind(config.inet)',
  );
  expect(dockerfile({ ...files, 'config.cfg': '[server]\ninet = "[::1]:8080"\n' })).toContain(
    'inet = "0.0.0.0:8080"',
  );
});

describe('hostile text', () => {
  it.each([
    '[package]\nname = "a\\nRUN x"\n',
    '[package]\nname = "$(x)"\n',
    '[package',
    '',
    '[package]\nname = 3\n[dependencies]\nx = 1\ny = [2]\n[[bin]]\nname = "../../x"\npath = "/etc/passwd"\n',
    '[workspace]\nmembers = "x"\n',
    '[workspace]\nmembers = ["../*", "**", "(", "[", "\\u0000"]\n',
  ])('%j', (manifest) => {
    const files = {
      'Cargo.toml': manifest,
      'src/main.rs': 'fn main() {}',
      'Cargo.lock': '[[package]]\nname = 1',
    };
    const services = detect(files).filter((each) => each.found === 'service');
    expect(services).toEqual([]);
  });

  it('files whose names no command could have', () => {
    const odd = 'TcpListener::bind("127.0.0.1:3000")';
    const text = dockerfile({ ...server(''), 'src/a\nRUN x.rs': odd, 'src/b $(x).rs': odd });
    expect(text).toContain("'src/b $(x).rs'");
    expect(text).not.toContain('RUN x.rs');
  });

  it('a source of brackets alone takes no time', () => {
    const text = `#[arg(${'('.repeat(50_000)}\n${'"a/'.repeat(20_000)}`;
    const start = performance.now();
    detect({ 'Cargo.toml': cargo('axum = "1"'), 'src/main.rs': text });
    expect(performance.now() - start).toBeLessThan(3000);
  });
});

describe('a server that writes where only its settings tell', () => {
  const listens = 'axum::serve(TcpListener::bind("0.0.0.0:3000").await?, app).await?;';
  const madeOf = (code: string, hints?: Partial<Hints>) => {
    const service = serviceIn(
      {
        ...built('axum = "0.8"', { axum: [] }),
        'src/main.rs': `use tokio::net::TcpListener;\nfn main() {\n${code}\n${listens}\n}`,
      },
      hints,
    );
    return service.recipe(chosenFor(service)).runtime.writable ?? [];
  };
  const fills = 'std::fs::create_dir_all(&settings.dir)?;';
  it('has the directory that it runs in, which is no volume', () => {
    expect(madeOf(fills)).toMatchObject([{ path: '/app', volume: false }]);
    expect(madeOf('let db = Connection::open(&settings.db)?;')).toMatchObject([{ path: '/app' }]);
  });
  it.each([
    ['writes to what does not last', `let at = std::env::temp_dir();\n${fills}`, undefined],
    ['says where', 'std::fs::create_dir_all("data")?;', undefined],
    ['reads only', 'std::fs::read_to_string(&settings.file)?;', undefined],
    ['has a volume', fills, { writable: [{ value: '/data', from: 'Dockerfile:9', confidence: 'high' }] }],
  ] as const)('has none where it %s', (_, code, hints) => {
    expect(madeOf(code, hints).map(({ path }) => path)).not.toContain('/app');
  });
});

const runtimeWith = (code: string, target?: string) => {
  const service = serviceIn({
    ...built('axum = "0.8"', { axum: [] }),
    'src/main.rs': `fn main() {\n${code}\naxum::serve(TcpListener::bind("0.0.0.0:3000").await?, app).await?;\n}`,
  });
  const chosen = chosenFor(service);
  return service.recipe(
    target === undefined ? chosen : { ...chosen, target: { ...chosen.target, runtime: target } },
  ).runtime;
};

describe('a program that looks for the home of its user', () => {
  it.each([
    'let at = dirs::config_dir().unwrap();\nstd::fs::create_dir_all(&at)?;',
    'let dirs = ProjectDirs::from("", "", "shop");\nlet db = Connection::open(dirs.data_dir().join("x"))?;',
    'let home = std::env::var("HOME")?;\nOpenOptions::new().append(true).open(home)?;',
  ])('has one on scratch: %s', (code) => {
    const { writable, steps } = runtimeWith(code);
    expect(writable).toMatchObject([{ path: '/home/nonroot', volume: false }]);
    expect(steps).toContainEqual({ env: expect.objectContaining({ HOME: '/home/nonroot' }) });
  });
  it('has that of the base elsewhere, and none is made for others', () => {
    const fills = 'let at = dirs::config_dir();\nstd::fs::create_dir_all(&at)?;';
    expect(runtimeWith(fills, 'static').writable).toBeUndefined();
    expect(runtimeWith('let at = dirs::config_dir();').writable).toBeUndefined();
    expect(runtimeWith('let at = Path::new("config_dir");').writable).toBeUndefined();
  });
});

const exporter = (dependency: string) => ({
  'Cargo.toml': cargo(`clap = "4"\nhyper = "0.14"\n${dependency}`),
  'src/main.rs': `${dependency === '' ? '' : 'use prometheus_exporter_base::render_prometheus;\n'}async fn main() {
  let matches = clap::Command::new("app")
    .arg(Arg::new("addr").long("address").env("APP_ADDRESS").default_value("127.0.0.1"))
    .arg(Arg::new("port").long("port").env("APP_PORT").default_value("9586"))
    .get_matches();
  render_prometheus(options(&matches), (), |request, _| answer(request)).await;
}
`,
});

describe('a crate that listens for the program', () => {
  it('makes a server, at the port of its argument', () => {
    const found = serviceIn(exporter('prometheus_exporter_base = "1.3"'));
    expect([found.kind, found.port?.value]).toEqual(['server', '9586']);
    expect(dockerfile(exporter('prometheus_exporter_base = "1.3"'))).toContain('APP_ADDRESS=0.0.0.0');
  });
  it('is not what has a function of that name', () => {
    expect(serviceIn(exporter('')).kind).toBe('cli');
  });
});

it('opens the address where it listens, not where the same text says where else it asks', () => {
  const text = dockerfile(
    server(
      'let mirror = http::client("127.0.0.1:3000");\nlet l = TcpListener::bind("127.0.0.1:3000").await;\naxum::serve(l, app).await;',
    ),
  );
  expect(text.match(/sed -i .*/g)).toEqual([
    String.raw`sed -i '4s/"127\.0\.0\.1:3000"/"0.0.0.0:3000"/' src/main.rs`,
  ]);
});
