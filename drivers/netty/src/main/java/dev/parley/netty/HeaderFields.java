package dev.parley.netty;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The header fields of one HTTP message, in their order; names are compared without case. */
public record HeaderFields(List<Map.Entry<String, String>> entries) {
    public static final HeaderFields EMPTY = new HeaderFields(List.of());

    public HeaderFields {
        entries = List.copyOf(entries);
    }

    /** The first value of this name, or null. */
    public @Nullable String first(String name) {
        for (Map.Entry<String, String> entry : entries) {
            if (entry.getKey().equalsIgnoreCase(name)) {
                return entry.getValue();
            }
        }
        return null;
    }

    /** Every value of this name, in order. */
    public List<String> all(String name) {
        List<String> values = new ArrayList<>();
        for (Map.Entry<String, String> entry : entries) {
            if (entry.getKey().equalsIgnoreCase(name)) {
                values.add(entry.getValue());
            }
        }
        return values;
    }

    /** These fields and one more. */
    public HeaderFields and(String name, String value) {
        List<Map.Entry<String, String>> more = new ArrayList<>(entries);
        more.add(Map.entry(name, value));
        return new HeaderFields(more);
    }
}
