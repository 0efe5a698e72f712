import type { Chosen } from '../../detect/types.ts';
import { sh } from '../../recipe/quote.ts';
import type { BuildStage, CopySource, Recipe, Step } from '../../recipe/types.ts';

/** Where the files of a site come from. */
export type SiteSource = {
  /** They are made by these stages; absent: they are in the repository. */
  readonly stages: readonly BuildStage[];
  /** The stage that has them, and where below a directory of it: the first of these that has a page is taken. */
  readonly made?: { readonly stage: string; readonly root: string; readonly dirs: readonly string[] };
  /** Of the repository; `.` unless said. */
  readonly copied?: CopySource;
  /** Every path that is no file gets the first page. */
  readonly fallback: boolean;
  /** What says so. */
  readonly fallbackFrom?: string;
  readonly ignore: readonly string[];
};

/** The image of a site: its files, and the server of them that templates/static/server has. */
export function siteRecipe(source: SiteSource, { target, port, health, writable }: Chosen): Recipe {
  return {
    native: false,
    ignore: source.ignore,
    stages: [...source.stages, serverStage(target.build, source)],
    runtime: {
      steps: [{ copy: ['/out/'], to: '/', from: 'build' }, { env: { PORT: String(port) } }],
      entrypoint: ['/serve', ...(source.fallback ? ['--spa'] : []), '/site'],
      health: ['/serve', 'healthcheck', ...(health === '' || health === '/healthz' ? [] : [health])],
      startPeriod: 2,
      ...(writable.length > 0 && {
        writable: writable.map((path) => ({ path, why: 'as it was asked for', volume: false })),
      }),
    },
  };
}

function serverStage(image: string, { made, copied = '.' }: SiteSource): BuildStage {
  const caches = ['/root/.cache/go-build'];
  return {
    name: 'build',
    comment: 'A web server of the files, of the standard library alone: there is none in the image.',
    image,
    platform: 'build',
    main: true,
    steps: [
      { workdir: '/server' },
      { copy: [{ ours: '.distroless/server/' }], to: './' },
      // The same for both runs, so that the second finds compiled what the first did.
      { env: { CGO_ENABLED: '0', GOFLAGS: '-trimpath' } },
      { arg: 'TARGETOS' },
      { arg: 'TARGETARCH' },
      {
        run: ['GOOS=$TARGETOS GOARCH=$TARGETARCH go build -ldflags "-s -w -buildid=" -o /out/serve .'],
        caches,
      },
      ...fileSteps(made, copied, caches),
    ],
  };
}

function fileSteps(made: SiteSource['made'], copied: CopySource, caches: readonly string[]): readonly Step[] {
  const comment = 'Readable by any user, with a gzipped form of each text, and without dotfiles.';
  if (!made) {
    return [
      { copy: [copied], to: '/files/' },
      { comment },
      { run: ['go run . prepare /out/site /files'], caches },
    ];
  }
  const { stage, root, dirs } = made;
  const words = dirs.map((dir) => sh`${dir}`).join(' ');
  return [
    { comment },
    {
      run: [`go run . prepare /out/site ${words}`],
      caches,
      mounts: [{ from: stage, source: root, target: root }],
    },
  ];
}
