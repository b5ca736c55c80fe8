package dev.parley.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.server.signaling.Decoded;
import dev.parley.server.signaling.SignalCodec;
import dev.parley.signal.ClientMessage;
import dev.parley.signal.ServerMessage;

/** Text is a message or it is not; what is forwarded arrives as it was sent. */
class SignalCodecFuzz extends FuzzTarget {

    @Override
    String corpus() {
        return "signal-message";
    }

    @Override
    void run(byte[] input) {
        String text = new String(input, UTF_8);
        switch (SignalCodec.decode(text)) {
            case Decoded.Bad(String why) -> {
                check(!why.isBlank(), "a refusal says why");
                check(why.length() < 200, "a refusal is short");
            }
            case Decoded.Ok(ClientMessage.Directed directed) -> forwardsUnchanged(directed);
            case Decoded.Ok(ClientMessage.Ping(Long n)) when n != null -> {
                String pong = SignalCodec.encode(new ServerMessage.Pong(n));
                check(pong.contains(":" + n + "}"), "a pong has the number of its ping");
            }
            case Decoded.Ok _ -> {}
        }
    }

    private static void forwardsUnchanged(ClientMessage.Directed directed) {
        String forwarded =
                SignalCodec.encode(new ServerMessage.Directed("from-me", directed.signal()));
        String sentBack = forwarded.replaceFirst("\"from\":\"from-me\"", "\"to\":\"from-me\"");
        check(
                SignalCodec.decode(sentBack)
                        .equals(
                                new Decoded.Ok(
                                        new ClientMessage.Directed("from-me", directed.signal()))),
                "what is forwarded reads as it was sent");
    }
}
