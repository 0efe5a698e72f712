import { within } from '../../inventory/paths.ts';
import { isTable } from '../../inventory/tables.ts';
import { posix } from 'node:path';
import type { Fact, Hints, Scene } from '../../detect/types.ts';
import { parseCommand } from '../../detect/command.ts';
import { sh } from '../../recipe/quote.ts';
import type { BuildStage, Step } from '../../recipe/types.ts';
import { planInstall, type Install } from '../node/install.ts';
import { allDependencies, type Package } from '../node/package.ts';
import semver from 'semver';
import { findNodeVersion } from '../node/versions.ts';
import { findEnvFiles } from '../node/env-files.ts';
import { findBuildArgs } from './build-args.ts';
import { findBuild } from './is-static.ts';
import { expand } from './serves-itself.ts';
import type { SiteTool } from './site-tool.ts';

/** How the files of a site are made by a tool of Node. */
export type NodeBuild = {
  readonly facts: Readonly<Record<string, Fact>>;
  readonly stages: readonly BuildStage[];
  /** The workspace's root, relative to the repository. */
  readonly context: string;
  /** The package, relative to the workspace's root. */
  readonly inside: string;
  /** The script that builds. */
  readonly script: string;
  readonly buildArgs: readonly Fact[];
  readonly ignore: readonly string[];
  readonly notes: readonly string[];
};

export function planNodeBuild(
  { repo, stacks }: Scene,
  pkg: Package,
  tool: SiteTool,
  hints: Hints,
): NodeBuild | undefined {
  const stack = stacks.find(({ targets }) => 'nodejs24' in targets);
  if (!stack) return undefined;
  const install = planInstall(repo, stack, pkg);
  const { root } = install.workspace;
  const node = findNodeVersion(repo, pkg === root ? [pkg] : [pkg, root]);
  const image = stack.targets[node.target.value]?.build;
  if (image === undefined) return undefined;
  const inside = within(root.dir, pkg.dir);
  const { command, script, shown, from } = buildOf(pkg, tool, install, inside, hints);
  const buildArgs = findBuildArgs(repo, pkg);
  const env = {
    ...tool.env,
    ...(needsOldHashes(lockedWebpack(repo, install.manager.lock ?? ''), pkg, tool) &&
    !/openssl-legacy-provider/.test(script)
      ? { NODE_OPTIONS: '--openssl-legacy-provider' }
      : {}),
  };
  const steps: readonly Step[] = [
    { workdir: '/app' },
    ...install.all,
    { copy: ['.'], to: '.' },
    ...(Object.keys(env).length > 0
      ? [...('NODE_OPTIONS' in env ? [{ comment: oldHashes }] : []), { env }]
      : []),
    ...(buildArgs.length > 0 ? [{ comment: 'Part of the pages: docker build --build-arg NAME=value.' }] : []),
    ...buildArgs.map(({ value }) => ({ arg: value })),
    { run: [...install.later, command].filter(isFirst), caches: install.caches },
  ];
  return {
    facts: {
      version: { ...node.target, value: `Node ${node.major}` },
      manager: install.manager.fact,
      build: { value: shown, from, confidence: 'high' },
    },
    stages: [
      ...install.stages(image),
      {
        name: 'site',
        comment: `The pages, made by ${tool.label}.`,
        image,
        platform: 'build',
        trust: true,
        tools: true,
        apt: [...new Set([...install.apt, ...gitOf(repo, pkg, tool)])],
        steps,
      },
    ],
    context: root.dir,
    inside,
    script,
    buildArgs,
    // Settings of the build that are committed; nothing of them is in the image but what the pages hold.
    ignore: [...install.ignore, ...findEnvFiles(repo, pkg.dir).map((path) => `!${within(root.dir, path)}`)],
    notes: [...install.notes, ...(node.note === undefined ? [] : [node.note])],
  };
}

const oldHashes = 'This webpack hashes with MD4, which OpenSSL 3 has only when it is asked for.';

type Command = {
  readonly command: string;
  /** With the scripts that it calls in it. */
  readonly script: string;
  /** As it was written. */
  readonly shown: string;
  readonly from: string;
};

/** What the user says; else the script that another host is told to run, the usual one, or the tool itself. */
function buildOf(pkg: Package, tool: SiteTool, install: Install, inside: string, { build }: Hints): Command {
  const given = build && /^(?:--build|distroless\.yaml)/.test(build.from) ? inWords(build) : undefined;
  if (given) return given;
  const named = build && scriptIn(build.value, pkg);
  const known =
    named === undefined
      ? (findBuild(pkg, tool) ?? otherScript(pkg, tool))
      : { name: named, line: expand(pkg.scripts[named] ?? '', pkg.scripts) };
  if (known) {
    return {
      command: install.runScript(known.name, inside),
      script: known.line,
      shown: pkg.scripts[known.name] ?? '',
      from: `${pkg.path}: scripts.${known.name}`,
    };
  }
  const [program = '', ...words] = tool.build.split(' ');
  const call = [install.runProgram(program), ...words].join(' ');
  return {
    command: inside === '' ? call : `${sh`cd ${inside}`} && ${call}`,
    script: '',
    shown: tool.build,
    from: `${pkg.path}: ${tool.label}`,
  };
}

function inWords({ value, from }: Fact): Command | undefined {
  const commands = parseCommand(value);
  if (!commands || commands.length === 0) return undefined;
  const texts = commands.map(({ env, words }) =>
    [
      ...Object.entries(env).map(([name, each]) => `${name}=${sh`${each}`}`),
      ...words.map((word) => sh`${word}`),
    ].join(' '),
  );
  return { command: texts.join(' && '), script: value, shown: value, from };
}

/** `npm run build:prod` */
function scriptIn(line: string, { scripts }: Package): string | undefined {
  const name = /^(?:npm run|yarn(?: run)?|pnpm(?: run)?|bun run)\s+([\w:.-]+)$/.exec(line)?.[1];
  return name !== undefined && scripts[name] !== undefined ? name : undefined;
}

/** `docs:build`, where the documentation is all there is. */
function otherScript(
  { scripts }: Package,
  { build, command }: SiteTool,
): { readonly name: string; readonly line: string } | undefined {
  const verb = build.split(' ')[1] ?? '';
  const entry = Object.entries(scripts).find(
    ([, line]) =>
      command.test(line) && new RegExp(`\\b${verb}\\b`).test(line) && !/--(watch|serve)\b/.test(line),
  );
  return entry && { name: entry[0], line: entry[1] };
}

/** The version of webpack in a lock file, where it can be read. */
function lockedWebpack(repo: Scene['repo'], path: string): string {
  if (!path.endsWith('.json')) {
    const entry =
      /^"?webpack@[^:\n]*:\n\s+(?:version:? "?|resolution: "webpack@npm:)(\d+\.\d+)|^\s+['/]*webpack[@/](\d+\.\d+)/m;
    const [, yarn, pnpm] = entry.exec(repo.read(path) ?? '') ?? [];
    return yarn ?? pnpm ?? '';
  }
  const lock = repo.json(path);
  const packages = isTable(lock) && isTable(lock['packages']) ? lock['packages'] : {};
  const locked = packages['node_modules/webpack'];
  return isTable(locked) && typeof locked['version'] === 'string' ? locked['version'] : '';
}

/** webpack before 5.54 takes MD4; so do the tools of that time. */
function needsOldHashes(locked: string, pkg: Package, tool: SiteTool): boolean {
  if (locked !== '') return isBefore(locked, '5.54.0');
  const all = allDependencies(pkg);
  const limits: readonly (readonly [name: string, limit: string])[] = [
    ['react-scripts', '5.0.0'],
    ['@vue/cli-service', '5.0.0'],
    ['@angular-devkit/build-angular', '12.2.0'],
    ['gatsby', '3.0.0'],
    ['nuxt', '3.0.0'],
    ['next', '11.0.0'],
    ['gridsome', '99.0.0'],
    ['vuepress', '2.0.0'],
    ['preact-cli', '99.0.0'],
    ['webpack', '5.0.0'],
  ];
  return limits.some(([name, limit]) => {
    const range = all[name];
    if (range === undefined || !(tool.packages.includes(name) || name === 'webpack')) return false;
    return isBefore(range, limit);
  });
}

/** The version that a range begins with; what has none is new. */
function isBefore(range: string, limit: string): boolean {
  const least = semver.coerce(range);
  return least !== null && semver.lt(least, limit);
}

/** Pages that show when they were changed last ask git, and stop without it. */
function gitOf(repo: Scene['repo'], { dir }: Package, { id }: SiteTool): readonly string[] {
  if (id !== 'vitepress' && id !== 'vuepress' && id !== 'docusaurus') return [];
  const paths = repo
    .below(dir)
    .filter((path) =>
      /(?:\.vitepress|\.vuepress)\/config\.[cm]?[jt]s$|docusaurus\.config\.[cm]?[jt]s$/.test(path),
    );
  return repo.search(paths, /^(?!\s*\/\/).*\b(?:lastUpdated|showLastUpdate\w*)\b/).length > 0 ? ['git'] : [];
}

function isFirst(command: string, at: number, all: readonly string[]): boolean {
  return all.indexOf(command) === at;
}

/** Where the files are in the stage, absolute. */
export function absoluteDirs({ inside }: NodeBuild, outs: readonly Fact[]): readonly string[] {
  return outs.flatMap(({ value }) => {
    const path = posix.join('/app', inside, value);
    return path === '/app' || path.startsWith('/app/') ? [path] : [];
  });
}
