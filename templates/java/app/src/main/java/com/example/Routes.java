package com.example;

import static java.lang.System.Logger.Level.INFO;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import jakarta.json.Json;
import jakarta.json.JsonBuilderFactory;
import java.time.Duration;
import java.util.Map;

/** What the service answers. */
final class Routes {
    private static final System.Logger LOG = System.getLogger("request");
    private static final JsonBuilderFactory JSON = Json.createBuilderFactory(Map.of());

    private Routes() {}

    static HttpRouting.Builder of(Settings settings) {
        var root = JSON.createObjectBuilder().add("service", Settings.SERVICE_NAME).add("version", settings.version()).build();
        var healthy = JSON.createObjectBuilder().add("status", "ok").build();
        return HttpRouting.builder()
                .addFilter(Routes::log)
                .get("/", (request, response) -> response.send(root))
                .get("/healthz", (request, response) -> response.send(healthy))
                .any("/", Routes::refuse)
                .any("/healthz", Routes::refuse);
    }

    private static void refuse(ServerRequest request, ServerResponse response) {
        response.status(Status.METHOD_NOT_ALLOWED_405).header(HeaderNames.ALLOW, "GET").send();
    }

    /** One line a request. Health checks would drown the rest, so they are left out. */
    private static void log(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        long started = System.nanoTime();
        chain.proceed();
        var path = request.path().path();
        if (!path.equals("/healthz")) {
            LOG.log(INFO, "request", Map.of(
                    "method", request.prologue().method().text(),
                    "path", path,
                    "status", response.status().code(),
                    "ms", Duration.ofNanos(System.nanoTime() - started).toMillis()));
        }
    }
}
