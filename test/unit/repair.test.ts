import { describe, expect, it } from 'vitest';
import { findRepair } from '../../src/repair/find.ts';
import type { Failure } from '../../src/repair/types.ts';

const nothing: Failure = { build: '', logs: '', libraries: [], port: 8080, workdir: '/app', files: [] };

/** What tools really print. */
const builds: readonly (readonly [what: string, printed: string, apt: string])[] = [
  ['psycopg2', 'Error: pg_config executable not found.', 'libpq-dev'],
  ['pq-sys', 'src/pq.c:5:10: fatal error: libpq-fe.h: No such file or directory', 'libpq-dev'],
  [
    'pycurl',
    "Could not run curl-config: [Errno 2] No such file or directory: 'curl-config'",
    'libcurl4-openssl-dev',
  ],
  ['mysqlclient', 'Exception: Can not find valid pkg-config name.', 'default-libmysqlclient-dev'],
  [
    'openssl-sys',
    'Could not find directory of OpenSSL installation, and this `-sys` crate cannot',
    'libssl-dev',
  ],
  [
    'prost',
    'Could not find `protoc`. If `protoc` is installed, try setting the `PROTOC`',
    'protobuf-compiler',
  ],
  ['cmake crate', 'is `cmake` not installed?', 'cmake'],
  ['bindgen', 'Unable to find libclang: "couldn\'t find any valid shared libraries', 'libclang-dev'],
  ['node-gyp', 'npm error gyp ERR! find Python You need to install the latest version of Python.', 'python3'],
  ['make', '/bin/sh: 1: make: not found', 'make'],
  ['a linker', 'error: linker `cc` not found', 'g++'],
  ['pkg-config', "Package 'libfoo_bar', required by 'virtual:world', not found", 'libfoo-bar-dev'],
  ['pkg-config, before 1.0', "No package 'gtk4' found", 'libgtk4-dev'],
];

it.each(builds)('a build without what %s needs', (_, build, value) => {
  expect(findRepair({ ...nothing, build })).toMatchObject({ answer: 'apt', value });
});

const files = ['views/index.html', 'views/partials/nav.html', 'config.json', 'src/app.js'];
const logs: readonly (readonly [what: string, printed: string, answer: string, value: string])[] = [
  ['Node', "Error: ENOENT: no such file or directory, open '/app/views/index.html'", 'files', 'views'],
  ['Go', 'panic: open config.json: no such file or directory', 'files', 'config.json'],
  ['Python', "FileNotFoundError: [Errno 2] No such file or directory: 'config.json'", 'files', 'config.json'],
  ['gin', 'panic: html/template: pattern matches no files: `views/*`', 'files', 'views'],
  ['Node, a write', "Error: EACCES: permission denied, mkdir '/app/data'", 'writable', '/app/data'],
  [
    'Node, a root that is read-only',
    "Error: EROFS: read-only file system, open '/app/db/x.sqlite'",
    'writable',
    '/app/db',
  ],
  ['Go, a write', 'open ./data/app.db: permission denied', 'writable', '/app/data'],
  [
    'Python, a write',
    "PermissionError: [Errno 13] Permission denied: '/app/uploads'",
    'writable',
    '/app/uploads',
  ],
  ['SQLite', 'SQLITE_CANTOPEN: unable to open database file', 'writable', '/app'],
  [
    'a loader',
    'node: error while loading shared libraries: libfoo.so.3: cannot open shared object file',
    'packages',
    'libfoo3',
  ],
  [
    'Python, a library',
    'ImportError: libcurl.so.4: cannot open shared object file: No such file',
    'packages',
    'libcurl4t64',
  ],
  ['a port', 'Server listening on port 3000', 'port', '3000'],
  ['a port in a URL', 'App running at http://localhost:5173/', 'port', '5173'],
  ['uvicorn', 'INFO: Uvicorn running on http://0.0.0.0:8000 (Press CTRL+C to quit)', 'port', '8000'],
];

it.each(logs)('a program that says so: %s', (_, printed, answer, value) => {
  expect(findRepair({ ...nothing, logs: printed, files })).toMatchObject({ answer, value });
});

describe('nothing is made up', () => {
  it.each([
    ['an error of the program itself', 'TypeError: Cannot read properties of undefined'],
    ['a file that the repository has not', "ENOENT: no such file or directory, open '/app/nope.txt'"],
    ['the port that was asked', 'listening on port 8080'],
    ['a file above the app', "ENOENT: no such file or directory, open '/etc/hosts.allow'"],
  ])('%s', (_, printed) => {
    expect(findRepair({ ...nothing, logs: printed, files })).toBeUndefined();
  });

  it('a build that fails for its own reasons', () => {
    expect(
      findRepair({ ...nothing, build: 'src/app.ts(3,1): error TS2304: Cannot find name' }),
    ).toBeUndefined();
  });
});

it('a library that the closure check misses', () => {
  expect(findRepair({ ...nothing, libraries: ['libpq.so.5'] })).toMatchObject({
    answer: 'packages',
    value: 'libpq5',
  });
});
