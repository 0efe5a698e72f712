import type { Inventory } from '../../inventory/types.ts';
import { foreign } from './servers.ts';

/** `config.get('port', 8090)`, `getint("web", "port", fallback=8090)`, `check_setting_int(CFG, "General", "web_port", 8081)` */
const asked =
  /\b\w{0,40}(?:get|getint|setting|setting_int|config)\(\s*(?:[\w.]{1,40}\s*,\s*)?(?:['"](?:general|web|http|server|interface|app|main|default)['"]\s*,\s*)?['"](?:(?:http|web|server|listen)_?)?port['"]\s*,\s*(?:(?:fallback|default)\s*=\s*)?['"]?(\d{4,5})\b/i;

/** The port that a program takes where its settings, which it asks for it, do not say one. */
export function askedPort(repo: Inventory, paths: readonly string[]): string | undefined {
  return repo
    .search(paths, asked, 5)
    .find(
      ({ match }) => !foreign.test((match.input ?? '').slice(0, 400)) && !/\bdb\b/i.test(match.input ?? ''),
    )?.match[1];
}
