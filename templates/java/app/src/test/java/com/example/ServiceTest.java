package com.example;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceTest {
    private static final Settings SETTINGS = new Settings(0, "1.2.3", "abc", "today");

    @ParameterizedTest
    @CsvSource({
        "GET, /, 200, '\"version\":\"1.2.3\"'",
        "GET, /healthz, 200, '\"status\":\"ok\"'",
        "GET, /nope, 404, ''",
        "POST, /, 405, ''",
        "POST, /healthz, 405, ''",
    })
    void routes(String method, String path, int status, String part) throws Exception {
        var service = Service.start(0, Routes.of(SETTINGS));
        try (var client = HttpClient.newHttpClient()) {
            var uri = URI.create("http://127.0.0.1:" + service.port() + path);
            var request = HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.noBody()).build();
            var response = client.send(request, BodyHandlers.ofString());
            assertEquals(status, response.statusCode());
            assertTrue(response.body().contains(part), response.body());
            assertEquals(status == 405 ? "GET" : "", response.headers().firstValue("Allow").orElse(""));
        } finally {
            service.stop();
        }
    }

    @Test
    void healthCheckPassesAHealthyServiceOnly() throws IOException {
        var healthy = Service.start(0, Routes.of(SETTINGS));
        assertDoesNotThrow(() -> HealthCheck.run(healthy.port(), Duration.ofMinutes(1)));
        healthy.stop();
        var broken = Service.start(0, HttpRouting.builder()
                .get("/healthz", (request, response) -> response.status(Status.SERVICE_UNAVAILABLE_503).send()));
        int port = broken.port();
        assertThrows(IOException.class, () -> HealthCheck.run(port, HealthCheck.TIMEOUT));
        broken.stop();
        assertThrows(IOException.class, () -> HealthCheck.run(port, HealthCheck.TIMEOUT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "65535"})
    void portIsTaken(String text) {
        assertEquals(Integer.parseInt(text), Settings.parsePort(text));
    }

    @Test
    void portHasADefault() {
        assertEquals(Settings.DEFAULT_PORT, Settings.parsePort(""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "65536", "-1", "+80", "http", "1e3", " 80", "80 ", "080"})
    void portIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> Settings.parsePort(text));
    }

    /**
     * A request that is open when the signal to stop comes is answered, and one that is still arriving too; a client that
     * says nothing is not waited for.
     */
    @Test
    void stopFinishesOpenRequests() throws Exception {
        var started = new CountDownLatch(1);
        var finish = new CountDownLatch(1);
        var service = Service.start(0, HttpRouting.builder()
                .get("/", (request, response) -> response.send("quick"))
                .get("/slow", (request, response) -> {
                    started.countDown();
                    finish.await();
                    response.send("slow");
                }));
        try (var open = new Socket("127.0.0.1", service.port());
                var arriving = new Socket("127.0.0.1", service.port());
                var silent = new Socket("127.0.0.1", service.port())) {
            send(open, "GET /slow HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
            started.await();
            send(arriving, "GET / HTTP/1.1\r\n");
            var stopped = CompletableFuture.supplyAsync(service::stop);
            send(arriving, "Host: test\r\nConnection: close\r\n\r\n");
            assertTrue(answerTo(arriving).endsWith("quick"));
            // The server must be closing by now.
            while (accepts(service.port())) {
                Thread.sleep(20);
            }
            finish.countDown();
            assertTrue(answerTo(open).endsWith("slow"));
            assertTrue(stopped.join());
        }
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes());
    }

    private static String answerTo(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes());
    }

    private static boolean accepts(int port) {
        try (var socket = new Socket("127.0.0.1", port)) {
            return true;
        } catch (IOException refused) {
            return false;
        }
    }
}
