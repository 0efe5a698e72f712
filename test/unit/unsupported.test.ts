import { describe, expect, it } from 'vitest';
import { chooseServices } from '../../src/detect/choose.ts';
import { detect } from '../../src/detect/detect.ts';
import { readHints } from '../../src/detect/hints.ts';
import type { Candidate, Service } from '../../src/detect/types.ts';
import { findUnsupported } from '../../src/detect/unsupported.ts';
import { openInventory } from '../../src/inventory/open.ts';
import { loadAllStacks } from '../../src/stacks/load.ts';
import { makeRepo } from '../support/repo.ts';

type Files = Readonly<Record<string, string>>;

const fact = { value: 'x', from: 'package.json', confidence: 'high' } as const;
const service = (dir: string, rank: number): Service => ({
  found: 'service',
  stack: 'node',
  dir,
  context: dir,
  name: fact,
  kind: 'server',
  target: fact,
  facts: {},
  needs: [],
  packages: [],
  notes: [],
  rank,
  recipe: () => {
    throw new Error('not asked for');
  },
});
const refusalsOf = (files: Files) => findUnsupported(openInventory(makeRepo(files)));
const outcome = (files: Files, services: readonly Service[] = [], choice = {}) => {
  const candidates: readonly Candidate[] = [...services, ...refusalsOf(files)];
  try {
    return chooseServices(candidates, { lang: undefined, service: undefined, ...choice }).map(
      ({ dir }) => dir,
    );
  } catch (error) {
    return (error as Error).message;
  }
};

it('a manifest that only hints at its language says less than the library of another beside it', () => {
  const library = { 'CMakeLists.txt': '', 'Package.swift': '.library(name: "json")' };
  expect(refusalsOf(library).map(({ rank }) => rank)).toEqual([-1]);
  expect(refusalsOf({ 'Package.swift': '.library(name: "json")' }).map(({ rank }) => rank)).toEqual([0]);
});

it('what a generator fills in is no project yet', async () => {
  const files = {
    '{{cookiecutter.name}}/requirements.txt': 'flask',
    '{{cookiecutter.name}}/app.py': 'app = Flask("x")',
  };
  const find = (more: Files) => {
    const repo = openInventory(makeRepo({ ...files, ...more }));
    return loadAllStacks().then((stacks) => detect(repo, readHints(repo, {}), stacks));
  };
  expect(await find({})).toEqual([]);
  expect(await find({ 'cookiecutter.json': '{}' })).toMatchObject([
    { found: 'refusal', reason: 'cookiecutter.json: a template, which cookiecutter makes projects of' },
  ]);
});

it.each([
  ['server', 0.9, 'api'],
  ['server', 0.1, ''],
  ['cli', 0.9, ''],
] as const)(
  'pages in the root beside a %s of rank %f further down: the service is in %j',
  (kind, rank, dir) => {
    const site = { ...service('', 0.6), stack: 'static', kind: 'static', part: true } as const;
    const all = [{ ...service('api', rank), kind }, site].toSorted((a, b) => b.rank - a.rank);
    const choose = (lang?: string) => chooseServices(all, { lang, service: undefined });
    expect(choose().map((each) => each.dir)).toEqual([dir]);
    expect(choose('static')).toEqual([site]);
  },
);

it.each([
  ['server', 0.9, ['web'], ['api']],
  ['server', 0.9, ['other'], ['api', 'web']],
  ['server', 0.1, ['web'], ['web']],
  ['cli', 0.9, ['web'], ['api', 'web']],
] as const)(
  'a site beside a %s of rank %f that has the pages of %j in itself: %j',
  (kind, rank, pages, dirs) => {
    const site = { ...service('web', 0.8), stack: 'static', kind: 'static' } as const;
    const all = [{ ...service('api', rank), kind, pages }, site].toSorted((a, b) => b.rank - a.rank);
    const choose = (name?: string) => chooseServices(all, { lang: undefined, service: name });
    expect(choose().map((each) => each.dir)).toEqual(dirs);
    expect(choose('web')).toEqual([site]);
  },
);

it.each([
  ['server', 'docs', ['api']],
  ['server', 'apps/docs', ['api']],
  ['server', 'web', ['api', 'web']],
  ['cli', 'docs', ['api', 'docs']],
] as const)('beside a %s a site in %s: %j', (kind, dir, dirs) => {
  const site = { ...service(dir, 0.8), stack: 'static', kind: 'static' } as const;
  const all = [{ ...service('api', 0.9), kind }, site];
  const choose = (name?: string) => chooseServices(all, { lang: undefined, service: name });
  expect(choose().map((each) => each.dir)).toEqual(dirs);
  expect(choose(dir)).toEqual([site]);
});

const assets = { 'package.json': '{"scripts": {"build": "vite build"}}' };

it.each([
  ['docs/mkdocs', 'python', ['a library']],
  ['website', 'static', ['a library']],
  ['acme.io', 'static', ['a library']],
  ['tools/serve', 'python', ['a library']],
  ['server', 'python', ['server']],
  ['docs', 'cpp', ['docs']],
] as const)('beside a library in the root, %s in %s: %j', (dir, stack, expected) => {
  const library = { found: 'refusal', stack: 'cpp', dir: '', reason: 'a library', hint: '' } as const;
  const choose = () => {
    try {
      const all = [{ ...service(dir, 0.8), stack }, library];
      return chooseServices(all, { lang: undefined, service: undefined }).map((each) => each.dir);
    } catch (error) {
      return [(error as Error).message];
    }
  };
  expect(choose()).toEqual(expected);
});

describe('languages', () => {
  it.each<[string, Files, string]>([
    [
      'Laravel',
      { 'composer.json': '{"require": {"laravel/framework": "^12"}}', artisan: '' },
      'composer.json: PHP (Laravel)',
    ],
    ['plain PHP', { 'index.php': '<?php' }, 'index.php: PHP'],
    ['Rails', { Gemfile: 'gem "rails"\n', 'config/application.rb': '' }, 'Gemfile: Ruby (Rails)'],
    ['a script of Ruby', { Gemfile: '', Procfile: 'web: ruby app.rb\n' }, 'Gemfile: Ruby, which'],
    ['Sinatra', { Gemfile: "gem 'sinatra'\n" }, 'Gemfile: Ruby (Sinatra)'],
    ['Phoenix', { 'mix.exs': '{:phoenix, "~> 1.8"}', 'lib/a.ex': '' }, 'mix.exs: Elixir (Phoenix)'],
    ['ASP.NET', { 'Api.csproj': '<Project Sdk="Microsoft.NET.Sdk.Web">' }, 'Api.csproj: .NET (ASP.NET)'],
    [
      'a solution',
      {
        'App.sln': 'Project("x") = "src\\\\Api\\\\Api.csproj"',
        'src/Api/Api.csproj': '<Project Sdk="Microsoft.NET.Sdk.Web">',
      },
      'App.sln: .NET',
    ],
    [
      'Vapor',
      { 'Package.swift': '.package(url: "https://github.com/vapor/vapor.git")' },
      'Package.swift: Swift (Vapor)',
    ],
    ['sbt', { 'build.sbt': '' }, 'build.sbt: Scala'],
    ['Shiny', { 'app.R': '' }, 'app.R: R (Shiny)'],
  ])('%s is refused, though it has a package.json for its assets', (_, files, expected) => {
    expect(outcome({ ...files, ...assets }, [service('', 0.9)])).toContain(expected);
    expect(outcome({ ...files, ...assets })).toContain(expected);
    // What the user asks for by name he gets.
    expect(outcome({ ...files, ...assets }, [service('', 0.9)], { lang: 'node' })).toEqual(['']);
  });

  it('Deno without a package.json', () => {
    expect(outcome({ 'deno.json': '{}', 'main.ts': '' })).toContain('deno.json: Deno');
    expect(outcome({ 'deno.json': '{}', ...assets }, [service('', 0.9)])).toEqual(['']);
  });

  it.each<[string, Files]>([
    ['Ruby for the documents', { 'docs/Gemfile': 'gem "jekyll"\n', 'docs/_config.yml': '' }],
    ['Ruby for the app store', { Gemfile: 'gem "fastlane"\n' }],
    ['a C library’s package for Swift', { 'Package.swift': '.library(name: "x")' }],
    ['a library in PHP beside it', { 'php/composer.json': '{"name": "a/b"}' }],
    ['a solution of C++', { 'x.sln': 'Project("x") = "x.vcxproj"' }],
    ['Python with a page in PHP', { 'index.php': '', 'requirements.txt': '' }],
    ['Zig as a way to build C', { 'build.zig': '' }],
  ])('%s hides no service', (_, files) => {
    expect(outcome({ ...files, ...assets }, [service('', 0.9)])).toEqual(['']);
  });

  it('pages of Jekyll at the root are about the program that a Makefile makes there, and are all there is without it', () => {
    const pages = { Gemfile: 'gem "jekyll"\n', '_config.yml': '' };
    const program = service('', 0.6);
    expect(outcome({ ...pages, Makefile: '', 'db.c': '' }, [program])).toEqual(['']);
    expect(outcome({ ...pages, Makefile: '', 'assets/a.js': '' }, [program])).toContain('Ruby (Jekyll)');
    expect(outcome({ Gemfile: 'gem "rails"\n', 'x.c': '', Makefile: '' }, [service('', 0.55)])).toContain(
      '(Rails)',
    );
  });

  it('leaves the services of other directories', () => {
    const files = { 'api/Gemfile': 'gem "rails"\n', 'api/package.json': '{}', 'web/package.json': '{}' };
    expect(outcome(files, [service('api', 0.9), service('web', 0.9)])).toEqual(['web']);
  });

  it('tells what would be needed, and what there is meanwhile; one refusal for what belongs together', () => {
    const [refusal, ...others] = refusalsOf({
      'App.sln': 'x.csproj',
      'src/A/A.csproj': '<Project Sdk="Microsoft.NET.Sdk.Web">',
      'src/B/B.csproj': '<OutputType>Exe</OutputType>',
    });
    expect(others).toEqual([]);
    expect(refusal).toMatchObject({
      reason: 'App.sln: .NET, which no distroless base runs today',
      hint: expect.stringMatching(/^needed: .*; meanwhile: mcr\.microsoft\.com\/dotnet\/aspnet/) as string,
    });
  });
});

describe('what is no service', () => {
  it.each<[string, Files, string]>([
    ['an extension of VS Code', { 'package.json': '{"engines": {"vscode": "^1"}}' }, 'VS Code'],
    [
      'React Native',
      { 'package.json': '{"dependencies": {"expo": "1"}, "scripts": {"start": "expo start"}}' },
      'React Native',
    ],
    [
      'Electron',
      { 'package.json': '{"devDependencies": {"electron": "1"}, "scripts": {"start": "electron ."}}' },
      'Electron',
    ],
    [
      'Tauri',
      { 'package.json': '{"devDependencies": {"@tauri-apps/cli": "2"}}', 'src-tauri/tauri.conf.json': '{}' },
      'Tauri',
    ],
    [
      'a Worker',
      { 'package.json': '{"scripts": {"dev": "wrangler dev"}}', 'wrangler.toml': '' },
      'Cloudflare',
    ],
    [
      'an extension of a browser',
      { 'manifest.json': '{"manifest_version": 3, "action": {}}', ...assets },
      'browser',
    ],
    ['Flutter', { 'pubspec.yaml': 'dependencies:\n  flutter:\n    sdk: flutter\n' }, 'Flutter'],
    ['Android', { 'AndroidManifest.xml': '', 'src/main/AndroidManifest.xml': '' }, 'Android'],
    ['an action', { 'action.yml': 'runs:\n  using: node24\n  main: dist/index.js\n', ...assets }, 'action'],
  ])('%s is refused, though it looks like one', (_, files, expected) => {
    expect(outcome(files, [service('', 0.9)])).toContain(expected);
  });

  it.each<[string, Files, string]>([
    ['Terraform', { 'main.tf': '', 'README.md': '' }, 'main.tf: infrastructure'],
    ['Helm', { 'charts/x/Chart.yaml': '' }, 'charts/x/Chart.yaml: a chart of Helm'],
    ['Ansible', { 'ansible.cfg': '' }, 'Ansible'],
    ['Kubernetes', { 'base/kustomization.yaml': '' }, 'Kubernetes'],
    ['notebooks', { 'a.ipynb': '{}', 'data.csv': '' }, 'a.ipynb: notebooks'],
    ['dotfiles', { '.vimrc': '', '.zshrc': '' }, 'dotfiles'],
    ['documents', { 'README.md': '', 'docs/a.md': '', LICENSE: '' }, 'documents'],
    ['scripts', { 'run.sh': '' }, 'run.sh: scripts'],
    ['an action that is a list of steps', { 'action.yml': 'runs:\n  using: composite\n' }, 'action'],
    ['nothing known', { 'a.cob': '' }, 'nothing here to containerize was found'],
  ])('%s is told where there is nothing else', (_, files, expected) => {
    expect(outcome(files)).toContain(expected);
    expect(outcome(files, [service('', 0.1)])).toEqual(['']);
  });

  it.each<[string, Files]>([
    [
      'a web app that can be installed',
      { 'public/manifest.json': '{"name": "x", "display": "standalone"}', ...assets },
    ],
    ['an action that runs an image', { 'action.yml': 'runs:\n  using: docker\n  image: Dockerfile\n' }],
    [
      'a server with an app for phones in its workspace',
      { 'package.json': '{"workspaces": ["a"], "devDependencies": {"expo": "1"}}' },
    ],
    [
      'a web app that is a desktop app too',
      {
        'package.json':
          '{"devDependencies": {"electron": "1"}, "scripts": {"start": "vite", "desktop": "electron ."}}',
      },
    ],
  ])('%s is none of these', (_, files) => {
    expect(outcome(files, [service('', 0.5)])).toEqual(['']);
  });
});
