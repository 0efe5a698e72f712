package com.example;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.time.Duration;

/** An HTTP server, a virtual thread a request, that stops without cutting one off. */
record Service(WebServer server) {
    // What happens between the signal to stop and the end; orchestrators kill after 10 s (Docker) or 30 s (Kubernetes).
    /** For requests that are still on their way: load balancers learn late that we stop. */
    private static final Duration LINGER = Duration.ofMillis(500);
    /** How long open requests may take after that. */
    static final Duration DRAIN = Duration.ofSeconds(8);

    /** On a free port for 0. */
    static Service start(int port, HttpRouting.Builder routes) {
        var server = WebServer.builder()
                .port(port)
                .routing(routes)
                .shutdownGracePeriod(DRAIN)
                .shutdownHook(false) // the order of things at the end is Main's
                .build();
        return new Service(server.start());
    }

    int port() {
        return server.port();
    }

    /** Returns whether every open request was finished. */
    boolean stop() {
        try {
            Thread.sleep(LINGER);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        long started = System.nanoTime();
        server.stop();
        return System.nanoTime() - started < DRAIN.toNanos();
    }
}
