package dev.parley.stun.behaviour;

import dev.parley.core.TransportAddress;
import dev.parley.stun.AttributeSet;
import dev.parley.stun.BindingResponder;
import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunClass;
import dev.parley.stun.StunErrorCode;
import dev.parley.stun.StunMethod;
import dev.parley.stun.StunReader;
import dev.parley.stun.StunWriter;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of RFC 5780: Binding requests over UDP to a socket that has {@link Alternates}.
 * Keeps nothing from one request to the next.
 *
 * <p>Answers are as small as the known clients permit, since anybody can forge a request: a plain
 * request is told OTHER-ADDRESS, and only where there is a second address, because a client that
 * knows nothing of one-address servers would name every NAT endpoint-independent there.
 * RESPONSE-ORIGIN (and the OTHER-ADDRESS of a one-address server) is for requests with
 * CHANGE-REQUEST; its flags may all be zero. PADDING is answered by as many bytes as came, and
 * never by more than {@link #MAX_PADDING_BYTES}.
 *
 * <p>An answer goes to the address that the request came from, and with RESPONSE-PORT to another
 * port of the same address: never to a third party, never to a well-known port, never together with
 * PADDING.
 *
 * <pre>
 *   int length = responder.respond(request, socket, v6, high, low, port, out, 0);
 *   if (length &gt; 0) send(out, length, responder.origin().socket(), responder.port());
 * </pre>
 */
public final class BehaviourResponder {
    /** As much as makes two fragments of an answer on most links. */
    public static final int MAX_PADDING_BYTES = 1500;

    /** The longest answer: three IPv6 addresses, PADDING and FINGERPRINT. */
    public static final int MAX_RESPONSE_BYTES = 20 + 3 * 24 + 4 + MAX_PADDING_BYTES + 8;

    /** Ports below are services, and no NAT maps a client there (RFC 4787 REQ-3). */
    static final int LOWEST_RESPONSE_PORT = 1024;

    private static final AttributeSet UNDERSTOOD =
            AttributeSet.STUN.plus(
                    StunAttributeType.CHANGE_REQUEST,
                    StunAttributeType.PADDING,
                    StunAttributeType.RESPONSE_PORT);

    private static final int[] CHANGE_REQUEST = {StunAttributeType.CHANGE_REQUEST};
    private static final byte[] ZEROS = new byte[MAX_PADDING_BYTES];

    private final Map<Integer, Alternates> bySocket = new HashMap<>();
    private final BindingResponder errors = new BindingResponder(UNDERSTOOD);
    private final StunWriter writer = new StunWriter();
    private final int[] unknown = new int[1];
    private @Nullable Origin origin;
    private int port;

    /** Answers requests to {@code alternates.own()} from now on. */
    public void add(Alternates alternates) {
        bySocket.put(alternates.own().socket(), alternates);
    }

    /** Whether the socket has alternates; requests to others are for {@link BindingResponder}. */
    public boolean serves(int socket) {
        return bySocket.containsKey(socket);
    }

    /**
     * Answers a request.
     *
     * @param socket where it came to, one that this responder {@link #serves}
     * @param v6 with {@code high}, {@code low} and {@code port} where it came from, as in {@link
     *     dev.parley.core.IpAddress}
     * @param out takes the answer at {@code out[outOff]}: {@link #MAX_RESPONSE_BYTES} of room
     * @return the answer's length; 0 when there is to be none
     */
    public int respond(
            StunReader request,
            int socket,
            boolean v6,
            long high,
            long low,
            int port,
            byte[] out,
            int outOff) {
        Alternates alternates = bySocket.get(socket);
        if (alternates == null) {
            throw new IllegalStateException("socket " + socket + " has no alternates");
        }
        this.origin = alternates.own();
        this.port = port;
        if (!request.is(StunClass.REQUEST, StunMethod.BINDING)
                || (request.has(StunAttributeType.FINGERPRINT) && !request.verifyFingerprint())) {
            return 0;
        }
        if (request.unknownRequired(UNDERSTOOD, unknown) > 0) {
            return errors.respond(request, v6, high, low, port, out, outOff);
        }
        writer.wrap(out, outOff, MAX_RESPONSE_BYTES);
        int refused = route(request, alternates, port);
        if (refused != 0) {
            this.port = port;
            writer.beginResponse(StunClass.ERROR, request).errorCode(refused);
            if (refused == StunErrorCode.UNKNOWN_ATTRIBUTE) {
                writer.unknownAttributes(CHANGE_REQUEST, CHANGE_REQUEST.length);
            }
        } else {
            writer.beginResponse(StunClass.SUCCESS, request)
                    .xorAddress(StunAttributeType.XOR_MAPPED_ADDRESS, v6, high, low, port);
            tellOrigins(request, alternates);
            pad(request);
        }
        if (request.has(StunAttributeType.FINGERPRINT)) {
            writer.fingerprint();
        }
        return writer.finish();
    }

    /** The socket that the last answer leaves from. */
    public Origin origin() {
        if (origin == null) {
            throw new IllegalStateException("nothing was answered yet");
        }
        return origin;
    }

    /** The port that the last answer goes to, at the address that the request came from. */
    public int port() {
        return port;
    }

    /** Decides on {@link #origin} and {@link #port}; returns an error code, or 0. */
    private int route(StunReader request, Alternates alternates, int sourcePort) {
        if (request.has(StunAttributeType.CHANGE_REQUEST)) {
            long flags = request.u32(StunAttributeType.CHANGE_REQUEST);
            if (flags == StunReader.ABSENT) {
                return StunErrorCode.BAD_REQUEST;
            }
            Origin changed =
                    alternates.changed(
                            (flags & ChangeRequest.IP) != 0, (flags & ChangeRequest.PORT) != 0);
            if (changed == null) {
                return StunErrorCode.UNKNOWN_ATTRIBUTE; // one address: as if never heard of
            }
            origin = changed;
        }
        port = sourcePort;
        if (request.has(StunAttributeType.RESPONSE_PORT)) {
            port = request.u16(StunAttributeType.RESPONSE_PORT);
            if (port < LOWEST_RESPONSE_PORT || request.has(StunAttributeType.PADDING)) {
                origin = alternates.own();
                return StunErrorCode.BAD_REQUEST;
            }
        }
        return 0;
    }

    private void tellOrigins(StunReader request, Alternates alternates) {
        boolean asked = request.has(StunAttributeType.CHANGE_REQUEST);
        TransportAddress other = alternates.other().address();
        if (asked) {
            writer.address(StunAttributeType.RESPONSE_ORIGIN, origin().address());
        }
        if (asked || (alternates.twoAddresses() && !request.has(StunAttributeType.RESPONSE_PORT))) {
            writer.address(StunAttributeType.OTHER_ADDRESS, other);
        }
    }

    private void pad(StunReader request) {
        int padding = request.find(StunAttributeType.PADDING);
        if (padding != StunReader.ABSENT) {
            int length = Math.min(request.valueLength(padding), MAX_PADDING_BYTES);
            writer.bytes(StunAttributeType.PADDING, ZEROS, 0, length);
        }
    }
}
