import { describe, expect, it } from 'vitest';
import { closure } from '../../src/verify/checks/closure.ts';
import { examine } from '../../src/verify/closure/examine.ts';
import { createFinder } from '../../src/verify/closure/finder.ts';
import type { Elf } from '../../src/verify/image/elf/types.ts';
import type { ImageConfig } from '../../src/verify/image/types.ts';
import type { Finding, Subject } from '../../src/verify/types.ts';
import { elf, imageOf, type Made } from '../support/made-image.ts';

type Files = Readonly<Record<string, Made>>;

async function judge(files: Files, config?: Partial<ImageConfig>): Promise<Finding> {
  return closure.run({ image: imageOf(files, config) } as Subject);
}

const loader = '/lib64/ld-linux-x86-64.so.2';
const multiarch = '/usr/lib/x86_64-linux-gnu';

/** Debian's libc, where its loader looks. */
const debian: Files = {
  '/lib64': 'usr/lib64',
  '/lib': 'usr/lib',
  '/usr/lib64/ld-linux-x86-64.so.2': `../lib/x86_64-linux-gnu/ld-linux-x86-64.so.2`,
  [`${multiarch}/ld-linux-x86-64.so.2`]: elf({
    soname: 'ld-linux-x86-64.so.2',
    defines: ['GLIBC_2.2.5', 'GLIBC_PRIVATE'],
    systemDirs: ['/lib/x86_64-linux-gnu', multiarch, '/lib', '/usr/lib'],
  }),
  [`${multiarch}/libc.so.6`]: elf({
    soname: 'libc.so.6',
    interpreter: loader,
    needed: ['ld-linux-x86-64.so.2'],
    needs: [{ library: 'ld-linux-x86-64.so.2', versions: [{ name: 'GLIBC_PRIVATE', weak: false }] }],
    defines: ['GLIBC_2.2.5', 'GLIBC_2.9', 'GLIBC_2.36', 'GLIBC_PRIVATE'],
  }),
};

/** The program, on Debian's libc. */
function server(facts: Partial<Elf> = {}): Files {
  const needed = ['libc.so.6', ...(facts.needed ?? [])];
  return { ...debian, '/app/server': elf({ interpreter: loader, ...facts, needed }) };
}

describe('glibc’s loader', () => {
  it.each<[string, Files, Partial<ImageConfig>?]>([
    ['in its own directories', { ...server({ needed: ['libx.so.1'] }), '/usr/lib/libx.so.1': elf() }],
    [
      'by RPATH of the program, for libraries of libraries too',
      {
        ...server({ needed: ['liba.so'], rpath: '/opt/lib' }),
        '/opt/lib/liba.so': elf({ needed: ['libb.so'] }),
        '/opt/lib/libb.so': elf(),
      },
    ],
    [
      'by RUNPATH of each, $ORIGIN being where it was found',
      {
        ...server({ needed: ['liba.so'], runpath: '${ORIGIN}/../plugins' }),
        '/plugins/liba.so': '/opt/deep/liba.so.1',
        '/opt/deep/liba.so.1': elf({ needed: ['libb.so'], runpath: '$ORIGIN/more:/nowhere' }),
        '/plugins/more/libb.so': elf(),
      },
    ],
    [
      'by $LIB and $PLATFORM',
      {
        ...server({ needed: ['liba.so', 'libb.so'], runpath: '/opt/$LIB:/opt/$PLATFORM' }),
        '/opt/lib/x86_64-linux-gnu/liba.so': elf(),
        '/opt/x86_64/libb.so': elf(),
      },
    ],
    [
      'by LD_LIBRARY_PATH',
      { ...server({ needed: ['libx.so.1'] }), '/srv/lib/libx.so.1': elf() },
      { Env: ['LD_LIBRARY_PATH=/nowhere:/srv/lib'] },
    ],
    [
      'by the cache',
      {
        ...server({ needed: ['libx.so.1'] }),
        '/opt/x/libx.so.1': elf(),
        '/etc/ld.so.cache': { ldCache: new Map([['libx.so.1', ['/gone/libx.so.1', '/opt/x/libx.so.1']]]) },
      },
    ],
    [
      'where only newer processors have it',
      {
        ...server({ needed: ['libx.so.1'] }),
        [`${multiarch}/glibc-hwcaps/x86-64-v3/libx.so.1`]: elf(),
      },
    ],
    [
      'past one for another processor',
      {
        ...server({ needed: ['libx.so.1'], rpath: '/opt/arm' }),
        '/opt/arm/libx.so.1': elf({ architecture: 'arm64' }),
        '/usr/lib/libx.so.1': elf(),
      },
    ],
    [
      'that cannot be read, as nothing speaks against it',
      {
        ...server(),
        '/usr/bin/rustc': elf({ interpreter: loader, needed: ['librustc.so'] }),
        '/usr/lib/librustc.so': elf({ problem: { kind: 'unreadable', what: 'far' } }),
      },
    ],
    ['by a path', { ...server({ needed: ['/opt/libx.so'] }), '/opt/libx.so': elf() }],
    [
      'already loaded under its own name',
      {
        ...server({ needed: ['libreal.so', 'libother.so'] }),
        '/usr/lib/libreal.so': elf({ soname: 'libother.so' }),
      },
    ],
    [
      'with a weak version missing, and none where the library has none at all',
      {
        ...server({
          needed: ['libx.so'],
          needs: [
            { library: 'libc.so.6', versions: [{ name: 'GLIBC_2.99', weak: true }] },
            { library: 'libx.so', versions: [{ name: 'X_2', weak: false }] },
          ],
        }),
        '/usr/lib/libx.so': elf(),
      },
    ],
  ])('finds a library %s', async (_, files, config) => {
    expect(await judge(files, config)).toMatchObject({ status: 'pass' });
  });

  it.each<[string, Files, RegExp]>([
    ['nowhere', server({ needed: ['libz.so.1'] }), /\/app\/server needs libz\.so\.1; its loader finds none/],
    [
      'by RUNPATH of another file',
      {
        ...server({ needed: ['liba.so'], runpath: '/opt/lib' }),
        '/opt/lib/liba.so': elf({ needed: ['libb.so'] }),
        '/opt/lib/libb.so': elf(),
      },
      /\/opt\/lib\/liba\.so needs libb\.so/,
    ],
    [
      'by RPATH beside RUNPATH',
      {
        ...server({ needed: ['liba.so'], rpath: '/opt/lib', runpath: '/opt/none' }),
        '/opt/lib/liba.so': elf(),
      },
      /needs liba\.so/,
    ],
    [
      'in /etc/ld.so.conf’s directories without a cache',
      {
        ...server({ needed: ['libx.so'] }),
        '/etc/ld.so.conf': {},
        '/usr/local/lib/libx.so': elf(),
      },
      /needs libx\.so/,
    ],
    [
      'by its own directories when it must not look there',
      {
        ...server({ needed: ['libx.so'], noDefaultDirs: true, rpath: multiarch }),
        '/usr/lib/libx.so': elf(),
      },
      /needs libx\.so/,
    ],
    [
      'that is for another processor only',
      { ...server({ needed: ['libx.so'] }), '/usr/lib/libx.so': elf({ architecture: 'arm64' }) },
      /\(\/lib\/libx\.so is for arm64\)/,
    ],
    [
      'that is text',
      { ...server({ needed: ['libx.so'] }), '/usr/lib/libx.so': {} },
      /\/lib\/libx\.so is no ELF file/,
    ],
    [
      'behind a symlink to nowhere',
      { ...server({ needed: ['libx.so'] }), '/usr/lib/libx.so': 'libx.so.9' },
      /needs libx\.so/,
    ],
  ])('finds none %s', async (_, files, says) => {
    const finding = await judge(files);
    expect(finding.status).toBe('fail');
    expect(finding.message).toMatch(says);
  });

  it.each([
    [
      'GLIBC_2.43',
      'libc.so.6',
      /GLIBC_2\.43; .*libc\.so\.6 has GLIBC_2\.36 at most/,
      /-trixie AS build with FROM/,
    ],
    ['GLIBCXX_3.4.99', 'libstdc++.so.6', /GLIBCXX_3\.4\.99; .* has GLIBCXX_3\.4\.33/, /static-libstdc\+\+/],
    ['CXXABI_1.3.99', 'libstdc++.so.6', /CXXABI_1\.3\.99; .* has CXXABI_1\.3\.15/, /cc-debian13/],
    ['Z_9', 'libz.so.1', /Z_9; .* has none/, /same release/],
  ])('refuses %s where %s has only older ones', async (version, library, says, hint) => {
    const finding = await judge({
      ...server({
        needed: ['libstdc++.so.6', 'libz.so.1'],
        needs: [{ library, versions: [{ name: version, weak: false }] }],
      }),
      '/usr/lib/libstdc++.so.6': elf({
        defines: ['GLIBCXX_3.4', 'GLIBCXX_3.4.9', 'GLIBCXX_3.4.33', 'CXXABI_1.3.15'],
      }),
      '/usr/lib/libz.so.1': elf({ defines: ['ZLIB_1.2.9'] }),
    });
    expect(finding.status).toBe('fail');
    expect(finding.message).toMatch(says);
    expect(finding.hint).toMatch(hint);
  });
});

const muslLoader = '/lib/ld-musl-x86_64.so.1';
const alpine: Files = { [muslLoader]: elf({ soname: 'libc.musl-x86_64.so.1' }) };

const onMusl = (facts: Partial<Elf>): Files => ({
  ...alpine,
  '/app/server': elf({
    interpreter: muslLoader,
    ...facts,
    needed: ['libc.musl-x86_64.so.1', ...(facts.needed ?? [])],
  }),
});

describe('musl’s loader', () => {
  it.each<[string, Files]>([
    ['in its three directories', { ...onMusl({ needed: ['liba.so'] }), '/usr/local/lib/liba.so': elf() }],
    [
      'by RUNPATH of the program for libraries of libraries',
      {
        ...onMusl({ needed: ['liba.so'], runpath: '/opt' }),
        '/opt/liba.so': elf({ needed: ['libb.so'] }),
        '/opt/libb.so': elf(),
      },
    ],
    [
      'in the directories that are listed for it',
      {
        ...onMusl({ needed: ['liba.so'] }),
        '/etc/ld-musl-x86_64.path': { libraryDirs: ['/srv/lib'] },
        '/srv/lib/liba.so': elf(),
      },
    ],
    ['that it is itself', onMusl({ needed: ['libpthread.so.0', 'libm.so.6'] })],
    [
      'whatever its versions',
      {
        ...onMusl({
          needed: ['liba.so'],
          needs: [{ library: 'liba.so', versions: [{ name: 'A_9', weak: false }] }],
        }),
        '/lib/liba.so': elf({ defines: ['A_1'] }),
      },
    ],
  ])('finds a library %s', async (_, files) => {
    expect(await judge(files)).toMatchObject({ status: 'pass' });
  });

  it('takes the first file of the name, whatever that is', async () => {
    const files = { ...onMusl({ needed: ['liba.so'] }), '/lib/liba.so': {}, '/usr/lib/liba.so': elf() };
    expect(await judge(files)).toMatchObject({ status: 'fail' });
  });

  it('does not look where glibc does', async () => {
    const files = { ...onMusl({ needed: ['liba.so'] }), [`${multiarch}/liba.so`]: elf() };
    expect(await judge(files)).toMatchObject({ status: 'fail' });
  });
});

describe('a program', () => {
  it.each<[string, Files, Partial<ImageConfig>?]>([
    ['that is static', { '/app/server': elf({ type: 'executable', dynamic: false }) }],
    ['that is static and position-independent', { '/app/server': elf() }],
    ['for 386 on amd64', { '/app/server': elf({ architecture: '386' }) }],
    [
      'behind a loader whose rules we do not know',
      {
        '/lib/ld-x.so': elf({ soname: 'x' }),
        '/app/server': elf({ interpreter: '/lib/ld-x.so', needed: ['libc.so.6'] }),
      },
    ],
    ['that is not there is not ours to report', {}],
    ['that the image does not name', server(), { Entrypoint: [] }],
  ])('%s passes', async (_, files, config) => {
    expect(await judge(files, config)).toMatchObject({ status: 'pass' });
  });

  it.each<[string, Files, RegExp, RegExp, Partial<ImageConfig>?]>([
    [
      'for glibc on scratch',
      { '/app/server': elf({ interpreter: loader }) },
      /^\/app\/server needs \/lib64\/ld-linux-x86-64\.so\.2; scratch has none$/,
      /CGO_ENABLED=0.*-static.*base-debian13.*cc-debian13.*static-debian13 has none/s,
    ],
    [
      'for glibc on a base without it',
      { '/app/server': elf({ interpreter: loader }), '/etc/os-release': {} },
      /the base image has none/,
      /statically/,
    ],
    [
      'for glibc on musl',
      { ...alpine, '/app/server': elf({ interpreter: loader }) },
      /ld-linux/,
      /linked against glibc, and the base has musl/,
    ],
    [
      'for musl on glibc',
      { ...debian, '/app/server': elf({ interpreter: muslLoader }) },
      /needs \/lib\/ld-musl-x86_64\.so\.1/,
      /linked against musl.*trixie/,
    ],
    [
      'whose loader is for another processor',
      { [loader]: elf({ architecture: 'arm64' }), '/app/server': elf({ interpreter: loader }) },
      /which is for arm64/,
      /./,
    ],
    [
      'for another processor than the image',
      server({ architecture: 'arm64' }),
      /^\/app\/server is for arm64, the image for amd64$/,
      /TARGETARCH/,
    ],
    [
      'that only the health command names',
      { ...debian, '/health': elf({ interpreter: loader, needed: ['libcurl.so.4'] }) },
      /\/health needs libcurl\.so\.4/,
      /--packages libcurl4/,
      { Healthcheck: { Test: ['CMD', '/health'], Timeout: 0 } },
    ],
    [
      'behind an init',
      { ...server({ needed: ['libz.so.1'] }), '/tini': elf() },
      /\/app\/server needs libz\.so\.1/,
      /base-debian13 has it/,
      { Entrypoint: ['/tini', '-g', '--', '/app/server'] },
    ],
    [
      'on PATH that nothing is known to start',
      { ...server(), '/usr/bin/tool': elf({ interpreter: loader, needed: ['libstdc++.so.6'] }) },
      /\/usr\/bin\/tool needs libstdc\+\+\.so\.6/,
      /cc-debian13 has it/,
    ],
  ])('%s fails', async (_, files, says, hint, config) => {
    const finding = await judge(files, config);
    expect(finding.status).toBe('fail');
    expect(finding.message).toMatch(says);
    expect(finding.hint).toMatch(hint);
  });

  it.each<[string, Files]>([
    ['off PATH', { ...server(), '/opt/tool': elf({ interpreter: loader, needed: ['libx.so'] }) }],
    [
      'for another processor',
      { ...server(), '/usr/bin/qemu': elf({ architecture: 'arm64', interpreter: '/x' }) },
    ],
    ['that is malformed', { '/app/server': elf({ problem: { kind: 'malformed', what: 'cut' } }) }],
  ])('%s only warns', async (_, files) => {
    expect(await judge(files)).toMatchObject({ status: 'warn' });
  });
});

const script = (interpreter: string, argument?: string): Partial<Made & object> => ({
  executable: 'script',
  shebang: { interpreter, ...(argument !== undefined && { argument }) },
});

describe('a script', () => {
  const python = { ...server(), '/usr/bin/python3': elf({ interpreter: loader, needed: ['libc.so.6'] }) };

  it.each<[string, Files]>([
    ['by path', { ...python, '/app/server': script('/usr/bin/python3', '-u') }],
    [
      'by env',
      { ...python, '/usr/bin/env': elf(), '/app/server': script('/usr/bin/env', '-S A=1 python3 -u') },
    ],
    ['that nothing starts, without its shell', { ...server(), '/usr/bin/ldd': script('/bin/bash') }],
  ])('%s passes', async (_, files) => {
    expect(await judge(files)).toMatchObject({ status: 'pass' });
  });

  it.each<[string, Files, RegExp]>([
    [
      'without its interpreter',
      { '/app/server': script('/opt/py') },
      /\/app\/server is a script for \/opt\/py, which is not/,
    ],
    [
      'with the line end of Windows',
      { ...python, '/app/server': script('/usr/bin/python3\r') },
      /python3\\r, which is not/,
    ],
    [
      'by env that is not there',
      { ...python, '/app/server': script('/usr/bin/env', 'python3') },
      /for \/usr\/bin\/env/,
    ],
    [
      'by env, of what is not there',
      { '/bin/env': elf(), '/app/server': script('/bin/env', 'perl') },
      /for perl \(by \/bin\/env\)/,
    ],
    [
      'whose interpreter is a symlink to nowhere',
      { '/app/server': script('/venv/python'), '/venv/python': '/usr/local/bin/python3' },
      /\/venv\/python is a symlink to \/usr\/local\/bin\/python3/,
    ],
    ['that calls itself', { '/app/server': script('/app/server') }, /is a script for \/app\/server/],
  ])('%s fails', async (_, files, says) => {
    const finding = await judge(files);
    expect(finding.status).toBe('fail');
    expect(finding.message).toMatch(says);
  });
});

describe('a virtual environment', () => {
  const venv = {
    ...server(),
    '/venv/pyvenv.cfg': {},
    '/venv/bin/python': 'python3',
    '/venv/bin/python3': '/usr/local/bin/python3.13',
  };

  it('whose Python is not there fails', async () => {
    const finding = await judge(venv, { Entrypoint: ['/venv/bin/python', '-m', 'app'] });
    expect(finding).toMatchObject({ status: 'fail' });
    expect(finding.message).toBe(
      '/venv/bin/python is a symlink to /usr/local/bin/python3.13, which is not in the image',
    );
  });

  it('says which environment it is', async () => {
    expect((await judge(venv)).hint).toContain('the environment /venv was made for a Python at that path');
  });

  it('passes with its Python, and where only its packages are used', async () => {
    const files = { ...venv, '/usr/local/bin/python3.13': elf() };
    expect(await judge(files)).toMatchObject({ status: 'pass' });
    const config = { Env: ['PYTHONPATH=/venv/lib/python3.13/site-packages'] };
    expect(await judge(venv, config)).toMatchObject({ status: 'pass' });
  });

  it('that was moved has commands that cannot start, which warns', async () => {
    const moved = { executable: 'script', shebang: { interpreter: '/build/venv/bin/python' } } as const;
    const files = { ...server(), '/venv/pyvenv.cfg': {}, '/venv/bin/uvicorn': moved };
    expect(await judge(files)).toMatchObject({ status: 'warn' });
  });
});

describe('an extension module', () => {
  const packages = '/usr/local/lib/python3.13/site-packages';
  const python = { ...debian, '/usr/bin/python3.13': elf({ interpreter: loader, needed: ['libc.so.6'] }) };
  const node = { ...debian, '/nodejs/bin/node': elf({ interpreter: loader, needed: ['libc.so.6'] }) };
  const pythons = { Entrypoint: ['/usr/bin/python3.13'] };
  const nodes = { Entrypoint: ['/nodejs/bin/node'] };
  const lacking = elf({ needed: ['libpq.so.5'] });
  const newer = elf({
    needed: ['libc.so.6'],
    needs: [{ library: 'libc.so.6', versions: [{ name: 'GLIBC_2.38', weak: false }] }],
  });
  const forMusl = elf({ needed: ['libc.musl-x86_64.so.1'] });

  it.each<[Finding['status'], string, Files, Partial<ImageConfig>]>([
    [
      'fail',
      'the only one of its package',
      { ...python, [`${packages}/psycopg2/_psycopg.cpython-313-x86_64-linux-gnu.so`]: lacking },
      pythons,
    ],
    [
      'warn',
      'one of several, as for an optional backend',
      { ...python, [`${packages}/n/a.abi3.so`]: lacking, [`${packages}/n/b.abi3.so`]: elf() },
      pythons,
    ],
    [
      'fail',
      'one of several, built on a newer system',
      { ...python, [`${packages}/n/a.abi3.so`]: newer, [`${packages}/n/b.abi3.so`]: elf() },
      pythons,
    ],
    [
      'warn',
      'of the interpreter itself',
      { ...python, '/usr/lib/python3.13/lib-dynload/_tkinter.so': lacking },
      pythons,
    ],
    [
      'pass',
      'whose library is elsewhere, opened by path before',
      { ...python, [`${packages}/p/_p.abi3.so`]: lacking, '/opt/libs/libpq.so.5': elf() },
      pythons,
    ],
    [
      'pass',
      'that is no module but a library of a wheel',
      { ...python, [`${packages}/n.libs/libx-1a2b.so`]: lacking },
      pythons,
    ],
    ['pass', 'without any interpreter', { ...server(), [`${packages}/p/_p.abi3.so`]: lacking }, {}],
    [
      'fail',
      'for musl alone',
      { ...node, '/app/node_modules/@img/sharp-linuxmusl-x64/lib/sharp-linuxmusl-x64.node': forMusl },
      nodes,
    ],
    [
      'pass',
      'for musl beside one for glibc',
      {
        ...node,
        '/app/node_modules/@img/sharp-linuxmusl-x64/lib/sharp-linuxmusl-x64.node': forMusl,
        '/app/node_modules/@img/sharp-linux-x64/lib/sharp-linux-x64.node': elf(),
      },
      nodes,
    ],
    [
      'pass',
      'for several processors',
      {
        ...node,
        '/app/node_modules/bcrypt/prebuilds/linux-arm64/bcrypt.glibc.node': elf({ architecture: 'arm64' }),
        '/app/node_modules/bcrypt/prebuilds/linux-x64/bcrypt.glibc.node': elf(),
      },
      nodes,
    ],
    [
      'fail',
      'for another processor only',
      { ...node, '/app/build/Release/x.node': elf({ architecture: 'arm64' }) },
      nodes,
    ],
  ])('%s: %s', async (status, _, files, config) => {
    expect((await judge(files, config)).status).toBe(status);
  });
});

describe('a JVM', () => {
  const jvm = {
    ...debian,
    '/usr/bin/java': '/opt/java/bin/java',
    '/opt/java/bin/java': elf({
      interpreter: loader,
      needed: ['libjli.so', 'libc.so.6'],
      runpath: '$ORIGIN/../lib',
    }),
    '/opt/java/lib/libjli.so': elf(),
    '/opt/java/lib/server/libjvm.so': elf({ soname: 'libjvm.so', needed: ['libstdc++.so.6'] }),
    '/opt/java/lib/libjava.so': elf({ needed: ['libjvm.so'] }),
  };
  const config = { Entrypoint: ['java', '-jar', '/app.jar'] };

  it('is opened behind its launcher', async () => {
    expect((await judge(jvm, config)).message).toMatch(
      /^\/opt\/java\/lib\/server\/libjvm\.so needs libstdc\+\+\.so\.6/,
    );
    expect(await judge({ ...jvm, '/usr/lib/libstdc++.so.6': elf() }, config)).toMatchObject({
      status: 'pass',
    });
  });
});

describe('an image that is made to take for ever', () => {
  it('is given up on, and nothing is claimed', () => {
    const image = imageOf(server({ needed: ['libx.so'] }));
    let ms = 0;
    const examination = examine(
      image,
      createFinder(image.files, () => (ms += 5000)),
    );
    expect(examination.isIncomplete).toBe(true);
  });

  it('does not hang on links that are nothing but parts', async () => {
    const target = 'a/'.repeat(2000);
    const dirs = Array.from({ length: 200 }, (_, at) => `/l${at}`);
    const links = Object.fromEntries(dirs.map((dir) => [dir, target]));
    const files = { ...server({ needed: ['libx.so'], rpath: dirs.join(':') }), ...links };
    const started = Date.now();
    expect((await judge(files)).status).toBe('fail');
    expect(Date.now() - started).toBeLessThan(3000);
  });
});
