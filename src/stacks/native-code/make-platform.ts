/** In order: what a makefile calls the system that images are built on. */
const systems = ['linux-glibc', 'linux-gnu', 'linux', 'Linux', 'linux64', 'linux-x86_64', 'unix', 'posix'];

/**
 * `TARGET=linux-glibc`, without which a makefile only says that it has to be told: a condition for the empty variable ends the
 * build, and others ask for its values. Undefined where no value is one of Linux.
 * https://www.gnu.org/software/make/manual/html_node/Conditional-Syntax.html
 */
export function platformOption(text: string): string | undefined {
  for (const { 1: name = '', index } of text.matchAll(/^ifeq \(\$\((\w{1,40})\),\)[ \t]*$/gm)) {
    const rest = text.slice(index);
    const block = rest.slice(0, rest.search(/^(?:else|endif)\b/m));
    if (!/^\t\s*@?exit 1\b|\$\(error\b/m.test(block)) continue;
    const values = new Set(
      [...text.matchAll(/^\s*(?:else )?ifeq \(\$\((\w{1,40})\),([\w.-]{1,40})\)/gm)]
        .filter(([, variable]) => variable === name)
        .map(([, , value]) => value),
    );
    const system = systems.find((each) => values.has(each));
    if (system !== undefined) return `${name}=${system}`;
  }
  return undefined;
}
