import { describe, expect, it } from 'vitest';
import { openInventory } from '../../src/inventory/open.ts';
import { madeOf } from '../../src/stacks/node/made-of.ts';
import { readPackage, type Package } from '../../src/stacks/node/package.ts';
import { findPort } from '../../src/stacks/node/port.ts';
import { makeRepo } from '../support/repo.ts';

const listen = 'server.listen(config.port);\n';

function found(files: Readonly<Record<string, string>>): readonly (string | undefined)[] {
  const all = { 'index.js': listen, ...files };
  const { port, variable } = findPort(openInventory(makeRepo(all)), Object.keys(all));
  return [port?.value, variable];
}

describe('a port that is declared', () => {
  it.each<[string, string, string, string | undefined]>([
    ['Joi', 'const schema = Joi.object({\n  port: Joi.number().default(3001),\n});', '3001', undefined],
    [
      'zod',
      'z.object({\n  PORT: z.coerce\n    .number()\n    .int()\n    .default(4000),\n})',
      '4000',
      'PORT',
    ],
    [
      'zod, in a part',
      "z.object({ server: z.object({ host: z.string().default('::'), port: z.number().default(4000) }) })",
      '4000',
      undefined,
    ],
    [
      'yup',
      'yup.object({ port: yup.number().default(3900) }).cast({ port: env.APP_PORT })',
      '3900',
      'APP_PORT',
    ],
    ['valibot', 'v.object({ PORT: v.optional(v.number(), 3900) })', '3900', 'PORT'],
    ['TypeBox', 'Type.Object({ HTTP_PORT: Type.Number({ default: 3900 }) })', '3900', 'HTTP_PORT'],
    [
      'JSON Schema',
      "properties: {\n  PORT: {\n    type: 'number',\n    default: 3900,\n  },\n}",
      '3900',
      'PORT',
    ],
    [
      'envalid',
      "cleanEnv(process.env, {\n  PORT: port({\n    desc: 'x',\n    default: 3100,\n  }),\n})",
      '3100',
      'PORT',
    ],
    [
      'convict',
      "convict({\n  env: { default: 'development', env: 'NODE_ENV' },\n  port: {\n    doc: 'x',\n    format: 'port',\n    default: 8081,\n    env: 'APP_PORT',\n  },\n})",
      '8081',
      'APP_PORT',
    ],
    ['env-var', "const port = env.get('APP_PORT').default(2468).asPortNumber()", '2468', 'APP_PORT'],
  ])('by %s', (_, text, port, variable) => {
    expect(found({ 'config.js': text })).toEqual([port, variable]);
  });

  it.each<[string, string, string | undefined]>([
    [
      "yargs.option('verbose', { default: 100 }).option('port', {\n  alias: 'p',\n  default: 8000,\n})",
      '8000',
      undefined,
    ],
    ["yargs.default('port', 8000)", '8000', undefined],
    ["program.option('-p, --port <port>', 'where (see below)', 8000)", '8000', undefined],
    ["program.option('-p, --port <number>', 'port', parseInt, '8000')", '8000', undefined],
    ["program.addOption(new Option('-p, --port <n>', 'x').default(8000).env('MY_PORT'))", '8000', 'MY_PORT'],
    ["cli.option('--port <port>', 'x', { default: 8000 })", '8000', undefined],
    ["parseArgs({ options: { port: { type: 'string', short: 'p', default: '8000' } } })", '8000', undefined],
    ["defineCommand({ args: { port: { description: 'x', default: '8000' } } })", '8000', undefined],
    ["static flags = { port: Flags.integer({ char: 'p', default: 8000 }) }", '8000', undefined],
  ])('as an option: %s', (text, port, variable) => {
    expect(found({ 'cli.js': text })).toEqual([port, variable]);
  });

  it('is that of the program, and not of a part of its settings or of a request', () => {
    const settings = [
      'const dlnaOptions = Joi.object({ port: Joi.number().default(3011) });',
      'const db = Joi.object({ port: Joi.number().default(5433) });',
      '// port: Joi.number().default(1111)',
      "const about = 'port: Joi.number().default(2222)';",
      "const schema = Joi.object({\n  address: Joi.string().default('::'),\n  port: Joi.number().default(3000),\n  dlna: dlnaOptions,\n  db,\n});",
    ].join('\n');
    const request =
      "app.post('/client', (req, res) => {\n  const schema = Joi.object({ port: Joi.number().default(9091) });\n});\n";
    expect(found({ 'admin.js': request, 'settings.js': settings })).toEqual(['3000', undefined]);
  });

  it.each([
    ['a model', 'models/server.js', 'new Schema({ port: { type: Number, default: 4444 } })'],
    ['what a request brings', 'api.js', 'const body = z.object({ port: z.number().default(4444) })'],
    ['what it connects to', 'config.js', 'z.object({ redis: z.object({ port: z.number().default(4444) }) })'],
    ['what it connects to, by name', 'env.js', 'z.object({ SMTP_PORT: z.coerce.number().default(4444) })'],
    ['an option of another name', 'cli.js', "program.option('--debug-port <n>', 'x', 4444)"],
    [
      'an option without a default',
      'cli.js',
      "program.option('-p, --port <n>', 'x').option('--ttl <n>', 'x', 4444)",
    ],
  ])('is not that of %s', (_, path, text) => {
    expect(found({ [path]: text })[0]).toBeUndefined();
  });

  it.each([
    [
      'what a request brings',
      'api.js',
      "const addDeviceSchema = { body: { properties: { port: { description: 'x', default: 4444 } } } }",
    ],
    [
      'a model',
      'models/a.js',
      'const optionsSchema = mongoose.Schema({ port: { type: Number, default: 4444 } })',
    ],
    ['a database, by its file', 'config/database.js', 'z.object({ port: z.coerce.number().default(4444) })'],
    ['a database, by the help', 'cli.js', "program.option('-p, --port <port>', 'port of MySQL', '4444')"],
    [
      'devices, by the description',
      'relay.js',
      "const options = { port: { type: 'number', default: 4444, description: 'port of CoAP devices' } }",
    ],
    [
      'a server, by its variable',
      'config.js',
      "convict({\n  port: {\n    format: 'port',\n    default: 4444,\n    env: 'CLICKHOUSE_PORT' } })",
    ],
    ['a server, by its part', 'config.js', "convict({ nats: { port: { format: 'port', default: 4444 } } })"],
    ['storage', 'env.js', 'z.object({ MINIO_PORT: z.coerce.number().default(4444) })'],
  ])('is not that of %s', (_, path, text) => {
    expect(found({ [path]: text })[0]).toBeUndefined();
  });

  it('is that of a program whose directory is called like a database, or whose help names one', () => {
    const cli = "program.option('-p, --port <port>', 'where to serve the pages of Redis', '8081')";
    const files = { 'redis-ui/index.js': listen, 'redis-ui/cli.js': cli };
    expect(findPort(openInventory(makeRepo(files)), Object.keys(files)).port?.value).toBe('8081');
  });

  it.each<[string, string, string | undefined]>([
    ['app.listen(3000)', '3000', undefined],
    ["fastify.listen({ port: 3000, host: '::' })", '3000', undefined],
    ['const port = 3000;\napp.listen(port, () => {})', '3000', undefined],
    ['const { PORT = 3000 } = process.env;\napp.listen(PORT)', '3000', 'PORT'],
  ])('comes after what the call says: %s', (text, port, variable) => {
    const config =
      'module.exports = z.object({ port: z.number().default(4444), GAME_PORT: z.number().default(4445) })';
    expect(found({ 'index.js': text, 'config.js': config })).toEqual([port, variable]);
  });

  it.each<[string, string | undefined]>([
    ['z.object({\n  GAME_PORT: z\n    .number().default(4444) })', undefined],
    ['z.object({ GAME_PORT: z.number().default(4444) })', undefined],
    ['z.object({\n  PORT: z\n    .number().default(4444) })', '4444'],
    ['z.object({ port: z.number().default(4444) })', '4444'],
  ])('is of PORT, or of no variable, where that is read: %s', (text, port) => {
    for (const reads of [
      'app.listen(process.env.PORT)',
      'const { HOST, PORT } = process.env; app.listen(PORT)',
    ])
      expect(found({ 'index.js': reads, 'config.js': text })).toEqual([port, 'PORT']);
  });

  it('counts in what the entry is made of', () => {
    const files = {
      'package.json': '{}',
      'src/index.ts': "import { a } from '@/app';\n",
      'src/app.ts': "import './config/env.js';\nserver.listen(settings.port);\n",
      'src/config/env.ts': 'z.object({ port: z.number().default(4000) })',
      'src/cli/a.ts': "program.option('-p, --port <port>', 'x', '4444')",
    };
    const repo = openInventory(makeRepo(files));
    const own = readPackage(repo, '') as Package;
    const sources = ['src/cli/a.ts', 'src/index.ts', 'src/app.ts', 'src/config/env.ts'];
    for (const entry of ['src/index.ts', 'dist/index.js', './src']) {
      const { port } = findPort(repo, sources, madeOf(repo, own, sources, entry));
      expect(port?.value).toBe('4000');
    }
    const elsewhere = madeOf(repo, own, ['scripts/seed.js', 'src/app.ts'], 'out/server.js');
    expect(elsewhere).toEqual(['src/app.ts']);
  });

  it('comes after what the program reads itself', () => {
    const files = {
      'config.js': 'z.object({ port: z.number().default(4000) })',
      'a.js': 'process.env.PORT || 5000',
    };
    expect(found(files)).toEqual(['5000', 'PORT']);
  });

  it.each([
    ['fields', 'a: { port: z.number('],
    ['brackets', `${'{'.repeat(20)}PORT: z.x({`],
    ['comments', '/* '],
    ['quotes', "'\\"],
    ['spaces', ' '.repeat(40)],
    ['options', "option('-p --port"],
  ])('reads hostile %s in time', (_, part) => {
    const text = `PORT: z.string()\n${part.repeat(Math.floor(900_000 / part.length))}`;
    const began = Date.now();
    found({ 'config.js': text, 'cli.js': text.replaceAll(/(.{1500})/g, '$1\n') });
    expect(Date.now() - began).toBeLessThan(2000);
  });
});

it('a variable of the entry goes first, also where its directory is none of the sources: examples/http.js', () => {
  const entry = 'const port = process.env.PORT || process.argv[2] || 8765;\nif (cert) redirect.listen(80);\n';
  const repo = openInventory(makeRepo({ 'examples/http.js': entry, 'lib/a.js': '' }));
  expect(findPort(repo, ['lib/a.js'], ['examples/http.js']).port?.value).toBe('8765');
});
