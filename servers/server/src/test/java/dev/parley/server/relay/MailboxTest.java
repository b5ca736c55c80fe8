package dev.parley.server.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.udp.DatagramBatch;
import dev.parley.udp.NativeMemory;
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
    private static final int ENTRY_BYTES = 32; // before the bytes themselves

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
        public void datagrams(int home, int listener, DatagramBatch batch) {
            for (int i = 0; i < batch.count(); i++) {
                Mailbox.Remote client =
                        new Mailbox.Remote(
                                listener, batch.v6(i), batch.high(i), batch.low(i), batch.port(i));
                byte[] bytes = new byte[batch.length(i)];
                batch.memory().read(batch.offset(i), bytes, 0, bytes.length);
                int sum = 0;
                for (byte b : bytes) {
                    sum += b;
                }
                String from = client.address() + "@" + listener;
                all.add("datagram " + home + " " + from + " " + bytes.length + " " + sum);
            }
        }

        @Override
        public void adopt(Mailbox.Remote client) {
            all.add("adopt " + client.address());
        }

        @Override
        public void release(Mailbox.Remote client) {
            all.add("release " + client.address());
        }
    }

    private static Mailbox mailbox() {
        return new Mailbox(1, new byte[DatagramBatch.MAX_DATAGRAM_BYTES]);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static boolean data(Mailbox mailbox, int fromPort, String text) {
        byte[] bytes = bytes("__" + text);
        return mailbox.data(0, fromPort, 1, 50_001, bytes, 2, bytes.length - 2);
    }

    /** Channel data, or a request when it says so, behind something else in the same memory. */
    private static boolean datagram(
            Mailbox mailbox, Mailbox.Remote client, int length, boolean request) {
        NativeMemory memory = NativeMemory.allocate(length + 100);
        if (length > 1) {
            memory.buffer().putShort(100, (short) (request ? 0x0009 : 0x4001));
        }
        return mailbox.datagram(15, client, memory, 100, length);
    }

    private static Mailbox.Remote client(int port) {
        return new Mailbox.Remote(0, false, 0, 0x7F000001L, port);
    }

    private static List<String> read(Mailbox mailbox) {
        Notes notes = new Notes();
        mailbox.readAll(notes);
        return notes.all;
    }

    @Test
    void keepsEverythingInItsOrder() {
        Mailbox mailbox = mailbox();
        assertThat(read(mailbox)).isEmpty();
        byte[] request = new byte[600];
        request[599] = 7;
        data(mailbox, 50_000, "one");
        datagram(mailbox, CLIENT, 1400, false);
        datagram(mailbox, CLIENT, 1, false);
        mailbox.request(14, CLIENT_V6, request, 99, 501);
        mailbox.adopt(CLIENT_V6);
        mailbox.release(CLIENT);
        data(mailbox, 65_535, "");
        datagram(mailbox, CLIENT, 20, true);
        String v4 = "127.0.0.1:4711@3 ";
        assertThat(read(mailbox))
                .containsExactly(
                        "0:50000>1:50001 one",
                        "datagram 15 " + v4 + "1400 65",
                        "datagram 15 " + v4 + "1 0",
                        "datagram 14 " + CLIENT_V6.address() + "@65535 501 7",
                        "adopt " + CLIENT_V6.address(),
                        "release 127.0.0.1:4711",
                        "0:65535>1:50001 ",
                        "datagram 15 " + v4 + "20 9");
        assertThat(read(mailbox)).isEmpty();
        data(mailbox, 1, "again");
        assertThat(read(mailbox)).containsExactly("0:1>1:50001 again");
    }

    @Test
    void manyDatagramsComeInSeveralBatches() {
        Mailbox mailbox = mailbox();
        for (int i = 0; i < 1000; i++) {
            assertThat(datagram(mailbox, client(1 + i), 100, false)).isTrue();
        }
        List<String> read = read(mailbox);
        assertThat(read).hasSize(1000);
        for (int i = 0; i < 1000; i++) {
            assertThat(read.get(i)).startsWith("datagram 15 127.0.0.1:" + (1 + i) + "@0 100 ");
        }
    }

    @Test
    void leavesNobodyWithoutRoomForTheSakeOfOne() {
        Mailbox mailbox = mailbox();
        int most = Mailbox.DATA_BYTES_OF_ALL / 4 / (1200 + ENTRY_BYTES);
        int flood = 0;
        while (datagram(mailbox, client(1), 1200, false)) {
            flood++;
        }
        assertThat(flood).isEqualTo(most);
        assertThat(datagram(mailbox, client(1), 20, true)).as("its requests").isTrue();
        int relay = 0;
        while (data(mailbox, 50_000, "x".repeat(1200))) {
            relay++;
        }
        int others = 0;
        for (int port = 2; port < 102; port++) {
            others += datagram(mailbox, client(port), 1200, false) ? 1 : 0;
        }
        // Where places fall is chance; who shares one with the flood waits for the next turn.
        assertThat(others).isGreaterThan(80);
        assertThat(read(mailbox)).hasSize(flood + 1 + relay + others);
        assertThat(datagram(mailbox, client(1), 1200, false)).as("the next turn").isTrue();
    }

    @Test
    void requestsHaveRoomThatDataCannotTakeAndControlHasMore() {
        Mailbox mailbox = mailbox();
        int data = 0;
        for (int port = 0, refused = 0; refused < 5000; port++) {
            boolean room = mailbox.data(0, port & 0xFFFF, 0, 2, new byte[60_000], 0, 60_000);
            data += room ? 1 : 0;
            refused += room ? 0 : 1;
        }
        assertThat(data * (60_000 + ENTRY_BYTES))
                .isBetween(Mailbox.DATA_BYTES_OF_ALL - 61_000, Mailbox.DATA_BYTES_OF_ALL);
        while (data(mailbox, data, "")) { // the rest of it
            data++;
        }
        int requests = 0;
        for (int port = 1; port < 20_000; port++) {
            requests += datagram(mailbox, client(port), 200, true) ? 1 : 0;
        }
        assertThat(requests * (200 + ENTRY_BYTES))
                .isBetween(Mailbox.REQUEST_BYTES - 1000, Mailbox.REQUEST_BYTES + 61_000);
        assertThat(datagram(mailbox, CLIENT, 20, false)).isFalse();
        int control = 0;
        while (mailbox.adopt(CLIENT) && mailbox.release(CLIENT)) {
            control += 2;
        }
        assertThat(control * ENTRY_BYTES).isGreaterThan(Mailbox.CONTROL_BYTES - 1000);
        assertThat(read(mailbox)).hasSize(data + requests + control);
        assertThat(data(mailbox, 1, "room again")).isTrue();
    }

    @Test
    void aBugAtOneMessageEndsThatOneOnly() {
        Mailbox mailbox = mailbox();
        data(mailbox, 1, "one");
        data(mailbox, 2, "two");
        Notes notes = new Notes();
        notes.fails = true;
        assertThatThrownBy(() -> mailbox.readAll(notes)).isInstanceOf(IllegalStateException.class);
        assertThat(notes.all).containsExactly("0:2>1:50001 two");
    }

    @Test
    void isFilledWhileItIsRead() throws Exception {
        long seed = 11;
        Mailbox mailbox = mailbox();
        List<String> sent = new ArrayList<>();
        Notes notes = new Notes();
        try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
            Future<?> sender =
                    threads.submit(() -> {
                        SplittableRandom random = new SplittableRandom(seed);
                        for (int i = 0; i < 20_000; i++) {
                            String text = i + "x".repeat(random.nextInt(200));
                            int port = random.nextInt(1, 50);
                            if (random.nextBoolean()) {
                                if (data(mailbox, port, text)) {
                                    sent.add("0:" + port + ">1:50001 " + text);
                                }
                            } else if (mailbox.request(
                                    2, client(port), bytes(text), 0, text.length())) {
                                int sum = text.chars().sum();
                                String from = "127.0.0.1:" + port + "@0 ";
                                sent.add("datagram 2 " + from + text.length() + " " + sum);
                            }
                        }
                    });
            while (!sender.isDone()) {
                mailbox.readAll(notes);
            }
            sender.get();
        }
        mailbox.readAll(notes);
        assertThat(sent).hasSizeGreaterThan(1000);
        assertThat(notes.all).as("seed %d", seed).isEqualTo(sent);
    }
}
