import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { openInventory } from '../../src/inventory/open.ts';
import type { Inventory } from '../../src/inventory/types.ts';
import { routerRoute } from '../../src/stacks/python/router-routes.ts';
import { emptyDir } from '../support/cli.ts';

function routeOf(files: Readonly<Record<string, string>>): string | undefined {
  const root = emptyDir();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const repo = openInventory(root);
  return routerRoute({ repo, sources: repo.files.filter((path) => path.endsWith('.py')) })?.value;
}

const router =
  'router = APIRouter()\n@router.get(\n    "/health",\n    tags=["x"],\n)\nasync def health(): ...\n';
const app = (lines: string) => `app = FastAPI()\n${lines}\n`;

it.each<[name: string, health: string, main: string, route: string | undefined]>([
  [
    'by a function beside it',
    `${router}def init(app):\n    app.include_router(router)\n`,
    app(''),
    '/health',
  ],
  [
    'by its name',
    router,
    app('from shop.health import router as well\napp.include_router(well, tags=["x"])'),
    '/health',
  ],
  [
    'by its module',
    router,
    app('from shop import cart, health\napp.include_router(health.router)'),
    '/health',
  ],
  [
    'below a prefix',
    router,
    app('from .health import (\n  router,\n)\napp.include_router(router, prefix="/api")'),
    '/api/health',
  ],
  [
    'with a prefix of its own',
    router.replace('APIRouter()', 'APIRouter(prefix="/api")'),
    app('from shop import health\napp.include_router(health.router)'),
    '/api/health',
  ],
  [
    'of Flask',
    'bp = Blueprint("well", __name__)\n@bp.route("/healthz")\ndef f(): ...\n',
    'from shop.health import bp\napp.register_blueprint(bp)\n',
    '/healthz',
  ],
  ['that nothing takes in', router, app(''), undefined],
  [
    'below a prefix that a setting says',
    router,
    app('from shop import health\napp.include_router(health.router, prefix=settings.API)'),
    undefined,
  ],
  [
    'with a prefix that a setting says',
    router.replace('APIRouter()', 'APIRouter(prefix=f"{API}")'),
    app('from shop import health\napp.include_router(health.router)'),
    undefined,
  ],
  [
    'in another router',
    router,
    app('from shop import health\nv1 = APIRouter(prefix="/v1")\nv1.include_router(health.router)'),
    undefined,
  ],
  ['of the same name', router, app('from shop.cart import router\napp.include_router(router)'), undefined],
  [
    'with a word in its route',
    router.replace('/health', '/health/{name}'),
    app('from shop import health\napp.include_router(health.router)'),
    undefined,
  ],
  [
    'of a blueprint whose prefix the registration replaces',
    'bp = Blueprint("x", __name__, url_prefix="/api")\n@bp.route("/health")\ndef f(): ...\n',
    'from shop.health import bp\napp.register_blueprint(bp, url_prefix="/")\n',
    '/health',
  ],
  [
    'of a blueprint with a prefix of its own',
    'bp = Blueprint("x", __name__, url_prefix="/api")\n@bp.route("/health")\ndef f(): ...\n',
    'from shop.health import bp\napp.register_blueprint(bp)\n',
    '/api/health',
  ],
  [
    'in a router that a function makes',
    router,
    'def make():\n    api = APIRouter(prefix="/v1")\n    api.include_router(router)\nfrom shop.health import router\n',
    undefined,
  ],
  [
    'in an application of a function',
    router,
    'from shop.health import router\ndef make():\n    app = FastAPI()\n    app.include_router(router)\n',
    '/health',
  ],
  [
    'in an application that another one mounts',
    router,
    'from .health import router\napi = FastAPI()\napi.include_router(router)\napp.mount("/api", api)\n',
    undefined,
  ],
  [
    'beside files that the application mounts',
    router,
    app('from .health import router\napp.include_router(router)\napp.mount("/static", StaticFiles())'),
    '/health',
  ],
  [
    'that is asked for by GET too',
    router.replace('.get(', '.api_route(').replace('tags=["x"]', 'methods=["GET", "POST"]'),
    app('from .health import router\napp.include_router(router)'),
    '/health',
  ],
  [
    'that only POST asks for',
    router.replace('.get(', '.api_route(').replace('tags=["x"]', 'methods=["POST"]'),
    app('from .health import router\napp.include_router(router)'),
    undefined,
  ],
  [
    'with parameters that need not be given',
    router.replace('health()', 'health(request: Request, db=Depends(get_db), deep: bool = False)'),
    app('from .health import router\napp.include_router(router)'),
    '/health',
  ],
  [
    'with one that must be given',
    router.replace('health()', 'health(order: str)'),
    app('from .health import router\napp.include_router(router)'),
    undefined,
  ],
  [
    'with a header that must be given',
    router.replace('health()', 'health(token: str = Header(...))'),
    app('from .health import router\napp.include_router(router)'),
    undefined,
  ],
  [
    'that asks who it is',
    router.replace('health()', 'health(user=Depends(current_user))'),
    app('from .health import router\napp.include_router(router)'),
    undefined,
  ],
  [
    'that is guarded by itself',
    router.replace('tags=["x"]', 'dependencies=[Depends(verify)]'),
    app('from .health import router\napp.include_router(router)'),
    undefined,
  ],
  [
    'that is guarded where it is taken in',
    router,
    app('from .health import router\napp.include_router(router, dependencies=[Depends(verify)])'),
    undefined,
  ],
  [
    'of a guarded application',
    router,
    'app = FastAPI(dependencies=[Depends(verify)])\nfrom .health import router\napp.include_router(router)\n',
    undefined,
  ],
  [
    'of a guarded router',
    router.replace('APIRouter()', 'APIRouter(dependencies=[Depends(verify)])'),
    app('from .health import router\napp.include_router(router)'),
    undefined,
  ],
])('the route of a router: %s', (_, health, main, route) => {
  expect(routeOf({ 'shop/health.py': health, 'shop/main.py': main })).toBe(route);
});

it('is none of a router that a router of another file takes in', () => {
  const files = {
    'shop/health.py': router,
    'shop/api.py': 'api = APIRouter(prefix="/v1")\n',
    'shop/main.py':
      'from .api import api\nfrom .health import router\napi.include_router(router)\napp.include_router(api)\n',
  };
  expect(routeOf(files)).toBe(undefined);
});

it('is none of a router whose file is called the same elsewhere', () => {
  const main = 'from .cart.routes import router\napp = FastAPI()\napp.include_router(router)\n';
  expect(routeOf({ 'a/health/routes.py': router, 'a/cart/routes.py': '', 'a/main.py': main })).toBe(
    undefined,
  );
});

it('reads many hostile files in less than a second', () => {
  const made = 'r = APIRouter()\n'.concat('@r.get("/health")\ndef a(): pass\n'.repeat(5));
  const texts: Record<string, string> = {};
  for (let at = 0; at < 40; at++) {
    texts[`a${at}.py`] = made + 'from x import (\n'.repeat(50_000);
    texts[`b${at}.py`] = made + 'from a1 import r\napp.include_router(r)\n'.repeat(20_000);
  }
  const start = performance.now();
  routerRoute({ repo: { read: (path: string) => texts[path] } as Inventory, sources: Object.keys(texts) });
  expect(performance.now() - start).toBeLessThan(1000);
});

it('reads hostile files in time by their length', () => {
  const start = performance.now();
  routeOf({
    'a.py': 'router = APIRouter()\n'.concat('@router.get("/health")\n'.repeat(40_000)),
    'b.py': 'from a import router\n'.repeat(45_000),
    'c.py': 'app.include_router('.repeat(50_000),
    'd.py': `from a import (${'a,'.repeat(450_000)}`,
    'e.py': `@a.get(${'\n'.repeat(900_000)}`,
  });
  expect(performance.now() - start).toBeLessThan(3000);
});
