import { describe, expect, it } from 'vitest';
import { openInventory } from '../../src/inventory/open.ts';
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
