/** What the health program speaks and where it looks for the port. */
export type HealthWords = {
  readonly protocol: 'http' | 'grpc' | 'tcp';
  /** The variable that moves the service to another port; absent: nothing does. */
  readonly env?: string;
};

/**
 * `healthcheck PORT PATH`: exits 0 when the service answers below 500, which a frozen one does not. Standard library, one dial.
 * A server of gRPC sends the first frame of HTTP/2 by itself; one that speaks neither is only dialled.
 */
export function healthProgram({ protocol, env }: HealthWords): string {
  const imports = ['bufio', 'fmt', 'io', 'net', 'os', 'strings', 'time'].filter((name) =>
    isUsed(name, protocol, env),
  );
  return [
    'package main',
    '',
    'import (',
    ...imports.map((name) => `\t"${name}"`),
    ')',
    '',
    'func main() {',
    '\tport := os.Args[1]',
    ...(env === undefined
      ? []
      : [
          `\tif set := os.Getenv("${env}"); set != "" {`,
          '\t\tport = set[strings.LastIndex(set, ":")+1:]',
          '\t}',
        ]),
    '\tconn, err := net.DialTimeout("tcp", net.JoinHostPort("localhost", port), 2*time.Second)',
    '\tif err != nil {',
    '\t\tos.Exit(1)',
    '\t}',
    '\tconn.SetDeadline(time.Now().Add(2 * time.Second))',
    ...questions[protocol],
    '}',
    '',
  ].join('\n');
}

const questions = {
  http: [
    '\tfmt.Fprintf(conn, "GET %s HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n", os.Args[2])',
    "\tline, _ := bufio.NewReader(conn).ReadString('\\n')",
    '\tstatus := 0',
    '\tfmt.Sscanf(line, "HTTP/1.%d %d", new(int), &status)',
    '\tif status < 200 || status >= 500 {',
    '\t\tos.Exit(1)',
    '\t}',
  ],
  grpc: [
    '\t// The preface of HTTP/2 and empty settings; a server answers with its own (RFC 9113, section 3.4).',
    '\tfmt.Fprint(conn, "PRI * HTTP/2.0\\r\\n\\r\\nSM\\r\\n\\r\\n\\x00\\x00\\x00\\x04\\x00\\x00\\x00\\x00\\x00")',
    '\tif _, err := io.ReadFull(conn, make([]byte, 9)); err != nil {',
    '\t\tos.Exit(1)',
    '\t}',
  ],
  tcp: ['\tconn.Close()'],
} as const;

function isUsed(name: string, protocol: HealthWords['protocol'], env: string | undefined): boolean {
  if (name === 'bufio') return protocol === 'http';
  if (name === 'fmt') return protocol !== 'tcp';
  if (name === 'io') return protocol === 'grpc';
  return name !== 'strings' || env !== undefined;
}
