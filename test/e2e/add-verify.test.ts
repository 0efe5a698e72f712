import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Report } from '../../src/verify/types.ts';
import { cli, emptyDir } from '../support/cli.ts';
import { makeRepo } from '../support/repo.ts';

/** Called `repaired`, as a name is made of the directory's. */
function repository(files: Readonly<Record<string, string>>): string {
  const inside = Object.entries(files).map(([path, text]) => [`repaired/${path}`, text]);
  return join(makeRepo(Object.fromEntries(inside)), 'repaired');
}

type Output = {
  readonly ok: boolean;
  readonly repairs: readonly { readonly answer: string; readonly value: string }[];
  readonly reports: readonly Report[];
};

/** Neither the file nor the port can be read off its source. */
const secretive = `package main

import (
	"log"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"syscall"
)

func main() {
	name := string([]byte{112, 97, 103, 101, 115}) + string(os.PathSeparator) + "first.html"
	page, err := os.ReadFile(name)
	if err != nil {
		log.Fatal(err)
	}
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { w.Write(page) })
	port := strings.Repeat("45", 2)
	log.Print("listening on port " + port)
	go func() { log.Fatal(http.ListenAndServe(":"+port, nil)) }()
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGTERM)
	<-stop
}
`;

it('add --verify repairs what it knows the cause of, says so, and keeps it', async () => {
  const root = repository({
    'go.mod': 'module example.com/repaired\n\ngo 1.24\n',
    'main.go': secretive,
    'pages/first.html': '<h1>first</h1>\n',
  });
  const { code, stdout, stderr } = await cli(['add', root, '--yes', '--verify', '--json'], {
    cwd: emptyDir(),
  });
  expect({ code, stderr }).toMatchObject({ code: 0 });
  const { ok, repairs, reports } = JSON.parse(stdout) as Output;
  expect(ok).toBe(true);
  expect(repairs.map(({ answer, value }) => [answer, value])).toEqual([
    ['files', 'pages'],
    ['port', '4545'],
  ]);
  expect(reports[0]?.checks.find(({ id }) => id === 'boot')).toMatchObject({ status: 'pass' });
  const settings = await readFile(join(root, 'distroless.yaml'), 'utf8');
  expect(settings).toContain('files: pages');
  // A later run starts from there.
  const again = await cli(['add', root, '--yes', '--json'], { cwd: emptyDir() });
  const { files } = JSON.parse(again.stdout) as { files: readonly { action: string }[] };
  expect(files.filter(({ action }) => action === 'update' || action === 'create')).toEqual([]);
});

it('what it knows no cause of is a failure with the report, and nothing is tried again', async () => {
  const root = repository({
    'go.mod': 'module example.com/broken\n\ngo 1.24\n',
    'main.go': 'package main\n\nfunc main() { undefined() }\n',
  });
  const { code, stdout } = await cli(['add', root, '--yes', '--verify', '--json'], { cwd: emptyDir() });
  expect(code).toBe(1);
  const { ok, repairs, reports } = JSON.parse(stdout) as Output;
  expect({ ok, repairs }).toEqual({ ok: false, repairs: [] });
  expect(reports[0]?.checks[0]).toMatchObject({
    id: 'build',
    status: 'fail',
    hint: expect.stringContaining('undefined'),
  });
});

const serverOf = (name: string) => `import { createServer } from 'node:http';

createServer((request, response) => response.end('${name}')).listen(process.env.PORT ?? 3000);
process.on('SIGTERM', () => process.exit(0));
`;
const manifestOf = (name: string) =>
  JSON.stringify({ name, version: '1.0.0', type: 'module', scripts: { start: 'node server.js' } });

it('services of a workspace are built from its root, and each is verified from its own directory', async () => {
  const root = repository({
    'package.json': JSON.stringify({ name: 'all', private: true, workspaces: ['apps/*'] }),
    'apps/one/package.json': manifestOf('one'),
    'apps/one/server.js': serverOf('one'),
    'apps/two/package.json': manifestOf('two'),
    'apps/two/server.js': serverOf('two'),
  });
  const { code, stdout, stderr } = await cli(['add', root, '--yes', '--verify', '--json'], {
    cwd: emptyDir(),
  });
  expect({ code, stderr, stdout }).toMatchObject({ code: 0 });
  const { reports } = JSON.parse(stdout) as Output;
  expect(reports.map(({ ok, image }) => [image, ok])).toEqual([
    ['one:verify', true],
    ['two:verify', true],
  ]);
  expect(await readFile(join(root, 'apps/one/distroless.yaml'), 'utf8')).toContain(
    'build: { context: ../.. }',
  );
});
