package dev.parley.fuzz;

import dev.parley.core.Deadlines;
import dev.parley.core.Paths;
import dev.parley.core.RandomSource;
import dev.parley.core.TransmitSlot;
import dev.parley.core.Transport;
import dev.parley.core.TransportAddress;
import dev.parley.stun.LongTermCredential;
import dev.parley.stun.RetransmissionPolicy;
import dev.parley.stun.StunClient;
import dev.parley.stun.StunCredential;
import org.jspecify.annotations.Nullable;

/**
 * A client whose server answers with the input, over UDP and TCP, with a password and without.
 * Every transaction ends with one event, and time always moves on.
 */
class StunClientFuzz extends FuzzTarget {
    private static final TransportAddress SERVER = TransportAddress.parse("192.0.2.1:3478");
    private static final int TRANSACTION_ID_AT = 8;
    private static final int TRANSACTION_ID_BYTES = 12;
    private static final int PIECE = 7;

    private final TransmitSlot slot = new TransmitSlot(new byte[8192]);
    private final byte[] response = new byte[8192];

    @Override
    String corpus() {
        return "stun";
    }

    @Override
    void run(byte[] input) {
        converse(input, Transport.UDP, null);
        converse(input, Transport.UDP, new LongTermCredential("user", "pass"));
        converse(input, Transport.TCP, null);
        converse(input, Transport.TCP, new LongTermCredential("user", "pass"));
    }

    private void converse(byte[] input, Transport transport, @Nullable StunCredential credential) {
        Paths paths = new Paths(4);
        int path = paths.intern(0, SERVER, transport);
        StunClient client =
                new StunClient(paths, RandomSource.seeded(1), RetransmissionPolicy.RFC_8489);
        client.request(0, path, credential);
        long now = 0;
        int events = 0;
        for (int step = 0; client.nextTimeout() != Deadlines.NONE; step++) {
            check(step < 64, "a transaction ends");
            int length = client.pollTransmit(now, slot);
            if (length > 0 && input.length <= response.length) {
                answer(client, now, path, input, transport);
            }
            events += drain(client);
            long next = client.nextTimeout();
            if (length == 0 && next != Deadlines.NONE) {
                check(next > now, "time moves on");
                now = next;
                client.onTimeout(now);
                events += drain(client);
            }
        }
        check(events == 1, "a transaction ends with one event");
        paths.sweep();
        check(paths.size() == 0, "a transaction gives its path back");
    }

    /** The input with the right transaction id in it, or no answer would ever count. */
    private void answer(StunClient client, long now, int path, byte[] input, Transport transport) {
        System.arraycopy(input, 0, response, 0, input.length);
        if (input.length >= TRANSACTION_ID_AT + TRANSACTION_ID_BYTES) {
            System.arraycopy(
                    slot.buf, TRANSACTION_ID_AT, response, TRANSACTION_ID_AT, TRANSACTION_ID_BYTES);
        }
        if (transport == Transport.UDP) {
            client.receive(now, path, response, 0, input.length);
            return;
        }
        for (int at = 0; at < input.length; at += PIECE) {
            client.receiveStream(now, path, response, at, Math.min(PIECE, input.length - at));
        }
    }

    private static int drain(StunClient client) {
        int events = 0;
        while (client.pollEvent() != null) {
            events++;
        }
        return events;
    }
}
