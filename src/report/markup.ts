import { printable } from '../ui/printable.ts';

/** Text that is markup already; everything else is escaped where it is put into markup. */
export type Markup = { readonly markup: string };
export type Child = Markup | string | number | undefined;

/** Elements without an end tag (https://html.spec.whatwg.org/multipage/syntax.html#void-elements). */
const voids = new Set(['meta', 'br']);

/**
 * One element of XML, HTML or SVG. Attributes that are undefined are left out; strings are escaped, so nothing that stands in an
 * image can become markup.
 */
export function tag(
  name: string,
  attributes: Readonly<Record<string, string | number | undefined>> = {},
  ...children: readonly Child[]
): Markup {
  const list = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [` ${key}="${escapeMarkup(String(value)).replaceAll('\n', '&#10;')}"`],
  );
  if (voids.has(name)) return { markup: `<${name}${list.join('')}/>` };
  return { markup: `<${name}${list.join('')}>${join(children).markup}</${name}>` };
}

function join(children: readonly Child[]): Markup {
  const parts = children.map((child) => {
    if (child === undefined) return '';
    return typeof child === 'object' ? child.markup : escapeMarkup(String(child));
  });
  return { markup: parts.join('') };
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Safe in the text and the attributes of XML 1.0 and HTML: control characters, which XML has no way to write, are shown as `\x1b`. */
export function escapeMarkup(text: string): string {
  return wellFormed(printable(text)).replaceAll(/[&<>"']/g, (char) => entities[char] as string);
}

/** Without halves of surrogate pairs and the two characters that XML forbids besides (https://www.w3.org/TR/xml/#charsets). */
export function wellFormed(text: string): string {
  return text.replaceAll(/[\p{Cs}\uFFFE\uFFFF]/gu, '\uFFFD');
}
