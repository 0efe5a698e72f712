import { sampleSecrets } from '../../detect/sample-secrets.ts';
import { joined } from '../../inventory/paths.ts';
import type { Plan } from './plan.ts';
import { readRuns } from './runs.ts';
import { leavesVendor } from './vendor.ts';

/** What one should know of a program before its image is built. */
export function notesOf(plan: Plan): readonly string[] {
  const { state, outdated, newer, isPrivate, program, generators, placeholders } = plan;
  const runs = plan.serves ? readRuns(program) : undefined;
  const unmade = generators.length === 0 ? [...program.missing.keys()] : [];
  return [
    ...(runs === undefined ? [] : [runs]),
    ...('why' in state
      ? [`${state.why}; the build stage completes it, better is to commit what \`go mod tidy\` writes`]
      : []),
    ...(leavesVendor(program.module, state)
      ? [
          `vendor/modules.txt does not list what ${program.module.manifest ?? 'go.mod'} requires: the modules are fetched; \`go mod vendor\` mends that`,
        ]
      : []),
    ...outdated.map(
      ({ path, version, to, why }) =>
        `${path} ${version} ${why}: the build stage takes ${to}; better is to commit what \`go get ${path}@${to}\` writes`,
    ),
    ...(newer
      ? [
          `Go ${program.module.mod.go?.value ?? ''} is newer than the builder's: the build fetches that toolchain`,
        ]
      : []),
    ...(isPrivate
      ? [
          'private modules: docker build --build-arg OWN_MODULES=example.com/* --secret id=netrc,src=$HOME/.netrc',
        ]
      : []),
    ...plan.runTime.withheld.map(
      ({ path, source = path, from }) =>
        `${path} is not there, and it ends without (${from}): mount your own; ${source} is not in the image, as whoever has read it knows its ${secretsOf(plan, source).join(', ')}`,
    ),
    ...plan.runTime.files.flatMap(({ path, source, from }) => {
      if (source === undefined) return [];
      const secrets = secretsOf(plan, source);
      const known = secrets.length > 0 ? `, with secrets of your own for ${secrets.join(', ')}` : '';
      return [
        `${path} is not there (${from}): the image has ${source} as that; mount your own over it${known}`,
      ];
    }),
    ...(placeholders.length > 0
      ? [
          `embedded and not there, nor made by anything that was found: ${placeholders.join(', ')}; an empty file stands in`,
        ]
      : []),
    ...(unmade.length > 0
      ? [
          `imported and not there: ${unmade.slice(0, 3).join(', ')}; something generates it, and what was not found`,
        ]
      : []),
  ];
}

function secretsOf({ program: { module }, runTime }: Plan, source: string): readonly string[] {
  const text = module.repo.read(joined(runTime.base, source)) ?? '';
  return sampleSecrets(text).map(({ name }) => name);
}
