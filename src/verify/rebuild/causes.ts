/** Why files of this kind differ from build to build, and what keeps them from it; the first that fits. */
const causes: readonly (readonly [RegExp, string])[] = [
  [
    /\.(jar|war|ear)$/,
    'the entries of a jar carry times: Maven sets them all to project.build.outputTimestamp, Gradle with preserveFileTimestamps = false and reproducibleFileOrder = true',
  ],
  [
    /\.jsa$/,
    'a class archive has times and addresses of the JVM in it: name it under verify.reproducible.ignore',
  ],
  [
    /(\.pyc$|\/__pycache__$)/,
    'bytecode holds the time of its source: python -m compileall --invalidation-mode unchecked-hash, or PYTHONDONTWRITEBYTECODE=1',
  ],
  [/\.(gz|tgz)$/, 'gzip stores a time and a name: gzip -n'],
  [
    /\.(tar|zip|whl|nupkg)$/,
    'an archive stores times and the order of the disk: tar --sort=name --mtime=@0 --owner=0 --group=0, zip -X after touch',
  ],
  [
    /^\/(var\/(log|cache|lib\/(apt|dpkg))|etc\/(machine-id|shadow-?|ld\.so\.cache)|root\/\.|home\/[^/]+\/\.|tmp)(\/|$)/,
    'the package manager leaves logs and caches with times: remove them in the same RUN, or copy only what runs into the last stage',
  ],
  [
    /\.(map|js|mjs|cjs|css|html)$/,
    'a bundler writes a build id, a hash or a time into it: fix the id, or take it from the commit',
  ],
];

const elfCause =
  'for a program: Go -trimpath -buildvcs=false -ldflags=-buildid=; C and C++ without __DATE__ and __TIME__, -ffile-prefix-map=$PWD=., -Wl,--build-id=sha1; no build id that is drawn at random';

const anyCause =
  'the RUN that makes it writes a time, a random value, a temporary path, or lists a directory without sorting; ARG SOURCE_DATE_EPOCH gives it a fixed time';

/** @param isProgram its content is an ELF file */
export function causeOf(path: string, isProgram: boolean): string {
  const known = causes.find(([pattern]) => pattern.test(path))?.[1];
  return known ?? (isProgram ? elfCause : anyCause);
}
