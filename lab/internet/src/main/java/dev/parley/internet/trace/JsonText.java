package dev.parley.internet.trace;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** JSON (RFC 8259) while it is written: objects in objects, fields in the order of the calls. */
final class JsonText {
    private static final HexFormat HEX = HexFormat.of();

    private final StringBuilder text = new StringBuilder(512);
    private boolean first = true;

    JsonText begin() {
        text.append('{');
        first = true;
        return this;
    }

    /** An object as the value of a field. */
    JsonText begin(String name) {
        return name(name).begin();
    }

    JsonText end() {
        text.append('}');
        first = false;
        return this;
    }

    JsonText field(String name, long value) {
        name(name).text.append(value);
        return this;
    }

    JsonText field(String name, boolean value) {
        name(name).text.append(value);
        return this;
    }

    JsonText field(String name, String value) {
        name(name).quoted(value);
        return this;
    }

    /** Left out when null; an address as it is written. */
    JsonText optional(String name, @Nullable Object value) {
        return value == null ? this : field(name, value.toString());
    }

    JsonText hex(String name, byte[] value) {
        name(name).text.append('"').append(HEX.formatHex(value)).append('"');
        return this;
    }

    /** The text so far, and a fresh beginning. */
    String take() {
        String taken = text.toString();
        text.setLength(0);
        return taken;
    }

    private JsonText name(String name) {
        if (!first) {
            text.append(',');
        }
        first = false;
        quoted(name);
        text.append(':');
        return this;
    }

    private void quoted(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < 0x20 || Character.isSurrogate(c)) {
                text.append("\\u").append(HEX.toHexDigits(c));
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }
}
