package dev.parley.cli;

import dev.parley.core.TransportAddress;
import dev.parley.stun.ParseResult;
import dev.parley.stun.StunClass;
import dev.parley.stun.StunMethod;
import dev.parley.stun.StunReader;
import dev.parley.stun.StunWriter;
import dev.parley.stun.TransactionId;
import dev.parley.udp.SecureRandomSource;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;

/** Asks a silent server over TCP: an answer there means that UDP alone is blocked. */
final class NatTcpProbe {
    private static final int MAX_ANSWER_BYTES = 1024;

    private NatTcpProbe() {}

    /** Whether a STUN server answers. */
    static boolean answers(TransportAddress server, Duration timeout) {
        int millis = Math.toIntExact(timeout.toMillis());
        TransactionId id = TransactionId.random(new SecureRandomSource());
        byte[] buf = new byte[MAX_ANSWER_BYTES];
        int length =
                new StunWriter()
                        .wrap(buf, 0, buf.length)
                        .begin(StunClass.REQUEST, StunMethod.BINDING, id)
                        .finish();
        try (Socket socket = new Socket()) {
            socket.connect(server.toInetSocketAddress(), millis);
            socket.setSoTimeout(millis);
            socket.getOutputStream().write(buf, 0, length);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            in.readFully(buf, 0, StunReader.HEADER_BYTES);
            int whole = StunReader.frameLength(buf, 0, StunReader.HEADER_BYTES);
            if (whole < StunReader.HEADER_BYTES || whole > buf.length) {
                return false;
            }
            in.readFully(buf, StunReader.HEADER_BYTES, whole - StunReader.HEADER_BYTES);
            StunReader reader = new StunReader();
            return reader.parse(buf, 0, whole) == ParseResult.OK && reader.hasTransactionId(id);
        } catch (IOException silent) {
            return false; // which is the answer
        }
    }
}
