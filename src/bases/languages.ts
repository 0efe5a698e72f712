/** How long a version of a language gets fixes; undefined when that is not known here. */
export function languageEnd(language: Language, version: string): string | undefined {
  return ends[language][version];
}

export type Language = 'Go' | 'Node.js' | 'Python' | 'Java';

const ends: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  // https://go.dev/doc/devel/release#policy: a release ends with the second after it.
  Go: {
    1.19: '2023-08-08',
    '1.20': '2024-02-06',
    1.21: '2024-08-13',
    1.22: '2025-02-11',
    1.23: '2025-08-12',
    1.24: '2026-02-10',
    1.25: '2026-08-19',
  },
  // https://github.com/nodejs/Release
  'Node.js': {
    14: '2023-04-30',
    16: '2023-09-11',
    18: '2025-04-30',
    19: '2023-06-01',
    20: '2026-04-30',
    21: '2024-06-01',
    22: '2027-04-30',
    23: '2025-06-01',
    24: '2028-04-30',
    25: '2026-06-01',
    26: '2029-04-30',
  },
  // https://devguide.python.org/versions/
  Python: {
    2.7: '2020-01-01',
    3.7: '2023-06-27',
    3.8: '2024-10-07',
    3.9: '2025-10-31',
    '3.10': '2026-10-31',
    3.11: '2027-10-31',
    3.12: '2028-10-31',
    3.13: '2029-10-31',
    3.14: '2030-10-31',
  },
  // https://adoptium.net/support
  Java: {
    8: '2030-12-31',
    11: '2027-10-31',
    17: '2027-10-31',
    21: '2029-12-31',
    25: '2031-09-30',
  },
};
