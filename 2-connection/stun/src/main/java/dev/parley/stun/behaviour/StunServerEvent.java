package dev.parley.stun.behaviour;

import dev.parley.core.SocketResult;
import dev.parley.core.TransportAddress;
import java.util.List;

/** How the sockets of a {@link StunServer} came up; one event, once. */
public sealed interface StunServerEvent {

    /** All of them stand; in the order first address, first port before second. */
    record Listening(List<TransportAddress> sockets) implements StunServerEvent {

        public Listening {
            sockets = List.copyOf(sockets);
        }
    }

    /** One could not be opened; the others were closed again. */
    record Failed(TransportAddress local, SocketResult.Reason reason) implements StunServerEvent {}
}
