package dev.parley.lab;

import dev.parley.core.IpAddress;
import dev.parley.core.IpPrefix;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads the fields of one JSON object that a person may have written. Fields that are absent or
 * null take their default; what is wrong is said with its place, such as {@code
 * sites[0].gateway.nat}.
 */
public final class JsonObjectReader {
    private final String path;
    private final JsonNode object;
    private final Set<String> asked = new HashSet<>();

    /**
     * @param path where the object stands, empty for the document itself
     * @throws IllegalArgumentException when it is no object
     */
    public JsonObjectReader(String path, JsonNode object) {
        this.path = path;
        this.object = object;
        if (!object.isObject()) {
            throw wrong(path.isEmpty() ? "the document" : path, "an object { } is wanted");
        }
    }

    private static IllegalArgumentException wrong(String path, String what) {
        return new IllegalArgumentException(path + ": " + what);
    }

    private String pathOf(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private @Nullable JsonNode find(String name) {
        asked.add(name);
        JsonNode value = object.path(name);
        return value.isMissingNode() || value.isNull() ? null : value;
    }

    public boolean has(String name) {
        return find(name) != null;
    }

    /** Fields that nobody asked for are mistakes. */
    public void refuseOthers() {
        for (String name : object.propertyNames()) {
            if (!asked.contains(name)) {
                throw wrong(pathOf(name), "there is no such field");
            }
        }
    }

    public String text(String name) {
        String text = optionalText(name);
        if (text == null) {
            throw wrong(pathOf(name), "is missing");
        }
        return text;
    }

    public @Nullable String optionalText(String name) {
        JsonNode value = find(name);
        if (value == null) {
            return null;
        }
        if (!value.isString() || value.stringValue().length() > 4096) {
            throw wrong(pathOf(name), "a text is wanted");
        }
        return value.stringValue();
    }

    public boolean flag(String name, boolean otherwise) {
        JsonNode value = find(name);
        if (value == null) {
            return otherwise;
        }
        if (!value.isBoolean()) {
            throw wrong(pathOf(name), "true or false is wanted");
        }
        return value.booleanValue();
    }

    public long number(String name, long otherwise, long least, long most) {
        JsonNode value = find(name);
        return value == null ? otherwise : number(pathOf(name), value, least, most);
    }

    private static long number(String path, JsonNode value, long least, long most) {
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < least
                || value.longValue() > most) {
            throw wrong(path, "a whole number from " + least + " to " + most + " is wanted");
        }
        return value.longValue();
    }

    /** A share of a whole, 0 to 1. */
    public double share(String name, double otherwise) {
        JsonNode value = find(name);
        return value == null ? otherwise : share(pathOf(name), value);
    }

    private static double share(String path, JsonNode value) {
        if (!value.isNumber() || !(value.doubleValue() >= 0 && value.doubleValue() <= 1)) {
            throw wrong(path, "a share from 0 to 1 is wanted");
        }
        return value.doubleValue();
    }

    /** Milliseconds, with up to six digits behind the point, as nanoseconds; a minute at most. */
    public long millis(String name, long otherwiseNanos) {
        JsonNode value = find(name);
        if (value == null) {
            return otherwiseNanos;
        }
        BigDecimal most = BigDecimal.valueOf(60_000);
        if (!value.isNumber()
                || value.decimalValue().signum() < 0
                || value.decimalValue().compareTo(most) > 0) {
            throw wrong(pathOf(name), "milliseconds from 0 to 60000 are wanted");
        }
        return value.decimalValue().movePointRight(6).longValue();
    }

    /** One of an enum; {@code endpoint-independent} is ENDPOINT_INDEPENDENT. */
    public <T extends Enum<T>> T choice(String name, Class<T> type, T otherwise) {
        String text = optionalText(name);
        if (text == null) {
            return otherwise;
        }
        List<String> known = new ArrayList<>();
        for (T constant : type.getEnumConstants()) {
            String word = word(constant);
            if (word.equals(text.toLowerCase(Locale.ROOT).replace('_', '-'))) {
                return constant;
            }
            known.add(word);
        }
        throw wrong(pathOf(name), "\"" + text + "\" is none of " + String.join(", ", known));
    }

    /** The word that stands for a constant. */
    public static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A value with a text form, such as an address. */
    public <T> @Nullable T parsed(String name, Function<String, T> parser) {
        String text = optionalText(name);
        return text == null ? null : parse(pathOf(name), text, parser);
    }

    public List<IpAddress> addresses(String name) {
        return parsedList(name, IpAddress::parse);
    }

    public List<IpPrefix> blocks(String name) {
        return parsedList(name, IpPrefix::parse);
    }

    private <T> List<T> parsedList(String name, Function<String, T> parser) {
        List<T> values = new ArrayList<>();
        for (JsonNode item : list(name)) {
            String at = pathOf(name) + "[" + values.size() + "]";
            if (!item.isString()) {
                throw wrong(at, "a text is wanted");
            }
            values.add(parse(at, item.stringValue(), parser));
        }
        return values;
    }

    private static <T> T parse(String path, String text, Function<String, T> parser) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(path + ": " + e.getMessage(), e);
        }
    }

    /** Whole numbers; null when the field is absent. */
    public @Nullable List<Integer> numbers(String name, int least, int most) {
        if (!has(name)) {
            return null;
        }
        List<Integer> values = new ArrayList<>();
        for (JsonNode item : list(name)) {
            String at = pathOf(name) + "[" + values.size() + "]";
            values.add((int) number(at, item, least, most));
        }
        return values;
    }

    /** The objects of a list; none when the field is absent. */
    public List<JsonObjectReader> objects(String name) {
        List<JsonObjectReader> values = new ArrayList<>();
        for (JsonNode item : list(name)) {
            values.add(new JsonObjectReader(pathOf(name) + "[" + values.size() + "]", item));
        }
        return values;
    }

    private List<JsonNode> list(String name) {
        JsonNode value = find(name);
        if (value == null) {
            return List.of();
        }
        if (!value.isArray()) {
            throw wrong(pathOf(name), "a list [ ] is wanted");
        }
        List<JsonNode> items = new ArrayList<>();
        value.forEach(items::add);
        return items;
    }

    /** An object inside; null when the field is absent. */
    public @Nullable JsonObjectReader object(String name) {
        JsonNode value = find(name);
        return value == null ? null : new JsonObjectReader(pathOf(name), value);
    }

    /** A number where others write an object; null when it is none. */
    public @Nullable Double shareOrNull(String name) {
        JsonNode value = find(name);
        return value == null || !value.isNumber() ? null : share(pathOf(name), value);
    }

    /** A mistake at a field of this object. */
    public IllegalArgumentException mistake(String name, String what) {
        return wrong(pathOf(name), what);
    }
}
