package dev.parley.server.admin;

import dev.parley.netty.HttpResponse;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Writes answers: JSON, never kept by anybody. */
final class Answers {
    private Answers() {}

    static ObjectNode object() {
        return JsonMapper.shared().createObjectNode();
    }

    static HttpResponse json(int status, JsonNode json) {
        return HttpResponse.of(
                        status,
                        "application/json",
                        (json.toString() + "\n").getBytes(StandardCharsets.UTF_8))
                .with("Cache-Control", "no-store")
                .with("X-Content-Type-Options", "nosniff");
    }

    /** {@code {"error": words}}. */
    static HttpResponse error(int status, String words) {
        return json(status, object().put("error", words));
    }
}
