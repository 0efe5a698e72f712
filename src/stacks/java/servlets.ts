import type { Fact } from '../../detect/types.ts';
import { place, type Inventory } from '../../inventory/types.ts';
import { isBefore } from './before.ts';
import type { Line } from './tomcat.ts';

/** What a WAR is built with, whatever builds it. */
export type Library = {
  /** `group:artifact`. */
  readonly name: string;
  readonly version: string | undefined;
  /** The WAR holds it; else its container has it. */
  readonly inside: boolean;
  /** Where the build names it. */
  readonly from: string;
};

/** APIs whose group moved before their packages did, and the first version of the new ones: https://jakarta.ee/specifications/ */
const moved: readonly (readonly [RegExp, string])[] = [
  [/^jakarta\.servlet:jakarta\.servlet-api$/, '5.0.0'],
  [/^jakarta\.servlet\.jsp:jakarta\.servlet\.jsp-api$/, '3.0.0'],
  [/^jakarta\.servlet\.jsp\.jstl:jakarta\.servlet\.jsp\.jstl-api$/, '2.0.0'],
  [/^jakarta\.websocket:jakarta\.websocket(-client)?-api$/, '2.0.0'],
  [/^jakarta\.platform:jakarta\.jakartaee-(web-)?api$/, '9.0.0'],
  [/^org\.springframework:spring-(web|webmvc|context|core|framework-bom)$/, '6.0.0'],
  [/^org\.springframework\.boot:spring-boot/, '3.0.0'],
  [/^org\.apache\.struts:struts2-(core|bom)$/, '7.0.0'],
  [/^com\.vaadin:vaadin(-core|-bom)?$/, '24.0.0'],
  [/^org\.apache\.wicket:wicket-core$/, '10.0.0'],
  [/^org\.glassfish\.jersey\.[\w.]+:jersey-/, '3.0.0'],
];
/** What Tomcat 10.1 does not have yet: Servlet 6.1, and who asks for it. */
const newest: readonly (readonly [RegExp, string])[] = [
  [/^jakarta\.servlet:jakarta\.servlet-api$/, '6.1.0'],
  [/^jakarta\.platform:jakarta\.jakartaee-(web-)?api$/, '11.0.0'],
  [/^org\.springframework:spring-(web|webmvc|context|core|framework-bom)$/, '7.0.0'],
  [/^org\.springframework\.boot:spring-boot/, '4.0.0'],
  [/^com\.vaadin:vaadin(-core|-bom)?$/, '25.0.0'],
];
const ofOld = /^javax(\.servlet[\w.]*)?:(servlet-api|jsp-api|jstl|javax\.servlet|javaee-)/;
const schema = /https:\/\/jakarta\.ee\/xml\/ns\/jakartaee/;

/** What tells of a WAR what it is written for. */
type Written = {
  readonly repo: Inventory;
  readonly sources: readonly string[];
  /** Its WEB-INF/web.xml. */
  readonly descriptor: string;
  readonly libraries: readonly Library[];
  readonly java: string | undefined;
};

/** The Tomcat that a WAR is written for: the one of its packages, javax.servlet or jakarta.servlet, and of the version of them. */
export function lineFor(war: Written): Fact {
  const { libraries, java } = war;
  const found = packagesOf(war);
  if (found.value === 'javax') return { ...found, value: '9' satisfies Line };
  const at = known(libraries, newest);
  if (at) return { ...found, value: (at.reached ? '11' : '10.1') satisfies Line, from: at.from };
  return { ...found, value: (java !== undefined && Number(java) < 17 ? '10.1' : '11') satisfies Line };
}

function packagesOf({ repo, sources, descriptor, libraries, java }: Written): Fact {
  const [old, present] = ['javax', 'jakarta'].map(
    (name) =>
      repo.search(
        sources,
        new RegExp(`^\\s*import\\s+(?:static\\s+)?${name}\\.(?:servlet|websocket)\\.`),
        1,
      )[0],
  );
  if (old && !present) return { value: 'javax', from: place(old), confidence: 'high' };
  if (present && !old) return { value: 'jakarta', from: place(present), confidence: 'high' };
  const at = known(libraries, moved);
  if (at) return { value: at.reached ? 'jakarta' : 'javax', from: at.from, confidence: 'high' };
  const named = libraries.find(({ name }) => ofOld.test(name));
  if (named) return { value: 'javax', from: named.from, confidence: 'high' };
  const [page] = repo.search([descriptor], schema, 1);
  if (page) return { value: 'jakarta', from: place(page), confidence: 'medium' };
  // Pages alone are the same for all; the frameworks that moved ask for Java 17.
  const none = libraries.every(({ inside }) => !inside);
  return {
    value: none || Number(java ?? 0) >= 17 ? 'jakarta' : 'javax',
    from: 'default',
    confidence: 'medium',
  };
}

/** The first of the rules that a library of a known version answers. */
function known(
  libraries: readonly Library[],
  rules: readonly (readonly [RegExp, string])[],
): { readonly reached: boolean; readonly from: string } | undefined {
  for (const [name, first] of rules) {
    const found = libraries.find((each) => name.test(each.name) && /^\d/.test(each.version ?? ''));
    if (found?.version !== undefined) return { reached: !isBefore(found.version, first), from: found.from };
  }
  return undefined;
}
