package dev.parley.server.ladder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.IpAddress;
import dev.parley.core.TransportAddress;
import dev.parley.netty.HeaderFields;
import dev.parley.netty.HttpRequest;
import dev.parley.netty.WebSocketHandler.Upgrade;
import dev.parley.netty.WebSocketListener;
import dev.parley.netty.WebSocketSession;
import dev.parley.server.signaling.OriginPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LadderSocketTest {
    private static final TransportAddress CLIENT = TransportAddress.parse("198.51.100.7:50000");

    private long now;
    private final LadderDesk desk = new LadderDesk(LadderLimits.DEFAULT, () -> now);
    private final LadderSocket socket = new LadderSocket(desk, new OriginPolicy(List.of()));

    /** Remembers what was sent to it. */
    private static final class Session implements WebSocketSession {
        private final List<String> received = new ArrayList<>();
        private int closedWith;

        @Override
        public void send(String text) {
            received.add(text);
        }

        @Override
        public void close(int code, String reason) {
            closedWith = code;
        }

        @Override
        public boolean isOpen() {
            return closedWith == 0;
        }

        @Override
        public TransportAddress remote() {
            return CLIENT;
        }

        @Override
        public boolean secure() {
            return true;
        }

        @Override
        public String host() {
            return "calls.example";
        }
    }

    private Upgrade upgrade(String token, HeaderFields headers) {
        return socket.upgrade(
                new HttpRequest(
                        "GET",
                        LadderSocket.PATH,
                        "token=" + token,
                        headers,
                        "calls.example",
                        CLIENT,
                        TransportAddress.parse("192.0.2.1:443"),
                        true,
                        new byte[0]));
    }

    private WebSocketListener connect(Member member, Session session) {
        if (upgrade(member.token, HeaderFields.EMPTY)
                instanceof Upgrade.Accept(_, WebSocketListener listener)) {
            listener.opened(session);
            return listener;
        }
        throw new AssertionError("refused");
    }

    private Pair pair() {
        if (desk.begin(IpAddress.parse("198.51.100.7")) instanceof LadderDesk.Begun.Ok(var pair)) {
            return pair;
        }
        throw new AssertionError("full");
    }

    @Test
    void echoesAndPassesOn() {
        Pair pair = pair();
        Session ann = new Session();
        Session bob = new Session();
        WebSocketListener annLine = connect(pair.first, ann);
        annLine.text(ann, "t to nobody yet");
        connect(pair.second, bob);
        annLine.text(ann, "e1");
        annLine.text(ann, "t2");
        annLine.text(ann, "s" + "x".repeat(5000));
        assertThat(ann.received).containsExactly("e1");
        assertThat(bob.received).hasSize(2).startsWith("t2");
    }

    @Test
    void theNewestSocketOfAMemberCounts() {
        Pair pair = pair();
        Session old = new Session();
        Session fresh = new Session();
        Session bob = new Session();
        WebSocketListener oldLine = connect(pair.first, old);
        connect(pair.first, fresh);
        assertThat(old.closedWith).isEqualTo(4001);
        oldLine.closed(old, 1000, ""); // which comes late
        connect(pair.second, bob).text(bob, "t1");
        assertThat(fresh.received).containsExactly("t1");
    }

    @Test
    void closesWhoeverSaysSomethingElse() {
        Member member = pair().first;
        for (String words : List.of("", "x", "e".repeat(65), "s".repeat(16_385), "{}")) {
            Session session = new Session();
            connect(member, session).text(session, words);
            assertThat(session.closedWith).as(words).isEqualTo(1008);
        }
    }

    @Test
    void aSocketEndsWithTheTimeOfItsPairThoughNobodyBeginsAnother() {
        Session ann = new Session();
        WebSocketListener line = connect(pair().first, ann);
        long step = LadderLimits.DEFAULT.idle().toNanos() / 2;
        for (long end = LadderLimits.DEFAULT.lifetime().toNanos(); now < end; now += step) {
            line.text(ann, "e1");
            assertThat(ann.isOpen()).as("at %d ns", now).isTrue();
        }
        line.text(ann, "e1");
        assertThat(ann.closedWith).isEqualTo(1001);
    }

    @Test
    void longWordsCostMoreOfTheRate() {
        Pair pair = pair();
        Session ann = new Session();
        Session bob = new Session();
        WebSocketListener line = connect(pair.first, ann);
        connect(pair.second, bob);
        String longest = "s".repeat(LadderLimits.DEFAULT.signalCharacters());
        for (int i = 0; i < 100; i++) {
            line.text(ann, longest);
        }
        assertThat(bob.received).as("an offer and what follows, but no bulk").hasSize(3);
        now += 1_000_000_000;
        line.text(ann, "t1");
        assertThat(bob.received).hasSize(4);
    }

    @Test
    void takesNobodyWithoutATokenOrFromElsewhere() {
        assertThat(upgrade("00", HeaderFields.EMPTY)).isInstanceOf(Upgrade.Refuse.class);
        HeaderFields elsewhere =
                new HeaderFields(List.of(Map.entry("Origin", "https://elsewhere.example")));
        assertThat(upgrade(pair().first.token, elsewhere)).isInstanceOf(Upgrade.Refuse.class);
    }

    @Test
    void anyWordsAtAllAreHarmless() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Pair pair = pair();
        Session bob = new Session();
        connect(pair.second, bob);
        for (int round = 0; round < 5_000; round++) {
            StringBuilder words = new StringBuilder();
            for (int length = random.nextInt(100); length > 0; length--) {
                words.append((char) random.nextInt(0x10000));
            }
            if (random.nextBoolean()) {
                words.insert(0, "ets".charAt(random.nextInt(3)));
            }
            Session ann = new Session();
            connect(pair.first, ann).text(ann, words.toString());
        }
        assertThat(bob.received.size())
                .as("seed %d: no more than the rate", seed)
                .isLessThanOrEqualTo(LadderLimits.DEFAULT.burst());
    }
}
