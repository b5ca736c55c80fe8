package dev.parley.server.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class MailboxTest {
    private static final Mailbox.Remote CLIENT = new Mailbox.Remote(3, false, 0, 0x7F000001L, 4711);
    private static final Mailbox.Remote CLIENT_V6 =
            new Mailbox.Remote(65_535, true, 0x20010DB8_00000000L, -2, 65_535);

    /** Writes down what it reads. */
    private static final class Notes implements Mailbox.Reader {
        final List<String> all = new ArrayList<>();
        boolean fails;

        @Override
        public void data(
                int fromAddress,
                int fromPort,
                int toAddress,
                int toPort,
                byte[] buf,
                int off,
                int len) {
            if (fails) {
                fails = false;
                throw new IllegalStateException("a bug of one");
            }
            String route = fromAddress + ":" + fromPort + ">" + toAddress + ":" + toPort;
            all.add(route + " " + new String(buf, off, len, StandardCharsets.UTF_8));
        }

        @Override
        public void datagram(int shard, Mailbox.Remote client, byte[] buf, int off, int len) {
            all.add(
                    "datagram "
                            + shard
                            + " "
                            + client.address()
                            + "@"
                            + client.listener()
                            + " "
                            + len);
        }

        @Override
        public void adopt(int shard, Mailbox.Remote client) {
            all.add("adopt " + shard + " " + client.address());
        }

        @Override
        public void release(Mailbox.Remote client) {
            all.add("release " + client.address());
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Mailbox.Left data(Mailbox mailbox, int fromPort, String text) {
        byte[] bytes = bytes("__" + text);
        return mailbox.data(0, fromPort, 1, 50_001, bytes, 2, bytes.length - 2);
    }

    private static List<String> read(Mailbox mailbox) {
        Notes notes = new Notes();
        mailbox.readAll(notes);
        return notes.all;
    }

    @Test
    void keepsEverythingInItsOrder() {
        Mailbox mailbox = new Mailbox();
        assertThat(mailbox.isWaiting()).isFalse();
        assertThat(data(mailbox, 50_000, "one")).isEqualTo(Mailbox.Left.FIRST);
        assertThat(mailbox.datagram(15, CLIENT, new byte[1500], 100, 1400))
                .isEqualTo(Mailbox.Left.BEHIND_OTHERS);
        mailbox.adopt(63, CLIENT_V6);
        mailbox.release(CLIENT);
        data(mailbox, 65_535, "");
        assertThat(mailbox.isWaiting()).isTrue();
        assertThat(read(mailbox))
                .containsExactly(
                        "0:50000>1:50001 one",
                        "datagram 15 127.0.0.1:4711@3 1400",
                        "adopt 63 " + CLIENT_V6.address(),
                        "release 127.0.0.1:4711",
                        "0:65535>1:50001 ");
        assertThat(mailbox.isWaiting()).isFalse();
        assertThat(read(mailbox)).isEmpty();
        assertThat(data(mailbox, 1, "again")).isEqualTo(Mailbox.Left.FIRST);
    }

    @Test
    void isNotLargerThanItSays() {
        Mailbox mailbox = new Mailbox();
        byte[] large = new byte[60_000];
        int taken = 0;
        while (mailbox.data(0, 1, 0, 2, large, 0, large.length) != Mailbox.Left.NO_ROOM) {
            taken++;
        }
        assertThat(taken * (large.length + 32))
                .isBetween(Mailbox.MAX_BYTES - 61_000, Mailbox.MAX_BYTES);
        assertThat(mailbox.datagram(1, CLIENT, large, 0, large.length))
                .isEqualTo(Mailbox.Left.NO_ROOM);
        assertThat(mailbox.adopt(1, CLIENT))
                .as("it must not be lost")
                .isEqualTo(Mailbox.Left.BEHIND_OTHERS);
        int more = 0;
        while (mailbox.release(CLIENT) != Mailbox.Left.NO_ROOM) {
            more++;
        }
        assertThat(more).isLessThan(100_000);
        assertThat(read(mailbox)).hasSize(taken + 1 + more);
        assertThat(data(mailbox, 1, "room again")).isEqualTo(Mailbox.Left.FIRST);
    }

    @Test
    void aBugAtOneMessageEndsThatOneOnly() {
        Mailbox mailbox = new Mailbox();
        data(mailbox, 1, "one");
        data(mailbox, 2, "two");
        Notes notes = new Notes();
        notes.fails = true;
        assertThatThrownBy(() -> mailbox.readAll(notes)).isInstanceOf(IllegalStateException.class);
        assertThat(notes.all).containsExactly("0:2>1:50001 two");
    }

    @Test
    void takesFromSeveralThreadsWhileItIsRead() throws Exception {
        int senders = 4;
        int each = 5000;
        long seed = 11;
        Mailbox mailbox = new Mailbox();
        List<List<String>> sent = new ArrayList<>();
        Notes notes = new Notes();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int s = 0; s < senders; s++) {
                int port = 1000 + s;
                List<String> mine = new ArrayList<>();
                sent.add(mine);
                running.add(
                        threads.submit(() -> {
                            SplittableRandom random = new SplittableRandom(seed + port);
                            for (int i = 0; i < each; i++) {
                                String text = i + "x".repeat(random.nextInt(200));
                                if (data(mailbox, port, text) != Mailbox.Left.NO_ROOM) {
                                    mine.add("0:" + port + ">1:50001 " + text);
                                }
                            }
                        }));
            }
            for (Future<?> one : running) {
                while (!one.isDone()) {
                    mailbox.readAll(notes);
                }
                one.get();
            }
        }
        mailbox.readAll(notes);
        for (int s = 0; s < senders; s++) {
            String route = "0:" + (1000 + s) + ">";
            assertThat(notes.all.stream().filter(text -> text.startsWith(route)).toList())
                    .as("seed %d, sender %d", seed, s)
                    .isEqualTo(sent.get(s));
        }
    }
}
