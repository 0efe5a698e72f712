/**
 * `java -cp /health Health PORT PATH [VARIABLE]`: exits 0 when the service answers below 500, which a frozen one does not; the
 * variable, where it is set, is the port. A socket and nothing else: HttpClient would load hundreds of classes.
 */
export const healthProgram = `import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;

class Health {
  public static void main(String[] args) throws Exception {
    String set = args.length > 2 ? System.getenv(args[2]) : null;
    int port = Integer.parseInt(set == null || set.isEmpty() ? args[0] : set);
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("localhost", port), 2000);
      socket.setSoTimeout(2000);
      String request = "GET " + args[1] + " HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n";
      socket.getOutputStream().write(request.getBytes("US-ASCII"));
      String line = new BufferedReader(new InputStreamReader(socket.getInputStream())).readLine();
      int status = line == null ? 0 : Integer.parseInt(line.split(" ")[1]);
      System.exit(status >= 200 && status < 500 ? 0 : 1);
    }
  }
}
`;

/** A JVM with as little to start as can be. */
export const healthFlags = [
  '-Xmx16m',
  '-XX:+UseSerialGC',
  '-XX:TieredStopAtLevel=1',
  '-XX:-UsePerfData',
] as const;
