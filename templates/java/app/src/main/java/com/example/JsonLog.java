package com.example;

import jakarta.json.Json;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObjectBuilder;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.text.MessageFormat;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;

/**
 * Makes System.Logger, which the framework logs to as well, write one JSON object a line, as collectors of container logs
 * want it. META-INF/services names it. A map as the only parameter becomes fields of the object.
 */
public final class JsonLog extends System.LoggerFinder {
    private static final JsonBuilderFactory JSON = Json.createBuilderFactory(Map.of());

    @Override
    public System.Logger getLogger(String name, Module module) {
        return new Writer(name);
    }

    private record Writer(String name) implements System.Logger {
        @Override
        public String getName() {
            return name;
        }

        @Override
        public boolean isLoggable(Level level) {
            // The framework tells at length how it starts.
            return level.compareTo(name.startsWith("io.helidon") ? Level.WARNING : Level.INFO) >= 0;
        }

        @Override
        public void log(Level level, ResourceBundle bundle, String message, Throwable thrown) {
            if (isLoggable(level)) {
                write(line(level, message).add("error", stackOf(thrown)));
            }
        }

        @Override
        public void log(Level level, ResourceBundle bundle, String format, Object... parameters) {
            if (!isLoggable(level)) {
                return;
            }
            if (parameters == null || parameters.length == 0) {
                write(line(level, format));
            } else if (parameters[0] instanceof Map<?, ?> fields) {
                write(line(level, format).addAll(JSON.createObjectBuilder(plain(fields))));
            } else {
                write(line(level, MessageFormat.format(format, parameters)));
            }
        }

        private JsonObjectBuilder line(Level level, String message) {
            return JSON.createObjectBuilder()
                    .add("time", Instant.now().toString())
                    .add("level", level.name().toLowerCase(Locale.ROOT))
                    .add("msg", message);
        }
    }

    private static void write(JsonObjectBuilder line) {
        System.out.println(line.build());
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> plain(Map<?, ?> fields) {
        return (Map<String, Object>) fields;
    }

    private static String stackOf(Throwable thrown) {
        var text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
