import type { Package } from './package.ts';

/** Packages that call a program which no package manager of JavaScript brings. */
const programs: Readonly<Record<string, string>> = {
  '@playwright/test': 'a browser',
  'fluent-ffmpeg': 'ffmpeg',
  gm: 'GraphicsMagick',
  imagemagick: 'ImageMagick',
  'node-poppler': 'the tools of poppler',
  playwright: 'a browser',
  'playwright-chromium': 'a browser',
  puppeteer: 'a browser',
  'selenium-webdriver': 'a browser',
  'simple-git': 'git',
  wkhtmltopdf: 'wkhtmltopdf',
};
/** They bring it themselves. */
const bringers: Readonly<Record<string, readonly string[]>> = {
  ffmpeg: ['ffmpeg-static', '@ffmpeg-installer/ffmpeg'],
};

/** Notes on what a program's packages call and the image does not have. */
export function calledPrograms({ path, dependencies }: Package): readonly string[] {
  return Object.keys(dependencies).flatMap((name) => {
    const program = Object.hasOwn(programs, name) ? (programs[name] as string) : undefined;
    if (program === undefined || bringers[program]?.some((each) => dependencies[each] !== undefined))
      return [];
    return [`${name} calls ${program}, which the image does not have (${path})`];
  });
}
