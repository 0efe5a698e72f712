import { type Defect, type Draw } from '../support/defect.ts';

export const defects = ({ names: { word } }: Draw): readonly Defect[] => [
  {
    check: 'labels',
    what: 'a date that is none',
    bad: { labels: { created: `${word}, 2026` } },
    says: [`org.opencontainers.image.created="${word}, 2026"`, 'RFC 3339'],
  },
  {
    check: 'labels',
    what: 'a variable that was never replaced',
    bad: { labels: { version: `\${${word.toUpperCase()}}` } },
    says: [`\${${word.toUpperCase()}} was never replaced`],
  },
  {
    check: 'labels',
    what: 'a source that is no URL',
    bad: { labels: { source: `github.com/${word}/app` } },
    good: { labels: { source: `https://github.com/${word}/app` } },
    says: ['org.opencontainers.image.source', 'no URL'],
  },
  {
    check: 'labels',
    what: 'a licence that is none of SPDX',
    bad: { labels: { licenses: `${word} 2.0` } },
    good: { labels: { licenses: `LicenseRef-${word}` } },
    says: ['SPDX'],
  },
  {
    check: 'labels',
    what: 'no revision',
    bad: { labels: { revision: undefined } },
    status: 'warn',
    says: ['no label org.opencontainers.image.revision', 'ARG COMMIT=unknown'],
  },
];
