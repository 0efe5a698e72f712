import { inside } from '../../inventory/paths.ts';
import type { HintReader, Said } from './types.ts';
import { splitDirectory, unwrapped } from './command-line.ts';

/** `web: gunicorn app:app` (https://devcenter.heroku.com/articles/procfile): the web process, else the only one. */
export const procfile: HintReader = (repo, dir) => {
  const path = inside(dir, 'Procfile');
  const processes = (repo.read(path) ?? '').split(/\r?\n/).flatMap((text, index) => {
    const [, name, command = ''] = /^([A-Za-z0-9_-]+):\s*(\S.*)$/.exec(text) ?? [];
    const line = unwrapped(command);
    return name === undefined || line === undefined ? [] : [{ name, line, from: `${path}:${index + 1}` }];
  });
  const web = processes.find(({ name }) => name === 'web');
  const others = processes.filter(({ name }) => name !== 'web' && name !== 'release');
  const main = web ?? (others.length === 1 ? others[0] : undefined);
  const release = processes.find(({ name }) => name === 'release');
  const notes = [
    ...(release ? [`${release.from} runs before each release: ${release.line}`] : []),
    ...others
      .filter((each) => each !== main)
      .map(({ name, line, from }) => `${from} has another process, ${name}: ${line}`),
  ];
  if (!main) return notes.length > 0 ? [{ dir, notes }] : [];
  const start = splitDirectory(dir, main.line);
  const said: Said = {
    dir: start.dir,
    start: { value: start.line, from: main.from, confidence: web ? 'high' : 'medium' },
    notes,
  };
  return [said];
};
