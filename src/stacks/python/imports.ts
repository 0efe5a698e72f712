import { inside } from '../../inventory/paths.ts';
import { place, type Inventory } from '../../inventory/types.ts';
import { packagesOfImage } from './image-packages.ts';
import type { Project } from './project.ts';

/** What is often imported and is not called so on PyPI, and what is; anything else is not guessed at. */
const distributions: Readonly<Record<string, string>> = {
  bs4: 'beautifulsoup4',
  cv2: 'opencv-python-headless',
  dateutil: 'python-dateutil',
  discord: 'discord-py',
  dotenv: 'python-dotenv',
  fasthtml: 'python-fasthtml',
  jwt: 'pyjwt',
  PIL: 'pillow',
  psycopg2: 'psycopg2-binary',
  slack_bolt: 'slack-bolt',
  sklearn: 'scikit-learn',
  telegram: 'python-telegram-bot',
  web: 'web-py',
  yaml: 'pyyaml',
};
const same =
  /^(?:aiohttp|altair|bokeh|boto3|bottle|celery|chainlit|cherrypy|click|connexion|cryptography|dash|django|falcon|fastapi|eventlet|flask|flet|folium|gevent|gradio|gunicorn|httpx|jinja2|langchain|litestar|litserve|lxml|marimo|markdown|matplotlib|mesop|nicegui|numpy|openai|openpyxl|paramiko|pandas|panel|peewee|plotly|psutil|psycopg|pydantic|pygments|pymongo|pymysql|pyramid|pywebio|quart|redis|requests|rich|robyn|sanic|scipy|seaborn|shiny|solara|sqlalchemy|sqlmodel|starlette|streamlit|taipy|tornado|tqdm|typer|uvicorn|waitress|websockets|yfinance)$/;

/** A project without a list of its requirements, with those that its Dockerfile installs and those that its files tell by their imports. */
export function withImports(repo: Inventory, project: Project, sources: readonly string[]): Project {
  if (project.manager !== 'none') return project;
  const installed = packagesOfImage(repo, project.dir);
  const found = new Map<string, string>();
  for (const hit of repo.search(sources, /^(?:import|from)\s+([A-Za-z]\w*)/, 200)) {
    const module = hit.match[1] ?? '';
    const name =
      distributions[module] ??
      (same.test(module) || module.startsWith('flask_') ? module.replaceAll('_', '-') : undefined);
    const isOwn = repo.has(inside(project.dir, `${module}.py`)) || repo.hasDir(inside(project.dir, module));
    if (name !== undefined && !isOwn && !found.has(name)) found.set(name, place(hit));
  }
  return {
    ...project,
    requirements: [
      ...installed,
      ...[...found]
        .filter(([name]) => !installed.some((each) => each.name === name))
        .map(([name, from]) => ({ name, extras: [], spec: '', from })),
    ],
  };
}
