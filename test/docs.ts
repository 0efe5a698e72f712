/** `npm run docs`: writes the tables of README.md that follow from the manifests and the checks. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadStacks } from '../src/stacks/load.ts';
import { checks } from '../src/verify/checks/index.ts';
import { fillIn, readmeParts } from './support/readme.ts';

const readme = join(import.meta.dirname, '../README.md');
writeFileSync(readme, fillIn(readFileSync(readme, 'utf8'), readmeParts(await loadStacks(), checks)));
