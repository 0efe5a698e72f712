import { around, findAll, findFirst, type Found } from './lines.ts';
import type { Program } from './program.ts';

/** How a program serves. */
export type Listens = {
  readonly by: Found;
  /** `grpc`: HTTP/2 and no other; `tcp`: some protocol of its own. */
  readonly protocol: 'http' | 'grpc' | 'tcp';
  /** What is imported for it: `gin`, `net/http`. */
  readonly framework: string;
};

/** What servers are made with; the first that is imported names the framework. https://pkg.go.dev */
const frameworks: readonly (readonly [RegExp, string])[] = [
  [/^github\.com\/gin-gonic\/gin$/, 'gin'],
  [/^github\.com\/labstack\/echo(?:\/v\d+)?$/, 'echo'],
  [/^github\.com\/gofiber\/fiber(?:\/v\d+)?$/, 'fiber'],
  [/^github\.com\/go-chi\/chi(?:\/v\d+)?$/, 'chi'],
  [/^github\.com\/gorilla\/mux$/, 'gorilla/mux'],
  [/^github\.com\/julienschmidt\/httprouter$/, 'httprouter'],
  [/^github\.com\/(?:beego|astaxie)\/beego/, 'beego'],
  [/^github\.com\/kataras\/iris/, 'iris'],
  [/^github\.com\/cloudwego\/hertz/, 'hertz'],
  [/^github\.com\/go-martini\/martini$/, 'martini'],
  [/^github\.com\/(?:urfave|codegangsta)\/negroni/, 'negroni'],
  [/^github\.com\/gobuffalo\/buffalo$/, 'buffalo'],
  [/^github\.com\/revel\/revel$/, 'revel'],
  [/^github\.com\/emicklei\/go-restful/, 'go-restful'],
  [/^github\.com\/go-kratos\/kratos/, 'kratos'],
  [/^github\.com\/zeromicro\/go-zero/, 'go-zero'],
  [/^github\.com\/gogf\/gf/, 'gf'],
  [/^github\.com\/danielgtaylor\/huma/, 'huma'],
  [/^github\.com\/go-fuego\/fuego$/, 'fuego'],
  [/^google\.golang\.org\/appengine(?:\/v2)?$/, 'appengine'],
  [/^github\.com\/pocketbase\/pocketbase$/, 'pocketbase'],
  [/^github\.com\/GoogleCloudPlatform\/functions-framework-go\//, 'functions-framework'],
  [/^gofr\.dev\//, 'gofr'],
  [/^goji\.io|^github\.com\/zenazn\/goji/, 'goji'],
  [/^connectrpc\.com\/connect$/, 'connect'],
  [/^github\.com\/valyala\/fasthttp$/, 'fasthttp'],
  [/^google\.golang\.org\/grpc$/, 'grpc'],
];
/** They run the loop themselves, whatever the call is named. */
const whole = new Set([
  'beego',
  'revel',
  'pocketbase',
  'functions-framework',
  'gofr',
  'buffalo',
  'go-zero',
  'kratos',
  'goji',
  'appengine',
]);

/** More programs ask with these than serve; where one serves, that is told by a server of its own or of net/http. */
const asks = new Set(['fasthttp', 'connect']);

const http =
  /\bListenAndServe(?:TLS)?\(|\bhttp\.Serve(?:TLS)?\(|\bhttp\.Server\{|\bfasthttp\.(?:ListenAndServe|Serve\w*\(|Server\{)|\bmanners\.\w+|\bautotls\.Run\(|\.ServeHTTP\(nil|\bgraceful\.Run\(|\bfuncframework\.Start|\bhttp_?server\.New\w*\(|\bweb\.ListenMultiple\(/g;
/** Of the frameworks, whose receiver may have any name. */
const run = /\.(?:Run|RunTLS|Start|StartTLS|StartServer|Listen|ListenTLS|Serve|Spin|Execute)\(/g;
const raw = /\bnet\.Listen(?:TCP|Packet|UDP)?\(|\btls\.Listen\(|\.Listen\(ctx/g;

/** Does the program listen for requests? The evidence; undefined for a command line. */
export function readListens(program: Program): Listens | undefined {
  const framework = frameworkOf(program);
  const grpc = findFirst(program, /\bgrpc\.NewServer\(|\bxds\.NewGRPCServer\(/);
  const plain = findServers(program);
  const [byHttp] = plain.toSorted((a, b) => program.distance(a.file) - program.distance(b.file));
  if (framework !== undefined && framework !== 'grpc') {
    const runs = asks.has(framework) ? [] : findAll(program.files, run);
    const byRun = runs.find(
      ({ file, match }) =>
        file.imports.some((path) => isOf(path, framework)) ||
        // Its engine comes from another package of the program.
        (program.distance(file) <= 1 &&
          /^\.\w+\(\s*(?:"[\w.]*:|\)|fmt\.Sprintf\(|os\.Getenv|[\w.]*(?:[aA]ddr|[pP]ort|[cC]onfig|[cC]onf|[cC]fg))/.test(
            file.code.slice(match.index, match.index + 80),
          )),
    );
    const by = byHttp ?? byRun ?? (whole.has(framework) ? findFirst(program, /func main\(/) : undefined);
    if (by) return { by, protocol: 'http', framework };
  }
  if (byHttp)
    return {
      by: byHttp,
      protocol: 'http',
      framework: framework === 'grpc' ? 'net/http' : (framework ?? 'net/http'),
    };
  if (grpc) return { by: grpc, protocol: 'grpc', framework: 'grpc' };
  const byRaw = findAll(program.files, raw).find(
    ({ file, match }) =>
      program.distance(file) <= 1 &&
      !isBeside(file.path, '') &&
      !/"unix"|:0"/.test(file.code.slice(match.index, match.index + 60)),
  );
  return byRaw && { by: byRaw, protocol: 'tcp', framework: 'net' };
}

/** Without what a program has beside its purpose: profiles, metrics, the answer to a log-in in the browser. */
function findServers({ files, distance }: Program): readonly Found[] {
  const all = findAll(files, http).map((found) => ({
    ...found,
    beside: isBeside(found.file.path, near(found)),
  }));
  return all.filter((found) => {
    // What is waited for in the main package is the purpose, whatever it shows.
    if (found.beside) return distance(found.file) === 0 && isExporter(found);
    const literals = all.filter(({ file, match }) => file === found.file && match[0] === 'http.Server{');
    const starts =
      /^ListenAndServe(?:TLS)?\($/.test(found.match[0]) && found.file.code[found.match.index - 1] === '.';
    const own = !/\bhttp\.$/.test(found.file.code.slice(0, found.match.index));
    return !(starts && own && literals.length > 0 && literals.every(({ beside }) => beside));
  });
}

/** The address of an http.Server stands below its name. */
function near({ file, line, match }: Found): string {
  return file.code
    .split('\n')
    .slice(line - 1, match[0].endsWith('{') ? line + 1 : line)
    .join(' ');
}

/** It shows metrics, and does nothing else meanwhile. */
function isExporter(found: Found): boolean {
  const code = `${found.file.path} ${around(found, 6, 0)}`;
  return (
    found.file.imports.some((path) => path.endsWith('/promhttp')) &&
    !/pprof|debug|profil|oauth|callback|\bgo (?:func\b|[\w.]+\()/i.test(code)
  );
}

function frameworkOf({ imports }: Program): string | undefined {
  return frameworks.find(([pattern]) => [...imports.keys()].some((path) => pattern.test(path)))?.[1];
}

function isOf(path: string, framework: string): boolean {
  return frameworks.some(([pattern, name]) => name === framework && pattern.test(path));
}

function isBeside(path: string, line: string): boolean {
  if (/(?:^|\/)(?:integration|testutils?|testing|mocks?|metrics|pprof|logg(?:er|ing))\//.test(path))
    return true;
  return /pprof|debug|profil|oauth|callback|6060|prom(?:Addr|etheus)|metrics?(?:Addr|Port|Listen)/i.test(
    `${path.replace(/^.*\//, '')} ${line}`,
  );
}
