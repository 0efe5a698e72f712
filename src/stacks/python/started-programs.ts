import { wants, type Sight } from './sight.ts';

/**
 * Programs that applications start by their names, and the distribution that brings each. A list, as most distributions have
 * no program of their name: that of docker or ffmpeg is not what is meant.
 */
const distributions: Readonly<Record<string, string>> = {
  alembic: 'alembic',
  celery: 'celery',
  daphne: 'daphne',
  dbt: 'dbt-core',
  dramatiq: 'dramatiq',
  flask: 'flask',
  'gallery-dl': 'gallery-dl',
  gunicorn: 'gunicorn',
  hypercorn: 'hypercorn',
  mlflow: 'mlflow',
  pybabel: 'babel',
  rq: 'rq',
  scrapy: 'scrapy',
  streamlink: 'streamlink',
  streamlit: 'streamlit',
  supervisord: 'supervisor',
  uvicorn: 'uvicorn',
  'yt-dlp': 'yt-dlp',
};

/** What starts a program, with its words in a list: https://docs.python.org/3/library/subprocess.html */
const starts = /\bsubprocess\b|\bexec[lv]/;
const started =
  /\b(?:run|Popen|call|check_call|check_output|create_subprocess_exec|execlp|execvpe?)\(\s*[[(]?\s*["']([a-z-]+)["']/g;

/** Programs of its packages that the project's Python starts: files of the virtual environment, which are not among the packages. */
export function startedPrograms(sight: Sight): readonly string[] {
  const { repo, sources } = sight;
  const paths = new Set(repo.search(sources, starts, 40).map(({ path }) => path));
  const names = [...paths].flatMap((path) =>
    [...(repo.read(path) ?? '').matchAll(started)].map(([, name = '']) => name),
  );
  return [...new Set(names)].filter((name) => {
    const distribution = Object.hasOwn(distributions, name) ? distributions[name] : undefined;
    return distribution !== undefined && wants(sight, distribution);
  });
}
