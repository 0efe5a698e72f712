import type { Locked } from './locked-packages.ts';
import { allDependencies, type Package } from './package.ts';

/**
 * Packages that fetch a browser or the like when they are installed, and what tells them not to. It would be hundreds of megabytes,
 * for tests that no image runs or into a home directory that it does not have.
 * https://docs.cypress.io/app/references/advanced-installation, https://pptr.dev/guides/configuration,
 * https://playwright.dev/docs/browsers, https://www.electronjs.org/docs/latest/tutorial/installation,
 * https://github.com/giggio/node-chromedriver, https://github.com/webdriverio-community/node-geckodriver
 */
const switches: Readonly<Record<string, readonly [string, string]>> = {
  cypress: ['CYPRESS_INSTALL_BINARY', '0'],
  puppeteer: ['PUPPETEER_SKIP_DOWNLOAD', '1'],
  playwright: ['PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD', '1'],
  'playwright-chromium': ['PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD', '1'],
  '@playwright/test': ['PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD', '1'],
  electron: ['ELECTRON_SKIP_BINARY_DOWNLOAD', '1'],
  chromedriver: ['CHROMEDRIVER_SKIP_DOWNLOAD', 'true'],
  geckodriver: ['GECKODRIVER_SKIP_DOWNLOAD', 'true'],
};

/** Variables of an install that keep those of its packages from fetching; none where there is no such package. */
export function skipsDownloads(
  locked: readonly Locked[],
  manifests: readonly Package[],
): Readonly<Record<string, string>> {
  const names = new Set([
    ...manifests.flatMap((one) => Object.keys(allDependencies(one))),
    ...locked.map(({ name }) => name),
  ]);
  return Object.fromEntries(
    Object.entries(switches).flatMap(([name, [variable, value]]) =>
      names.has(name) ? [[variable, value]] : [],
    ),
  );
}
