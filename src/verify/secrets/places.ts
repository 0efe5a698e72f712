import { posix } from 'node:path';

/**
 * Where package managers and toolchains put what others published: it was public before this image was. Packages hold the
 * keys of their tests and of their web servers for development, and tokens that somebody made up.
 */
const packageDirs =
  /\/(?:node_modules|bower_components|site-packages|dist-packages|vendor|vendored|third[-_]party|gems|\.m2\/repository|\.gradle\/caches|\.?cargo\/registry|\.?rustup|pkg\/mod|\.nuget|\.yarn\/(?:cache|unplugged)|lib\w*\/python\d[\d.]*)\/|^\/usr\/(?:local\/go|lib\/(?:go|jvm|rustlib)|lib\/go-[\d.]+|share\/(?:doc|go-[\d.]+|maven-repo))\//;
/** Where the distribution's packages are, and where administrators put what is theirs. */
const systemDirs =
  /^\/(?:usr\/)?(?:local\/)?(?:lib\w*|share|include|libexec)\/|^\/usr\/src\/(?:linux|python|kernels)/;

/** Directories and names of tests and examples. */
const testDirs =
  /\/(?:[^/]*[-_.])?(?:tests?|testing|test-?data|test-?certs?|fixtures?|examples?|samples?|demos?|specs?|mocks?|docs?|documentation|benchmarks?|e2e|snakeoil|man|tutorials?)(?:[-_.][^/]*)?\//i;
const testNames =
  /(?:^|[-_.])(?:tests?|specs?|mocks?|examples?|samples?|fixtures?|snakeoil|dummy)(?:[-_.]|$)/i;

export type Owner = 'package' | 'system' | 'own';

/**
 * Whose is a file, by its path: a package's of a language, the distribution's, or the image's own
 * (https://docs.npmjs.com/cli/configuring-npm/folders, https://docs.python.org/3/library/site.html,
 * https://refspecs.linuxfoundation.org/FHS_3.0/fhs/index.html and their like).
 */
export function ownerOf(path: string): Owner {
  if (packageDirs.test(path)) return 'package';
  return systemDirs.test(path) ? 'system' : 'own';
}

/** A test's or an example's file, by its directory or its own name. */
export function isTest(path: string): boolean {
  return testDirs.test(path) || testNames.test(posix.basename(path));
}

/** What a browser is sent, or is made into that. */
export function isForBrowsers(path: string): boolean {
  return /\.(?:html?|css|[cm]?[jt]sx?|map|vue|svelte)$|\/google-services\.json$|firebase/i.test(path);
}

/** A file that holds a key and nothing else, by its name; source code and documentation only speak of one. */
export function isKeyFile(path: string): boolean {
  return /\.(?:pem|key|p8|pk8|asc|ppk|gpg)$|\/(?:id_\w+|[^/.]*key)$/i.test(path);
}

/** What programs are configured by, which may hold a URL with its password. */
export function isConfiguration(path: string): boolean {
  return /\.(?:ini|cfg|conf|cnf|config|toml|ya?ml|json|properties|xml|env)$|\/\.[^/]+$|\/requirements[^/]*\.txt$/i.test(
    path,
  );
}
