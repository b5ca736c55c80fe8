package dev.parley.udp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.core.IpAddress;
import dev.parley.core.TransportAddress;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every driver has to do; each kind of driver runs it. */
abstract class UdpDriverTest {
    private static final TransportAddress ANY_PORT = TransportAddress.parse("127.0.0.1:0");

    final NativeMemory memory = NativeMemory.allocate(200_000);
    final List<String> received = new ArrayList<>();
    UdpDriver driver;
    UdpSocket one;
    UdpSocket two;

    abstract UdpDriver newDriver() throws IOException;

    @BeforeEach
    void open() throws Exception {
        driver = newDriver();
        one = driver.bind(1, ANY_PORT, UdpOptions.LISTENER);
        two = driver.bind(2, ANY_PORT, UdpOptions.LISTENER);
    }

    @AfterEach
    void close() {
        if (driver != null) { // this kind works here
            driver.close();
        }
    }

    /** Polls until so many datagrams have come in all. */
    final void receive(int count) throws Exception {
        long end = System.nanoTime() + 10_000_000_000L;
        while (received.size() < count && System.nanoTime() < end) {
            driver.poll(100_000_000, this::received);
        }
        assertThat(received).hasSize(count);
    }

    final void received(UdpSocket socket, DatagramBatch batch) {
        for (int i = 0; i < batch.count(); i++) {
            byte[] bytes = new byte[batch.length(i)];
            batch.memory().read(batch.offset(i), bytes, 0, bytes.length);
            IpAddress ip = new IpAddress(batch.v6(i), batch.high(i), batch.low(i));
            String text = bytes.length > 40 ? bytes.length + " bytes" : new String(bytes, US_ASCII);
            received.add(socket.id() + " from " + ip + ":" + batch.port(i) + ": " + text);
        }
    }

    final Destination to(UdpSocket socket) {
        return driver.destination(socket.local());
    }

    final void put(String text) {
        byte[] bytes = text.getBytes(US_ASCII);
        memory.write(0, bytes, 0, bytes.length);
    }

    @Test
    void splitsABurstIntoDatagrams() throws Exception {
        put("aaaabbbbcc");
        assertThat(one.send(memory, 0, 10, 4, to(two), false)).isEqualTo(3);
        receive(3);
        String from = "2 from " + one.local() + ": ";
        assertThat(received).containsExactly(from + "aaaa", from + "bbbb", from + "cc");
    }

    @Test
    void sendsScatteredDatagrams() throws Exception {
        put("aaaabbbbcc");
        int[] offsets = {8, 0, 4};
        int[] lengths = {2, 3, 4};
        assertThat(one.sendScattered(memory, offsets, lengths, 3, to(two))).isEqualTo(3);
        receive(3);
        String from = "2 from " + one.local() + ": ";
        assertThat(received).containsExactly(from + "cc", from + "aaa", from + "bbbb");
    }

    @Test
    void sendsEachDatagramToAnAddressOfItsOwn() throws Exception {
        put("aaaabbbbcc");
        int one = this.one.local().port();
        int two = this.two.local().port();
        DatagramBatch batch = new DatagramBatch(memory, 200);
        long ip = this.one.local().ip().low();
        for (int i = 0; i < 198; i += 3) {
            batch.add(0, 4, false, 0, ip, two);
            batch.add(8, 2, false, 0, ip, one);
            batch.add(4, 4, false, 0, ip, two);
        }
        batch.add(0, 4, true, 0, ip, two); // the other family
        batch.add(0, 4, false, 0, ip, 0);
        assertThat(this.one.sendEach(batch)).isEqualTo(198);
        assertThat(this.one.sendDrops()).isEqualTo(2);
        assertThat(IntStream.range(0, 200).filter(this.one::lost)).containsExactly(198, 199);
        receive(198);
        String from = " from " + this.one.local() + ": ";
        assertThat(received.stream().filter(text -> text.startsWith("1")))
                .hasSize(66)
                .containsOnly("1" + from + "cc");
        assertThat(received.stream().filter(text -> text.startsWith("2")).limit(4))
                .containsExactly(
                        "2" + from + "aaaa",
                        "2" + from + "bbbb",
                        "2" + from + "aaaa",
                        "2" + from + "bbbb");
        this.one.close();
        assertThat(this.one.sendEach(batch)).isZero();
    }

    @Test
    void saysWhichDatagramsTheSystemDidNotTake() {
        int tooLarge = 65_530;
        int[] offsets = new int[100];
        int[] lengths = new int[100];
        Arrays.fill(lengths, 10);
        lengths[3] = tooLarge;
        lengths[80] = tooLarge;
        assertThat(one.sendScattered(memory, offsets, lengths, 100, to(two))).isEqualTo(98);
        assertThat(IntStream.range(0, 100).filter(one::lost)).containsExactly(3, 80);
        assertThat(one.sendScattered(memory, offsets, new int[] {1, 2, 3}, 3, to(two)))
                .isEqualTo(3);
        assertThat(IntStream.range(0, 100).filter(one::lost)).isEmpty();
        Destination otherFamily = driver.destination(TransportAddress.parse("[2001:db8::1]:9"));
        assertThat(one.sendScattered(memory, offsets, lengths, 3, otherFamily)).isZero();
        assertThat(IntStream.range(0, 3).filter(one::lost)).containsExactly(0, 1, 2);
    }

    @Test
    void neverCutsALargeDatagram() throws Exception {
        for (int i = 0; i < 5; i++) {
            assertThat(one.send(memory, 0, 65_507, 65_507, to(two), false)).isEqualTo(1);
        }
        receive(5);
        assertThat(received).allMatch(text -> text.endsWith("65507 bytes"));
    }

    @Test
    void takesEmptyDatagrams() throws Exception {
        int[] offsets = {0};
        int[] lengths = {0};
        one.sendScattered(memory, offsets, lengths, 1, to(two));
        receive(1);
        assertThat(received.getFirst()).endsWith(": ");
    }

    @Test
    void putsFourBytesInFrontOfWhatCame() throws Exception {
        put("aaaabbbbcc");
        one.send(memory, 0, 10, 4, to(two), false);
        long end = System.nanoTime() + 10_000_000_000L;
        while (received.size() < 3 && System.nanoTime() < end) {
            driver.poll(100_000_000, this::echo);
        }
        String from = "1 from " + two.local() + ": ";
        assertThat(received).containsExactly(from + "1234aaaa", from + "1234bbbb", from + "1234cc");
    }

    /** Socket two answers with what it got, behind four bytes more. */
    private void echo(UdpSocket socket, DatagramBatch batch) {
        if (socket.id() == 1) {
            received(socket, batch);
            return;
        }
        int[] which = IntStream.range(0, batch.count()).toArray();
        int[] prefixes = new int[which.length];
        Arrays.fill(prefixes, 0x31323334);
        assertThat(two.sendPrefixed(batch, which, prefixes, which.length, to(one)))
                .isEqualTo(which.length);
    }

    @Test
    void sendsManyOfManySizesInTheirOrder() throws Exception {
        SplittableRandom random = new SplittableRandom(4711);
        int[] offsets = new int[200];
        int[] lengths = new int[200];
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < offsets.length; i++) {
            byte[] text = ("%03d".formatted(i) + "-".repeat(random.nextInt(3))).getBytes(US_ASCII);
            offsets[i] = i * 8;
            lengths[i] = text.length;
            memory.write(offsets[i], text, 0, text.length);
            expected.add("2 from " + one.local() + ": " + new String(text, US_ASCII));
        }
        assertThat(one.sendScattered(memory, offsets, lengths, 200, to(two))).isEqualTo(200);
        receive(200);
        assertThat(received).isEqualTo(expected);
    }

    @Test
    void reachesAnOrdinarySocketWithEachDatagramByItself() throws Exception {
        try (DatagramSocket plain = LoopFixture.client()) {
            Destination to =
                    driver.destination(
                            TransportAddress.of((InetSocketAddress) plain.getLocalSocketAddress()));
            put("aaaabbbbccccdd");
            assertThat(one.send(memory, 0, 14, 4, to, false)).isEqualTo(4);
            List<String> got = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                got.add(LoopFixture.receive(plain));
            }
            assertThat(got).containsExactly("aaaa", "bbbb", "cccc", "dd");
        }
    }

    @Test
    void sendsAlsoWhatIsLargerThanThePacketsOfTheWay() throws Exception {
        assertThat(one.send(memory, 0, 3 * 20_000, 20_000, to(two), false)).isEqualTo(3);
        receive(3);
        assertThat(received).allMatch(text -> text.endsWith("20000 bytes"));
    }

    @Test
    void forgetsASocketThatItsReaderCloses() throws Exception {
        put("ab");
        one.send(memory, 0, 1, 1, to(two), false);
        two.send(memory, 0, 1, 1, to(one), false);
        List<Integer> seen = new ArrayList<>();
        long end = System.nanoTime() + 10_000_000_000L;
        while (seen.isEmpty() && System.nanoTime() < end) {
            driver.poll(
                    100_000_000,
                    (socket, batch) -> {
                        seen.add(socket.id());
                        one.close();
                        two.close();
                    });
        }
        assertThat(seen).hasSize(1);
        driver.poll(0, (socket, batch) -> seen.add(socket.id()));
        assertThat(seen).hasSize(1);
        assertThat(one.isOpen()).isFalse();
    }

    @Test
    void countsWhatTheSystemDoesNotTake() {
        assertThat(one.send(memory, 0, 65_530, 65_530, to(two), false)).isZero();
        TransportAddress otherFamily = TransportAddress.parse("[2001:db8::1]:9");
        assertThat(one.send(memory, 0, 9, 9, driver.destination(otherFamily), false)).isZero();
        TransportAddress noPort = TransportAddress.parse("127.0.0.1:0");
        assertThat(one.send(memory, 0, 9, 9, driver.destination(noPort), false)).isZero();
        assertThat(one.sendDrops()).isEqualTo(3);
        one.close();
        assertThat(one.send(memory, 0, 9, 9, to(two), false)).isZero();
    }

    @Test
    void saysWhichAddressIsTaken() {
        assertThatThrownBy(() -> driver.bind(3, one.local(), UdpOptions.SINGLE))
                .isInstanceOf(BindException.class);
        assertThatThrownBy(() ->
                        driver.bind(3, TransportAddress.parse("192.0.2.1:0"), UdpOptions.SINGLE))
                .isInstanceOf(BindException.class);
        assertThatThrownBy(() ->
                        driver.bind(3, TransportAddress.parse("0.0.0.0:0"), UdpOptions.SINGLE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("each address");
    }

    @Test
    void dividesSendersAmongThoseWhoShareAnAddress() throws Exception {
        assumeTrue(UdpBackend.NIO.canReusePort(), "sockets of this system cannot share a port");
        UdpSocket three = driver.bind(3, ANY_PORT, UdpOptions.SINGLE.shared());
        UdpSocket four = driver.bind(4, three.local(), UdpOptions.SINGLE.shared());
        assertThat(four.local()).isEqualTo(three.local());
        assertThatThrownBy(() -> driver.bind(5, three.local(), UdpOptions.SINGLE))
                .isInstanceOf(BindException.class);
        put("x");
        for (int i = 0; i < 32; i++) {
            UdpSocket sender = driver.bind(10 + i, ANY_PORT, UdpOptions.SINGLE);
            sender.send(memory, 0, 1, 1, to(three), false);
            sender.send(memory, 0, 1, 1, to(three), false);
        }
        receive(64);
        // "3 from 127.0.0.1:40000: x", twice for each sender and always at the same socket.
        assertThat(received.stream().distinct()).hasSize(32);
        assertThat(received.stream().map(text -> text.substring(0, 1)).distinct())
                .containsExactlyInAnyOrder("3", "4");
    }

    @Test
    void speaksIpv6() throws Exception {
        TransportAddress loopback = TransportAddress.parse("[::1]:0");
        assumeTrue(
                NetworkInterface.getByInetAddress(loopback.ip().toInetAddress()) != null,
                "this machine has no IPv6");
        UdpSocket three = driver.bind(3, loopback, UdpOptions.SINGLE);
        put("six");
        three.send(memory, 0, 3, 3, to(three), true);
        receive(1);
        assertThat(received).containsExactly("3 from ::1:" + three.local().port() + ": six");
    }

    @Test
    void wakesUpOnRequest() throws Exception {
        driver.wakeup();
        long begin = System.nanoTime();
        driver.poll(20_000_000_000L, this::received);
        assertThat(System.nanoTime() - begin).isLessThan(10_000_000_000L);
    }
}
