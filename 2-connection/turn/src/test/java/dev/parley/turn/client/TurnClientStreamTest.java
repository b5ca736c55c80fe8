package dev.parley.turn.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Bytes;
import dev.parley.core.SocketResult;
import dev.parley.core.Transport;
import dev.parley.stun.StunClass;
import dev.parley.stun.StunMethod;
import dev.parley.turn.client.TurnClientEvent.AllocationFailed;
import dev.parley.turn.client.TurnClientEvent.Ended;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections to a server, and to what is none. */
class TurnClientStreamTest {
    private static final byte[] WEB_PAGE =
            "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 400 Bad Request\r\n\r\n",
                "SSH-2.0-OpenSSH\r\n",
                "\u0015\u0003\u0003\u0000\u0002\u0002(", // a TLS alert
                "\u0080what",
            })
    void givesUpAtOnceOnWhatIsNotTurn(String greeting) {
        Script script = new Script(Transport.TCP);
        script.client.allocate(script.now, script.path);
        script.drain();
        script.deliver(greeting.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(script.takeEvents())
                .containsExactly(new AllocationFailed(TurnFailure.STREAM_BROKEN, 0));
        assertThat(script.closed).isTrue();
    }

    @Test
    void endsWhenTheStreamTurnsToGarbage() {
        Script script = Script.allocated(Transport.TLS);
        script.deliver(WEB_PAGE);
        assertThat(script.takeEvents()).containsExactly(new Ended(Ended.Reason.STREAM_BROKEN));
        assertThat(script.closed).isTrue();
        script.deliver(WEB_PAGE); // what was under way
        assertThat(script.events).isEmpty();
    }

    @Test
    void endsWhenAStunMessageHasNoCookie() {
        Script script = Script.allocated(Transport.TCP);
        byte[] message = Script.data(Script.PEER, "x");
        message[4] = 0;
        script.deliver(message);
        assertThat(script.takeEvents()).containsExactly(new Ended(Ended.Reason.STREAM_BROKEN));
    }

    @Test
    void goesOnAfterAMessageThatIsWholeButWrong() {
        Script script = Script.allocated(Transport.TCP).permitted();
        byte[] message = Script.data(Script.PEER, "1234");
        Bytes.u16(message, 22, 1000); // the first attribute reaches beyond the message
        script.deliver(message);
        script.deliver(Script.data(Script.PEER, "next"));
        assertThat(script.received).containsExactly("next");
        assertThat(script.events).isEmpty();
    }

    @Test
    void endsWhenTheConnectionDoes() {
        Script script = Script.allocated(Transport.TCP);
        script.client.onResult(script.now, new SocketResult.PathClosed(script.path + 1));
        script.drain();
        assertThat(script.events).isEmpty();
        script.client.onResult(script.now, new SocketResult.PathClosed(script.path));
        script.client.onResult(script.now, new SocketResult.PathClosed(script.path));
        script.drain();
        assertThat(script.takeEvents()).containsExactly(new Ended(Ended.Reason.STREAM_BROKEN));
        assertThat(script.closed).as("it is closed already").isFalse();
        assertThat(script.paths.size()).isZero();
    }

    @Test
    void failsWhenTheConnectionEndsBeforeTheAnswer() {
        Script script = Script.challenged(Transport.TLS);
        script.client.onResult(script.now, new SocketResult.PathClosed(script.path));
        script.drain();
        assertThat(script.takeEvents())
                .containsExactly(new AllocationFailed(TurnFailure.STREAM_BROKEN, 0));
    }

    @Test
    void isClosedWhenTheServerClosesOnRefreshZero() {
        Script script = Script.allocated(Transport.TCP);
        script.client.close(script.now);
        script.request(StunMethod.REFRESH);
        script.client.onResult(script.now, new SocketResult.PathClosed(script.path));
        script.drain();
        assertThat(script.takeEvents()).containsExactly(new Ended(Ended.Reason.CLOSED));
    }

    @Test
    void putsMessagesTogetherHoweverTheyAreCut() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int length = 0; length < 40; length++) {
            String text = "x".repeat(length);
            all.writeBytes(Script.data(Script.PEER, text));
            all.writeBytes(Script.channelData(0x4000, text));
        }
        byte[] stream = all.toByteArray();
        for (int piece = 1; piece <= 100; piece++) {
            Script script = Script.allocated(Transport.TCP).permitted().bound();
            for (int at = 0; at < stream.length; at += piece) {
                int length = Math.min(piece, stream.length - at);
                script.client.receiveStream(script.now, script.path, stream, at, length);
            }
            assertThat(script.received).hasSize(80);
            assertThat(script.received).allMatch(text -> text.equals("x".repeat(text.length())));
            assertThat(script.client.ignored()).isZero();
        }
    }

    @Test
    void takesTheLargestMessages() {
        Script script = Script.allocated(Transport.TCP).permitted().bound();
        byte[] message = new byte[4 + 65_536];
        Bytes.u16(message, 0, 0x4000);
        Bytes.u16(message, 2, 65_535);
        for (int at = 0; at < message.length; at += 1400) {
            int length = Math.min(1400, message.length - at);
            script.client.receiveStream(script.now, script.path, message, at, length);
        }
        assertThat(script.received).singleElement().matches(text -> text.length() == 65_535);
    }

    @Test
    void anAnswerThatEndsItLeavesTheRestAlone() {
        Script script = Script.challenged(Transport.TCP);
        byte[] refusal =
                script.answer(
                        StunClass.ERROR,
                        writer -> writer.errorCode(486).messageIntegrity(Script.KEY));
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(refusal);
        both.writeBytes(WEB_PAGE);
        script.deliver(both.toByteArray());
        assertThat(script.takeEvents())
                .containsExactly(new AllocationFailed(TurnFailure.ALLOCATION_QUOTA_REACHED, 486));
    }
}
