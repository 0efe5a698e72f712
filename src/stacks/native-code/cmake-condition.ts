/** True, false, or undefined: only the build knows. */
export type Truth = boolean | undefined;

/** What holds where images are built: Linux, GCC, this project on its own. */
const facts: Readonly<Record<string, boolean>> = {
  UNIX: true,
  LINUX: true,
  CMAKE_COMPILER_IS_GNUCC: true,
  CMAKE_COMPILER_IS_GNUCXX: true,
  PROJECT_IS_TOP_LEVEL: true,
  WIN32: false,
  WIN64: false,
  WINDOWS: false,
  MSVC: false,
  MINGW: false,
  MSYS: false,
  CYGWIN: false,
  APPLE: false,
  MACOS: false,
  IOS: false,
  XCODE: false,
  ANDROID: false,
  EMSCRIPTEN: false,
  BSD: false,
  CMAKE_CROSSCOMPILING: false,
};

/**
 * Whether the arguments of an if() hold: of variables that are known, Linux and GCC; undefined for all else.
 * https://cmake.org/cmake/help/latest/command/if.html
 */
export function evaluate(args: readonly string[], valueOf: (name: string) => string | undefined): Truth {
  const at = (word: string) => top(args, word);
  const or = at('OR');
  if (or >= 0) return either(evaluate(args.slice(0, or), valueOf), evaluate(args.slice(or + 1), valueOf));
  const and = at('AND');
  if (and >= 0) {
    const [left, right] = [evaluate(args.slice(0, and), valueOf), evaluate(args.slice(and + 1), valueOf)];
    return not(either(not(left), not(right)));
  }
  if (args[0] === 'NOT') return not(evaluate(args.slice(1), valueOf));
  if (args[0] === '(' && args.at(-1) === ')') return evaluate(args.slice(1, -1), valueOf);
  const [first, operator, second] = args;
  if (args.length === 1 && first !== undefined) return truthOf(first, valueOf);
  if (args.length !== 3 || first === undefined || second === undefined) return undefined;
  if (operator !== 'STREQUAL' && operator !== 'MATCHES') return undefined;
  return compare(valueOf(first) ?? first, second, operator);
}

function compare(value: string, other: string, operator: string): Truth {
  if (value.includes('${') || other.includes('${')) return undefined;
  if (operator === 'STREQUAL') return value === other;
  return /^[\w|^$() -]*$/.test(other)
    ? value.toLowerCase().includes(other.toLowerCase()) || undefined
    : undefined;
}

function truthOf(name: string, valueOf: (name: string) => string | undefined): Truth {
  if (facts[name] !== undefined) return facts[name];
  const value = valueOf(name) ?? name;
  if (/^(1|ON|YES|TRUE|Y)$/i.test(value)) return true;
  if (/^(0|OFF|NO|FALSE|N|IGNORE|NOTFOUND|)$/i.test(value)) return false;
  return undefined;
}

/** Where a word stands outside of parentheses. */
function top(args: readonly string[], word: string): number {
  let depth = 0;
  return args.findIndex((each) => {
    if (each === '(') depth++;
    if (each === ')') depth--;
    return depth === 0 && each === word;
  });
}

function either(left: Truth, right: Truth): Truth {
  if (left === true || right === true) return true;
  return left === false && right === false ? false : undefined;
}

function not(truth: Truth): Truth {
  return truth === undefined ? undefined : !truth;
}
