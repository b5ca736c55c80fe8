package dev.parley.stun.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.TransportAddress;
import dev.parley.stun.ParseResult;
import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunClass;
import dev.parley.stun.StunMethod;
import dev.parley.stun.StunReader;
import dev.parley.stun.StunWriter;
import dev.parley.stun.TransactionId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The table of sizes in docs/stun.md, measured. */
class BehaviourSizesTest {
    private static final Path DOCUMENT = Path.of("../../docs/stun.md");
    private static final TransportAddress V4 = TransportAddress.parse("198.51.100.7:40000");
    private static final TransportAddress V6 = TransportAddress.parse("[2001:db8::7]:40000");
    private static final int TWO_V4 = 0;
    private static final int ONE_V4 = 10;
    private static final int TWO_V6 = 20;
    private static final int ONE_V6 = 30;

    private final BehaviourResponder responder = new BehaviourResponder();
    private final byte[] in = new byte[4096];
    private final byte[] out = new byte[BehaviourResponder.MAX_RESPONSE_BYTES];
    private final StringBuilder table = new StringBuilder();

    BehaviourSizesTest() {
        add(TWO_V4, "192.0.2.1", "192.0.2.2");
        add(ONE_V4, "203.0.113.1", "");
        add(TWO_V6, "[2001:db8::1]", "[2001:db8::2]");
        add(ONE_V6, "[2001:db8::3]", "");
    }

    private void add(int socket, String first, String second) {
        boolean two = !second.isEmpty();
        Alternates.of(
                        origin(socket, first, 3478),
                        origin(socket + 1, first, 3479),
                        two ? origin(socket + 2, second, 3478) : null,
                        two ? origin(socket + 3, second, 3479) : null)
                .forEach(responder::add);
    }

    private static Origin origin(int socket, String ip, int port) {
        return new Origin(socket, TransportAddress.parse(ip + ":" + port));
    }

    @Test
    void theDocumentSaysWhatIsSent() throws IOException {
        row("Binding", w -> w);
        row("Binding, FINGERPRINT", w -> w.fingerprint());
        row("CHANGE-REQUEST", w -> w.u32(StunAttributeType.CHANGE_REQUEST, 2));
        row("RESPONSE-PORT", w -> w.u16(StunAttributeType.RESPONSE_PORT, 50_000));
        row("PADDING of 1500 bytes", w -> w.bytes(StunAttributeType.PADDING, new byte[1500]));
        row("RESPONSE-PORT 53", w -> w.u16(StunAttributeType.RESPONSE_PORT, 53));
        row("unknown attribute", w -> w.flag(0x7F01));
        assertThat(Files.readString(DOCUMENT)).contains(table);
    }

    private void row(String request, UnaryOperator<StunWriter> attributes) {
        table.append("| ").append(request).append(" | ");
        cells(TWO_V4, V4, attributes, true);
        cells(TWO_V6, V6, attributes, false);
        cells(ONE_V4, V4, attributes, false);
        cells(ONE_V6, V6, attributes, false);
        table.setLength(table.length() - 1);
        table.append("\n");
    }

    private void cells(
            int socket,
            TransportAddress from,
            UnaryOperator<StunWriter> attributes,
            boolean withLength) {
        int length =
                attributes
                        .apply(
                                new StunWriter()
                                        .wrap(in, 0, in.length)
                                        .begin(
                                                StunClass.REQUEST,
                                                StunMethod.BINDING,
                                                new TransactionId(1, 2)))
                        .finish();
        StunReader request = new StunReader();
        assertThat(request.parse(in, 0, length)).isEqualTo(ParseResult.OK);
        int answer =
                responder.respond(
                        request,
                        socket,
                        from.ip().v6(),
                        from.ip().high(),
                        from.ip().low(),
                        from.port(),
                        out,
                        0);
        if (withLength) {
            table.append(length).append(" | ");
        }
        table.append(String.format(Locale.ROOT, "%d (%.1f) | ", answer, (double) answer / length));
    }
}
