import { allDependencies, type Package } from './package.ts';

/** Scripts of the package itself that an install runs, in its order. */
const ids = [
  'preinstall',
  'install',
  'postinstall',
  'prepublish',
  'preprepare',
  'prepare',
  'postprepare',
] as const;

/** What becomes of the scripts that an install would run: most need the sources, which the dependency layer does not have. */
export type Lifecycle = {
  /** To be taken out of package.json for the dependency layer. */
  readonly drop: readonly string[];
  /** To be run when the sources are there. */
  readonly later: readonly string[];
  /** patch-package changes what was installed: it is run right after. */
  readonly patches: boolean;
};

/** Hooks of git, guards against other package managers, settings of editors: nothing that an image needs. */
const idle =
  /^(husky|is-ci|lefthook|simple-git-hooks|yorkie|only-allow|npx only-allow|check-node-version|npx husky|ts-patch|echo|exit|true|test -|node \.husky|npx simple-git-hooks|npx lefthook|opencollective|npm-force-resolutions|npx npm-force-resolutions|patch-package|npx patch-package|lint-staged|npx playwright|playwright)\b/;

export function readLifecycle(manifest: Package): Lifecycle {
  const { scripts } = manifest;
  const drop = ids.filter((id) => scripts[id] !== undefined);
  const later = drop.filter((id) => {
    const line = (scripts[id] ?? '').replace(
      /^(?:npm run|yarn(?: run)?|pnpm(?: run)?) ([\w:.-]+)$/,
      (all, name: string) => scripts[name] ?? all,
    );
    const parts = line.split(/&&|\|\||;/).map((part) => part.trim().replace(/^\(|\)$/g, ''));
    return parts.some((part) => part !== '' && !idle.test(part) && !isPrismaGenerate(part));
  });
  const patches =
    allDependencies(manifest)['patch-package'] !== undefined &&
    drop.some((id) => /\bpatch-package\b/.test(scripts[id] ?? ''));
  return { drop, later, patches };
}

function isPrismaGenerate(part: string): boolean {
  return /^(npx |pnpm |yarn |bunx )?(exec )?prisma generate\b/.test(part);
}
