import type { Image } from '../verify/image/types.ts';
import type { Report } from '../verify/types.ts';
import type { Format } from './targets.ts';

/** A report in one of its formats. Each is loaded when it is asked for. */
export async function renderReport(
  format: Format,
  report: Report,
  image: Image | undefined,
): Promise<string> {
  switch (format) {
    case 'junit':
      return (await import('./junit.ts')).junit(report, new Date());
    case 'sarif':
      return (await import('./sarif.ts')).sarif(report);
    case 'markdown':
      return (await import('./markdown.ts')).markdown(report);
    case 'html':
      return (await import('./html/page.ts')).html(report, image);
  }
}
