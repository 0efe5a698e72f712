import { inside } from '../../inventory/paths.ts';
import { place } from '../../inventory/types.ts';
import { wants, type Sight } from './sight.ts';
import type { Start } from './start.ts';

/**
 * The tables of Flask-Migrate in a database that starts empty, SQLite's, are made before the application is served:
 * https://flask-migrate.readthedocs.io/en/latest/
 */
export function withMigrations(sight: Sight, start: Start): Start {
  const { repo, project, sources, hints } = sight;
  if (start.framework.value !== 'flask' || start.kind !== 'server') return start;
  // A program of ours runs nothing before it, and what the project itself runs is enough.
  if (start.program !== undefined || start.script !== undefined || start.before.length > 0) return start;
  const root = inside(project.dir, start.workdir);
  if (!wants(sight, 'flask-migrate') || !repo.has(inside(root, 'migrations/alembic.ini'))) return start;
  const [sqlite] = repo.search(sources, /sqlite(?:\+\w+)?:\/\/\/(?!:memory:)/, 1);
  if (!sqlite) return start;
  return {
    ...start,
    before: [{ argv: ['-m', 'flask', 'db', 'upgrade'], must: false }],
    env: { ...(hints.env.FLASK_APP === undefined && { FLASK_APP: start.entry.value }), ...start.env },
    notes: [...start.notes, `the tables of its SQLite database are made at start (${place(sqlite)})`],
  };
}
