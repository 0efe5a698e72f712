import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openInventory } from '../../src/inventory/open.ts';
import { readAutotools } from '../../src/stacks/native-code/autotools.ts';
import { parseCommands } from '../../src/stacks/native-code/cmake-commands.ts';
import { evaluate } from '../../src/stacks/native-code/cmake-condition.ts';
import { readCmake } from '../../src/stacks/native-code/cmake.ts';
import { findDependencies, linkNames } from '../../src/stacks/native-code/dependencies.ts';
import { foregroundOf } from '../../src/stacks/native-code/foreground.ts';
import { loadsOf } from '../../src/stacks/native-code/loads.ts';
import { includesOf } from '../../src/stacks/native-code/includes.ts';
import { rankPrograms, isLibrary } from '../../src/stacks/native-code/choose.ts';
import { findProjects, hasOther, isBound } from '../../src/stacks/native-code/projects.ts';
import { titleOf } from '../../src/stacks/native-code/title.ts';
import { asksForNative } from '../../src/stacks/native-code/native-flags.ts';
import { readMake } from '../../src/stacks/native-code/make.ts';
import { readMeson } from '../../src/stacks/native-code/meson.ts';
import { outsideOf } from '../../src/stacks/native-code/outside.ts';
import { findFiles } from '../../src/stacks/native-code/files.ts';
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

const stops =
  'ifeq ($(TARGET),)\nall:\n\t@echo "say which"\n\t@exit 1\nelse\nall: app\nendif\napp: main.c\n\tcc -o app main.c\n';
it.each<[string, string, readonly string[] | undefined]>([
  [
    'its system',
    `TARGET =\nifeq ($(TARGET),linux-glibc)\nX = 1\nendif\nifeq ($(TARGET),osx)\nendif\n${stops}`,
    ['TARGET=linux-glibc'],
  ],
  ['nothing, where none is Linux', `ifeq ($(TARGET),osx)\nendif\n${stops}`, undefined],
  [
    'nothing, where it builds without',
    `ifeq ($(TARGET),linux)\nendif\n${stops.replace('\t@exit 1', '\tcc main.c')}`,
    undefined,
  ],
  ['nothing of another variable', `ifeq ($(OS),linux)\nendif\n${stops}`, undefined],
])('a makefile is told %s', (_, text, options) => {
  expect(make(text)?.options).toEqual(options);
});

describe('a makefile', () => {
  it.each([
    ['all: app\n\t./app\napp: main.c\n\t$(CC) -o $@ $<', 'app', 'app'],
    ['PROG ?= app\nall: $(PROG)\n\t$(RUN) ./$(PROG)\n$(PROG): main.c\n\tgcc main.c -o $(PROG)', 'app', 'app'],
    ['app: main.o\n\tcc -o app main.o', 'app', undefined],
    ['link = $(CC) -o $@ $(1)\napp: main.o\n\t$(call link,main.o -lm)', 'app', undefined],
    [
      'N = $(filter-out x%,$(patsubst %.c,%,main.c x.c))\n$(N): main.c\n\t$(if $(Q),,$(CC) -o $@ $<)',
      'main',
      undefined,
    ],
    [
      'ifneq (,$(filter Windows%,$(OS)))\nE = .exe\nelse\nE = -1\nendif\napp$(E): main.c\n\t$(CC) -o $@ $<',
      'app-1',
      undefined,
    ],
    ['all: $(foreach each,app,bin/$(each))\nbin/app: main.c\n\t$(CC) -o $@ $<', 'app', undefined],
    [
      'OUT = bin\nall: $(OUT)/app\n$(OUT)/app: main.c\n\t@mkdir -p $(OUT)\n\t$(CC) $^ -o $@',
      'app',
      undefined,
    ],
    ['all: app\n\t./main.c --version\napp: main.c\n\t$(CC) -o $@ $<', 'app', undefined],
    ['OBJS = main.o\napp: $(OBJS)\n\t$(eval L := $(CC))\n\t$(L) $(OBJS) -lm -o $@', 'app', undefined],
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
    [
      'another name of a library',
      'all: app\napp: main.c\n\t$(CC) -o $@ $<\nplacebo libx.so.1:\n\t$(CC) -o $@ x.o\n',
    ],
    ['what make knows how to link', 'app: main.o\n\t$(LINK.o) -o $@ $^'],
    ['nothing but a name', 'CFLAGS = -O2\nall: main'],
    ['a name that only needs a library', '.PHONY: all\nall: main\nmain: libx.a\n%: src/%\n\tcp $< $@'],
  ])('makes one program, whatever else is there: %s', (_, text) => {
    expect(make(text)?.programs.map(({ name }) => name)).toEqual([
      text.includes('all: main') ? 'main' : 'app',
    ]);
  });

  it('takes what archives and objects are made of as a part of the program', () => {
    const repo = inventory({
      Makefile:
        'all: app\napp: main.o libx.a\n\t$(CC) -o $@ $^\nlibx.a: x.o\n\tar rcs $@ $^\nx.o: sub/x.c\nmain.o: main.h\n',
      'main.c': '',
      'sub/x.c': '',
    });
    expect(readMake(repo, '')?.programs).toMatchObject([
      { name: 'app', installed: true, sources: ['main.c', 'sub/x.c'] },
    ]);
  });

  it('of BSD is run by its make', () => {
    expect(make('.if $(X) == "y"\n.endif\napp: main.c\n\t$(CC) -o $@ $<\n')).toMatchObject({
      bsd: true,
      tools: ['bmake'],
    });
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

describe('a configure script', () => {
  const script = '#!/bin/sh\ncc=cc\n';
  const rule = 'app: main.o\n\t$(CC) -o $@ main.o\n';

  it.each<[string, Readonly<Record<string, string>>, string, string | undefined]>([
    [
      'by hand, for a makefile',
      { configure: script, Makefile: `-include config.mak\n${rule}` },
      'app',
      './configure',
    ],
    [
      'by hand, which makes the makefile',
      { configure: script, 'Makefile.in': `CC = @CC@\n${rule}`, Makefile: 'all:\n\t@echo run configure\n' },
      'app',
      './configure',
    ],
    [
      'by hand, which alone knows the rules',
      { configure: script, 'README.md': '# `calc`\n' },
      'calc',
      './configure',
    ],
    ['in a directory of its own', { 'auto/configure': script }, 'main', './auto/configure'],
    ['of something else', { configure: 'puts 1\n', Makefile: rule }, 'app', undefined],
  ])('%s', (_, files, program, bootstrap) => {
    const found = readMake(inventory({ 'main.c': 'int main(void) {}', ...files }), '');
    expect(found?.programs.map(({ name }) => name)).toEqual([program]);
    expect(found?.bootstrap).toBe(bootstrap);
    expect(found?.target).toBeUndefined();
  });

  it.each<[string, Readonly<Record<string, string>>, string, Readonly<Record<string, unknown>>]>([
    [
      'with makefiles of its own',
      {
        'Makefile.in':
          'CC = @CC@\nEXE = @EXEEXT@\nall: app$(EXE)\napp$(EXE): main.o\n\t$(CC) -o $@ main.o @LIBS@ -lev\n',
      },
      'app',
      { installsData: false, bootstrap: 'autoreconf -fi' },
    ],
    ['with automake', { 'Makefile.am': 'bin_PROGRAMS = app\n' }, 'app', { installsData: true }],
    [
      'that is committed',
      { configure: '#!/bin/sh\n# Generated by GNU Autoconf 2.71\n', 'Makefile.am': 'bin_PROGRAMS = app\n' },
      'app',
      { options: ['AUTOCONF=:', 'AUTOHEADER=:', 'AUTOMAKE=:', 'ACLOCAL=:', 'MAKEINFO=:'] },
    ],
  ])('of autoconf, %s', (_, files, program, project) => {
    const found = readAutotools(
      inventory({ 'configure.ac': 'AC_INIT([app])\n', 'main.c': '', ...files }),
      '',
    );
    expect(found?.programs.map(({ name }) => name)).toEqual([program]);
    expect(found).toMatchObject(project);
  });

  it('that a bootstrap script makes of a file of another name is that of autoconf', () => {
    const repo = inventory({
      'autogen.sh': '#!/bin/sh\n',
      'configure.ng':
        'AC_INIT([app])\nAC_ARG_ENABLE([docs],\nPKG_CHECK_MODULES([SSL], [$with_ssl])\nwith_ssl=openssl\n',
      'src/Makefile.ng': 'sbin_PROGRAMS = appd\n',
    });
    const found = readAutotools(repo, '');
    expect(found?.programs).toMatchObject([{ name: 'appd', sbin: true }]);
    expect(found?.options).toEqual(['--disable-docs']);
    expect(found?.wanted).toContainEqual({ kind: 'pkgconfig', name: 'openssl', from: 'configure.ng:3' });
  });
});

it('configure goes before a makefile that reads what it makes', () => {
  const files = {
    'configure.ac': 'AC_INIT([app])\n',
    'app.c': main,
    Makefile: 'include config.mak\nall: app\n',
  };
  expect(readAutotools(inventory(files), '')?.programs).toEqual([]);
  expect(readAutotools(inventory({ ...files, 'config.mak.in': '' }), '')?.programs).toMatchObject([
    { name: 'app' },
  ]);
});

it('a script makes the makefile of parts, the last of which has the rules', () => {
  const found = readMake(
    inventory({
      configure: '#!/bin/sh\ncat Makefile.unix > Makefile\ncat Makefile.am | sed s/a/b/ >> Makefile\n',
      'Makefile.unix': 'PREFIX = /usr\n',
      'Makefile.am': 'all: app\napp: app.c\n\t$(CC) -o app app.c\n',
      Makefile: 'all:\n\t@echo run configure first\n',
      'app.c': main,
    }),
    '',
  );
  expect(found).toMatchObject({ programs: [{ name: 'app' }], bootstrap: './configure' });
});

it.each(['=', ':=', '+='])('programs of automake are listed by %s', (sign) => {
  const files = { 'configure.ac': 'AC_INIT([app])\n', 'Makefile.am': `bin_PROGRAMS ${sign} app\n` };
  expect(readAutotools(inventory(files), '')?.programs).toMatchObject([{ name: 'app' }]);
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
    ['#define Portdef "11300"\nstruct sockaddr_in a; listen(fd, 5);', '11300'],
    ['uint16_t port = 443;\nopt->listen_port = 5053; listen(fd, 5); AF_INET;', '5053'],
    ['addr.port = 53;\nint port = 4000; listen(fd, 5); AF_INET;', '4000'],
    ['WebServer server(1316, 3); listen(fd, 5); AF_INET;', '1316'],
    ['#define SBS_PORT 30003\n#define NET_HTTP_PORT 8081\nlisten(fd, 5); AF_INET;', '8081'],
    ['#define SMALL_PORT_RANGE 30\nint port = 3128; listen(fd, 5); AF_INET;', '3128'],
    ['radius.port = htons(1812);\nint port = 3128; listen(fd, 5); AF_INET;', '3128'],
  ])('%j listens on %s', (text, port) => {
    expect(findServer(inventory({ 'main.cpp': text }), ['main.cpp'], {})?.port.value).toBe(port);
  });

  it.each([
    ['mg_http_listen(&mgr, "http://localhost:8000", cb, NULL);', 1],
    ['static const char *s_url = "http://localhost:8000"; mg_http_listen(&mgr, s_url, cb, NULL);', 1],
    ['a.sin_addr.s_addr = htonl(INADDR_LOOPBACK); bind(fd); listen(fd, 5); AF_INET;', 1],
    ['if (all) x = INADDR_ANY;\na = INADDR_LOOPBACK; bind(fd); listen(fd, 5); AF_INET;', 0],
    ['if (a.s_addr == htonl(INADDR_LOOPBACK)) bind(fd); listen(fd, 5); AF_INET;', 0],
    ['snprintf(url, sizeof(url), "http://localhost:%d/", port); listen(fd, 5); AF_INET;', 0],
    ['char *host = x ? getenv("REMOTE_ADDR") : "127.0.0.1"; listen(fd, 5); AF_INET;', 0],
    ['auto a = net::ip::make_address("127.0.0.1"); tcp::acceptor acceptor{ioc};', 1],
    ['ConnectionProvider::createShared({"localhost", 8000}); listen(fd, 5); AF_INET;', 1],
    ['const char *redis_host = "127.0.0.1"; listen(fd, 5); AF_INET;', 0],
    ['#define WEB_ADMIN_DEFAULT_IP "127.0.0.1"\nlisten(fd, 5); AF_INET;', 0],
  ])('%j binds the loopback address alone in %i lines', (text, lines) => {
    expect(findServer(inventory({ 'main.c': text }), ['main.c'], {})?.loopback).toHaveLength(lines);
  });

  it.each([
    ['"HTTP/1.1 200 OK\\r\\n"', 8000, true],
    ['"HTTP/1.0 %d %s"', 8000, true],
    ['"HTTP/%d.%d %d %s\\r\\n"', 8000, true],
    ['"GET %s HTTP/1.1\\r\\n"', 8000, false],
    ['"HTTP/1.1 200 OK\\r\\n"', 1883, false],
  ])('that says %s at %i speaks HTTP: %s', (text, port, http) => {
    const main = `#define PORT ${port}\nlisten(fd, 5); AF_INET; puts(${text});`;
    expect(findServer(inventory({ 'main.c': main }), ['main.c'], {})?.http).toBe(http);
  });

  it('goes by the default of its code before an example of its settings', () => {
    const repo = inventory({
      'main.c': '#define DEFAULT_PORT 2222\nstruct sockaddr_in a; listen(fd, 5);',
      'util/app.conf': 'Listen 127.0.0.1\nPort 22\n',
    });
    expect(findServer(repo, ['main.c'], { name: 'app' })?.port.value).toBe('2222');
    expect(findServer(repo, ['main.c'], { name: 'app', settings: true })?.port.value).toBe('22');
  });

  it('is not at the port of what it asks', () => {
    const repo = inventory({
      'main.c': 'struct sockaddr_in a; listen(fd, 5);',
      'app.json': '{\n  "redis_port": 6379,\n  "http_port": 7379\n}\n',
    });
    expect(findServer(repo, ['main.c'], { name: 'app' })?.port.value).toBe('7379');
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

it.each<[string, readonly string[], string?]>([
  ['CFLAGS += -DWITH_TITLE\n', ['libbsd-dev']],
  ['', []],
  ['CFLAGS += -DWITH_OTHER\n', []],
  ['# CFLAGS += -DWITH_TITLE\n', []],
  ['CFLAGS += -DHAVE_TITLE\n', [], 'HAVE_TITLE'],
])(
  'takes the header of a feature that a makefile tells the compiler of: %j',
  (line, packages, feature = 'WITH_TITLE') => {
    const repo = inventory({
      Makefile: 'all:\n\t$(MAKE) -C src\n',
      'src/Makefile': `${line}app: main.c\n\t$(CC) $(CFLAGS) -o app main.c\n`,
      'src/main.c': `#ifdef ${feature}\n#include <bsd/unistd.h>\n#endif\nint main(void) {}`,
    });
    const project = readMake(repo, '');
    expect(project && findDependencies(repo, project, ['src/main.c']).map(({ value }) => value)).toEqual(
      packages,
    );
  },
);

it.each<[string, readonly string[], string, readonly string[]]>([
  ['a thread that ends itself', [], 'pthread_exit(NULL);', ['libgcc-s1']],
  ['a thread that is ended', [], 'pthread_cancel (t);', ['libgcc-s1']],
  ['threads that return', [], 'pthread_join(t, NULL);', []],
  ['libwebsockets', ['libwebsockets-dev'], '', ['libwebsockets-evlib-uv']],
])('what is opened while it runs: %s', (_, packages, body, loaded) => {
  const repo = inventory({ 'main.c': `int main(void) { ${body} }` });
  expect(loadsOf(repo, packages, ['main.c'])).toEqual(loaded);
});

it('a server reads what its settings name, and no templates of settings', () => {
  const repo = inventory({
    'main.c': 'open("app.conf"); opendir("conf"); open(".gitignore");',
    'app.conf': 'listener *:8080\nserve {\n  path = ./wwwroot\n  log path = missing/x\n}\n',
    'wwwroot/index.html': '',
    'conf/app.conf.in': '',
    '.gitignore': '',
  });
  expect([...findFiles(repo, '', ['main.c'], true).reads]).toEqual([
    ['app.conf', 'main.c:1'],
    ['wwwroot', 'app.conf:3'],
  ]);
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

const main = 'int main(void) {}';
const chosen = (files: Readonly<Record<string, string>>) => {
  const repo = inventory(files);
  const [project] = findProjects(repo)[0] ?? [];
  if (!project) return undefined;
  const ranked = rankPrograms(repo, project);
  return isLibrary(repo, project, ranked) ? 'library' : ranked[0]?.program.name;
};

describe('the program of a project', () => {
  it.each<[string, Readonly<Record<string, string>>, string]>([
    [
      'the shorter of two names',
      {
        'CMakeLists.txt': 'project(x)\nadd_executable(runc c.c)\nadd_executable(run r.c)\n',
        'c.c': main,
        'r.c': main,
      },
      'run',
    ],
    [
      'what make makes by itself',
      {
        Makefile: 'all: one\none: a.c\n\tcc -o one a.c\ntwo: b.c\n\tcc -o two b.c\n',
        'a.c': main,
        'b.c': main,
      },
      'one',
    ],
    [
      'what the README is called',
      {
        Makefile: 'one: a.c\n\tcc -o one a.c\ntwo: b.c\n\tcc -o two b.c\n',
        'a.c': main,
        'b.c': main,
        README: 'two -- the second\n===\n',
      },
      'two',
    ],
    [
      'none of a library that is made alone',
      { Makefile: 'libx.a: x.o\n\tar r $@ x.o\nshow: a.c\n\tcc -o show a.c\n', 'a.c': main, 'x.c': '' },
      'library',
    ],
    [
      'none of what calls itself a library',
      {
        Makefile: 'all: echo\necho: a.c\n\tcc -o echo a.c\n',
        'a.c': main,
        'README.md': 'English | Deutsch\n\n# libhello\n',
      },
      'library',
    ],
    [
      'the one that a library installs',
      {
        'CMakeLists.txt':
          'project(x)\nadd_library(x x.c)\nadd_executable(y2z a.c)\ntarget_link_libraries(y2z x)\ninstall(TARGETS y2z RUNTIME DESTINATION bin)\n',
        'a.c': main,
        'x.c': '',
      },
      'y2z',
    ],
    [
      'none of a library that keeps it for itself',
      {
        'CMakeLists.txt':
          'project(x)\nadd_library(x x.c)\nadd_executable(y2z a.c)\ntarget_link_libraries(y2z x)\n',
        'a.c': main,
        'x.c': '',
      },
      'library',
    ],
    [
      'not what begins in a test',
      {
        Makefile:
          'all: zip\nzip: zip.o x.o\n\tcc -o zip zip.o x.o\nzip.o: test/zip.c\nlibx.a: x.o\n\tar r $@ x.o\n',
        'test/zip.c': main,
        'x.c': '',
      },
      'library',
    ],
  ])('is %s', (_, files, name) => expect(chosen(files)).toBe(name));

  it('of CMake is made of the libraries that it is linked to', () => {
    const repo = inventory({
      'CMakeLists.txt':
        'project(x)\nfile(GLOB CORE core/*.c)\nlist(APPEND CORE extra.c)\nadd_own_library(core ${CORE})\nadd_library(deep OBJECT deep.c)\nadd_executable(x main.c $<TARGET_OBJECTS:deep>)\ntarget_link_libraries(x -Wl,-z core)\n',
      ...Object.fromEntries(['main.c', 'core/a.c', 'extra.c', 'deep.c'].map((path) => [path, ''])),
    });
    expect(readCmake(repo, '')?.programs[0]?.sources).toEqual(['main.c', 'deep.c', 'core/a.c', 'extra.c']);
  });

  it.each([
    ['setup(ext_modules=[Extension("x", sources=["x.c"])])', true],
    ['setup(ext_modules=[Extension("x", sources=["src/y.c"])])', false],
    ['setup(py_modules=["x"], package_data=["x.c"])', false],
  ])('is what Python is compiled from by %s: %s', (text, bound) => {
    expect(isBound(inventory({ 'setup.py': text, 'x.c': '' }), '')).toBe(bound);
  });

  it.each([
    ['{"name":"x","bin":"src/x","scripts":{"preinstall":"make"}}', false],
    ['{"name":"x","main":"index.js"}', true],
    ['{"name":"x","dependencies":{}}', true],
  ])('is beside another one by %s: %s', (text, other) => {
    expect(hasOther(inventory({ 'package.json': text, 'index.js': '' }), '')).toBe(other);
  });

  it.each([
    ['![logo](x.png)\n# **fzy** is fast\n', 'fzy'],
    ['sslh -- A multiplexer\n=====\n', 'sslh'],
    ['', undefined],
  ])('is called by %j %s', (text, title) =>
    expect(titleOf(inventory({ 'README.md': text }), '')).toBe(title),
  );
});

const debian = (files: Readonly<Record<string, string>>) => {
  const repo = inventory({ 'main.c': 'int main(void) {}', ...files });
  const project = readCmake(repo, '') ?? readMeson(repo, '');
  if (!project) throw new Error('no project');
  return findDependencies(repo, project, ['main.c']).map(({ value }) => value);
};

describe('what CMake asks Debian for', () => {
  const find = 'macro(NEED header lib)\n  find_path(H ${header})\n  find_library(L ${lib})\nendmacro()\n';

  it.each<[string, string, readonly string[]]>([
    ['in a macro of its own, where it is called', `${find}need(gmp.h "gmp")`, ['libgmp-dev']],
    ['in one that nothing calls: nothing', find, []],
    [
      'in one that another calls',
      `${find}function(all)\n  need(\${ARGN} x)\nendfunction()\nall(mpfr.h)`,
      ['libmpfr-dev'],
    ],
    [
      'by pkg-config',
      'pkg_check_modules(A REQUIRED avahi-client soxr>=0.1)',
      ['libavahi-client-dev', 'libsoxr-dev'],
    ],
  ])('%s', (_, text, names) => expect(debian({ 'CMakeLists.txt': text })).toEqual(names));

  it('includes the headers of templates, but what is configured', () => {
    const files = {
      'CMakeLists.txt': '',
      'src/all.hh.in': '#include <gmp.h>\n#if HAVE_X\n#include <mpfr.h>\n#endif\n',
    };
    expect(debian(files)).toEqual(['libgmp-dev']);
  });

  it('a body only asks: what it builds is not known', () => {
    const text =
      'function(try_it n)\n  add_executable(${n} main.c)\n  find_library(L z)\nendfunction()\ntry_it(x)';
    expect(readCmake(inventory({ 'CMakeLists.txt': text, 'main.c': '' }), '')?.programs).toEqual([]);
  });

  it.each(['pkg_search_module(A zlib)', 'include(FindPkgConfig)'])('%s needs pkg-config', (text) =>
    expect(readCmake(inventory({ 'CMakeLists.txt': text }), '')?.tools).toContain('pkg-config'),
  );

  const many = `"${'${x}'.repeat(490)}"`;
  const long = `set(A ${'x'.repeat(3900)})\nset(B ${'${A}'.repeat(4)})\n`;
  const all = `${'\n${B}${B}${B}'.repeat(19_000)})`;

  it.each([
    ['a call', `function(f x)\n  find_library(L ${many})\nendfunction()\nf(${'x'.repeat(2000)})`],
    [
      'calls in calls',
      `function(h x)\n  find_library(L ${many})\nendfunction()\nfunction(g x)\n  h(${many})\nendfunction()\nfunction(f x)\n  g(${many})\nendfunction()\nf(${'x'.repeat(2000)})`,
    ],
    ['a variable', `${long}set(C${all}`],
    ['a list', `${long}list(APPEND C${all}`],
  ])('values of %s that multiply without end are left out', (_, text) =>
    expect(debian({ 'CMakeLists.txt': `${text}\nfind_library(L z)` })).toEqual(['zlib1g-dev']),
  );

  it('a routine that calls itself ends', () => {
    const text = 'function(a x)\n  find_library(L ${x})\n  a(${x})\n  a(${x})\nendfunction()\na(z)';
    expect(debian({ 'CMakeLists.txt': text })).toEqual(['zlib1g-dev']);
  });
});

/** Each variable is many times the next. */
const sums = (names: readonly string[]) =>
  names
    .map(
      (name, at) =>
        `${name} = ${Array(48)
          .fill(names[at + 1] ?? 'f')
          .join('+')}\n`,
    )
    .join('');

describe('a program of Meson', () => {
  const options = "option('prefix', type : 'string', description : 'x')\noption('suffix', value : '-cli')\n";

  it.each([
    ["executable('app', 'main.c')", ['app']],
    ["executable(get_option('prefix') + 'app' + get_option('suffix'), 'main.c')", ['app-cli']],
    ["name = 'app'\nbin = name + '2'\nexecutable(\n  bin, 'main.c')", ['app2']],
    ["executable(meson.project_name(), 'main.c')", ['demo']],
    ["foreach t : tests\nexecutable(t, t + '.c')\nendforeach", []],
    ["a = b\nb = a\nexecutable(a, 'main.c')", []],
    [`${sums(['a', 'b', 'c', 'd', 'e'])}f = 'z'\nexecutable(a, 'main.c')`, []],
    [`a = '${'z'.repeat(40)}'\nb = a + a + a + a\nc = b + b + b\nexecutable(c, 'main.c')`, []],
    [`a = b + b\nb = c + c\nc = d + d\nd = 'z'\nexecutable(a, 'main.c')`, ['zzzzzzzz']],
  ])('%j is %j', (text, names) => {
    const files = { 'meson.build': `project('demo', 'c')\n${text}\n`, 'meson_options.txt': options };
    expect(readMeson(inventory(files), '')?.programs.map(({ name }) => name)).toEqual(names);
  });

  it('is built without tests and manuals, where they are not left to what is there', () => {
    const text = [
      "option('man', type : 'feature', value : 'enabled')",
      "option('docs', type : 'feature', value : 'auto')",
      "option('tests', type : 'boolean')",
      "option('unit_tests', type : 'boolean', value : false)",
      "option('manager', type : 'boolean', value : true)",
    ];
    const files = { 'meson.build': "project('demo', 'c')", 'meson.options': text.join('\n') };
    expect(readMeson(inventory(files), '')?.options).toEqual(['-Dman=disabled', '-Dtests=false']);
  });
});

const server = (source: string) =>
  findServer(
    inventory({ 'a.cpp': `${source}\nint s(int a) { struct sockaddr_in x; return ::listen(a, 5); }` }),
    ['a.cpp'],
    {},
  );

describe('a port that is an option with a default', () => {
  const lines = [
    'opts.add_options()',
    '("http.address", value<std::string>()->default_value("127.0.0.1"), "where")',
    '("http.host", value<std::string>()->default_value("example"), "as")',
    '("http.port,p", value<uint16_t>()->default_value(7070), "where")',
    '("other.address", value<std::string>()->default_value("127.0.0.1"), "where")',
    '#define PORT 99',
  ].join('\n');

  it('goes before constants, and its address before those of others', () => {
    expect(server(lines)?.port).toEqual({ value: '7070', from: 'a.cpp:4', confidence: 'medium' });
    expect(server(lines)?.loopback.map(({ line }) => line)).toEqual([2]);
  });

  it.each([
    ['("p,port", "the port", cxxopts::value<int>()->default_value("9000"))', '9000'],
    [
      '("port", value<int>()->default_value(5432), "of the database")\n("http.port", value<int>()->default_value(81), "x")',
      '81',
    ],
    ['("proxy.port", value<int>()->default_value(3128), "x")', '8080'],
    ['if (proxyUrl.port == 0) { proxyUrl.port = 80; }', '8080'],
    ['constexpr uint16_t LPD_MULTICAST_PORT = 6771;', '8080'],
    ['constexpr uint16_t LISTEN_PORT = 6771;', '6771'],
  ])('%j: %s', (text, port) => expect(server(text)?.port.value).toBe(port));
});

it('settings of what a server is deployed beside do not tell its port', () => {
  const repo = inventory({
    'a.c': 'int s(int a) { struct sockaddr_in x; return listen(a, 5); }',
    'docker/x.conf': 'port 443',
  });
  expect(findServer(repo, ['a.c'], {})?.port.from).toBe('default');
});

describe('a log', () => {
  it.each([
    ['std::ofstream f("a/x.log");', ['a']],
    ['std::string logPath("a/x.log");', ['a']],
    ['auto f = fs::path("a/x.log");', ['a']],
    ['return state_home / "x.log";', []],
    ['auto f = DataDirPath("x.log");', []],
    ['auto f = home + "x.log";', []],
  ])('%j is written to %j', (text, dirs) => {
    expect(
      findFiles(inventory({ 'a.cpp': text }), '', ['a.cpp'], false).writes.map(({ path }) => path),
    ).toEqual(dirs);
  });
});

describe('instructions of the machine that builds', () => {
  it.each([
    [true, 'CFLAGS = -O2 -march=native', '#ifdef __AVX2__\n#include <immintrin.h>\n#endif'],
    [false, 'CFLAGS = -O2 -march=native', '#include <immintrin.h>'],
    [false, 'CFLAGS = -O2', ''],
  ])('are left out: %s, of %j with %j', (left, text, source) => {
    const repo = inventory({ Makefile: text, 'main.c': source });
    const project = readMake(repo, '');
    expect(project && asksForNative(repo, project, ['main.c'])).toBe(left);
  });
});

it('headers of Boost that need their library have its package', () => {
  const text =
    '#include <boost/program_options.hpp>\n#include <boost/log/core.hpp>\n#include <boost/asio.hpp>\n';
  const repo = inventory({ Makefile: 'app: main.cpp\n\t$(CXX) -o app main.cpp\n', 'main.cpp': text });
  const project = readMake(repo, '');
  expect(project && findDependencies(repo, project, ['main.cpp']).map(({ value }) => value)).toEqual([
    'libboost-dev',
    'libboost-log-dev',
    'libboost-program-options-dev',
  ]);
});

it('parts of Boost.Test are one package', () => {
  const repo = inventory({
    'CMakeLists.txt':
      'find_package(Boost 1.80 REQUIRED regex OPTIONAL_COMPONENTS unit_test_framework)\nadd_executable(app main.cpp)\n',
    'main.cpp': '',
  });
  const project = readCmake(repo, '');
  expect(project && findDependencies(repo, project, ['main.cpp']).map(({ value }) => value)).toEqual([
    'libboost-dev',
    'libboost-regex-dev',
    'libboost-test-dev',
  ]);
});

it('a makefile for one system is read for that alone', () => {
  const repo = inventory({
    Makefile:
      'SYS := $(shell $(CXX) -dumpmachine)\nMODE := $(or $(MODE),no)\nifneq (, $(findstring darwin, $(SYS)))\ninclude mac.mk\nelse ifneq (, $(findstring linux, $(SYS))$(findstring gnu, $(SYS)))\ninclude linux.mk\nelse\ninclude bsd.mk\nendif\nifeq ($(MODE),no)\nLIBS += -lz\nelse\nLIBS = -lgmp\nendif\napp: main.c\n\t$(CC) -o app main.c $(LIBS)\n',
    'mac.mk': 'LIBS = -ledit\n',
    'linux.mk': 'LIBS = -lssl\n',
    'bsd.mk': 'LIBS = -lreadline\n',
    'main.c': '',
  });
  expect(new Set(readMake(repo, '')?.wanted.map(({ name }) => name))).toEqual(new Set(['ssl', 'z']));
});

/** A makefile whose installation has these lines. */
const installs = (lines: string, flags = '-DFONTS=\\"$(share)\\"') =>
  `prefix = /usr/local\nshare = $(prefix)/share/app\nCFLAGS = ${flags}\napp: main.o\n\t$(CC) -o app main.o\ninstall: app\n\tcp app $(DESTDIR)$(prefix)/bin\n${lines}\tcp app.1 $(DESTDIR)$(prefix)/share/man/man1\n`;

describe('data that a makefile installs', () => {
  const copies = '\tcp fonts/*.flf "$(DESTDIR)$(share)/"\n';
  it.each([
    ['is in the image where a flag has its path', installs(copies), '', true],
    ['is in the image where a source has its path', installs(copies, '-O2'), '/usr/local/share', true],
    ['is not where nothing has its path', installs(copies, '-O2'), '/usr/share', false],
    ['is not of what changes the machine, too', installs(`${copies}\tldconfig\n`), '', false],
    ['is not of what has an owner', installs(`\tinstall -g wheel app $(DESTDIR)/bin\n${copies}`), '', false],
    ['is not of what goes to the machine', installs(copies).replaceAll('$(DESTDIR)', ''), '', false],
    ['is not where there is none', installs(''), '', false],
  ])('%s', (_, makefile, path, there) => {
    const repo = inventory({ Makefile: makefile, 'main.c': `#define FONTS "${path}"\nint main(void) {}` });
    expect(readMake(repo, '')?.data?.dirs).toEqual(there ? ['/usr/local/share/app'] : undefined);
  });
  it('is installed where the directory above it is there, also that of settings alone', () => {
    const makefile =
      'CFLAGS = -DCONF=\\"/etc/app\\"\napp: main.o\n\t$(CC) -o app main.o\ninstall: app\n\tcp conf/* $(DESTDIR)/etc/app\n';
    const repo = inventory({ Makefile: makefile, 'main.c': 'int main(void) {}' });
    expect(readMake(repo, '')?.data).toEqual({ dirs: ['/etc/app'], beside: ['/etc'] });
  });
});

it('the listener of the C++ REST SDK serves HTTP where its address says', () => {
  const text = `#include <cpprest/http_listener.h>
class Api { http_listener m_listener; };
int main() { Api api("http://0.0.0.0:8080"); }
`;
  const [serves, asks] = [text, text.replace('http_listener m_listener;', '')].map((source) =>
    findServer(inventory({ 'main.cpp': source }), ['main.cpp'], {}),
  );
  expect(serves).toMatchObject({ http: true, port: { value: '8080' } });
  expect(asks).toBeUndefined();
  expect(linkNames(['libcpprest-dev', 'libssl-dev', 'libuv1-dev'])).toEqual([
    'cpprest',
    'ssl',
    'crypto',
    'ssl',
    'crypto',
    'uv',
  ]);
});
