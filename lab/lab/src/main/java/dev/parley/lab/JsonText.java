package dev.parley.lab;

import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a text as JSON, with an error that a person can use. */
final class JsonText {
    private JsonText() {}

    /**
     * The document.
     *
     * @throws IllegalArgumentException that says where it is no JSON
     */
    static JsonNode read(String text) {
        try {
            return JsonMapper.shared().readTree(text);
        } catch (JacksonException e) {
            TokenStreamLocation at = e.getLocation();
            String where =
                    at == null
                            ? "it ends too early"
                            : "see line " + at.getLineNr() + ", column " + at.getColumnNr();
            throw new IllegalArgumentException("this is not JSON: " + where, e);
        }
    }
}
