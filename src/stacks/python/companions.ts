import type { Inventory } from '../../inventory/types.ts';
import type { Project } from './project.ts';
import type { Requirement } from './requirements.ts';
import { reconciled } from './reconciled.ts';
import { admits, stopsBelow } from './versions.ts';

const flask2 = ['flask<2.3', 'werkzeug<3'] as const;

/**
 * Distributions whose old versions say that any version of another one will do, which a newer one ended. Who pins the one and
 * not the other has an application that no longer starts, on any Python.
 */
const companions: readonly (readonly [name: string, below: string, needs: readonly string[]])[] = [
  // flask.app imports url_quote, which is not in Werkzeug 3.
  ['flask', '2.3', ['werkzeug<3']],
  ['flask', '2.0', ['werkzeug<2.1', 'jinja2<3.1', 'itsdangerous<2.1', 'markupsafe<2.1', 'click<8.1']],
  ['jinja2', '3.0', ['markupsafe<2.1']],
  ['flask-sqlalchemy', '3.0', ['sqlalchemy<2', 'flask<2.3', 'werkzeug<3']],
  ['flask-login', '0.6.3', ['werkzeug<3', 'flask<3']],
  ['flask-wtf', '1.2', ['werkzeug<3', 'flask<3']],
  // What they take from Flask, Jinja and Werkzeug left with 2.3, 3.1 and 3.
  ['flask-admin', '1.6.1', ['jinja2<3.1', ...flask2]],
  ['flask-babel', '3.0', flask2],
  ['flask-debugtoolbar', '0.14', flask2],
  ['flask-jwt-extended', '4.2', ['jinja2<3.1', ...flask2]],
  // It limits itself to Flask 1.
  ['flask-jwt-extended', '4.0', ['flask<2', 'werkzeug<2.1', 'itsdangerous<2.1', 'markupsafe<2.1']],
  ['flask-moment', '1.0', ['jinja2<3.1', ...flask2]],
  ['flask-assets', '2.1', flask2],
  // It had a class of flask.json for a base, which left with 2.3.
  ['connexion', '2.14.2', flask2],
  ['flask-avatars', '0.2.3', flask2],
  ['flask-bcrypt', '1.0', [flask2[0], 'werkzeug<2.1']],
  ['flask-dropzone', '1.6.1', flask2],
  // It imported safe_str_cmp, which left with Werkzeug 2.1.
  ['flask-httpauth', '4.4', [flask2[0], 'werkzeug<2.1']],
  ['flask-script', '99', ['flask<2', 'werkzeug<2.1', 'jinja2<3.1', 'itsdangerous<2.1', 'markupsafe<2.1']],
  ['flask-mongoengine', '99', flask2],
  ['flask-pagedown', '0.4', ['jinja2<3.1', ...flask2]],
  ['flask-restful', '0.3.9', ['flask<2', 'werkzeug<2.1', 'jinja2<3.1', 'itsdangerous<2.1', 'markupsafe<2.1']],
  ['flask-restx', '1.2', flask2],
  ['flask-socketio', '5.3', flask2],
  // It read the version that Marshmallow no longer tells.
  ['environs', '11.2', ['marshmallow<4']],
  ['flask-marshmallow', '1.3', ['marshmallow<4']],
  ['marshmallow-sqlalchemy', '1.1', ['marshmallow<4']],
  ['openai', '1.55.3', ['httpx<0.28']],
  ['anthropic', '0.40', ['httpx<0.28']],
  ['streamlit', '1.22', ['altair<5']],
  // What protoc made before 3.19 is refused by the newer library: https://protobuf.dev/news/2022-05-06/
  ['streamlit', '1.13', ['protobuf<3.21']],
  ['googleapis-common-protos', '1.56.1', ['protobuf<3.21']],
  // Its before_first_request left with Flask 2.3, and the get_current_traceback that it imported with Werkzeug 2.1.
  ['dash', '2.7', flask2],
  ['dash', '2.3.1', ['flask<2.1', 'werkzeug<2.1']],
  ['pyopenssl', '22.1', ['cryptography<38']],
  ['mongoengine', '0.24', ['pymongo<4']],
  ['aiohttp-jinja2', '1.5', ['jinja2<3.1']],
  // Its version is set by us, and what Alembic asks of it counts for nothing then.
  ['sqlalchemy', '1.4', ['alembic<1.15']],
  // What it takes from inside of them is not there any more.
  ['scrapy', '2.14', ['twisted<25', 'w3lib<2.4']],
  // sigtools 4 calls attr.define, and the attrs that these ask for have none.
  ['clize', '4.2', ['sigtools<4']],
  // Every version of it: the last one is of 2020.
  ['passlib', '99', ['bcrypt<4.1']],
];

/** What newer versions ended, where the project says nothing of the version: the names of which one is asked for, how it is used. */
const calls: readonly (readonly [names: readonly string[], call: RegExp, needs: readonly string[]])[] = [
  // The request goes first since 0.29, and anywhere else no more since 1.0.
  [
    ['fastapi', 'starlette'],
    /TemplateResponse\(\s*(?!request\b|req\b|self\b)(?:name\s*=\s*)?['"\w./-]+\s*,\s*(?:context\b|\{)/,
    ['starlette<1'],
  ],
  [['fastapi', 'pydantic'], /^from pydantic import .*\bBaseSettings\b/, ['pydantic<2']],
  [['flask'], /\.before_first_request\b|^from flask\.json import .*JSONEncoder/, ['flask<2.3', 'werkzeug<3']],
  [
    ['flask'],
    /^from flask import .*\b(?:escape|Markup|_app_ctx_stack|_request_ctx_stack)\b/,
    ['flask<2.3', 'werkzeug<3'],
  ],
  [['dash'], /\.run_server\(/, ['dash<3']],
  [['flask', 'itsdangerous'], /\bTimedJSONWebSignatureSerializer\b/, ['itsdangerous<2.1']],
  [['wtforms', 'flask-wtf'], /\bimport .*\bTextField\b/, ['wtforms<3']],
  [['sqlalchemy', 'flask-sqlalchemy'], /^from sqlalchemy\.orm import .*\bmapper\b/, ['sqlalchemy<2']],
];

/** What has to be held back for the sake of a pin; where a lock says all versions there is nothing to hold. */
export function heldBack(
  project: Project,
  wanted: readonly Requirement[],
  repo: Inventory,
  sources: readonly string[],
): readonly string[] {
  if (project.lock !== undefined) return [];
  const specOf = (name: string) => wanted.find((each) => each.name === name)?.spec;
  const held = companions
    .filter(([name, below]) => {
      const spec = specOf(name);
      return spec !== undefined && (below === '99' || stopsBelow(spec, below));
    })
    .flatMap(([, , needs]) => needs)
    .concat(
      calls
        .filter(([names, call]) => names.some((name) => specOf(name) === '') && repo.search(sources, call)[0])
        .flatMap(([, , needs]) => needs),
    )
    .concat(beforeAlchemy21(wanted, repo, sources))
    // What the project does not have is not brought for this.
    .filter(
      (each) =>
        !each.startsWith('alembic') || wanted.some(({ name }) => /^(?:alembic|flask-migrate)$/.test(name)),
    )
    .filter(
      (each) =>
        !each.startsWith('bcrypt') ||
        wanted.some(
          ({ name, extras }) => name === 'bcrypt' || (name === 'passlib' && extras.includes('bcrypt')),
        ),
    );
  return reconciled(held, specOf);
}

/** What brings SQLAlchemy, at any version. */
const alchemies =
  /^(?:sqlalchemy|flask-sqlalchemy|sqlmodel|alembic|flask-migrate|sqlalchemy-utils|databases)$/;

/**
 * SQLAlchemy 2.1 takes `postgresql://` to psycopg, where it was psycopg2 before, and brings greenlet no more, without which
 * nothing of it is asynchronous: https://docs.sqlalchemy.org/en/21/changelog/migration_21.html
 */
function beforeAlchemy21(
  wanted: readonly Requirement[],
  repo: Inventory,
  sources: readonly string[],
): readonly string[] {
  const has = (pattern: RegExp) => wanted.some(({ name }) => pattern.test(name));
  const own = wanted.find(({ name }) => name === 'sqlalchemy');
  const isOpen = own === undefined || (admits(own.spec, '2.0.58') && admits(own.spec, '2.1'));
  if (!has(alchemies) || !isOpen) return [];
  const isOfOld = has(/^psycopg2(?:-binary)?$/) && !has(/^psycopg(?:-binary|-c)?$/);
  const isAsync = !has(/^greenlet$/) && own?.extras.includes('asyncio') !== true;
  const [asynchronous] = isAsync ? repo.search(sources, /^\s*from sqlalchemy\.ext\.asyncio\b/, 1) : [];
  return isOfOld || asynchronous ? ['sqlalchemy<2.1'] : [];
}
