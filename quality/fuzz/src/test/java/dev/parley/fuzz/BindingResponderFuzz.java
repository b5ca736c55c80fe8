package dev.parley.fuzz;

import dev.parley.core.TransportAddress;
import dev.parley.stun.BindingResponder;
import dev.parley.stun.ParseResult;
import dev.parley.stun.StunReader;
import java.util.Arrays;

/** No answer is long, none answers an answer, and the same question gets the same answer. */
class BindingResponderFuzz extends FuzzTarget {
    private static final TransportAddress SOURCE = TransportAddress.parse("[2001:db8::1]:3478");

    private final BindingResponder responder = new BindingResponder();
    private final StunReader request = new StunReader();
    private final StunReader response = new StunReader();

    @Override
    String corpus() {
        return "stun";
    }

    @Override
    void run(byte[] input) {
        byte[] out = new byte[BindingResponder.MAX_RESPONSE_BYTES];
        int length = responder.respond(input, 0, input.length, SOURCE, out, 0);
        if (length == 0) {
            check(Arrays.equals(out, new byte[out.length]), "silence leaves no bytes");
            return;
        }
        check(length * 10 <= input.length * 22, "an answer has 2.2 times the bytes at most");
        check(request.parse(input, 0, input.length) == ParseResult.OK, "noise is not answered");
        check(response.parse(out, 0, length) == ParseResult.OK, "answers are messages");
        check(response.hasTransactionId(request.transactionId()), "answers name the question");
        byte[] unused = new byte[BindingResponder.MAX_RESPONSE_BYTES];
        check(responder.respond(out, 0, length, SOURCE, unused, 0) == 0, "no answers to answers");
        check(
                responder.respond(input, 0, input.length, SOURCE, unused, 0) == length
                        && Arrays.equals(out, unused),
                "nothing is kept between questions");
    }
}
