import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { detect } from '../src/detect/detect.ts';
import { readHints } from '../src/detect/hints.ts';
import { openInventory } from '../src/inventory/open.ts';
import type { Inventory } from '../src/inventory/types.ts';
import { loadAllStacks } from '../src/stacks/load.ts';
import { median, type Figure } from './figure.ts';

const services = 50;
const filesOfEach = 1990;
const runs = 5;
/** What tells of a service; the rest is source, documents and data. */
const manifests = new Set([
  'package.json',
  'go.mod',
  'Cargo.toml',
  'pyproject.toml',
  'requirements.txt',
  'pom.xml',
  'CMakeLists.txt',
  'compose.yaml',
  'Procfile',
  '.env.example',
]);

/** How long `add` looks at a repository of 100,000 files, beside git listing them and reading the manifests, and how much of it is read. */
export async function detection(): Promise<Figure[]> {
  const root = mkdtempSync(join(tmpdir(), 'create-distroless-bench-'));
  try {
    const files = makeMonorepo(root);
    const stacks = await loadAllStacks();
    const times: { ours: number; theirs: number }[] = [];
    let read = 0;
    // The first warms the disk cache and loads the detectors.
    for (let run = 0; run <= runs; run++) {
      const started = performance.now();
      const inventory = counting(openInventory(root));
      await detect(inventory.repo, readHints(inventory.repo, {}), stacks);
      const ours = performance.now() - started;
      read = inventory.read().size;
      const theirs = listByGit(root);
      if (run > 0) times.push({ ours, theirs });
    }
    return figures(times, files, read);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function figures(times: readonly { ours: number; theirs: number }[], files: number, read: number): Figure[] {
  const ours = median(times.map((each) => each.ours));
  const theirs = median(times.map((each) => each.theirs));
  const ratio = median(times.map((each) => each.ours / each.theirs));
  const share = read / files;
  return [
    {
      what: `detection, ${files} files`,
      ours: `${Math.round(ours)} ms`,
      theirs: '1000 ms',
      ratio: (ours / 1000).toFixed(2),
      limit: '1.00',
      ok: ours <= 1000,
    },
    {
      what: 'detection, beside git',
      ours: `${Math.round(ours)} ms`,
      theirs: `${Math.round(theirs)} ms git ls-files and the manifests`,
      ratio: ratio.toFixed(2),
      limit: '2.00',
      ok: ratio <= 2,
    },
    {
      what: 'files that detection reads',
      ours: String(read),
      theirs: `${files} files`,
      ratio: share.toFixed(3),
      limit: '0.050',
      ok: share <= 0.05,
    },
  ];
}

/** The same inventory, which keeps count of the paths that are asked for. */
function counting(repo: Inventory): { readonly repo: Inventory; readonly read: () => ReadonlySet<string> } {
  const seen = new Set<string>();
  const noted =
    <T>(ask: (path: string) => T) =>
    (path: string): T => {
      if (repo.has(path)) seen.add(path);
      return ask(path);
    };
  const search: Inventory['search'] = (paths, pattern, limit) =>
    repo.search(
      paths.map((path) => (seen.add(path), path)),
      pattern,
      limit,
    );
  return {
    repo: {
      ...repo,
      read: noted(repo.read),
      json: noted(repo.json),
      toml: noted(repo.toml),
      yaml: noted(repo.yaml),
      xml: noted(repo.xml),
      search,
    },
    read: () => seen,
  };
}

function listByGit(root: string): number {
  const started = performance.now();
  const list = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    maxBuffer: 100_000_000,
  }).toString();
  for (const path of list.split('\0')) {
    if (manifests.has(path.slice(path.lastIndexOf('/') + 1))) readFileSync(join(root, path), 'utf8');
  }
  return performance.now() - started;
}

const kinds: readonly {
  readonly manifest: string;
  readonly text: (name: string) => string;
  readonly main: string;
  readonly source: string;
  readonly ext: string;
}[] = [
  {
    manifest: 'go.mod',
    text: (name) => `module example.com/acme/${name}\n\ngo 1.26\n`,
    main: 'main.go',
    source: 'package main\n\nimport "net/http"\n\nfunc main() { http.ListenAndServe(":8080", nil) }\n',
    ext: 'go',
  },
  {
    manifest: 'package.json',
    text: (name) =>
      `{"name": "${name}", "scripts": {"start": "node index.js"}, "dependencies": {"express": "^5.0.0"}}`,
    main: 'index.js',
    source: "require('express')().listen(3000);\n",
    ext: 'ts',
  },
  {
    manifest: 'requirements.txt',
    text: () => 'flask\n',
    main: 'app.py',
    source: 'from flask import Flask\napp = Flask(__name__)\n',
    ext: 'py',
  },
  {
    manifest: 'Cargo.toml',
    text: (name) => `[package]\nname = "${name}"\nversion = "0.1.0"\nedition = "2024"\n`,
    main: 'src/main.rs',
    source: 'fn main() {}\n',
    ext: 'rs',
  },
  {
    manifest: 'pom.xml',
    text: (name) =>
      `<project><modelVersion>4.0.0</modelVersion><groupId>a</groupId><artifactId>${name}</artifactId><version>1</version></project>`,
    main: 'src/main/java/App.java',
    source: 'class App { public static void main(String[] args) {} }\n',
    ext: 'java',
  },
];

const others = ['md', 'json', 'svg', 'txt', 'html', 'csv', 'snap'] as const;

/** Services of several languages, each with a manifest and two thousand files; committed, so that git has an index to list. */
function makeMonorepo(root: string): number {
  let count = 0;
  const write = (path: string, text: string): void => {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), text);
    count++;
  };
  write('.gitignore', 'node_modules/\ndist/\n*.log\n/build\n!/build/keep\n');
  for (let service = 0; service < services; service++) {
    const kind = kinds[service % kinds.length] as (typeof kinds)[number];
    const dir = `services/team-${service % 7}/service-${service}`;
    write(`${dir}/${kind.manifest}`, kind.text(`service-${service}`));
    write(`${dir}/${kind.main}`, kind.source);
    write(`${dir}/README.md`, '# a service\n');
    for (let file = 0; file < filesOfEach; file++) {
      const ext = file % 10 === 0 ? kind.ext : others[file % others.length];
      write(`${dir}/pkg/part-${file % 40}/file-${file}.${ext}`, `// ${'x'.repeat(300)}\n`);
    }
  }
  const git = (...args: string[]) => execFileSync('git', args, { cwd: root, stdio: 'ignore' });
  git('init', '--quiet');
  git('add', '--all');
  return count;
}
