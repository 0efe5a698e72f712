import type { Fact, Need } from '../../detect/types.ts';
import type { Paths } from './paths.ts';
import type { Line } from './tomcat.ts';

/** How it is started. */
export type Launch =
  /** A Spring Boot file that its own tool takes apart, by layers. */
  | { readonly kind: 'layers'; readonly tool: 'tools' | 'layertools'; readonly launcher: string }
  /** A file that holds everything. */
  | { readonly kind: 'file'; readonly extension: 'jar' | 'war' }
  /** In a Tomcat, at a path that begins with a slash; at `/`, also below another where developers know it. */
  | { readonly kind: 'war'; readonly line: Line; readonly path: string; readonly also?: string }
  /** Quarkus makes a directory. */
  | { readonly kind: 'quarkus' }
  /** `jar`: of its own jar instead of the directory of classes, for what its manifest says. */
  | { readonly kind: 'classes'; readonly main: string; readonly jar: boolean };

/** What is known of an application, whatever builds it. */
export type App = {
  readonly dir: string;
  readonly context: string;
  readonly launch: Launch;
  readonly server: boolean;
  /** Of a server. */
  readonly port: Fact | undefined;
  /** The variable that moves the port. */
  readonly portEnv: string | undefined;
  /** It must be set: the program has no port of its own. */
  readonly portSet: boolean;
  readonly health: Fact | undefined;
  /** Variables that the image sets. */
  readonly env: Readonly<Record<string, string>>;
  /** Flags of the JVM. */
  readonly flags: readonly string[];
  /** Arguments that belong to the program: `run Verticle`. */
  readonly args: readonly string[];
  /** Those that `docker run IMAGE args` replaces. */
  readonly command: readonly string[] | undefined;
  readonly paths: Paths;
  /** It compiles Java itself, which takes a JDK. */
  readonly compiler: boolean;
  readonly apt: readonly string[];
  readonly needs: readonly Need[];
  readonly notes: readonly string[];
};
