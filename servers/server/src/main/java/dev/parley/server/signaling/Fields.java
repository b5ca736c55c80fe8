package dev.parley.server.signaling;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads the fields of one JSON object and remembers the first that is not as it should be. A field
 * that is null counts as absent.
 */
final class Fields {
    private final JsonNode object;
    private @Nullable String problem;

    Fields(JsonNode object) {
        this.object = object;
    }

    /** What is wrong, or null when all that was read is well. */
    @Nullable String problem() {
        return problem;
    }

    /** A string that has to be there; empty when it is not. */
    String text(String name, int most) {
        String value = optionalText(name, most);
        if (value == null) {
            wrong("The field " + name + " is missing.");
            return "";
        }
        return value;
    }

    @Nullable String optionalText(String name, int most) {
        JsonNode value = object.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isString() || value.stringValue().length() > most) {
            wrong("The field " + name + " is a string of at most " + most + " characters.");
            return "";
        }
        return value.stringValue();
    }

    /** False when it is not there. */
    boolean flag(String name) {
        JsonNode value = object.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return false;
        }
        if (!value.isBoolean()) {
            wrong("The field " + name + " is true or false.");
            return false;
        }
        return value.booleanValue();
    }

    @Nullable Long optionalNumber(String name, long least, long most) {
        JsonNode value = object.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < least
                || value.longValue() > most) {
            wrong("The field " + name + " is a whole number from " + least + " to " + most + ".");
            return null;
        }
        return value.longValue();
    }

    /** The fields of an object inside, or null when it is not there. */
    @Nullable Fields optionalObject(String name) {
        JsonNode value = object.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isObject()) {
            wrong("The field " + name + " is an object.");
            return null;
        }
        return new Fields(value);
    }

    /** Takes over what was wrong inside. */
    void including(Fields inner) {
        if (inner.problem != null) {
            wrong(inner.problem);
        }
    }

    void wrong(String what) {
        if (problem == null) {
            problem = what;
        }
    }
}
