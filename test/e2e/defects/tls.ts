import { type Defect, type Draw } from '../support/defect.ts';
import { parts } from '../support/fixtures.ts';

const path = '/etc/ssl/certs/ca-certificates.crt';

export const defects = ({ names: { program, word } }: Draw): readonly Defect[] => [
  {
    check: 'tls',
    what: 'no CA bundle',
    bad: { certificates: '' },
    says: [
      `${program} is a Go program that verifies certificates`,
      'there is no CA bundle',
      'COPY --from=build',
    ],
  },
  {
    check: 'tls',
    what: 'an empty CA bundle',
    bad: { certificates: `COPY --from=${parts} /empty ${path}` },
    says: [`no certificate in ${path}`],
  },
  {
    check: 'tls',
    what: 'a CA bundle that is cut off',
    bad: { certificates: `COPY --from=${parts} /truncated.crt ${path}` },
    says: [`no certificate in ${path} can be read`],
  },
  {
    check: 'tls',
    what: 'a CA bundle that is a link to nowhere',
    bad: { certificates: `COPY --from=${parts} /dangling/certs/ /etc/ssl/certs/` },
    says: [`${path} is a symlink to nothing`],
  },
  {
    check: 'tls',
    what: 'a CA bundle where nobody looks',
    bad: { certificates: `COPY --from=${parts} /ca-certificates.crt /${word}.crt` },
    good: {
      certificates: `COPY --from=${parts} /ca-certificates.crt /${word}.crt\nENV SSL_CERT_FILE=/${word}.crt`,
    },
    says: ['there is no CA bundle'],
  },
  {
    check: 'tls',
    what: 'a variable that names no bundle',
    bad: { add: `ENV REQUESTS_CA_BUNDLE=/etc/${word}.pem` },
    good: { add: `ENV REQUESTS_CA_BUNDLE=${path}` },
    says: [`REQUESTS_CA_BUNDLE is /etc/${word}.pem`],
  },
];
