import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openInventory } from '../../src/inventory/open.ts';
import { readAutotools } from '../../src/stacks/native-code/autotools.ts';
import { parseCommands } from '../../src/stacks/native-code/cmake-commands.ts';
import { evaluate } from '../../src/stacks/native-code/cmake-condition.ts';
import { readCmake } from '../../src/stacks/native-code/cmake.ts';
import { foregroundOf } from '../../src/stacks/native-code/foreground.ts';
import { includesOf } from '../../src/stacks/native-code/includes.ts';
import { readMake } from '../../src/stacks/native-code/make.ts';
import { outsideOf } from '../../src/stacks/native-code/outside.ts';
import { findServer } from '../../src/stacks/native-code/server.ts';
import { usageOf } from '../../src/stacks/native-code/usage.ts';
import { emptyDir } from '../support/cli.ts';

function inventory(files: Readonly<Record<string, string>>) {
  const root = emptyDir();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return openInventory(root);
}

describe('commands of CMake', () => {
  it('are read with their lines; comments and brackets are no commands', () => {
    const text = '# no(a)\n#[[ no(b)\n]] set(X "a ) b" c) # (d\n\nADD_EXECUTABLE(app [=[x]]y]=] main.c)';
    expect(parseCommands(text)).toEqual([
      { name: 'set', args: ['X', 'a ) b', 'c'], line: 3 },
      { name: 'add_executable', args: ['app', 'x]]y', 'main.c'], line: 5 },
    ]);
  });

  it.each([
    [['WIN32'], false],
    [['NOT', 'WIN32'], true],
    [['UNIX', 'AND', 'NOT', 'APPLE'], true],
    [['MSVC', 'OR', 'UNKNOWN_THING_FOUND'], undefined],
    [['(', 'ON', 'AND', 'TESTS', ')'], false],
    [['CMAKE_SYSTEM_NAME', 'STREQUAL', 'Linux'], false],
  ])('%j holds: %s', (args, truth) => {
    expect(evaluate(args, (name) => (name === 'TESTS' ? 'OFF' : undefined))).toBe(truth);
  });

  it.each([
    ['add_executable('],
    ['"'],
    ['if(A'],
    ['endif()\nelse()'],
    ['set(A ${A})\nadd_executable(${A} ${A})'],
  ])('%j ends in no error', (text) =>
    expect(readCmake(inventory({ 'CMakeLists.txt': text }), '')).toMatchObject({ programs: [] }),
  );
});

const make = (text: string) => readMake(inventory({ Makefile: text, 'main.c': 'int main(void) {}' }), '');

describe('a makefile', () => {
  it.each([
    ['all: app\n\t./app\napp: main.c\n\t$(CC) -o $@ $<', 'app', 'app'],
    ['PROG ?= app\nall: $(PROG)\n\t$(RUN) ./$(PROG)\n$(PROG): main.c\n\tgcc main.c -o $(PROG)', 'app', 'app'],
    ['app: main.o\n\tcc -o app main.o', 'app', undefined],
    [
      'OUT = bin\nall: $(OUT)/app\n$(OUT)/app: main.c\n\t@mkdir -p $(OUT)\n\t$(CC) $^ -o $@',
      'app',
      undefined,
    ],
    ['help:\n\t@echo help\nbuild: app\napp: main.c\n\t$(CC) -o $@ $<', 'app', 'build'],
    [
      'ifeq ($(OS),Windows_NT)\nN = app.exe\nelse\nN = app\nendif\n$(N): main.c\n\t$(CC) main.c -o $(N)',
      'app',
      undefined,
    ],
  ])('%j makes %s by %s', (text, program, target) => {
    const found = make(text);
    expect(found?.programs.map(({ name }) => name)).toEqual([program]);
    expect(found?.target?.value).toBe(target);
  });

  it.each([
    [
      'a tool that packs files, made in the same rule',
      'app: main.c\n\t$(CC) pack.c -o pack\n\t./pack > fs.c\n\t$(CC) main.c -o app',
    ],
    [
      'a tool that a source is made with',
      'app: main.c\n\t$(CC) -o $@ $<\nfs.c: web\n\t$(CC) pack.c -o pack\n\t./pack web > $@',
    ],
    [
      'another compiler for one target',
      'app: main.c\n\t$(CC) -o $@ $<\nvc: CC = cl\nvc:\n\t$(CC) main.c /MD /Fe:app.exe',
    ],
    [
      'a compiler that only tells its version',
      'app: main.c\n\t$(CC) -o $@ $<\nfat: clean\n\tclang -v\n\tlipo -create a b',
    ],
    [
      'one for a make below',
      'app: main.c\n\t$(CC) -o $@ $<\narm: clean\n\tCC=arm-linux-gnueabi-gcc CFLAGS="-O2 gcc-6 x" $(MAKE) app',
    ],
    [
      'a compiler that is installed',
      'app: main.c\n\t$(CC) -o $@ $<\ndeps:\n\tapt-get install gcc-6 gcc-6-multilib',
    ],
    ['nothing but a name', 'CFLAGS = -O2\nall: main'],
  ])('makes one program, whatever else is there: %s', (_, text) => {
    expect(make(text)?.programs.map(({ name }) => name)).toEqual([
      text.includes('all: main') ? 'main' : 'app',
    ]);
  });

  it('makes sources that are there all the same', () => {
    const repo = inventory({
      Makefile:
        'app: main.c fs.c\n\t$(CC) -o $@ $^\nfs.c: web\n\t./pack web > $@\nmissing.c: web\n\t./pack > $@',
      'main.c': 'int main(void) {}',
      'fs.c': '',
    });
    expect(readMake(repo, '')?.generated).toEqual(['fs.c']);
  });

  it('may multiply without end', () => {
    const levels = Array.from({ length: 12 }, (_, at) => `V${at} = ${`$(V${at + 1})`.repeat(20)}`);
    expect(make([...levels, '$(V0): main.c', '\t$(CC) -o $(V0) main.c'].join('\n'))?.programs).toEqual([]);
  });

  it('has no end: that is none of ours', () => {
    expect(make('A = $(B)\nB = $(A)\n$(A): $(B)\n\t$(CC) -o $(A)')?.programs).toEqual([]);
  });
});

it('a configure script stops without what it asks for outside of any condition', () => {
  const script =
    'AC_INIT([app])\nPKG_CHECK_MODULES([PCRE], [libpcre >= 8])\nif test x = y; then\nPKG_CHECK_MODULES([A], [a])\nfi\nPKG_CHECK_MODULES([B], [b], [], [:])\n';
  expect(readAutotools(inventory({ 'configure.ac': script }), '')?.required).toEqual([
    { kind: 'pkgconfig', name: 'libpcre', from: 'configure.ac:2' },
  ]);
});

it.each([
  ['"  -d        Do not daemonize (run in foreground).\\n"', '-d'],
  ['" -D         don\'t go to background (default: go to background)\\n"', '-D'],
  ['"-f, --foreground   run in the foreground\\n"', '-f'],
  ['"  -s, --server              run in server mode\\n"', '-s'],
  ['"-d            run as a daemon\\n"', undefined],
])('%j keeps it in the foreground by %s', (text, flag) => {
  expect(foregroundOf(inventory({ 'main.c': `puts(${text});` }), ['main.c'])?.flag).toBe(flag);
});

describe('a server', () => {
  it.each([
    ['mg_http_listen(&mgr, "http://0.0.0.0:8000", cb, NULL);', '8000'],
    ['svr.listen("0.0.0.0", 1234);', '1234'],
    ['crow::SimpleApp app; app.port(18080).run();', '18080'],
    ['drogon::app().addListener("0.0.0.0", 5555).run();', '5555'],
    ['#define PORT 7777\nstruct sockaddr_in a; listen(fd, 5);', '7777'],
    [
      'int port = getenv("PORT") ? atoi(getenv("PORT")) : 3456;\nstruct sockaddr_in a; listen(fd, 5);',
      '3456',
    ],
    [
      '// listens on "http://0.0.0.0:9999"\nmg_http_listen(&mgr, URL, cb, NULL);\nconst char *broker = "mqtt://broker.example.com:1883", *URL = "http://0.0.0.0:8000";',
      '8000',
    ],
    ['mg_mqtt_listen(&mgr, "mqtt://0.0.0.0:1883", fn, NULL);', '1883'],
    ['#define PORT 99999\nstruct sockaddr_in a; listen(fd, 5);', '8080'],
  ])('%j listens on %s', (text, port) => {
    expect(findServer(inventory({ 'main.cpp': text }), ['main.cpp'], {})?.port.value).toBe(port);
  });

  it.each([
    ['mg_http_listen(&mgr, "http://localhost:8000", cb, NULL);', 1],
    ['static const char *s_url = "http://localhost:8000"; mg_http_listen(&mgr, s_url, cb, NULL);', 1],
    ['a.sin_addr.s_addr = htonl(INADDR_LOOPBACK); bind(fd); listen(fd, 5); AF_INET;', 1],
    ['if (a.s_addr == htonl(INADDR_LOOPBACK)) bind(fd); listen(fd, 5); AF_INET;', 0],
    ['snprintf(url, sizeof(url), "http://localhost:%d/", port); listen(fd, 5); AF_INET;', 0],
    ['char *host = x ? getenv("REMOTE_ADDR") : "127.0.0.1"; listen(fd, 5); AF_INET;', 0],
    ['const char *redis_host = "127.0.0.1"; listen(fd, 5); AF_INET;', 0],
  ])('%j binds the loopback address alone in %i lines', (text, lines) => {
    expect(findServer(inventory({ 'main.c': text }), ['main.c'], {})?.loopback).toHaveLength(lines);
  });

  it('does not listen in a comment', () => {
    const repo = inventory({
      'main.c': 'int main(void) {\n  // struct sockaddr_in a;\n  // listen(fd, 5);\n}',
    });
    expect(findServer(repo, ['main.c'], {})).toBeUndefined();
  });

  it('goes by the settings that are called like it', () => {
    const repo = inventory({
      'main.c': 'struct sockaddr_in a; listen(fd, 5);',
      'sentinel.conf': 'port 26379\n',
      'valkey.conf': 'port 6379\n',
    });
    expect(findServer(repo, ['main.c'], { name: 'valkey-server' })?.port.value).toBe('6379');
  });

  it('does not listen on a file', () => {
    const repo = inventory({ 'main.c': 'int main(void) { struct sockaddr_un a; listen(fd, 5); }' });
    expect(findServer(repo, ['main.c'], {})).toBeUndefined();
  });
});

it('tells headers that are always included from those of a feature', () => {
  const text =
    '#ifndef A_H\n#include <zlib.h>\n#ifdef HAVE_X\n#include <x.h>\n#endif\n#ifdef _WIN32\n#include <w.h>\n#else\n#include <u.h>\n#endif\n#endif';
  const found = includesOf(inventory({ 'a.h': text }), ['a.h']);
  expect(found.filter(({ always }) => always).map(({ header }) => header)).toEqual(['zlib.h', 'u.h']);
});

describe('arguments that a server must have', () => {
  it.each([
    ['usage:\\t%s /path/to/wwwroot [flags]\\n', ['/srv']],
    ['Usage: http-server-async <address> <port> <doc_root> <threads>\\n', ['0.0.0.0', '{port}', '/srv', '1']],
    ['hint: nweb Port-Number Top-Directory\\t\\tversion %d', ['{port}', '/srv']],
    ['usage: %s <port>\\n', ['{port}']],
    ['Usage: %s [-d dir]\\n', undefined],
    ['Usage: %s OPTIONS\\n', undefined],
    ['usage: %s -p <port>', undefined],
  ])('%s: %j', (text, args) =>
    expect(usageOf(inventory({ 'main.c': `printf("${text}", argv[0]);` }), '', ['main.c'])?.args).toEqual(
      args,
    ),
  );

  it('is the directory of the repository that has pages', () =>
    expect(
      usageOf(inventory({ 'main.c': '"usage: %s <dir>"', 'htdocs/index.html': '' }), '', ['main.c']),
    ).toEqual({ args: ['/app/htdocs'], from: 'main.c:1', serves: { repo: 'htdocs' } }));
});

describe('a part of a larger build', () => {
  it.each([
    ['cmake', 'CMakeLists.txt', 'add_executable(app main.c)', 'the project that it is a part of'],
    ['cmake', 'CMakeLists.txt', 'project(app)\nadd_executable(app main.c)', undefined],
    ['cmake', 'CMakeLists.txt', 'project(app)\nadd_subdirectory(../lib lib)', '../lib'],
    ['cmake', 'CMakeLists.txt', 'project(a)\ninclude(${CMAKE_SOURCE_DIR}/cmake/x.cmake)', 'cmake/x.cmake'],
    ['cmake', 'CMakeLists.txt', 'project(a)\nif(X)\ninclude(cmake/x.cmake)\nendif()', undefined],
    ['meson', 'meson.build', "executable('app', 'main.c')", 'the project that it is a part of'],
    ['make', 'Makefile', 'TOP = ../..\ninclude $(TOP)/rules.mk\n', '../../rules.mk'],
    ['make', 'Makefile', 'CFLAGS = -O2 -I.. -Wall\n', '..'],
    ['make', 'Makefile', 'CFLAGS = -Iinclude\n', undefined],
  ] as const)('%s, %s: %j is %s', (system, file, text, outside) => {
    const project = { system, dir: '', file, programs: [], libraries: [], wanted: [], tools: [] };
    expect(outsideOf(inventory({ [file]: text }), project)).toBe(outside);
  });
});
