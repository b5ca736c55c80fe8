package dev.parley.server.admin;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What stands behind the question mark of a request. */
final class Query {
    private final Map<String, String> values = new LinkedHashMap<>();

    /**
     * Reads it.
     *
     * @param known the names that mean something
     * @throws BadRequestException when there is another one, or one twice
     */
    static Query of(String text, String... known) throws BadRequestException {
        Set<String> names = Set.of(known);
        Query query = new Query();
        for (String part : text.split("&", -1)) {
            if (part.isEmpty()) {
                continue;
            }
            int equals = part.indexOf('=');
            String name = decoded(equals < 0 ? part : part.substring(0, equals));
            if (!names.contains(name)) {
                throw new BadRequestException(
                        names.isEmpty()
                                ? "Nothing is asked for behind the question mark here."
                                : "Known behind the question mark are: "
                                        + String.join(", ", known)
                                        + ".");
            }
            String value = equals < 0 ? "" : decoded(part.substring(equals + 1));
            if (query.values.put(name, value) != null) {
                throw new BadRequestException(name + " may be given once only.");
            }
        }
        return query;
    }

    @Nullable String text(String name) {
        return values.get(name);
    }

    /** A whole number, or what it is without. */
    long number(String name, long min, long max, long otherwise) throws BadRequestException {
        String text = values.get(name);
        if (text == null) {
            return otherwise;
        }
        return number(name, text, min, max);
    }

    static long number(String name, String text, long min, long max) throws BadRequestException {
        try {
            long number = Long.parseLong(text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new BadRequestException(wants(name, min, max), e);
        }
        throw new BadRequestException(wants(name, min, max));
    }

    private static String wants(String name, long min, long max) {
        return max == Long.MAX_VALUE
                ? name + " wants a number from " + min + " on."
                : name + " wants a number from " + min + " to " + max + ".";
    }

    private static String decoded(String text) throws BadRequestException {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new BadRequestException("What stands behind the question mark is damaged.", e);
        }
    }
}
