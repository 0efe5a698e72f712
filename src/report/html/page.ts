import { createHash } from 'node:crypto';
import { tool } from '../../tool.ts';
import type { Image } from '../../verify/image/types.ts';
import type { Report } from '../../verify/types.ts';
import { tag } from '../markup.ts';
import { countsOf } from '../receipt.ts';
import {
  checkList,
  configuration,
  figures,
  filesBySize,
  largestFiles,
  layerTable,
  wastedBytes,
} from './sections.ts';
import { style } from './style.ts';

/**
 * One page that needs nothing else: no script, no request. Its policy allows the one style sheet and nothing besides, should a text from the image ever
 * get through as markup (https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/CSP).
 * @param image absent when it was not built
 */
export function html(report: Report, image: Image | undefined): string {
  const title = `${report.image}: ${report.ok ? 'verified' : 'not verified'}`;
  const digest = createHash('sha256').update(style).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'`;
  const counts = countsOf(report).map(({ status, text }) => tag('span', { class: `count ${status}` }, text));
  const head = tag(
    'head',
    {},
    tag('meta', { charset: 'utf-8' }),
    tag('meta', { 'http-equiv': 'Content-Security-Policy', content: policy }),
    tag('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    tag('meta', { name: 'color-scheme', content: 'light dark' }),
    tag('title', {}, title),
    tag('style', {}, { markup: style }),
  );
  const body = tag(
    'body',
    {},
    tag(
      'header',
      {},
      tag('h1', { class: report.ok ? 'pass' : 'fail' }, report.image),
      tag('p', { class: 'digest' }, report.digest),
      tag('p', {}, ...counts),
      figures(report),
    ),
    checkList(report),
    ...(image
      ? [
          filesBySize(image),
          largestFiles(image),
          wastedBytes(image, report),
          layerTable(image),
          configuration(image),
        ]
      : []),
    tag('footer', {}, `${tool.name} ${tool.version}`),
  );
  return `<!DOCTYPE html>\n${tag('html', { lang: 'en' }, head, body).markup}\n`;
}
