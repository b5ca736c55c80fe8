package dev.parley.fuzz;

import dev.parley.core.Deadlines;
import dev.parley.core.IpAddress;
import dev.parley.core.Paths;
import dev.parley.core.RandomSource;
import dev.parley.core.SocketCommand;
import dev.parley.core.SocketResult;
import dev.parley.core.TransmitSlot;
import dev.parley.core.Transport;
import dev.parley.core.TransportAddress;
import dev.parley.stun.behaviour.NatDiscovery;
import dev.parley.stun.behaviour.NatDiscoveryEvent;
import dev.parley.stun.behaviour.NatDiscoveryOptions;
import java.util.HashMap;
import java.util.Map;

/**
 * A discovery whose every question is answered by the input, from where it was sent to or from
 * elsewhere. It ends with one event, gives its sockets and paths back, and time always moves on.
 */
class NatDiscoveryFuzz extends FuzzTarget {
    private static final TransportAddress SERVER = TransportAddress.parse("192.0.2.1:3478");
    private static final TransportAddress OTHER = TransportAddress.parse("192.0.2.2:3479");
    private static final IpAddress LOCAL = IpAddress.parse("198.51.100.7");
    private static final int TRANSACTION_ID_AT = 8;
    private static final int TRANSACTION_ID_BYTES = 12;
    private static final int MOST_STEPS = 5_000;
    private static final long SECOND = 1_000_000_000L;

    private final TransmitSlot slot = new TransmitSlot(new byte[8192]);
    private final byte[] response = new byte[8192];

    @Override
    String corpus() {
        return "stun";
    }

    @Override
    void run(byte[] input) {
        if (input.length <= response.length) {
            for (boolean elsewhere : new boolean[] {false, true}) {
                new Scene(input, elsewhere).play();
            }
        }
    }

    /** One discovery. */
    private final class Scene {
        private final byte[] input;
        private final boolean elsewhere;
        private final Paths paths = new Paths(256);
        private final Map<Integer, TransportAddress> sockets = new HashMap<>();
        private final NatDiscovery discovery =
                new NatDiscovery(
                        paths,
                        RandomSource.seeded(1),
                        new NatDiscoveryOptions(SERVER, LOCAL, SECOND, 8 * SECOND));
        private long now;
        private int nextSocket = 1;
        private int finished;

        Scene(byte[] input, boolean elsewhere) {
            this.input = input;
            this.elsewhere = elsewhere;
        }

        void play() {
            discovery.start(now);
            drain();
            for (int step = 0; discovery.nextTimeout() != Deadlines.NONE; step++) {
                check(step < MOST_STEPS, "a discovery ends");
                check(discovery.nextTimeout() >= now, "time moves on");
                now = discovery.nextTimeout();
                discovery.onTimeout(now);
                drain();
                check(discovery.nextTimeout() > now, "no timer asks for now twice");
            }
            check(finished == 1, "a discovery ends with one event");
            check(sockets.isEmpty(), "a discovery closes its sockets");
            paths.sweep();
            check(paths.size() == 0, "a discovery gives its paths back");
        }

        private void drain() {
            for (boolean more = true; more; ) {
                more = false;
                for (int length; (length = discovery.pollTransmit(now, slot)) > 0; more = true) {
                    if (sockets.containsKey(paths.socket(slot.path))) {
                        answer();
                    }
                }
                for (SocketCommand command; (command = discovery.pollCommand()) != null; ) {
                    more = true;
                    perform(command);
                }
                for (NatDiscoveryEvent event; (event = discovery.pollEvent()) != null; ) {
                    finished += event instanceof NatDiscoveryEvent.Finished ? 1 : 0;
                }
            }
            paths.sweep();
        }

        private void answer() {
            System.arraycopy(input, 0, response, 0, input.length);
            if (input.length >= TRANSACTION_ID_AT + TRANSACTION_ID_BYTES) {
                System.arraycopy(
                        slot.buf,
                        TRANSACTION_ID_AT,
                        response,
                        TRANSACTION_ID_AT,
                        TRANSACTION_ID_BYTES);
            }
            int path =
                    elsewhere
                            ? paths.intern(paths.socket(slot.path), OTHER, Transport.UDP)
                            : slot.path;
            discovery.receive(now, path, response, 0, input.length);
        }

        private void perform(SocketCommand command) {
            switch (command) {
                case SocketCommand.OpenUdp(int request, TransportAddress _, boolean _) -> {
                    int socket = nextSocket++;
                    TransportAddress local = new TransportAddress(LOCAL, 50_000 + socket);
                    sockets.put(socket, local);
                    discovery.onResult(now, new SocketResult.Opened(request, socket, local));
                }
                case SocketCommand.CloseSocket(int socket) ->
                        check(sockets.remove(socket) != null, "only open sockets are closed");
                case SocketCommand.ClosePath _, SocketCommand.StreamCommand _ ->
                        check(false, "there are no streams");
            }
        }
    }
}
