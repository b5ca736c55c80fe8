package dev.parley.internet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Deadlines;
import dev.parley.core.ProtocolCore;
import dev.parley.core.SocketCommand;
import dev.parley.core.SocketResult;
import dev.parley.core.TransmitQueue;
import dev.parley.core.TransmitSlot;
import dev.parley.core.Transport;
import dev.parley.core.TransportAddress;
import dev.parley.internet.tcp.StreamEnd;
import dev.parley.internet.topology.Topologies;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Cores over streams. */
class StreamsTest {
    private static final TransportAddress SERVER = TransportAddress.parse("203.0.113.10:3478");
    private static final long SECOND = 1_000_000_000;

    /** Says what it is told to, echoes if it shall, tells what it heard. */
    private static final class Parrot implements ProtocolCore<String> {
        private final TransmitQueue out = new TransmitQueue(1 << 16, 64);
        private final Deque<String> events = new ArrayDeque<>();
        private final boolean echoes;
        private @Nullable SocketCommand command;

        Parrot(boolean echoes) {
            this.echoes = echoes;
        }

        void say(int path, String words) {
            byte[] bytes = words.getBytes(StandardCharsets.UTF_8);
            out.offer(path, bytes, 0, bytes.length);
        }

        void close(int path) {
            command = new SocketCommand.ClosePath(path);
        }

        @Override
        public void receive(long now, int path, byte[] buf, int off, int len) {
            throw new AssertionError("a datagram");
        }

        @Override
        public void receiveStream(long now, int path, byte[] buf, int off, int len) {
            String words = new String(buf, off, len, StandardCharsets.UTF_8);
            events.add(words);
            if (words.equals("go away")) {
                close(path);
            } else if (echoes) {
                say(path, words);
            }
        }

        @Override
        public void onResult(long now, SocketResult result) {
            events.add(result.toString());
        }

        @Override
        public void onTimeout(long now) {}

        @Override
        public long nextTimeout() {
            return Deadlines.NONE;
        }

        @Override
        public int pollTransmit(long now, TransmitSlot slot) {
            return out.poll(slot);
        }

        @Override
        public @Nullable SocketCommand pollCommand() {
            SocketCommand next = command;
            command = null;
            return next;
        }

        @Override
        public @Nullable String pollEvent() {
            return events.poll();
        }
    }

    private final Internet internet = Internet.of(Topologies.twoHomes(), 1);
    private final Program<String, Parrot> server =
            internet.host("server").run(_ -> new Parrot(true));
    private final Program<String, Parrot> ana = internet.host("ana").run(_ -> new Parrot(false));
    private final List<StreamEnd> failures = new ArrayList<>();
    private int path = -1;

    private void connect(Transport transport) {
        ana.sockets().connect(SERVER, transport, opened -> path = opened, failures::add);
        internet.runUntil(SECOND);
    }

    @ParameterizedTest
    @EnumSource(names = {"TCP", "TLS"})
    void bytesGoThroughPathsOfAStream(Transport transport) {
        server.sockets().listen(3478, transport);
        connect(transport);
        assertThat(ana.sockets().paths().transport(path)).isEqualTo(transport);
        assertThat(ana.sockets().paths().remote(path)).isEqualTo(SERVER);
        ana.act((_, core) -> core.say(path, "hello"));
        internet.runUntil(2 * SECOND);
        assertThat(server.events()).containsExactly("hello");
        assertThat(ana.events()).containsExactly("hello");
    }

    @ParameterizedTest
    @EnumSource(names = {"TCP", "TLS"})
    void aCoreClosesAPathAndTheOtherSideHearsOfIt(Transport transport) {
        server.sockets().listen(3478, transport);
        connect(transport);
        ana.act((_, core) -> {
            core.say(path, "the last words");
            core.close(path);
        });
        internet.run();
        assertThat(server.events()).containsExactly("the last words", "PathClosed[path=0]");
        assertThat(ana.events()).as("it knows").isEmpty();
        assertThat(ana.sockets().paths().size()).isZero();
        assertThat(server.sockets().paths().size()).isZero();
    }

    @Test
    void aServerMayCloseInTheMiddleOfReceiving() {
        server.sockets().listen(3478, Transport.TCP);
        connect(Transport.TCP);
        ana.act((_, core) -> core.say(path, "go away"));
        internet.run();
        assertThat(ana.events()).containsExactly("PathClosed[path=" + path + "]");
    }

    @Test
    void whereNobodyListensTheReasonIsTold() {
        connect(Transport.TCP);
        assertThat(failures).containsExactly(StreamEnd.REFUSED);
        assertThat(path).isNegative();
    }

    @Test
    void whatIsSaidToAnEndedPathIsCounted() {
        server.sockets().listen(3478, Transport.TCP);
        connect(Transport.TCP);
        ana.sockets().paths().retain(path);
        ana.act((_, core) -> core.close(path));
        ana.act((_, core) -> core.say(path, "too late"));
        internet.run();
        assertThat(ana.sockets().streamDrops()).isOne();
        assertThat(server.events()).containsExactly("PathClosed[path=0]");
    }
}
