import { inside } from '../../inventory/paths.ts';
import { place } from '../../inventory/types.ts';
import { gunicorn, gunicornFlags } from './servers.ts';
import { wants, type Sight } from './sight.ts';
import { moduleOf } from './sources.ts';
import { high, medium, plain, type Start } from './start.ts';

/** Projects of which another program is the start, which reads their files: a file of theirs tells which. */
export function projectStart(sight: Sight): Start | undefined {
  return pyramidStart(sight) ?? locustStart(sight) ?? scrapyStart(sight);
}

/** An application that a settings file names: https://docs.pylonsproject.org/projects/pyramid/en/latest/narr/startup.html */
function pyramidStart(sight: Sight): Start | undefined {
  const { repo, project } = sight;
  const files = ['production.ini', 'development.ini'].filter((name) => repo.has(inside(project.dir, name)));
  const file = files.find((name) => repo.search([inside(project.dir, name)], /^use\s*=\s*egg:/, 1)[0]);
  if (file === undefined || !wants(sight, 'pyramid')) return undefined;
  const path = inside(project.dir, file);
  const [kept] = repo.search([path], /^sqlalchemy\.url\s*=\s*sqlite:\/\/\/%\(here\)s\/([\w.-]+)\s*$/, 1);
  const [migrated] = repo.search([path], /^\[alembic\]/, 1);
  const init = project.scripts.find(({ name }) => /^initialize_\w+$/.test(name));
  const [listen] = repo.search([inside(project.dir, file)], /^(?:listen|port)\s*=.*?(\d{4,5})\s*$/, 1);
  return {
    ...plain,
    framework: high('pyramid', inside(project.dir, file)),
    kind: 'server',
    entry: high(file, inside(project.dir, file)),
    argv: [...gunicorn(sight), ...gunicornFlags, '--paste', file],
    port:
      sight.hints.port ??
      (listen ? high(listen.match[1] as string, place(listen)) : medium('6543', 'default of Pyramid')),
    portByEnv: true,
    // As its scaffolds have it: the tables are made by Alembic, or by a command of the project.
    before: migrated
      ? [{ argv: ['-m', 'alembic', '-c', file, 'upgrade', 'head'], must: false }]
      : kept && init
        ? [
            {
              argv: ['-c', `from ${init.module} import ${init.call}; ${init.call}(["", "${file}"])`],
              must: false,
            },
          ]
        : [],
    ...(kept && { writes: [{ path: kept.match[1] as string, directory: false, from: place(kept) }] }),
    servers: ['gunicorn'],
    rank: 0.9,
  };
}

/** https://docs.locust.io/en/stable/configuration.html: its pages are at 8089. */
function locustStart(sight: Sight): Start | undefined {
  return byFile(sight, 'locust', 'locustfile.py', 'locustfile.py', {
    kind: 'server',
    port: sight.hints.port ?? medium('8089', 'default of Locust'),
    rank: 0.8,
  });
}

/** https://docs.scrapy.org/en/latest/topics/commands.html: scrapy.cfg is where its commands are run. */
function scrapyStart(sight: Sight): Start | undefined {
  return byFile(sight, 'scrapy', 'scrapy.cfg', 'scrapy', { kind: 'cli', rank: 0.6 });
}

/** What a program reads by itself where it is run. */
function byFile(
  sight: Sight,
  program: string,
  name: string,
  entry: string,
  more: Pick<Start, 'kind' | 'port' | 'rank'>,
): Start | undefined {
  const file = inside(sight.project.dir, name);
  if (!sight.repo.has(file) || !wants(sight, program)) return undefined;
  return {
    ...plain,
    framework: high(program, file),
    entry: high(entry, file),
    argv: ['-m', program],
    ...more,
  };
}

/** A program of tasks only: https://docs.celeryq.dev/en/stable/userguide/workers.html */
export function celeryStart(sight: Sight): Start | undefined {
  if (!wants(sight, 'celery') || sight.project.scripts.length > 0) return undefined;
  const [hit] = sight.repo.search(sight.sources, /^(\w+)\s*=\s*(?:celery\.)?Celery\(/, 1);
  const module = hit && moduleOf(sight.repo, sight.project.dir, hit.path);
  if (!hit || !module) return undefined;
  return {
    ...plain,
    framework: high('celery', place(hit)),
    kind: 'worker',
    entry: high(`${module.name}:${hit.match[1]}`, place(hit)),
    argv: ['-m', 'celery', '-A', `${module.name}:${hit.match[1]}`, 'worker', '--loglevel', 'INFO'],
    bases: module.base === '' ? [] : [module.base],
    rank: 0.6,
  };
}
