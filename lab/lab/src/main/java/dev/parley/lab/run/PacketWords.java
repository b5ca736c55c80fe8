package dev.parley.lab.run;

import dev.parley.internet.PacketImage;
import dev.parley.internet.Protocol;
import dev.parley.internet.TcpFlags;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a packet is, in words for people: {@code STUN Binding request}, {@code TCP SYN}, {@code
 * "hello"}.
 */
public final class PacketWords {
    private static final int LONGEST_QUOTE = 60;
    private static final int SIGNALING_PORT = 443;
    private static final int CHANNEL_BITS = 0x40;

    private final StunWords stun = new StunWords();

    /** A few words. */
    public String label(PacketImage packet) {
        if (packet.fragmentOffset() > 0) {
            return "fragment from byte " + packet.fragmentOffset();
        }
        String whole =
                switch (packet.protocol()) {
                    case UDP -> udp(packet);
                    case TCP -> tcp(packet);
                    case ICMP -> icmp(packet);
                };
        return packet.moreFragments() ? whole + ", first fragment" : whole;
    }

    /** What else is in it, a line for each: the attributes of a STUN message, the flags of TCP. */
    public List<String> details(PacketImage packet) {
        if (packet.protocol() == Protocol.ICMP) {
            PacketImage about = packet.quoted();
            return about == null
                    ? List.of()
                    : List.of(
                            "about the packet from "
                                    + about.source()
                                    + " to "
                                    + about.destination());
        }
        return packet.fragmentOffset() > 0 ? List.of() : stun.details(packet.payload());
    }

    private String udp(PacketImage packet) {
        byte[] payload = packet.payload();
        String words = stun.label(payload);
        if (words != null) {
            return words;
        }
        if (isChannelData(payload)) {
            int number = (payload[0] & 0xFF) << 8 | (payload[1] & 0xFF);
            return "TURN ChannelData 0x" + Integer.toHexString(number) + inside(payload);
        }
        String text = text(payload, 0);
        if (text == null) {
            return "UDP data, " + payload.length + " bytes";
        }
        return (isSignaling(packet) ? "Signaling: " : "") + '"' + text + '"';
    }

    /** The scenarios' own little protocol, on the port that real ones use, too. */
    private static boolean isSignaling(PacketImage packet) {
        return packet.source().port() == SIGNALING_PORT
                || packet.destination().port() == SIGNALING_PORT;
    }

    private static String inside(byte[] payload) {
        String text = text(payload, 4);
        return text == null ? "" : ": \"" + text + '"';
    }

    /** RFC 8656 section 12.4: numbers from 0x4000 on, and the length of what follows. */
    private static boolean isChannelData(byte[] payload) {
        return payload.length >= 4
                && (payload[0] & 0xF0) == CHANNEL_BITS
                && ((payload[2] & 0xFF) << 8 | (payload[3] & 0xFF)) == payload.length - 4;
    }

    private String tcp(PacketImage packet) {
        byte[] payload = packet.payload();
        boolean opens = (packet.tcpFlags() & TcpFlags.SYN) != 0; // what it carries are options
        if (payload.length > 0 && !opens) {
            String words = stun.label(payload);
            if (words != null) {
                return words + " over TCP";
            }
            if (isTls(payload)) {
                return payload[0] == 22
                        ? "TLS handshake"
                        : "TLS data, " + payload.length + " bytes";
            }
            String text = text(payload, 0);
            return text == null
                    ? "TCP data, " + payload.length + " bytes"
                    : (isSignaling(packet) ? "Signaling: " : "") + '"' + text + '"';
        }
        return "TCP " + flags(packet.tcpFlags());
    }

    private static boolean isTls(byte[] payload) {
        return payload.length >= 5 && payload[0] >= 20 && payload[0] <= 23 && payload[1] == 3;
    }

    private static String flags(int flags) {
        StringBuilder words = new StringBuilder();
        append(words, flags, TcpFlags.SYN, "SYN");
        append(words, flags, TcpFlags.FIN, "FIN");
        append(words, flags, TcpFlags.RST, "RST");
        append(words, flags, TcpFlags.ACK, "ACK");
        return words.isEmpty() ? "segment" : words.toString();
    }

    private static void append(StringBuilder words, int flags, int flag, String name) {
        if ((flags & flag) != 0) {
            words.append(words.isEmpty() ? "" : " ").append(name);
        }
    }

    private static String icmp(PacketImage packet) {
        int type = packet.icmpType();
        int code = packet.icmpCode();
        if (packet.v6()) {
            return switch (type) {
                case 128 -> "ping";
                case 129 -> "ping answer";
                case 1 -> code == 4 ? "ICMP: no program there" : "ICMP: no way there";
                case 2 -> "ICMP: too big, at most " + packet.icmpMtu() + " bytes";
                case 3 -> "ICMP: too many hops";
                default -> "ICMP type " + type;
            };
        }
        return switch (type) {
            case 8 -> "ping";
            case 0 -> "ping answer";
            case 3 ->
                    switch (code) {
                        case 3 -> "ICMP: no program there";
                        case 4 -> "ICMP: too big, at most " + packet.icmpMtu() + " bytes";
                        case 13 -> "ICMP: not allowed";
                        default -> "ICMP: no way there";
                    };
            case 11 -> "ICMP: too many hops";
            default -> "ICMP type " + type;
        };
    }

    /** The first line, if people can read it; else null. */
    private static @Nullable String text(byte[] bytes, int from) {
        int end = from;
        while (end < bytes.length && bytes[end] != '\r' && bytes[end] != '\n') {
            if ((bytes[end] >= 0 && bytes[end] < ' ') || bytes[end] == 0x7F) {
                return null;
            }
            end++;
        }
        if (end == from) {
            return null;
        }
        String text = new String(bytes, from, end - from, StandardCharsets.UTF_8);
        if (text.indexOf('\uFFFD') >= 0) {
            return null;
        }
        return text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE - 1) + "…";
    }
}
