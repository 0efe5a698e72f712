import { inside } from '../../inventory/paths.ts';
import type { Fact } from '../../detect/types.ts';
import type { Inventory } from '../../inventory/types.ts';
import { place } from '../../inventory/types.ts';
import { settingOf, type Pom } from './pom.ts';

/** 1.8 -> 8, 17.0.2 -> 17; undefined for what is no version. */
export function majorOf(text: string): number | undefined {
  const found = /^(?:1\.)?(\d{1,2})(?:\D|$)/.exec(text.trim());
  return found && Number(found[1]) > 4 ? Number(found[1]) : undefined;
}

const properties = [
  'maven.compiler.release',
  'release.version',
  'java.version',
  'maven.compiler.target',
  'maven.compiler.source',
  'jdk.version',
  'javaVersion',
  'java.release',
  'kotlin.compiler.jvmTarget',
] as const;

/** The Java that a pom is written for: the compiler's settings, then the properties that stand for them. */
export function javaOfPom(repo: Inventory, pom: Pom): Fact | undefined {
  for (const name of ['release', 'target', 'source']) {
    const found = fact(settingOf(pom, 'maven-compiler-plugin', name), pom.at(`<${name}>`));
    if (found) return found;
  }
  for (const name of properties) {
    const value = pom.property(name);
    const found = fact(value === undefined ? undefined : pom.resolve(value), pom.at(`<${name}>`));
    if (found) return found;
  }
  return javaOfFiles(repo, pom.dir);
}

/** What version managers and platforms read. */
export function javaOfFiles(repo: Inventory, dir: string): Fact | undefined {
  const at = (name: string) => inside(dir, name);
  const rules: readonly (readonly [string, RegExp])[] = [
    ['system.properties', /^java\.runtime\.version\s*=\s*(\S+)/],
    ['.java-version', /^\D*?((?:1\.)?\d{1,2})/],
    ['.sdkmanrc', /^java\s*=\s*(\d+)/],
    ['.tool-versions', /^java\s+\D*(\d+)/],
  ];
  for (const [name, pattern] of rules) {
    const [hit] = repo.search([at(name)], pattern);
    const found = hit && fact(hit.match[1], place(hit));
    if (found) return found;
  }
  return undefined;
}

function fact(text: string | undefined, from: string): Fact | undefined {
  const major = text === undefined ? undefined : majorOf(text);
  return major === undefined ? undefined : { value: String(major), from, confidence: 'high' };
}

/** The newest that a runtime without a shell has. */
export const newestJava = 25;

/** The id of the target whose Java runs what was written for this one. */
export function targetFor(java: Fact | undefined): Fact {
  const major = Number(java?.value ?? 21);
  return {
    value: major > 21 ? 'java25' : 'java21',
    from: java?.from ?? 'default',
    confidence: 'high',
  };
}

/** What to know of a program that was written for another Java than it runs on. */
export function noteOnJava(java: Fact | undefined): readonly string[] {
  const major = Number(java?.value ?? 21);
  if (major === 21 || major === 25) return [];
  const target = major > 21 ? 25 : 21;
  return [
    `it is written for Java ${major}; the image has ${target}, which runs it and is supported for longer`,
  ];
}
