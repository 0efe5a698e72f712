import type { Source } from './sources.ts';

/** `bind("0.0.0.0:3000")`, `bind(("127.0.0.1", 3000))`, `run(([127, 0, 0, 1], 3030))`, `bind((Ipv4Addr::LOCALHOST, 3000))`; port 0 is none. */
const literal =
  /\b(?:bind|serve|run|listen)\(\s{0,80}&?(?:(?:\w{1,30}::){0,4}from\(\s{0,80})?\(?\s{0,80}(?:"[^"\n]{0,60}:\d{2,5}"|"[\w.:]{1,60}"\s{0,80},\s{0,80}\d{2,5}\b|\[\s{0,80}\d|(?:\w{1,30}::){0,4}Ipv[46]Addr::[A-Z]{1,20}\s{0,80},\s{0,80}\d{2,5}\b)/;

/** Whether it listens where its source says, whatever settings it has besides. */
export function bindsLiteral(sources: readonly Source[]): boolean {
  return sources.some(({ text }) => literal.test(text));
}
