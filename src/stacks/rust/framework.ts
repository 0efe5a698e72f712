import { healthRoute, bestHealthRoute } from '../../detect/health-routes.ts';
import type { Fact } from '../../detect/types.ts';
import type { Reach } from './reach.ts';
import type { Source } from './sources.ts';

export type Framework = {
  readonly crate: string;
  /** The port of its documentation’s first example, or its own default. */
  readonly port: string;
  /** It answers gRPC, not HTTP/1. */
  readonly grpc?: true;
  /** No framework: tools serve with it too. */
  readonly bare?: true;
};

/** What web services are written with, those built on others first. */
const frameworks: readonly Framework[] = [
  { crate: 'loco-rs', port: '5150' },
  { crate: 'rocket', port: '8000' },
  { crate: 'actix-web', port: '8080' },
  { crate: 'poem', port: '3000' },
  { crate: 'salvo', port: '8698' },
  { crate: 'axum', port: '3000' },
  { crate: 'warp', port: '3030' },
  { crate: 'tide', port: '8080' },
  { crate: 'ntex', port: '8080' },
  { crate: 'xitca-web', port: '8080' },
  { crate: 'gotham', port: '7878' },
  { crate: 'trillium', port: '8080' },
  { crate: 'viz', port: '3000' },
  { crate: 'dropshot', port: '8080' },
  { crate: 'thruster', port: '4321' },
  { crate: 'iron', port: '3000' },
  { crate: 'nickel', port: '6767' },
  { crate: 'rouille', port: '8000' },
  { crate: 'tonic', port: '50051', grpc: true },
  { crate: 'ohkami', port: '3000' },
  // They listen for the program, and what they are told is its port: https://docs.rs/prometheus_exporter_base
  { crate: 'prometheus_exporter_base', port: '32221' },
  { crate: 'prometheus_exporter', port: '9184' },
  { crate: 'tiny_http', port: '8000', bare: true },
  { crate: 'hyper', port: '3000', bare: true },
];

/** Of one of them, or of what comes with it: `rocket_dyn_templates`. */
export function isOfFramework(name: string): boolean {
  return frameworks.some(
    ({ crate }) => name === crate || name.startsWith(`${crate}_`) || name.startsWith(`${crate}-`),
  );
}

/** A program that stays and listens to nobody. */
const workers = [
  'serenity',
  'poise',
  'twilight-gateway',
  'teloxide',
  'lapin',
  'rdkafka',
  'apalis',
  'matrix-sdk',
  'lambda_runtime',
  'lambda_http',
];

export function frameworkOf({ direct }: Reach): Framework | undefined {
  return frameworks.find(({ crate }) => direct.has(crate));
}

export function workerOf({ direct }: Reach): string | undefined {
  return workers.find((crate) => direct.has(crate));
}

/** It does not come with the program’s own package, but only with a feature or for one of its commands. */
export function isOptional({ direct }: Reach, { crate }: Framework): boolean {
  return direct.get(crate)?.optional ?? false;
}

/** A route that tells whether the service is well; only where nothing is mounted below another path. */
export function healthOf(sources: readonly Source[]): Fact | undefined {
  const found = sources.flatMap((source) =>
    source.text.split('\n').flatMap((line, at) => {
      if (!/route|get|resource|path|handle|\bat\(|mount|head/i.test(line) || /https?:\/\/|client/.test(line))
        return [];
      const route = healthRoute.exec(line)?.[1];
      return route === undefined ? [] : [{ route, from: `${source.path}:${at + 1}` }];
    }),
  );
  const best = bestHealthRoute(found.map(({ route }) => route));
  if (best === undefined) return undefined;
  const nested = sources.some(({ text }) =>
    /\.nest\(\s*"\/\w|scope\(\s*"\/\w|mount\(\s*"\/\w|\.push\(\s*Router::with_path\(\s*"\w/.test(text),
  );
  if (nested) return undefined;
  const { from } = found.find(({ route }) => `/${route.replace(/^\//, '')}` === best) as { from: string };
  return { value: best, from, confidence: 'high' };
}
