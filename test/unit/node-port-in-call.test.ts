import { expect, it } from 'vitest';
import { openInventory } from '../../src/inventory/open.ts';
import { findPort } from '../../src/stacks/node/port.ts';
import { makeRepo } from '../support/repo.ts';

const metrics = 'const metricsPort = process.env.METRICS_PORT || 9100;\nmetrics.listen(metricsPort);\n';
const main = 'const port = process.env.PORT || 3000;\napp.listen(port);\n';
const internal = 'const inner = process.env.INTERNAL_PORT || 5000;\nother.listen(inner);\n';

it.each<[string, string, string, string?]>([
  ['its own after that of metrics', metrics + main, '3000', 'PORT'],
  [
    'that of HTTP, as TLS wants a certificate',
    'const a = process.env.HTTPS_PORT || 8443;\nconst b = process.env.HTTP_PORT || 8080;\n' +
      'if (cert) https.listen(a);\nhttp.listen(b);\n',
    '8080',
    'HTTP_PORT',
  ],
  ['the usual one of several', internal + main, '3000', 'PORT'],
  [
    'the only one, whatever it is',
    'const a = process.env.ADMIN_PORT || 7000;\napp.listen(a);\n',
    '7000',
    'ADMIN_PORT',
  ],
  ['the only one', internal, '5000', 'INTERNAL_PORT'],
  [
    'the first of others',
    `${internal}const x = process.env.X_PORT || 6000;\napp.listen(x);\n`,
    '5000',
    'INTERNAL_PORT',
  ],
  [
    'a default by name after that of metrics',
    'const m = 9100;\nconst p = 4000;\nmetrics.listen(process.env.METRICS_PORT || m);\n' +
      'app.listen(process.env.APP_PORT || p);\n',
    '4000',
    'APP_PORT',
  ],
  [
    'one of TLS alone, by its number',
    'const port = process.env.HTTPS_PORT || 8443;\nserver.listen(port);\n',
    '8443',
  ],
])('of the calls that listen, %s', (_, text, value, variable) => {
  const found = findPort(openInventory(makeRepo({ 'index.js': text })), ['index.js']);
  expect(found.port?.value).toBe(value);
  expect(variable === undefined || found.variable === variable).toBe(true);
});
