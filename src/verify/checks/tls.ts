import { posix } from 'node:path';
import { envOf } from '../image/env.ts';
import { javaHomes } from '../image/java-homes.ts';
import { startedProgram } from '../image/resolve.ts';
import type { FileEntry, Image } from '../image/types.ts';
import { listed } from '../listed.ts';
import { authoritiesIn, goAuthorities, goFiles, lackOf, systemAuthorities } from '../tls/authorities.ts';
import { javaTruststores } from '../tls/java.ts';
import type { Check, Finding } from '../types.ts';

/**
 * The certificate authorities that what is in the image reads. A Go program that can verify a certificate, the program that the image
 * starts if it speaks of the system's authorities, a Java runtime, and every variable that names a bundle must find one that parses and
 * has not expired: else it fails. Node has authorities of its own, and so have programs with a compiled-in list. A shared library that
 * could look for authorities and finds none only warns: perhaps nothing calls it. Where nothing can speak TLS, nothing is missing.
 */
export const tls: Check = {
  id: 'tls',
  title: 'the certificate authorities that the program reads are there and valid',
  needs: [],
  run({ image }) {
    const java = javaTruststores(image);
    const problems = [...new Set([...variableProblems(image), ...java.problems, ...programProblems(image)])];
    if (problems.length > 0) {
      return {
        status: 'fail',
        message: listed(problems),
        hint: `a TLS connection to the outside fails with an unknown authority; ${howTo(java.problems)}; if it is mounted at run time: verify: { skip: { tls: "mounted" } } in distroless.yaml`,
        data: { problems },
      };
    }
    const library = suspectLibrary(image);
    if (library) return library;
    return { status: 'pass', message: describe(image, java.good) };
  },
};

const variables = [
  'SSL_CERT_FILE',
  'NODE_EXTRA_CA_CERTS',
  'REQUESTS_CA_BUNDLE',
  'CURL_CA_BUNDLE',
  'AWS_CA_BUNDLE',
  'DENO_CERT',
  'GRPC_DEFAULT_SSL_ROOTS_FILE_PATH',
];

function variableProblems(image: Image): readonly string[] {
  return variables.flatMap((name) => {
    const path = envOf(image, name);
    const lack = path === undefined ? undefined : lackOf(authoritiesIn(image, posix.resolve('/', path)));
    return lack === undefined
      ? []
      : [`${name} is ${path}, but ${lack.replace('there is no CA bundle', 'that is not in the image')}`];
  });
}

const readsSystem = ['openssl', 'authorities-variable', 'authorities-path'] as const;

/** Programs that must have authorities: the Go ones, and what is started. */
function programProblems(image: Image): readonly string[] {
  const lack = lackOf(systemAuthorities(image));
  // A bundle that is there was put there to be read, by whatever program.
  if (lack !== undefined && bundles.some((path) => image.files.has(path))) return [lack];
  const start = startedProgram(image);
  const goLack = lackOf(goAuthorities(image));
  return [...image.files.values()].flatMap((file) => {
    if (ownAuthorities(image, file)) return [];
    if (file.traits?.includes('go-authorities')) {
      return goLack === undefined
        ? []
        : [`${file.path} is a Go program that verifies certificates, and ${goLack}`];
    }
    const reads = file.path === start?.path && readsSystem.some((trait) => file.traits?.includes(trait));
    return reads && lack !== undefined ? [`${file.path} reads the system’s authorities, and ${lack}`] : [];
  });
}

const bundles = [...goFiles, '/usr/lib/ssl/cert.pem', '/etc/pki/tls/cert.pem'];

/** Node reads the system's only when it is told to. */
function ownAuthorities({ config }: Image, { traits = [] }: FileEntry): boolean {
  if (traits.includes('own-authorities')) return true;
  const told = [...config.Entrypoint, ...config.Cmd, ...config.Env].some((text) =>
    /--use-(?:openssl|system)-ca\b/.test(text),
  );
  return traits.includes('node-runtime') && !told;
}

function suspectLibrary(image: Image): Finding | undefined {
  const lack = lackOf(systemAuthorities(image));
  if (lack === undefined || bringsOwn(image)) return undefined;
  const library = [...image.files.values()].find(
    (file) => !ownAuthorities(image, file) && readsSystem.some((trait) => file.traits?.includes(trait)),
  );
  return (
    library && {
      status: 'warn',
      message: `${library.path} can read the system’s authorities, and ${lack}`,
      hint: `if the service connects to anything by TLS, ${howTo([])}`,
    }
  );
}

/** Does a language’s runtime or package bring authorities, so that a library beside it need not read any? */
function bringsOwn(image: Image): boolean {
  return (
    javaHomes(image).length > 0 ||
    [...image.files.values()].some(
      ({ path, traits }) => traits?.includes('node-runtime') || path.endsWith('/certifi/cacert.pem'),
    )
  );
}

function howTo(java: readonly string[]): string {
  if (java.length > 0)
    return 'link lib/security/cacerts of the runtime to the truststore of the base: /etc/ssl/certs/java/cacerts';
  return 'in the last stage: COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/';
}

function describe(image: Image, truststores: readonly string[]): string {
  const { read } = systemAuthorities(image);
  const files = [...image.files.values()];
  const bundle = read.find((path) => (image.files.get(path)?.certificates?.valid ?? 0) > 0);
  const parts = [
    ...truststores.map((path) => `Java reads ${path}`),
    ...(files.some(({ traits }) => traits?.includes('node-runtime')) ? ['Node has its own authorities'] : []),
    ...(files.some(({ traits }) => traits?.includes('own-authorities'))
      ? ['the program has its own authorities']
      : []),
    ...(bundle === undefined
      ? []
      : [`${image.files.get(bundle)?.certificates?.valid} certificate authorities in ${bundle}`]),
  ];
  return parts.join('; ') || 'nothing in the image looks for certificate authorities';
}
