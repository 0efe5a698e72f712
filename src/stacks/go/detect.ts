import type { Candidate, Chosen, Detector, Fact, Scene, Service } from '../../detect/types.ts';
import { place } from '../../inventory/types.ts';
import type { Recipe } from '../../recipe/types.ts';
import { sh } from '../../recipe/quote.ts';
import { healthProgram } from './health.ts';

export const detector: Detector = { stack: 'go', detect };

function detect(scene: Scene): readonly Candidate[] {
  return scene.repo
    .named('go.mod')
    .flatMap((manifest) => detectModule(manifest.replace(/\/?go\.mod$/, ''), scene));
}

function detectModule(dir: string, { repo, hints }: Scene): readonly Candidate[] {
  const at = (path: string) => (dir === '' ? path : `${dir}/${path}`);
  const text = repo.read(at('go.mod')) ?? '';
  const module = /^module\s+"?([^\s"]+)/m.exec(text)?.[1] ?? '';
  const version = /^go\s+([\d.]+)/m.exec(text)?.[1];
  const sources = repo.below(dir).filter((path) => path.endsWith('.go') && !path.endsWith('_test.go'));
  const mains = repo.search(sources, /^package main\b/, 20);
  const [main] = mains;
  if (!main) {
    return [
      {
        found: 'refusal',
        stack: 'go',
        dir,
        reason: `${at('go.mod')} is a library: it has no package main`,
        hint: 'an image is made of a program',
      },
    ];
  }
  const { port, health } = hints(dir);
  const listens = repo.search(sources, /ListenAndServe|\.Run\(|\.Listen\(/)[0];
  const pkg = main.path.slice(dir === '' ? 0 : dir.length + 1).replace(/\/?[^/]+$/, '');
  const name = module.split('/').pop() ?? 'app';
  const found: Fact = port ?? { value: '8080', from: 'default', confidence: 'low' };
  const service: Service = {
    found: 'service',
    stack: 'go',
    dir,
    context: dir,
    name: { value: name, from: at('go.mod'), confidence: 'high' },
    kind: listens ? 'server' : 'cli',
    target: { value: 'scratch', from: at('go.mod'), confidence: 'high' },
    ...(listens && { port: found }),
    ...(health && { health }),
    facts: {
      ...(version !== undefined && { version: { value: version, from: at('go.mod'), confidence: 'high' } }),
      main: { value: `./${pkg}`, from: place(main), confidence: 'high' },
    },
    needs: [],
    packages: [],
    notes: [],
    rank: listens ? 0.9 : 0.5,
    recipe: (chosen) => recipeOf(`./${pkg}`, chosen),
  };
  return [service];
}

function recipeOf(main: string, { target, port, health }: Chosen): Recipe {
  const caches = ['/go/pkg/mod', '/root/.cache/go-build'];
  return {
    native: false,
    ignore: [],
    stages: [
      {
        name: 'build',
        comment: 'Runs on the machine that builds and cross-compiles, so that no platform needs emulation.',
        image: target.build,
        platform: 'build',
        trust: true,
        main: true,
        steps: [
          { workdir: '/src' },
          { comment: 'Dependencies before the source: built again only when go.mod or go.sum changes.' },
          { copy: ['go.mod', { glob: 'go.su[m]' }], to: './' },
          { run: ['go mod download'], caches: ['/go/pkg/mod'], network: true },
          { copy: ['.'], to: '.' },
          { arg: 'TARGETOS' },
          { arg: 'TARGETARCH' },
          {
            run: [
              sh`CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH go build -trimpath -tags timetzdata -ldflags "-s -w -buildid=" -o /out/app ${main}`,
            ],
            caches,
          },
          ...(port > 0
            ? [
                { file: '/health/main.go', content: healthProgram },
                {
                  run: [
                    'CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH go build -trimpath -ldflags "-s -w -buildid=" -o /out/healthcheck /health/main.go',
                  ],
                  caches,
                },
              ]
            : []),
        ],
      },
    ],
    runtime: {
      steps: [
        { copy: ['/out/'], to: '/', from: 'build' },
        ...(port > 0 ? [{ env: { PORT: String(port) } }] : []),
      ],
      entrypoint: ['/app'],
      ...(port > 0
        ? { health: ['/healthcheck', String(port), health === '' ? '/' : health] }
        : { noHealth: 'it is a command, not a service.' }),
    },
  };
}
