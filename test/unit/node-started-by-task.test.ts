import { expect, it } from 'vitest';
import { openInventory } from '../../src/inventory/open.ts';
import { readPackage, type Package } from '../../src/stacks/node/package.ts';
import { startedByTask } from '../../src/stacks/node/started-by-task.ts';
import { makeRepo } from '../support/repo.ts';

const nodemon =
  "function run(done) {\n  nodemon({\n    delay: 10,\n    script: './bin/server.js',\n  });\n}\n";
const build = "gulp.task('build', gulp.series('lint', js));\n";
const started = (files: Readonly<Record<string, string>>, name = 'gulp', scripts: object = {}) => {
  const repo = openInventory(makeRepo({ 'package.json': JSON.stringify({ scripts }), ...files }));
  return startedByTask(repo, readPackage(repo, '') as Package, name);
};

it('starts what nodemon keeps running, after the task that builds it', () => {
  expect(started({ 'gulpfile.js': nodemon + build })).toEqual({
    file: 'bin/server.js',
    before: [['gulp', 'build']],
  });
  expect(started({ 'gulpfile.babel.js': `${nodemon}export const build = series(js);\n` })?.before).toEqual([
    ['gulp', 'build'],
  ]);
});

it('starts it as it is where it is there, and leaves the build to its script', () => {
  expect(started({ 'gulpfile.js': nodemon, 'bin/server.js': '' })).toEqual({
    file: 'bin/server.js',
    before: [],
  });
  expect(started({ 'gulpfile.js': nodemon }, 'gulp', { build: 'gulp js' })?.before).toEqual([]);
});

it('takes a function of that name for no call', () => {
  const named = nodemon.replace('run(done)', 'nodemon(done)').replace('  nodemon(', '  plugins.nodemon(');
  expect(started({ 'gulpfile.js': `${named}exports.default = nodemon;\n`, 'bin/server.js': '' })?.file).toBe(
    'bin/server.js',
  );
});

it('reads the settings of Grunt', () => {
  const settings = "grunt.initConfig({ nodemon: { dev: { script: 'app.js' } } });\n";
  expect(started({ 'Gruntfile.js': settings, 'app.js': '' }, 'grunt')?.file).toBe('app.js');
});

it.each<[string, Readonly<Record<string, string>>]>([
  ['no file of tasks', {}],
  ['one that starts nothing', { 'gulpfile.js': build }],
  ['nothing that builds it', { 'gulpfile.js': nodemon }],
  ['a name that stands elsewhere', { 'gulpfile.js': `nodemon({ script: paths.server });\n${build}` }],
  ['a comment', { 'gulpfile.js': `// nodemon({ script: 'bin/server.js' })\n${build}` }],
  ['one outside', { 'gulpfile.js': `nodemon({ script: '../bin/server.js' });\n${build}` }],
  ['several', { 'gulpfile.js': `${nodemon}nodemon({ script: 'other.js' });\n${build}` }],
  [
    'several of which one cannot be read',
    { 'gulpfile.js': `${nodemon}nodemon({ script: process.env.APP || 'server.js' });\n${build}` },
  ],
  [
    'one of Grunt that cannot be read',
    { 'gulpfile.js': `${nodemon}x = { nodemon: { dev: settings } };\n${build}` },
  ],
])('cannot tell from %s', (_, files) => {
  expect(started(files)).toBeUndefined();
});

it('reads hostile files in time', () => {
  expect(started({ 'gulpfile.js': 'nodemon({ '.repeat(100_000) })).toBeUndefined();
  expect(started({ 'gulpfile.js': '\n'.repeat(900_000) })).toBeUndefined();
});
