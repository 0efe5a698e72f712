import type { Inventory } from '../../inventory/types.ts';
import { joinPath } from './join-path.ts';
import type { Setting } from './settings.ts';

/** What the program reads and writes beside its classes; paths relative to the directory that it is started in. */
export type Paths = {
  /** Files and directories of the repository, relative to the service's directory. */
  readonly read: readonly string[];
  readonly written: readonly { readonly path: string; readonly why: string }[];
};

const opened =
  /\b(?:File|FileReader|FileInputStream|Paths\.get|Path\.of|Path|externalLocation|externalStaticFileLocation|setResourceBase|setBaseResourceAsString|ofFile|fromFile)\(\s*"((?:\.\/)?[\w][\w./-]*)"/;
const external = /"((?:\.\/)?[\w][\w./-]*)"\s*,\s*(?:Location\.)?EXTERNAL\b/;
/** Web applications that a server in the program is pointed at. */
const inSources = /"((?:\.\/)?(?:src\/main\/(?:webapp|resources)|webapp|WebContent)[\w./-]*)"/;
const creates =
  /\b(?:createDirector(?:y|ies)|mkdirs?|newBufferedWriter|streamToFile|FileWriter|FileOutputStream|transferTo|Files\.(?:write|copy|writeString|createFile)|RandomAccessFile)\b/;
const database =
  /jdbc:(?:h2:(?:file:)?|hsqldb:file:|sqlite:|derby:(?=[\w./])(?!memory))((?:\.{1,2}|~|)\/?[\w./-]+)/;
const notFiles = /^(mem|tcp|ssl|zip|memory|ssh|\/\/)/;

/** Both, told by literal paths in the code, the settings and the logging. */
export function findPaths(
  repo: Inventory,
  dir: string,
  sources: readonly string[],
  settings: readonly Setting[],
): Paths {
  const here = (path: string) => joinPath(dir, path.replace(/^\.\//, ''));
  const read = new Set<string>();
  for (const { match } of [
    ...repo.search(sources, opened, 60),
    ...repo.search(sources, external, 20),
    ...repo.search(sources, inSources, 20),
  ]) {
    const path = (match[1] as string).replace(/^\.\//, '').replace(/\/+$/, '');
    const target = here(path);
    if (
      target !== undefined &&
      path !== '' &&
      !path.startsWith('..') &&
      (repo.has(target) || repo.hasDir(target))
    )
      read.add(path);
  }
  return {
    read: [...read].slice(0, 20),
    written: unique([
      ...stores(repo, sources, settings),
      ...ofTomcat(repo, sources),
      ...logs(repo, dir),
      ...folders(repo, dir, sources, settings),
    ]),
  };
}

type Written = Paths['written'][number];

/** Databases in a file; what they are in must be writable, as they make files beside it. */
function stores(
  repo: Inventory,
  sources: readonly string[],
  settings: readonly Setting[],
): readonly Written[] {
  const texts = [
    ...settings.map(({ value }) => value),
    ...repo.search(sources, database, 5).map(({ match }) => match[0]),
  ];
  return texts.flatMap((text) => {
    const path = database.exec(text)?.[1];
    if (path === undefined || notFiles.test(path) || path.startsWith('~')) return [];
    return [{ path: folderOf(path), why: 'the database in a file' }];
  });
}

/** It makes a directory beside itself where it is told of none: https://tomcat.apache.org/tomcat-11.0-doc/api/org/apache/catalina/startup/Tomcat.html */
function ofTomcat(repo: Inventory, sources: readonly string[]): readonly Written[] {
  const [made] = repo.search(sources, /\bnew\s+Tomcat\s*\(\s*\)/);
  const [told] = repo.search(sources, /\bsetBaseDir\s*\(|["']catalina\.(?:base|home)["']/);
  return made && !told ? [{ path: '.', why: 'what Tomcat keeps while it runs' }] : [];
}

/** A logger that cannot open its file keeps Spring Boot from starting. */
function logs(repo: Inventory, dir: string): readonly Written[] {
  const at = (name: string) => [dir, 'src/main/resources', name].filter(Boolean).join('/');
  const names = [
    'logback.xml',
    'logback-spring.xml',
    'log4j2.xml',
    'log4j2-spring.xml',
    'log4j.properties',
  ].map(at);
  const hits = repo.search(
    names,
    /<file>\s*([^<$]+?)\s*<\/file>|fileName="([^"$]+)"|\.[Ff]ile\s*=\s*([^\s$]+)|<fileNamePattern>\s*([^<$%]+)|[nN]ame="\w*(?:log|dir|path|home|folder)\w*"\s+value="([^"$]+)"/i,
    20,
  );
  return hits.flatMap(({ match }) => {
    const path = match.slice(1).find((text) => text !== undefined);
    return path === undefined || !/^[\w./-]+$/.test(path) ? [] : [{ path: folderOf(path), why: 'log files' }];
  });
}

/** Directories that a setting or the code names, of a program that makes files. */
function folders(
  repo: Inventory,
  dir: string,
  sources: readonly string[],
  settings: readonly Setting[],
): readonly Written[] {
  const logging = settings.flatMap(({ key, value }): Written[] =>
    /^(logging\.file(\.name|\.path)?|quarkus\.log\.file\.path)$/.test(key) && /^[\w./-]+$/.test(value)
      ? [{ path: key.endsWith('path') && !/\.\w+$/.test(value) ? value : folderOf(value), why: 'log files' }]
      : [],
  );
  const [write] = repo.search(sources, creates);
  if (!write) return logging;
  const named = settings.flatMap(({ key, value }): Written[] =>
    /(upload|storage|data|output|file)[\w-]*[.-]?(dir|directory|path|location|folder|root)$|\.(upload|storage)$/i.test(
      key,
    ) &&
    /^(\.{0,2}\/)?[\w][\w./-]*\/?$/.test(value) &&
    !value.includes('..') &&
    !/^(true|false|\d+)$/.test(value)
      ? [{ path: value.replace(/\/+$/, ''), why: `what ${key} names` }]
      : [],
  );
  const literal = repo
    .search(
      sources,
      /"((?:\.?\/)?[\w-]*(?:upload|storage|data|output|tmp|files|logs)[\w-]*(?:\/[\w-]+)*)\/?(?:"|\$\{)/i,
      30,
    )
    .filter(
      ({ path, match }) =>
        new RegExp(creates.source).test(repo.read(path) ?? '') || /=\s*"/.test(match.input ?? ''),
    )
    .map(({ match }) => match[1] as string)
    .filter((path) => !path.startsWith('/') || path.startsWith('/tmp/') === false)
    .filter((path) => /^\.?\/?[\w-]+(\/[\w-]+)*$/.test(path))
    .filter((path) => isFolderLike(repo, dir, path))
    .map((path) => ({ path, why: 'files that it makes' }));
  return [...logging, ...named, ...literal];
}

/** Routes and table names look like paths, too: only what is relative and stands alone, or is there. */
function isFolderLike(repo: Inventory, dir: string, path: string): boolean {
  if (path.startsWith('/')) return false;
  return (
    /-dir$|^\.\/|^(uploads?|storage|data|output|logs|files)$|\//.test(path) ||
    repo.hasDir([dir, path].filter(Boolean).join('/'))
  );
}

function folderOf(path: string): string {
  const plain = path.replace(/^\.\//, '');
  return plain.includes('/') ? plain.slice(0, plain.lastIndexOf('/')) || '/' : '.';
}

function unique(written: readonly Written[]): readonly Written[] {
  const clean = written.map(({ path, why }) => ({
    path: path.replace(/^\.\//, '').replace(/\/+$/, '') || '.',
    why,
  }));
  return clean
    .filter(
      ({ path }) =>
        path !== '/' && path !== '/tmp' && !path.startsWith('/tmp/') && !path.split('/').includes('..'),
    )
    .filter(({ path }, at) => clean.findIndex((other) => other.path === path) === at)
    .slice(0, 6);
}
