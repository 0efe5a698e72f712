// Loaded with --import: makes every write take a while, so that a test can interrupt in the middle of one.
import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';

const { writeFile } = fs;
fs.writeFile = async (...args) => {
  await sleep(150);
  return writeFile(...args);
};
syncBuiltinESMExports();
