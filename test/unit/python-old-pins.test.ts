import { expect, it } from 'vitest';
import { fixesOf } from '../support/python.ts';

it.each<[line: string, overrides: readonly string[], additions: readonly string[]]>([
  ['connexion[swagger-ui]==2.7.0', ['connexion[swagger-ui]==2.13.1'], ['flask<2.3', 'werkzeug<3']],
  ['connexion==2.14.2', [], []],
  ['connexion>=2,<3', [], []],
  ['gensim==3.8.3', ['gensim==4.4.0'], []],
  ['twisted==18.9.0', ['twisted==21.2.0'], ['legacy-cgi']],
  ['twisted==24.7.0', [], []],
  ['scrapy==2.0.1', ['scrapy==2.6.3'], ['setuptools<81', 'legacy-cgi', 'twisted<25', 'w3lib<2.4']],
  ['scrapy==2.14.0', [], []],
])('a pin that 3.13 cannot have: %s', (line, overrides, additions) => {
  const fixes = fixesOf(line);
  expect(fixes.overrides).toEqual(overrides);
  expect(fixes.additions).toEqual(additions);
});

it('keeps the extras of what it raises', () => {
  expect(fixesOf('celery[redis,auth]==4.4.0').overrides).toContain('celery[redis,auth]==5.0.5');
});
