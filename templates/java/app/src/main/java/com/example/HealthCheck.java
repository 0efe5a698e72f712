package com.example;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/** Asks the running service whether it is healthy: the image's HEALTHCHECK, as there is no shell and no curl in it. */
final class HealthCheck {
    /** Shorter than that of the Dockerfile's HEALTHCHECK. */
    static final Duration TIMEOUT = Duration.ofSeconds(2);

    private HealthCheck() {}

    /** Just enough HTTP to read one status line, as an HTTP client takes longer to load than the service to answer. */
    static void run(int port, Duration timeout) throws IOException {
        int ms = (int) timeout.toMillis();
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), ms);
            socket.setSoTimeout(ms);
            socket.getOutputStream().write("GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".getBytes());
            var status = new BufferedReader(new InputStreamReader(socket.getInputStream())).readLine();
            if (status == null || !status.startsWith("HTTP/1.1 200 ")) {
                throw new IOException("unhealthy: " + status);
            }
        }
    }
}
