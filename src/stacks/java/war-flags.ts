import { parseCommand } from '../../detect/command.ts';
import type { Hints } from '../../detect/types.ts';
import { flagsOf, type Line } from './tomcat.ts';

/** What a JVM that starts elsewhere may be told; paths into another image lead nowhere, and agents are none of ours. */
const taken =
  /^(?:-Xm[sxn]|-Xss|-XX:|--add-|--enable-|-D(?!catalina\.|java\.(?:io\.tmpdir|endorsed\.dirs|util\.logging\.)))/;
/** An old one is no reason not to start. */
const lenient = '-XX:+IgnoreUnrecognizedVMOptions';

/** Flags of the JVM for a Tomcat, with those of the variables that only its scripts read. */
export function warFlags(line: Line, { env }: Hints): readonly string[] {
  const said = ['JAVA_OPTS', 'CATALINA_OPTS']
    .flatMap((name) => parseCommand(env[name]?.value ?? '')?.flatMap(({ words }) => words) ?? [])
    .filter((word) => taken.test(word) && !word.includes('$'));
  return [...flagsOf(line), ...(said.some((word) => word.startsWith('-XX:')) ? [lenient] : []), ...said];
}
