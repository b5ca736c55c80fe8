package dev.parley.server.relay;

import dev.parley.core.IpAddress;
import dev.parley.core.TransportAddress;
import dev.parley.stun.behaviour.Alternates;
import dev.parley.stun.behaviour.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The sockets that together serve discovery of NAT behaviour, RFC 5780: one or two addresses, two
 * ports each.
 *
 * @param second null when there is one address
 */
public record DiscoverySquare(Face first, @Nullable Face second, int port, int otherPort) {

    /**
     * An address of the server.
     *
     * @param local where sockets are opened
     * @param external what clients are told; the same unless a 1:1 NAT stands in front
     */
    public record Face(IpAddress local, IpAddress external) {}

    /** Where sockets have to be open. */
    public List<TransportAddress> locals() {
        List<TransportAddress> locals = new ArrayList<>();
        for (Face face : second == null ? List.of(first) : List.of(first, second)) {
            locals.add(new TransportAddress(face.local, port));
            locals.add(new TransportAddress(face.local, otherPort));
        }
        return locals;
    }

    /**
     * What the sockets have beside themselves.
     *
     * @param socketAt the driver's number of the socket at a local address
     */
    List<Alternates> alternates(ToIntFunction<TransportAddress> socketAt) {
        return Alternates.of(
                origin(first, port, socketAt),
                origin(first, otherPort, socketAt),
                second == null ? null : origin(second, port, socketAt),
                second == null ? null : origin(second, otherPort, socketAt));
    }

    private static Origin origin(Face face, int port, ToIntFunction<TransportAddress> socketAt) {
        return new Origin(
                socketAt.applyAsInt(new TransportAddress(face.local, port)),
                new TransportAddress(face.external, port));
    }
}
