import { needsLinkNames } from './link-names.ts';
import { within } from '../../inventory/paths.ts';
import { posix } from 'node:path';
import type { Chosen } from '../../detect/types.ts';
import { sh } from '../../recipe/quote.ts';
import type { BuildStage, Step } from '../../recipe/types.ts';
import { complete, dependencies, generate, patch, placeholders, renewed, toolchain } from './build-steps.ts';
import { leavesVendor } from './vendor.ts';
import { healthProgram } from './health.ts';
import { emptyFile } from './runtime.ts';
import { stageName } from '../frontend/frontend.ts';
import { places, type Plan } from './plan.ts';
import type { Program } from './program.ts';

const { caches } = places;
const versions = [
  { arg: 'VERSION', default: 'dev' },
  { arg: 'COMMIT', default: 'unknown' },
  { arg: 'DATE', default: '1970-01-01T00:00:00Z' },
] as const;

/** The stage that compiles. The context is in /src. */
export function buildStage(plan: Plan, { target, port }: Chosen, native: boolean): BuildStage {
  const { program, state, cgo, values, frontends, nodeStack } = plan;
  // Before there were modules, where a source stood was its name.
  const root = state.how === 'gopath' ? `/go/src/${state.path}` : '/src';
  const at = (path: string) => posix.join(root, within(plan.context, path));
  return {
    name: 'build',
    comment: native
      ? 'Runs on the platform that it builds for: cgo takes the C compiler and the libraries from here.'
      : 'Runs on the machine that builds and cross-compiles, so that no platform needs emulation.',
    image: target.build,
    platform: native ? 'target' : 'build',
    trust: true,
    main: true,
    apt: cgo?.apt ?? [],
    steps: [
      ...toolchain(plan),
      { workdir: root },
      ...dependencies(plan),
      { copy: ['.'], to: '.' },
      ...(nodeStack ? frontends : []).map(({ wants }, index): Step => ({
        copy: [posix.join('/src', within(plan.context, wants))],
        to: at(wants),
        from: stageName(index),
      })),
      ...(at(program.module.dir) === root ? [] : [{ workdir: at(program.module.dir) }]),
      ...patch(plan),
      ...complete(plan),
      ...renewed(plan),
      ...generate(plan),
      ...placeholders(plan),
      ...(native ? [] : [{ arg: 'TARGETOS' }, { arg: 'TARGETARCH' }]),
      ...versions.filter(({ arg }) => values.some(({ by }) => by === arg)),
      { run: [compile(plan, native)], caches, ...(state.how === 'mod' && { network: true as const }) },
      ...(port > 0 ? health(plan, native) : []),
      ...(plan.envFile && plan.envFile.source === undefined ? [{ file: emptyFile, content: '' }] : []),
      ...(target.runtime === 'scratch' ? system : []),
    ],
  };
}

function compile(plan: Plan, native: boolean): string {
  const { program, state, tags, values } = plan;
  const flags = ['-trimpath', ...modFlag(plan), sh`-tags ${['timetzdata', ...tags].join(',')}`];
  const set = values.map(({ variable, by }) => ` -X '${variable}=$${by}'`).join('');
  const names = needsLinkNames(program) ? ' -checklinkname=0' : '';
  const env = native ? 'CGO_ENABLED=1' : 'CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH';
  const gopath = state.how === 'gopath' ? 'GO111MODULE=off ' : '';
  const off = program.module.work === undefined && isBelowWork(program) ? 'GOWORK=off ' : '';
  return `${off}${gopath}${env} go build ${flags.join(' ')} \\\n      -ldflags "-s -w -buildid=${names}${set}" -o /out/app ${sh`${program.path}`}`;
}

/** From where it takes the modules, where that is not what the go command does by itself. */
function modFlag({ program: { module }, state }: Plan): readonly string[] {
  if (state.how === 'vendor' || state.how === 'mod') return [`-mod=${state.how}`];
  return leavesVendor(module, state) ? ['-mod=readonly'] : [];
}

/** A go.work above it that does not have it would be in the way. */
function isBelowWork({ module: { repo, dir } }: Program): boolean {
  return repo
    .named('go.work')
    .some((path) => path === 'go.work' || dir.startsWith(path.replace(/\/go\.work$/, '')));
}

function health({ health: words }: Plan, native: boolean): readonly Step[] {
  const env = native ? 'CGO_ENABLED=0' : 'CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH';
  return [
    { file: '/health/main.go', content: healthProgram(words) },
    {
      run: [
        `${env} GO111MODULE=off go build -trimpath -ldflags "-s -w -buildid=" -o /out/healthcheck /health/main.go`,
      ],
      caches,
    },
  ];
}

/** What a program finds on any system, and not on scratch. */
const system: readonly Step[] = [
  { comment: 'What programs look for on any system: a directory for temporary files, a name for the user.' },
  {
    run: [
      'mkdir -p /rootfs/etc',
      'mkdir -m 1777 /rootfs/tmp',
      "echo 'nonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin' > /rootfs/etc/passwd",
      "echo 'nonroot:x:65532:' > /rootfs/etc/group",
    ],
  },
];
