import { inside } from '../../inventory/paths.ts';
import type { Inventory } from '../../inventory/types.ts';

/** A language without a pair of ours, and what tells that a directory is in it. */
export type Language = {
  readonly id: string;
  readonly label: string;
  /** Files that say so by their names; of a repository’s own kind first. */
  readonly manifests: RegExp;
  /** What kind of app it is by the directory’s files and the manifest, empty for a plain one; undefined: perhaps only a tool of the repository. */
  readonly app: (place: Place) => string | undefined;
  /** What an image of ours would need. */
  readonly needed: string;
  /** What there is until then. */
  readonly meanwhile: string;
};

export type Place = {
  readonly has: (name: string) => boolean;
  readonly hasDir: (name: string) => boolean;
  /** The text of the manifest. */
  readonly text: string;
  /** What a Procfile beside it runs, empty where there is none. */
  readonly procfile: string;
};

export function placeOf(repo: Inventory, dir: string, manifest: string): Place {
  const at = (name: string) => inside(dir, name);
  return {
    has: (name) => repo.has(at(name)),
    hasDir: (name) => repo.hasDir(at(name)),
    text: repo.read(manifest) ?? '',
    procfile: repo.read(at('Procfile')) ?? '',
  };
}

/** An app when one of the patterns is in the manifest; it is called as the pattern is. */
const named =
  (names: Readonly<Record<string, RegExp>>) =>
  ({ text }: Place): string | undefined =>
    Object.entries(names).find(([, pattern]) => pattern.test(text))?.[0];

const phpFrameworks = named({
  Laravel: /"laravel\/framework"/,
  Symfony: /"symfony\/(?:framework-bundle|runtime)"/,
  Slim: /"slim\/slim"/,
  CakePHP: /"cakephp\/cakephp"/,
  Drupal: /"drupal\/core/,
  WordPress: /"(?:johnpbloch|roots)\/wordpress"/,
});
const gems = named({
  Rails: /^\s*gem\s+["']rails["']/m,
  Sinatra: /^\s*gem\s+["']sinatra["']/m,
  Hanami: /^\s*gem\s+["']hanami["']/m,
  Jekyll: /^\s*gem\s+["'](?:jekyll|github-pages)["']/m,
});

/**
 * In order of how surely they are what a repository is. Images named are facts of August 2026: Docker's official images, the free
 * ones of Chainguard and of Docker Hardened Images (which need a login), Microsoft's.
 */
export const languages: readonly Language[] = [
  {
    id: 'php',
    label: 'PHP',
    manifests: /^(?:composer\.json|wp-config(?:-sample)?\.php|index\.php)$/,
    app: (place) =>
      phpFrameworks(place) ??
      (place.has('artisan') ? 'Laravel' : undefined) ??
      (place.has('bin/console') ? 'Symfony' : undefined) ??
      (place.has('wp-config.php') || place.has('wp-config-sample.php') ? 'WordPress' : undefined) ??
      (place.has('index.php') || place.has('public/index.php') ? '' : undefined),
    needed: 'a distroless PHP with the extensions that composer.json names, and a web server before it',
    meanwhile: 'php of Docker’s official images, dhi.io/php, or cgr.dev/chainguard/php',
  },
  {
    id: 'ruby',
    label: 'Ruby',
    manifests: /^(?:Gemfile|config\.ru)$/,
    app: (place) => {
      const gem = gems(place);
      if (gem !== undefined && gem !== 'Jekyll') return gem;
      if (place.has('config/application.rb')) return 'Rails';
      if (place.has('config.ru')) return 'Rack';
      if (/^\w+:\s*(?:ruby|bundle|rackup|puma|unicorn)\s/m.test(place.procfile)) return '';
      return gem === 'Jekyll' && place.has('_config.yml') ? gem : undefined;
    },
    needed: 'a distroless Ruby with the libraries that its gems link to',
    meanwhile: 'ruby:slim of Docker’s official images, dhi.io/ruby, or cgr.dev/chainguard/ruby',
  },
  {
    id: 'elixir',
    label: 'Elixir',
    manifests: /^mix\.exs$/,
    app: ({ text, hasDir }) => (/:phoenix\b/.test(text) ? 'Phoenix' : hasDir('lib') ? '' : undefined),
    needed:
      'the libraries of the Erlang VM, and another start than the release’s own, which is a shell script',
    meanwhile: '`mix release` in elixir of Docker’s official images, and debian:trixie-slim to run it',
  },
  {
    id: 'dotnet',
    label: '.NET',
    manifests: /\.(?:sln|slnx|csproj|fsproj|vbproj)$/,
    app: ({ text }) => {
      if (/Sdk="Microsoft\.NET\.Sdk\.(?:Web|Worker)"/.test(text)) return 'ASP.NET';
      if (/<OutputType>\s*(?:Win)?Exe\s*</i.test(text)) return '';
      return /\.(?:cs|fs|vb)proj/.test(text) && !/\.vcxproj/.test(text) ? '' : undefined;
    },
    needed: 'the .NET runtime as a pair of builder and base',
    meanwhile: 'mcr.microsoft.com/dotnet/aspnet with a -noble-chiseled tag: no shell, not root',
  },
  {
    id: 'deno',
    label: 'Deno',
    manifests: /^deno\.jsonc?$/,
    app: ({ has }) => (has('package.json') ? undefined : ''),
    needed: 'a pair of Deno and the distroless cc base',
    meanwhile:
      'denoland/deno, dhi.io/deno, or `deno compile` and gcr.io/distroless/cc-debian13 for what it makes',
  },
  {
    id: 'dart',
    label: 'Dart',
    manifests: /^pubspec\.yaml$/,
    app: ({ text, hasDir }) => (/sdk:\s*flutter/.test(text) || !hasDir('bin') ? undefined : ''),
    needed: 'a pair of the Dart SDK and scratch',
    meanwhile:
      '`dart compile exe` in dart of Docker’s official images; with its /runtime directory that runs on scratch',
  },
  {
    id: 'swift',
    label: 'Swift',
    manifests: /^Package\.swift$/,
    app: named({ Vapor: /vapor\/vapor/, Hummingbird: /hummingbird/, '': /\.executableTarget\(/ }),
    needed: 'a pair of the Swift compiler and a base, or its static SDK for scratch',
    meanwhile: 'swift of Docker’s official images, its -slim tags to run',
  },
  {
    id: 'scala',
    label: 'Scala with sbt',
    manifests: /^build\.sbt$/,
    app: () => '',
    needed: 'sbt read as Maven and Gradle are',
    meanwhile: '`sbt assembly`, and gcr.io/distroless/java21-debian13:nonroot for the jar',
  },
  {
    id: 'clojure',
    label: 'Clojure',
    manifests: /^(?:project\.clj|deps\.edn)$/,
    app: () => '',
    needed: 'Leiningen and tools.build read as Maven and Gradle are',
    meanwhile: 'an uberjar, and gcr.io/distroless/java21-debian13:nonroot for it',
  },
  {
    id: 'haskell',
    label: 'Haskell',
    manifests: /^(?:stack\.yaml|cabal\.project|.*\.cabal)$/,
    app: ({ text, hasDir }) => (/^executable\s/m.test(text) || hasDir('app') ? '' : undefined),
    needed: 'a pair of GHC and the distroless base, with libgmp',
    meanwhile: 'haskell of Docker’s official images to build, debian:trixie-slim with libgmp10 to run',
  },
  {
    id: 'perl',
    label: 'Perl',
    manifests: /^(?:cpanfile|Makefile\.PL|app\.psgi)$/,
    app: ({ has, text }) =>
      has('app.psgi') ? 'PSGI' : named({ Mojolicious: /Mojolicious/, Dancer: /Dancer2?/ })({ text } as Place),
    needed: 'a distroless Perl with its modules',
    meanwhile: 'perl:slim of Docker’s official images',
  },
  {
    id: 'r',
    label: 'R',
    manifests: /^(?:app\.R|server\.R|plumber\.R|renv\.lock|DESCRIPTION)$/,
    app: ({ has }) => (has('app.R') || has('server.R') ? 'Shiny' : has('plumber.R') ? 'plumber' : undefined),
    needed: 'a distroless R with its packages',
    meanwhile: 'rocker/r-ver, or r-base of Docker’s official images',
  },
  {
    id: 'erlang',
    label: 'Erlang',
    manifests: /^rebar\.config$/,
    app: ({ hasDir }) => (hasDir('apps') ? '' : undefined),
    needed:
      'the libraries of the Erlang VM, and another start than the release’s own, which is a shell script',
    meanwhile: 'erlang of Docker’s official images to build, debian:trixie-slim to run the release',
  },
  {
    id: 'julia',
    label: 'Julia',
    manifests: /^(?:Manifest\.toml|JuliaProject\.toml)$/,
    app: () => undefined,
    needed: 'a distroless Julia',
    meanwhile: 'julia of Docker’s official images',
  },
  ...(
    [
      [
        'crystal',
        'Crystal',
        /^shard\.yml$/,
        'crystallang/crystal to build: `--static` there makes a program for scratch',
      ],
      ['nim', 'Nim', /\.nimble$/, 'nimlang/nim to build, debian:trixie-slim to run'],
      ['zig', 'Zig', /^build\.zig$/, 'a build for a -linux-musl target, which makes a program for scratch'],
      ['ocaml', 'OCaml', /^dune-project$/, 'ocaml/opam to build, debian:trixie-slim to run'],
      ['gleam', 'Gleam', /^gleam\.toml$/, 'ghcr.io/gleam-lang/gleam'],
      ['d', 'D', /^dub\.(?:json|sdl)$/, 'a build with ldc2, debian:trixie-slim to run'],
    ] as const
  ).map(([id, label, manifests, meanwhile]): Language => ({
    id,
    label,
    manifests,
    app: () => undefined,
    needed: `a pair of the compiler of ${label} and a base`,
    meanwhile,
  })),
];
