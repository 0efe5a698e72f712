import { dirOf, inside } from '../../inventory/paths.ts';
import type { Sight } from './sight.ts';

/** A function of the project that a file calls: `from shop.server import main`, then `main()`; `import shop`, then `shop.main()`. */
const from =
  /^(?:from|import)[ \t]+(\.*\w[\w.]*|\.+)(?:[ \t]+import(?:[ \t]*\(|[ \t])[\w, \t]*?\b(main|run|start|serve)\b)?/gm;

/** The same of a module: `from shop import config, web`, then `web.start()`. */
const parts = /^from[ \t]+(\.*\w[\w.]*|\.+)[ \t]+import[ \t]+(\w[\w, \t]*)$/gm;

function ofPart({ repo }: Sight, path: string, text: string): string | undefined {
  const called = namesIn(text, /^[ \t]+(\w+)\.(?:start|serve|run)\(\)/gm);
  if (called.size === 0) return undefined;
  for (const [, module = '', names = ''] of text.matchAll(parts)) {
    for (const name of names.split(',').map((each) => each.trim())) {
      if (!called.has(name)) continue;
      const file = `${module.replace(/^\.+/, '').replaceAll('.', '/')}/${name}.py`.replace(/^\//, '');
      const near = inside(dirOf(path), file);
      if (repo.has(near)) return near;
    }
  }
  return undefined;
}

/** Once for all imports of a file, which may be many. */
function namesIn(text: string, pattern: RegExp): ReadonlySet<string> {
  return new Set([...text.matchAll(pattern)].map(([, name = '']) => name));
}

/** The file whose function a script calls, and does nothing else. */
export function followed(sight: Sight, path: string, text: string): string | undefined {
  const { repo, sources } = sight;
  const part = ofPart(sight, path, text);
  if (part !== undefined) return part;
  const modules = namesIn(text, /^[ \t]*(?:sys\.exit\()?([\w.]+)\.(?:main|run|start|serve)\(/gm);
  const functions = namesIn(text, /(?<!def )\b(main|run|start|serve)\(/g);
  for (const [, module = '', call] of text.matchAll(from)) {
    const isCalled = call === undefined ? modules.has(module) : functions.has(call);
    if (!isCalled) continue;
    const name = module.replace(/^\.+/, '').replaceAll('.', '/');
    const near = [`${name}.py`, `${name}/__init__.py`].map((each) => inside(dirOf(path), each));
    const found = module.startsWith('.')
      ? near.find((each) => repo.has(each))
      : sources.find((each) => near.includes(each) || each === `${name}.py` || each.endsWith(`/${name}.py`));
    if (found !== undefined && found !== path) return found;
  }
  return undefined;
}
