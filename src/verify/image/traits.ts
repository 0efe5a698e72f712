/** What a program reads or has compiled in, that other checks go by. */
export type Trait =
  /** It looks for the system's certificate authorities, as Go does. */
  | 'go-authorities'
  /** It may be asked for a time zone by name. */
  | 'go-zones'
  /** The time zones are in it. */
  | 'go-embedded-zones'
  /** It has a list of authorities of its own. */
  | 'own-authorities'
  | 'openssl'
  /** It speaks of the system's authorities, by the variable or the path that names them. */
  | 'authorities-variable'
  | 'authorities-path'
  | 'node-runtime';

type Mark = { readonly id: Trait; readonly marks: readonly string[] };

/**
 * Content by which traits are known; all marks of one must be there. Go's are names of functions as its linker lists them for stack
 * traces, with their NUL: they are there with `-s -w` and `-trimpath` too, and only if the program can call them, as the linker leaves
 * out the rest. So they tell more than the build info, which has the tag `timetzdata` but no `import _ "time/tzdata"`.
 */
export const traits: readonly Mark[] = [
  // go:src/crypto/x509/root_unix.go
  { id: 'go-authorities', marks: ['crypto/x509.loadSystemRoots\0'] },
  // go:src/time/zoneinfo.go. A web server alone has only LoadLocationFromTZData.
  { id: 'go-zones', marks: ['time.LoadLocation\0'] },
  // go:src/time/tzdata/tzdata.go
  { id: 'go-embedded-zones', marks: ['time/tzdata.loadFromEmbeddedTZData\0'] },
  // Names in certificates that every list of public authorities holds (webpki-roots, golang.org/x/crypto/x509roots).
  { id: 'own-authorities', marks: ['ISRG Root X1', 'DigiCert Global Root G2', 'Amazon Root CA 1'] },
  // openssl:crypto/cversion.c
  { id: 'openssl', marks: ['OPENSSLDIR: "'] },
  { id: 'authorities-variable', marks: ['SSL_CERT_FILE'] },
  { id: 'authorities-path', marks: ['/etc/ssl/certs/ca-certificates.crt'] },
  // node:src/node.cc
  { id: 'node-runtime', marks: ['NODE_EXTRA_CA_CERTS', 'NODE_OPTIONS'] },
];
