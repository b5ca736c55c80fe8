package dev.parley.fuzz;

import dev.parley.core.TransportAddress;
import dev.parley.stun.ParseResult;
import dev.parley.stun.StunReader;
import dev.parley.stun.behaviour.Alternates;
import dev.parley.stun.behaviour.BehaviourResponder;
import dev.parley.stun.behaviour.Origin;
import java.util.Arrays;

/**
 * Whatever the request, an answer is at most 2.2 times as long (3.4 over IPv6), leaves from a
 * socket that is there, and goes back to the sender or to an unprivileged port of his address.
 */
class BehaviourResponderFuzz extends FuzzTarget {
    private static final int SOCKETS = 10;
    private static final int FIRST_V6 = 4;
    private static final int FIRST_LONE = 8;
    private static final TransportAddress CLIENT = TransportAddress.parse("198.51.100.7:40000");
    private static final TransportAddress CLIENT_V6 = TransportAddress.parse("[2001:db8::7]:400");

    private final BehaviourResponder responder = new BehaviourResponder();
    private final StunReader request = new StunReader();
    private final StunReader response = new StunReader();

    BehaviourResponderFuzz() {
        Alternates.of(
                        origin(0, "192.0.2.1:3478"),
                        origin(1, "192.0.2.1:3479"),
                        origin(2, "192.0.2.2:3478"),
                        origin(3, "192.0.2.2:3479"))
                .forEach(responder::add);
        Alternates.of(
                        origin(FIRST_V6, "[2001:db8::1]:3478"),
                        origin(5, "[2001:db8::1]:3479"),
                        origin(6, "[2001:db8::2]:3478"),
                        origin(7, "[2001:db8::2]:3479"))
                .forEach(responder::add);
        Alternates.of(
                        origin(FIRST_LONE, "203.0.113.1:3478"),
                        origin(9, "203.0.113.1:3479"),
                        null,
                        null)
                .forEach(responder::add);
    }

    private static Origin origin(int socket, String address) {
        return new Origin(socket, TransportAddress.parse(address));
    }

    @Override
    String corpus() {
        return "stun";
    }

    @Override
    void run(byte[] input) {
        if (request.parse(input, 0, input.length) != ParseResult.OK) {
            return;
        }
        for (int socket = 0; socket < SOCKETS; socket++) {
            boolean v6 = socket >= FIRST_V6 && socket < FIRST_LONE;
            ask(input, socket, v6 ? CLIENT_V6 : CLIENT, v6 ? 34 : 22);
        }
    }

    private void ask(byte[] input, int socket, TransportAddress from, int tenths) {
        byte[] out = new byte[BehaviourResponder.MAX_RESPONSE_BYTES];
        int length = respond(request, socket, from, out);
        if (length == 0) {
            check(Arrays.equals(out, new byte[out.length]), "silence leaves no bytes");
            return;
        }
        check(length * 10 <= input.length * tenths, "an answer has 2.2 or 3.4 times the bytes");
        int origin = responder.origin().socket();
        int group = socket / FIRST_V6;
        check(origin >= 0 && origin < SOCKETS && origin / FIRST_V6 == group, "from a socket of it");
        int port = responder.port();
        check(port == from.port() || (port >= 1024 && port <= 0xFFFF), "no services are hit");
        check(response.parse(out, 0, length) == ParseResult.OK, "answers are messages");
        check(response.hasTransactionId(request.transactionId()), "answers name the question");
        byte[] unused = new byte[out.length];
        check(respond(response, origin, from, unused) == 0, "no answers to answers");
        check(respond(request, socket, from, unused) == length, "the same answer");
        check(Arrays.equals(out, unused), "nothing is kept between questions");
    }

    private int respond(StunReader message, int socket, TransportAddress from, byte[] out) {
        return responder.respond(
                message,
                socket,
                from.ip().v6(),
                from.ip().high(),
                from.ip().low(),
                from.port(),
                out,
                0);
    }
}
