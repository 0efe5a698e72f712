import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { openInventory } from '../../src/inventory/open.ts';
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
])('the route of a router: %s', (_, health, main, route) => {
  expect(routeOf({ 'shop/health.py': health, 'shop/main.py': main })).toBe(route);
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
