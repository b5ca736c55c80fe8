package dev.parley.internet.trace;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads the JSON that {@link JsonText} writes: objects, strings, whole numbers and booleans.
 * Arrays, fractions and null are none of that, and refused.
 */
final class JsonReader {
    private static final int MAX_DEPTH = 8;

    private final String text;
    private int at;

    private JsonReader(String text) {
        this.text = text;
    }

    /**
     * Reads one object: values are {@code Map}, {@code String}, {@code Long} and {@code Boolean}.
     *
     * @throws IllegalArgumentException when the text is anything else
     */
    static Map<String, Object> object(String text) {
        JsonReader reader = new JsonReader(text);
        Map<String, Object> object = reader.object(0);
        reader.blanks();
        if (reader.at != text.length()) {
            throw reader.wrong("the end");
        }
        return object;
    }

    private Map<String, Object> object(int depth) {
        if (depth > MAX_DEPTH) {
            throw wrong("fewer objects in each other");
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        expect('{');
        if (next() == '}') {
            at++;
            return fields;
        }
        while (true) {
            String name = string();
            expect(':');
            fields.put(name, value(depth));
            if (next() == '}') {
                at++;
                return fields;
            }
            expect(',');
        }
    }

    private Object value(int depth) {
        char c = next();
        if (c == '{') {
            return object(depth + 1);
        }
        if (c == '"') {
            return string();
        }
        if (c == '-' || (c >= '0' && c <= '9')) {
            return number();
        }
        if (text.startsWith("true", at)) {
            at += 4;
            return true;
        }
        if (text.startsWith("false", at)) {
            at += 5;
            return false;
        }
        throw wrong("a value");
    }

    private long number() {
        int from = at++;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        try {
            return Long.parseLong(text, from, at, 10);
        } catch (NumberFormatException e) {
            throw wrong("a whole number");
        }
    }

    private String string() {
        expect('"');
        StringBuilder string = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return string.toString();
            }
            string.append(c == '\\' ? escaped() : c);
        }
        throw wrong("a closing quote");
    }

    private char escaped() {
        char c = at < text.length() ? text.charAt(at++) : ' ';
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw wrong("an escape");
        };
    }

    private char unicode() {
        if (at + 4 > text.length()) {
            throw wrong("four digits");
        }
        at += 4;
        try {
            return (char) Integer.parseInt(text, at - 4, at, 16);
        } catch (NumberFormatException e) {
            throw wrong("four digits");
        }
    }

    private void expect(char c) {
        if (next() != c) {
            throw wrong("'" + c + "'");
        }
        at++;
    }

    /** The next character that is no blank; a blank at the end. */
    private char next() {
        blanks();
        return at < text.length() ? text.charAt(at) : ' ';
    }

    private void blanks() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private IllegalArgumentException wrong(String expected) {
        return new IllegalArgumentException("expected " + expected + " at character " + (at + 1));
    }
}
