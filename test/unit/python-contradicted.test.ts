import { expect, it } from 'vitest';
import { fixesOf } from '../support/python.ts';

it.each<[lines: readonly string[], overrides: readonly string[]]>([
  [['flask==2.0.3', 'werkzeug==3.0.6'], ['werkzeug==2.3.8']],
  [['flask==1.1.4', 'werkzeug==3.0.6'], ['werkzeug==2.0.3']],
  [['flask==1.1.4', 'werkzeug<2', 'jinja2>=3.1.4'], ['jinja2==3.0.3']],
  [['jinja2==2.11.3', 'markupsafe==2.1.5'], ['markupsafe==2.0.1']],
  [['flask-sqlalchemy==2.5.1', 'sqlalchemy==2.0.36'], ['sqlalchemy==1.4.54']],
  [['flask==3.0.0', 'flask-login==0.6.2', 'werkzeug==3.0.1'], ['flask-login==0.6.3']],
  // Both start, or what is not said is held back elsewhere.
  [['flask==2.2.5', 'werkzeug==3.0.6'], []],
  [['flask==2.0.3', 'werkzeug==2.3.8'], []],
  [['flask==2.0.3', 'werkzeug>=2'], []],
  [['flask>=2.0', 'werkzeug==3.0.6'], []],
  [['jinja2==3.0.3', 'markupsafe==2.1.5'], []],
])('of pins that never start together one is another: %j', (lines, overrides) => {
  const fixes = fixesOf(...lines);
  expect(fixes.overrides).toEqual(overrides);
  expect(fixes.notes.some((note) => note.includes('no program starts with both'))).toBe(overrides.length > 0);
});
