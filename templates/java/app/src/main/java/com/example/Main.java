package com.example;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/** A small web service: it answers, says whether it is healthy, and stops when it is told to. */
final class Main {
    private Main() {}

    public static void main(String[] args) {
        try {
            run(args.length == 0 ? "serve" : args[0], Settings.fromEnvironment());
        } catch (Exception failure) {
            var error = Objects.requireNonNullElse(failure.getMessage(), failure.toString());
            System.getLogger("main").log(ERROR, "failed", Map.of("error", error));
            System.exit(1);
        }
    }

    private static void run(String command, Settings settings) throws IOException {
        switch (command) {
            case "serve" -> serve(settings);
            case "healthcheck" -> HealthCheck.run(settings.port(), HealthCheck.TIMEOUT);
            case "version" -> System.out.println(settings.build());
            case "warmup" -> warmup(settings);
            default -> throw new IllegalArgumentException("unknown command \"" + command + "\": there is healthcheck and version");
        }
    }

    /** Answers requests until SIGTERM or SIGINT, then finishes the open ones. */
    private static void serve(Settings settings) {
        var log = System.getLogger("main");
        var service = Service.start(settings.port(), Routes.of(settings));
        // The JVM runs this on both signals.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            log.log(INFO, "stopping");
            boolean finished = service.stop();
            if (finished) {
                log.log(INFO, "stopped");
            } else {
                log.log(ERROR, "failed", Map.of("error", "requests were still open after " + Service.DRAIN.toSeconds() + " s"));
            }
            // Or else the exit code is 143, as if the signal had killed it.
            Runtime.getRuntime().halt(finished ? 0 : 1);
        }));
        log.log(INFO, "listening", Map.of("port", service.port(), "version", settings.version(), "commit", settings.commit()));
    }

    /** Does what every start does, and ends: the build archives the classes that this loads. */
    private static void warmup(Settings settings) throws IOException {
        var service = Service.start(0, Routes.of(settings));
        // A busy build machine may take its time.
        HealthCheck.run(service.port(), Duration.ofMinutes(1));
        service.stop();
    }
}
