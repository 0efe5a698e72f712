/** A tool that brings dependencies into a build, and how it is told to. */
export type Installer = {
  readonly name: string;
  /** A command that fetches dependencies. */
  readonly fetches: RegExp;
  /** May run a second time, for the project itself, when the dependencies are there. */
  readonly twice?: true;
  /** A command that compiles, and fetches by itself what is missing. */
  readonly compiles?: RegExp;
  /** What the fetching reads; the first that is there tells that there are dependencies. Empty: nothing of the repository. */
  readonly manifests: readonly string[];
  /** The command for a dependency layer, where `fetches` does not say it. */
  readonly layer?: string;
};

const installers: readonly Installer[] = [
  { name: 'npm', fetches: /\bnpm (ci|install|i|add)\b/, manifests: ['package-lock.json', 'package.json'] },
  {
    name: 'pnpm',
    fetches: /\bpnpm (install|i|fetch|add)\b/,
    twice: true,
    manifests: ['pnpm-lock.yaml', 'package.json'],
  },
  { name: 'yarn', fetches: /\byarn( install\b| --\w|$)/, manifests: ['yarn.lock', 'package.json'] },
  { name: 'bun', fetches: /\bbun (ci|install|i|add)\b/, manifests: ['bun.lock', 'package.json'] },
  {
    name: 'uv',
    fetches: /\buv (sync|pip (install|sync))\b/,
    twice: true,
    manifests: ['uv.lock', 'pyproject.toml'],
  },
  {
    name: 'pip',
    fetches: /\bpip[\d.]* (install|download|wheel)\b/,
    twice: true,
    manifests: ['requirements.txt', 'pyproject.toml'],
  },
  {
    name: 'poetry',
    fetches: /\bpoetry (install|sync)\b/,
    twice: true,
    manifests: ['poetry.lock', 'pyproject.toml'],
  },
  { name: 'pipenv', fetches: /\bpipenv (install|sync)\b/, manifests: ['Pipfile.lock', 'Pipfile'] },
  {
    name: 'Go modules',
    fetches: /\bgo mod (download|vendor|tidy)\b/,
    twice: true,
    compiles: /\bgo (build|install|run)\b/,
    manifests: ['go.sum', 'go.mod'],
    layer: 'go mod download',
  },
  {
    name: 'cargo',
    fetches: /\bcargo (\+\S+ )?(fetch|vendor|chef cook)\b/,
    twice: true,
    compiles: /\bcargo (\+\S+ )?(build|install|rustc)\b/,
    manifests: ['Cargo.lock', 'Cargo.toml'],
    layer: 'cargo fetch --locked',
  },
  {
    name: 'maven',
    fetches: /\bmvnw?\b.*\bdependency:(go-offline|resolve|copy-dependencies)/,
    compiles: /\bmvnw?\b.*\b(compile|package|verify|install)\b/,
    manifests: ['pom.xml'],
    layer: 'mvn dependency:go-offline',
  },
  {
    name: 'gradle',
    fetches: /\bgradlew?\b.*\bdependencies\b/,
    compiles: /\bgradlew?\b.*\b(build|assemble|\w*[jJ]ar|installDist)\b/,
    manifests: ['build.gradle.kts', 'build.gradle'],
    layer: 'gradle dependencies',
  },
  { name: 'dotnet', fetches: /\bdotnet restore\b/, manifests: ['*.csproj'] },
  { name: 'bundler', fetches: /\bbundle install\b/, manifests: ['Gemfile.lock', 'Gemfile'] },
  {
    name: 'composer',
    fetches: /\bcomposer install\b/,
    twice: true,
    manifests: ['composer.lock', 'composer.json'],
  },
  { name: 'mix', fetches: /\bmix deps\.get\b/, manifests: ['mix.lock', 'mix.exs'] },
  {
    name: 'the system’s package manager',
    fetches:
      /\b(apt-get|apt|dnf|microdnf|yum|zypper)\b.* install\b|\bapk\b.* add\b|\brustup (target|component|toolchain) (add|install)\b/,
    manifests: [],
  },
];

/** What reaches no network, or installs a tool and not what the project depends on. */
const notDependencies = /\s(-g|--global|--offline|--no-deps)\b/;

/** The commands of a RUN instruction, shell or exec form, without its flags. */
function commandsOf(run: string): readonly string[] {
  const text = run.replace(/^RUN\s+/, '').replace(/^(--\S+\s+)*/, '');
  const shell = text.startsWith('[')
    ? [...text.matchAll(/"([^"]*)"/g)].map(([, word]) => word).join(' ')
    : text;
  return shell.split(/&&|\|\||[;|\n]/).map((command) => command.trim().replaceAll(/\s+/g, ' '));
}

/** Who fetches dependencies in this RUN instruction. */
export function fetchedBy(run: string): Installer | undefined {
  const commands = commandsOf(run).filter((command) => !notDependencies.test(command));
  return installers.find(({ fetches }) => commands.some((command) => fetches.test(command)));
}

/** Who compiles in this RUN instruction and would fetch what is missing. What a cache mount keeps is not missing. */
export function compiledBy(run: string): Installer | undefined {
  if (run.includes('--mount=type=cache')) return undefined;
  const commands = commandsOf(run).filter((command) => !notDependencies.test(command));
  return installers.find(({ compiles }) => compiles && commands.some((command) => compiles.test(command)));
}
