package dev.parley.stun;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Paths;
import dev.parley.core.RandomSource;
import dev.parley.core.TransmitSlot;
import dev.parley.core.Transport;
import dev.parley.core.TransportAddress;
import java.util.ArrayList;
import java.util.List;

/** A client in virtual time, with a server written by hand at the other end of its paths. */
final class ClientUnderTest {
    static final TransportAddress SERVER = TransportAddress.parse("192.0.2.1:3478");
    static final TransportAddress MAPPED = TransportAddress.parse("198.51.100.7:40000");
    static final long MILLIS = 1_000_000;

    final Paths paths = new Paths(16);
    final StunClient client =
            new StunClient(paths, RandomSource.seeded(1), RetransmissionPolicy.RFC_8489);
    final int udp = path(0, Transport.UDP);
    final int tcp = path(1, Transport.TCP);

    final StunReader request = new StunReader(); // the last one that was sent
    final byte[] out = new byte[1500];
    private final TransmitSlot slot = new TransmitSlot(new byte[5000]);
    private final StunWriter writer = new StunWriter();
    long now = 1_000 * MILLIS;

    private int path(int socket, Transport transport) {
        int path = paths.intern(socket, SERVER, transport);
        paths.retain(path);
        return path;
    }

    /** Takes the one message that is to be sent on {@code path} and reads it. */
    void expectRequest(int path) {
        int length = client.pollTransmit(now, slot);
        assertThat(length).isPositive();
        assertThat(slot.path).isEqualTo(path);
        assertThat(request.parse(slot.buf.clone(), 0, length)).isEqualTo(ParseResult.OK);
        assertThat(request.is(StunClass.REQUEST, StunMethod.BINDING)).isTrue();
        expectSilence();
    }

    void expectSilence() {
        assertThat(client.pollTransmit(now, slot)).isZero();
    }

    StunWriter success() {
        return writer.wrap(out, 0, out.length).beginResponse(StunClass.SUCCESS, request);
    }

    StunWriter mapped() {
        return success().xorAddress(StunAttributeType.XOR_MAPPED_ADDRESS, MAPPED);
    }

    StunWriter error(int code) {
        return writer.wrap(out, 0, out.length)
                .beginResponse(StunClass.ERROR, request)
                .errorCode(code, StunErrorCode.reason(code));
    }

    void receive(int path, StunWriter response) {
        client.receive(now, path, out, 0, response.finish());
    }

    List<StunEvent> events() {
        List<StunEvent> events = new ArrayList<>();
        for (StunEvent event; (event = client.pollEvent()) != null; ) {
            events.add(event);
        }
        return events;
    }

    /** Jumps to the next deadline and returns it in milliseconds since {@code start}. */
    long jump(long start) {
        now = client.nextTimeout();
        client.onTimeout(now);
        return (now - start) / MILLIS;
    }
}
