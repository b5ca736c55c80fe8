package dev.parley.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.core.IpAddress;
import dev.parley.core.TransportAddress;
import java.net.BindException;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class NioDriverTest {
    private static final TransportAddress ANY_PORT = TransportAddress.parse("127.0.0.1:0");

    private final NativeMemory memory = NativeMemory.allocate(200_000);
    private final List<String> received = new ArrayList<>();
    private NioDriver driver;
    private UdpSocket one;
    private UdpSocket two;

    @BeforeEach
    void open() throws Exception {
        driver = new NioDriver();
        one = driver.bind(1, ANY_PORT, UdpOptions.LISTENER);
        two = driver.bind(2, ANY_PORT, UdpOptions.LISTENER);
    }

    @AfterEach
    void close() {
        driver.close();
    }

    /** Polls until so many datagrams have come in all. */
    private void receive(int count) throws Exception {
        long end = System.nanoTime() + 10_000_000_000L;
        while (received.size() < count && System.nanoTime() < end) {
            driver.poll(100_000_000, this::received);
        }
        assertThat(received).hasSize(count);
    }

    private void received(UdpSocket socket, DatagramBatch batch) {
        for (int i = 0; i < batch.count(); i++) {
            byte[] bytes = new byte[batch.length(i)];
            batch.memory().read(batch.offset(i), bytes, 0, bytes.length);
            IpAddress ip = new IpAddress(batch.v6(i), batch.high(i), batch.low(i));
            String text =
                    bytes.length > 40
                            ? bytes.length + " bytes"
                            : new String(bytes, StandardCharsets.US_ASCII);
            received.add(socket.id() + " from " + ip + ":" + batch.port(i) + ": " + text);
            // The headroom belongs to whoever takes the datagram: using it hurts no other.
            for (int h = 1; h <= DatagramBatch.HEADROOM; h++) {
                batch.memory().buffer().put(batch.offset(i) - h, (byte) '!');
            }
        }
    }

    private Destination to(UdpSocket socket) {
        return driver.destination(socket.local());
    }

    private void put(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
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
    void switchesTheDontFragmentBitAsAsked() throws Exception {
        put("ab");
        NioSocket socket = (NioSocket) one;
        assertThat(socket.isDontFragment()).isFalse();
        one.send(memory, 0, 1, 1, to(two), true);
        assertThat(socket.isDontFragment()).isTrue();
        one.send(memory, 1, 1, 1, to(two), false);
        assertThat(socket.isDontFragment()).isFalse();
        receive(2);
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
