package dev.parley.udp;

import dev.parley.core.SocketResult;
import dev.parley.core.TransportAddress;

/**
 * Makes and takes TCP connections for a core that asks for them. Called on the loop's thread, must
 * not block; what comes of it may be told on any thread. Connections are handed over unread: they
 * are read from the first {@link StreamPort#resume}.
 */
public interface StreamSockets {
    /** Refuses everything: most cores have no use for it. */
    StreamSockets NONE =
            new StreamSockets() {
                @Override
                public void listen(TransportAddress local, Listening listening) {
                    listening.failed(SocketResult.Reason.NO_RESOURCES);
                }

                @Override
                public void connect(
                        TransportAddress local,
                        TransportAddress remote,
                        long timeoutNanos,
                        Connecting connecting) {
                    connecting.failed(SocketResult.Reason.NO_RESOURCES);
                }
            };

    /** Listens on exactly that address and port. */
    void listen(TransportAddress local, Listening listening);

    /** Connects from exactly that address and port, which a listener may have too. */
    void connect(
            TransportAddress local,
            TransportAddress remote,
            long timeoutNanos,
            Connecting connecting);

    /** What becomes of {@link #listen}: one of the first two, and then connections. */
    interface Listening {
        /**
         * It listens.
         *
         * @param close ends that, from any thread
         */
        void opened(Runnable close);

        void failed(SocketResult.Reason reason);

        /** Somebody connected. */
        StreamInlet accepted(StreamPort port);
    }

    /** What becomes of {@link #connect}: one of the two. */
    interface Connecting {
        StreamInlet connected(StreamPort port);

        void failed(SocketResult.Reason reason);
    }
}
