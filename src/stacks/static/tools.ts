import { appTools } from './app-tools.ts';
import { frameworks } from './frameworks.ts';
import type { SiteTool } from './site-tool.ts';

/** The most telling first: frameworks use what stands below them. */
export const siteTools: readonly SiteTool[] = [...frameworks, ...appTools];
