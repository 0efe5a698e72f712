import type { Inventory } from '../../inventory/types.ts';

/** Jinja and Django, ERB and EJS, PHP, Go, Thymeleaf; `{{ name }}` alone may be a page's own, as Vue writes it. */
const marks =
  /\{%-?\s*(?:block|extends|include|if|for|load|url|set|macro|trans|with|import|from)\b|\{\{-?\s*(?:url_for\(|\.|template\b|range\b)|<%[=\s#-]|<\?(?:php\b|=)|\bxmlns:th=/;

/** Templates that the page itself fills in, in the browser. */
const ofTheBrowser = /<script\b[^>]*\btype=["']text\/(?!javascript)[^>]*>[^]*?<\/script>/gi;

/** A page that a program fills in before it answers: served as it is, it would show its marks. */
export function isTemplate(repo: Inventory, page: string): boolean {
  return marks.test((repo.read(page) ?? '').replaceAll(ofTheBrowser, ''));
}
