package dev.parley.lab.run;

import dev.parley.core.TransportAddress;
import dev.parley.stun.ParseResult;
import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunErrorCode;
import dev.parley.stun.StunMethod;
import dev.parley.stun.StunReader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** STUN and TURN messages in words. */
final class StunWords {
    private final StunReader reader = new StunReader();

    /** What message it is; null when it is none. */
    @Nullable String label(byte[] payload) {
        if (!read(payload)) {
            return null;
        }
        int method = reader.method();
        String name =
                (method == StunMethod.BINDING ? "STUN " : "TURN ") + StunMethod.name(method) + ' ';
        return switch (reader.messageClass()) {
            case REQUEST -> name + "request";
            case INDICATION -> name + "indication";
            case SUCCESS -> name + "answer";
            case ERROR -> name + "refused: " + error();
        };
    }

    /** Its attributes, a line for each. */
    List<String> details(byte[] payload) {
        List<String> lines = new ArrayList<>();
        if (read(payload)) {
            for (int i = 0; i < reader.attributeCount(); i++) {
                int type = reader.attributeType(i);
                String value = value(i, type);
                lines.add(StunAttributeType.name(type) + (value.isEmpty() ? "" : " " + value));
            }
        }
        return lines;
    }

    /** Many messages over a stream come one after the other: the first is told. */
    private boolean read(byte[] payload) {
        int length = StunReader.frameLength(payload, 0, payload.length);
        return length >= StunReader.HEADER_BYTES
                && length <= payload.length
                && reader.parse(payload, 0, length) == ParseResult.OK;
    }

    private String error() {
        int code = reader.errorCode();
        String reason = reader.errorReason();
        String words = reason == null || reason.isEmpty() ? StunErrorCode.reason(code) : reason;
        return (code + " " + words).strip();
    }

    private String value(int index, int type) {
        return switch (type) {
            case StunAttributeType.XOR_MAPPED_ADDRESS,
                    StunAttributeType.XOR_PEER_ADDRESS,
                    StunAttributeType.XOR_RELAYED_ADDRESS ->
                    words(reader.xorAddressAt(index));
            case StunAttributeType.MAPPED_ADDRESS,
                    StunAttributeType.ALTERNATE_SERVER,
                    StunAttributeType.RESPONSE_ORIGIN,
                    StunAttributeType.OTHER_ADDRESS ->
                    words(reader.address(type));
            case StunAttributeType.ERROR_CODE -> error();
            case StunAttributeType.USERNAME,
                    StunAttributeType.REALM,
                    StunAttributeType.SOFTWARE,
                    StunAttributeType.ALTERNATE_DOMAIN -> {
                String text = reader.text(type);
                yield text == null ? "" : '"' + text + '"';
            }
            case StunAttributeType.LIFETIME -> reader.u32(type) + " s";
            case StunAttributeType.CHANNEL_NUMBER -> "0x" + Integer.toHexString(reader.u16(type));
            case StunAttributeType.CHANGE_REQUEST -> change(reader.u32(type));
            case StunAttributeType.DATA -> reader.valueLength(index) + " bytes";
            default -> "";
        };
    }

    private static String change(long bits) {
        List<String> parts = new ArrayList<>();
        if ((bits & 4) != 0) {
            parts.add("another address");
        }
        if ((bits & 2) != 0) {
            parts.add("another port");
        }
        return parts.isEmpty() ? "nothing" : String.join(" and ", parts);
    }

    private static String words(@Nullable TransportAddress address) {
        return address == null ? "" : address.toString();
    }
}
