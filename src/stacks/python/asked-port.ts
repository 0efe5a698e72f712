import type { Inventory } from '../../inventory/types.ts';
import { isForeignPort, isOfAnother } from './foreign-port.ts';

/** `config.get('port', 8090)`, `getint("web", "port", fallback=8090)`, `check_setting_int(CFG, "General", "web_port", 8081)` */
const asked =
  /\b\w{0,40}(?:get|getint|setting|setting_int|config)\(\s*(?:[\w.]{1,40}\s*,\s*)?(?:['"](?:general|web|http|server|interface|app|main|default)['"]\s*,\s*)?['"](?:(?:http|web|server|listen)_?)?port['"]\s*,\s*(?:(?:fallback|default)\s*=\s*)?['"]?(\d{4,5})\b/i;

/**
 * The port that a program takes where its settings, which it asks for it, do not say one.
 * @param own the file that listens, whatever it is called: a proxy asks for its own
 */
export function askedPort(repo: Inventory, own: string, paths: readonly string[]): string | undefined {
  return repo
    .search(
      paths.filter((path) => path === own || !isOfAnother(path)),
      asked,
      20,
    )
    .find((hit) => !isForeignPort(repo, hit, hit.match[1] ?? ''))?.match[1];
}
