import { dirOf } from '../../inventory/paths.ts';
import { argumentsAt } from './arguments.ts';

/** An application, or another router, takes in a router: `app.include_router(health.router, prefix="/api")`. */
type Taking = {
  readonly onto: string;
  readonly given: string;
  readonly told: string;
  /** Its prefix is the only one. */
  readonly replaces: boolean;
};
/** `from shop.health import router as well` */
type Import = { readonly from: string; readonly what: string; readonly as: string };

/** What a source says of routers, read once. */
export type RouterFile = {
  readonly path: string;
  readonly text: string;
  /** `shop.health` */
  readonly module: string;
  /** What each router is made with. */
  readonly routers: ReadonlyMap<string, string>;
  readonly takings: readonly Taking[];
  readonly imports: readonly Import[];
  /** Applications that another one has below a path. */
  readonly mounted: readonly string[];
};

/** Longer ones are written by machines. */
const longest = 100_000;
const most = 60;

const making =
  /^[ \t]*(\w{1,60})[ \t]*(?::[ \t]*[\w.]{1,60}[ \t]*)?=[ \t]*(?:\w{1,60}\.)?(?:APIRouter|Blueprint|APIBlueprint)\(/gm;
const taking = /\b(\w{1,60})\.(include_router|register_blueprint)\(/g;
const importing = /^[ \t]*from[ \t]+([\w.]{1,200})[ \t]+import[ \t]+(\([^()]{0,2000}\)|[^\n(]{1,500})/gm;
const mounting = /\.mount\(\s{0,40}['"]\/[^'"\n]{1,80}['"]\s{0,40},\s{0,40}(?:app\s?=\s?)?(\w{1,60})/g;

/** Reads what a source has of routers of FastAPI and blueprints of Flask, in time by its length. */
export function readRouters(path: string, whole: string): RouterFile {
  const text = whole.slice(0, longest);
  return {
    path,
    text,
    module: (path.endsWith('__init__.py') ? dirOf(path) : path.replace(/\.py$/, '')).replaceAll('/', '.'),
    routers: new Map(
      some(text, making).map(({ 0: all, 1: name = '', index }) => [
        name,
        argumentsAt(text, index + all.length),
      ]),
    ),
    takings: some(text, taking).map(({ 0: all, 1: onto = '', 2: how, index }) => {
      const told = argumentsAt(text, index + all.length);
      const given = /^\s*(?:router\s*=\s*|blueprint\s*=\s*)?([\w.]+)/.exec(told)?.[1] ?? '';
      // In place of the blueprint's own, '' too: https://flask.palletsprojects.com/en/stable/api/#flask.Flask.register_blueprint
      const replaces = how === 'register_blueprint' && /\burl_prefix\s*=\s*['"]/.test(told);
      return { onto, given, told, replaces };
    }),
    imports: some(text, importing).flatMap(([, from = '', list = '']) => importsOf(from, list)),
    mounted: some(text, mounting).map(([, name = '']) => name),
  };
}

function some(text: string, pattern: RegExp): readonly RegExpExecArray[] {
  const found: RegExpExecArray[] = [];
  for (const match of text.matchAll(pattern)) if (found.push(match) >= most) break;
  return found;
}

function importsOf(from: string, list: string): readonly Import[] {
  const names = list.replaceAll(/[()\\]|#.*/g, ' ').split(',');
  return names.slice(0, most).map((name) => {
    const [what = '', as = what] = name.trim().split(/\s+as\s+/);
    return { from: from.replace(/^\.+/, ''), what, as };
  });
}
