package dev.parley.internet.trace;

import dev.parley.core.TransportAddress;
import dev.parley.internet.PacketImage;
import dev.parley.internet.Protocol;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;

/** Reads a packet back from the fields that {@link EventJson} wrote. */
final class PacketJson {
    private final Map<String, Object> fields;

    private PacketJson(Map<String, Object> fields) {
        this.fields = fields;
    }

    /**
     * Reads {@code owner[name]}.
     *
     * @throws IllegalArgumentException that names the field which is not what it should be
     */
    static PacketImage read(Map<String, Object> owner, String name) {
        return new PacketJson(object(owner, name)).packet();
    }

    private PacketImage packet() {
        Map<String, Object> fragment = object(fields, "fragment");
        Map<String, Object> tcp = object(fields, "tcp");
        Map<String, Object> icmp = object(fields, "icmp");
        return new PacketImage(
                number(fields, "id"),
                number(fields, "parent"),
                protocol(),
                address("source"),
                address("destination"),
                (int) number(fields, "hopLimit"),
                flag(fields, "dontFragment"),
                (int) number(fragment, "id"),
                (int) number(fragment, "offset"),
                flag(fragment, "more"),
                (int) number(fields, "size"),
                HexFormat.of().parseHex(text(fields, "payload")),
                (int) number(tcp, "sequence"),
                (int) number(tcp, "acknowledgment"),
                (int) number(tcp, "flags"),
                (int) number(tcp, "window"),
                (int) number(icmp, "type"),
                (int) number(icmp, "code"),
                (int) number(icmp, "mtu"),
                fields.containsKey("quoted") ? read(fields, "quoted") : null,
                flag(fields, "corrupt"));
    }

    private Protocol protocol() {
        return Protocol.valueOf(text(fields, "protocol").toUpperCase(Locale.ROOT));
    }

    private TransportAddress address(String name) {
        return TransportAddress.parse(text(fields, name));
    }

    static String text(Map<String, Object> fields, String name) {
        if (fields.get(name) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("no text in '" + name + "'");
    }

    /** 0 when it is left out. */
    static long number(Map<String, Object> fields, String name) {
        Object value = fields.getOrDefault(name, 0L);
        if (value instanceof Long number) {
            return number;
        }
        throw new IllegalArgumentException("no number in '" + name + "'");
    }

    private static boolean flag(Map<String, Object> fields, String name) {
        return Boolean.TRUE.equals(fields.get(name));
    }

    /** Empty when it is left out. */
    @SuppressWarnings("unchecked") // JsonReader makes no other maps
    private static Map<String, Object> object(Map<String, Object> fields, String name) {
        Object value = fields.get(name);
        if (value == null) {
            return Map.of();
        }
        if (value instanceof Map<?, ?> object) {
            return (Map<String, Object>) object;
        }
        throw new IllegalArgumentException("no object in '" + name + "'");
    }
}
