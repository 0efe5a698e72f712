import { parseInstructions } from '../../dockerfile/instructions.ts';
import { inside } from '../../inventory/paths.ts';
import type { Inventory } from '../../inventory/types.ts';
import { parseRequirement, type Requirement } from './requirements.ts';

/** `pip install --no-cache-dir flask "gunicorn>=20"` of a line of shell. */
const installs = /\bpip3?(?:\.\d+)? install\s+([^&|;\n]{1,2000})/g;
/** A flag that takes the next word. */
const takesWord =
  /^(?:-r|--requirement|-c|--constraint|-i|--index-url|--extra-index-url|-f|--find-links|-e|--editable|-t|--target)$/;
/** What installs, and not what is installed. */
const tools = new Set(['pip', 'setuptools', 'wheel', 'uv', 'poetry', 'pipenv', 'pdm', 'hatch', 'virtualenv']);

/** Packages that the Dockerfile of a project installs by their names, where no list has them. */
export function packagesOfImage(repo: Inventory, dir: string): readonly Requirement[] {
  const path = inside(dir, 'Dockerfile');
  return parseInstructions(repo.read(path) ?? '')
    .filter(({ keyword }) => keyword === 'RUN')
    .flatMap(({ rest, line }) =>
      [...rest.matchAll(installs)].flatMap(([, words = '']) =>
        namesIn(words).flatMap((word) => parseRequirement(word, `${path}:${line}`) ?? []),
      ),
    )
    .filter(({ name }) => !tools.has(name));
}

function namesIn(words: string): readonly string[] {
  const all = words.split(/\s+/).map((word) => word.replaceAll(/^["']|["']$/g, ''));
  return all.filter(
    (word, at) =>
      /^[A-Za-z][\w.-]*(?:\[[\w,.-]+\])?(?:[<>=!~]=?[\w.,<>=!~*]+)?$/.test(word) &&
      !takesWord.test(all[at - 1] ?? ''),
  );
}
