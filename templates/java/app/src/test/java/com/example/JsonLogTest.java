package com.example;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JsonLogTest {
    @Test
    void everyLineIsAnObject() {
        var log = System.getLogger("test");
        var lines = linesOf(() -> {
            log.log(INFO, "with \"quotes\"\nand {0}, as it is");
            log.log(WARNING, "{0} of {1}", "two", 3);
            log.log(INFO, "fields", Map.of("port", 8080, "path", "/"));
            log.log(ERROR, "failed", new IllegalStateException("why"));
            log.log(DEBUG, "not shown");
        });
        assertEquals(4, lines.size());
        assertEquals(Set.of("time", "level", "msg", "port", "path"), lines.get(2).keySet());
        assertEquals("with \"quotes\"\nand {0}, as it is", lines.get(0).getString("msg"));
        assertEquals("two of 3", lines.get(1).getString("msg"));
        assertEquals("warning", lines.get(1).getString("level"));
        assertEquals(8080, lines.get(2).getInt("port"));
        assertTrue(lines.get(3).getString("error").startsWith("java.lang.IllegalStateException: why"));
    }

    private static List<JsonObject> linesOf(Runnable logging) {
        var out = System.out;
        var bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes));
        try {
            logging.run();
        } finally {
            System.setOut(out);
        }
        return bytes.toString().lines().map(line -> Json.createReader(new StringReader(line)).readObject()).toList();
    }
}
