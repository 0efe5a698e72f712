import { formatSize } from '../../units.ts';
import type { Image } from '../../verify/image/types.ts';
import type { CheckResult, Report, Status } from '../../verify/types.ts';
import { tag, type Child, type Markup } from '../markup.ts';
import { receiptOf } from '../receipt.ts';
import { titleOf } from '../titles.ts';
import { maskVariables, showVariable } from './environment.ts';
import { layerTrees } from './tree.ts';
import { formatBytes, treemap } from './treemap.ts';
import { wasteOf } from './waste.ts';

const glyphs: Readonly<Record<Status, string>> = { pass: '✓', fail: '✗', warn: '!', skip: '–' };
const mostFiles = 20;

export function figures(report: Report): Markup {
  const items = receiptOf(report).map(([name, value]) =>
    tag('div', {}, tag('dt', {}, name), tag('dd', {}, value)),
  );
  return tag('dl', { class: 'figures' }, ...items);
}

export function checkList({ checks }: Report): Markup {
  return section('Checks', tag('ul', { class: 'checks' }, ...checks.map(checkItem)));
}

function checkItem({ id, status, message, hint, at }: CheckResult): Markup {
  const detail = status === 'pass' ? undefined : hint;
  return tag(
    'li',
    { class: status },
    tag('span', { class: 'glyph', title: status }, glyphs[status]),
    tag('b', { title: titleOf(id) }, id),
    tag(
      'div',
      {},
      message,
      at && tag('pre', { class: 'at' }, `${at.file}:${at.line}  ${at.text}`),
      detail === undefined ? undefined : tag('pre', {}, detail),
    ),
  );
}

export function filesBySize(image: Image): Markup {
  return section(
    'Files by size',
    tag('p', {}, 'Each layer, its directories and its files; point at a box for its path.'),
    treemap(layerTrees(image)),
  );
}

export function largestFiles({ files }: Image): Markup {
  const largest = [...files.values()]
    .filter(({ type }) => type === 'file')
    .toSorted((a, b) => b.size - a.size)
    .slice(0, mostFiles);
  return section(
    'Largest files',
    table(
      ['size', 'path'],
      largest.map(({ path, size }) => [formatBytes(size), path]),
    ),
  );
}

export function layerTable({ layers, history }: Image): Markup {
  const steps = history.filter(({ emptyLayer }) => !emptyLayer);
  const rows = layers.map(({ fileBytes, compressedBytes, entries }, at) => [
    at + 1,
    formatBytes(fileBytes),
    formatBytes(compressedBytes),
    entries.filter(({ type }) => type === 'file').length,
    steps.length === layers.length ? maskVariables(steps[at]?.createdBy ?? '') : '',
  ]);
  return section('Layers', table(['', 'size', 'to pull', 'files', 'made by'], rows));
}

export function wastedBytes(image: Image, { sizeBytes }: Report): Markup {
  const { bytes, files } = wasteOf(image);
  if (files.length === 0)
    return section('Wasted', tag('p', {}, 'Nothing: no layer deletes or replaces a file of a lower one.'));
  const share = sizeBytes > 0 ? ` (${((100 * bytes) / sizeBytes).toFixed(1)}% of the image)` : '';
  const rows = files
    .slice(0, mostFiles)
    .map(({ path, bytes: size, layer, how }) => [formatBytes(size), path, `layer ${layer}, ${how} later`]);
  const more =
    files.length > rows.length ? tag('p', {}, `and ${files.length - rows.length} more`) : undefined;
  const text = `${formatSize(bytes)}${share} are in files that a later layer deletes or replaces. Every pull transfers them.`;
  return section('Wasted', tag('p', {}, text), table(['size', 'path', ''], rows), more);
}

export function configuration({ config }: Image): Markup {
  const {
    os,
    architecture,
    User,
    Entrypoint,
    Cmd,
    WorkingDir,
    ExposedPorts,
    StopSignal,
    Healthcheck,
    Env,
    Labels,
  } = config;
  const rows: readonly (readonly [string, string])[] = [
    ['platform', `${os}/${architecture}`],
    ['user', User || 'root (none is set)'],
    ['entrypoint', list(Entrypoint)],
    ['command', list(Cmd)],
    ['health check', list(Healthcheck.Test)],
    ['working directory', WorkingDir],
    ['ports', ExposedPorts.join(', ')],
    ['stop signal', StopSignal],
    ...Env.map((entry): readonly [string, string] => {
      const [name, value] = showVariable(entry);
      return [`env ${name}`, value];
    }),
    ...Object.entries(Labels).map(([name, value]): readonly [string, string] => [`label ${name}`, value]),
  ];
  return section(
    'Configuration',
    table(
      ['', ''],
      rows.filter(([, value]) => value !== ''),
    ),
  );
}

function list(values: readonly string[]): string {
  return values.length === 0 ? '' : JSON.stringify(values.map(maskVariables));
}

function section(title: string, ...children: readonly Child[]): Markup {
  return tag('section', {}, tag('h2', {}, title), ...children);
}

function table(heads: readonly string[], rows: readonly (readonly (string | number)[])[]): Markup {
  const head = heads.some(Boolean)
    ? tag('thead', {}, tag('tr', {}, ...heads.map((text) => tag('th', {}, text))))
    : undefined;
  const body = rows.map((cells) => tag('tr', {}, ...cells.map((cell) => tag('td', {}, cell))));
  return tag('div', { class: 'scroll' }, tag('table', {}, head, tag('tbody', {}, ...body)));
}
