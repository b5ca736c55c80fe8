package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.core.IpAddress;
import dev.parley.core.Paths;
import dev.parley.stun.behaviour.StunServer;
import dev.parley.stun.behaviour.StunServerEvent;
import dev.parley.udp.DatagramTap;
import dev.parley.udp.EventLoop;
import dev.parley.udp.NioDriver;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** natcheck on loopback, where there is no NAT, against servers of each kind. */
@Timeout(60)
class NatcheckCommandTest {
    private static final IpAddress FIRST = IpAddress.parse("127.0.0.1");
    private static final IpAddress SECOND = IpAddress.parse("127.0.0.2");

    private static final IpAddress LOOPBACK_V6 = IpAddress.parse("::1");

    private final Screen screen = new Screen();

    private int run(String... line) {
        return new ParleyCommand(screen.terminal(false, true, 80), Map.of()).run(line);
    }

    /** A server on real sockets. */
    private static EventLoop<StunServerEvent> serve(
            IpAddress first, @Nullable IpAddress second, int port, int otherPort)
            throws IOException, InterruptedException {
        Paths paths = new Paths(1024);
        BlockingQueue<StunServerEvent> events = new LinkedBlockingQueue<>();
        EventLoop<StunServerEvent> loop =
                new EventLoop<>(
                        "stun",
                        new NioDriver(),
                        paths,
                        new StunServer(paths, first, second, port, otherPort),
                        DatagramTap.NONE,
                        events::add);
        loop.start();
        assertThat(events.poll(20, TimeUnit.SECONDS)).isInstanceOf(StunServerEvent.Listening.class);
        return loop;
    }

    /** Two ports that are free on that address; on the others most probably, too. */
    private static int[] freePorts(IpAddress address) throws IOException {
        InetSocketAddress any = new InetSocketAddress(address.toInetAddress(), 0);
        try (DatagramSocket one = new DatagramSocket(any);
                DatagramSocket two = new DatagramSocket(any)) {
            return new int[] {one.getLocalPort(), two.getLocalPort()};
        }
    }

    private static boolean hasIpv6() {
        try {
            return freePorts(LOOPBACK_V6).length == 2;
        } catch (IOException none) {
            return false;
        }
    }

    @Test
    void namesWhatItFindsInWords() throws Exception {
        int[] ports = freePorts(SECOND);
        try (var _ = serve(FIRST, SECOND, ports[0], ports[1])) {
            assertThat(run("natcheck", "127.0.0.1:" + ports[0])).isEqualTo(ExitCode.OK);
        }
        assertThat(screen.out())
                .contains("NAT check with 127.0.0.1:" + ports[0])
                .contains("Mapping         none: no NAT")
                .contains("Filtering       endpoint-independent: everybody is let in")
                .contains("Fragments       get through")
                .contains("Nothing is in the way")
                .contains("The server is on this machine");
        assertThat(screen.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(81));
        assertThat(screen.err()).as("no progress where nobody looks").isEmpty();
    }

    @Test
    void showsWhatGoesOnWhereSomebodyLooks() throws Exception {
        int[] ports = freePorts(SECOND);
        try (var _ = serve(FIRST, SECOND, ports[0], ports[1])) {
            String[] line = {"natcheck", "-l", "1", "127.0.0.1:" + ports[0]};
            assertThat(new ParleyCommand(screen.terminal(true, true, 80), Map.of()).run(line))
                    .isEqualTo(ExitCode.OK);
        }
        assertThat(screen.err())
                .startsWith("\r\u001B[Kasking 127.0.0.1:" + ports[0] + " ...")
                .contains("\r\u001B[Kmapping known")
                .endsWith("\r\u001B[K");
        assertThat(screen.out()).contains("Silent mapping  lives longer than 1 s");
    }

    @Test
    void namesTheSameForPrograms() throws Exception {
        int[] ports = freePorts(SECOND);
        try (var _ = serve(FIRST, SECOND, ports[0], ports[1])) {
            assertThat(run("natcheck", "--json", "-4", "-p", "" + ports[0], "localhost"))
                    .isEqualTo(ExitCode.OK);
        }
        assertThat(screen.out())
                .contains("\"outcome\": \"discovered\"")
                .contains("\"server\": \"localhost:" + ports[0] + "\"")
                .contains("\"serverKind\": \"two-addresses\"")
                .contains("\"otherAddress\": \"127.0.0.2:" + ports[1] + "\"")
                .contains("\"nat\": false")
                .contains("\"mapping\": \"endpoint-independent\"")
                .contains("\"filtering\": \"endpoint-independent\"")
                .contains("\"errorCode\": null")
                .contains("\"lifetimeSeconds\": null");
    }

    @Test
    void measuresTheLifetimeWhenAsked() throws Exception {
        int[] ports = freePorts(SECOND);
        try (var _ = serve(FIRST, SECOND, ports[0], ports[1])) {
            assertThat(run("natcheck", "-l", "1", "127.0.0.1:" + ports[0])).isEqualTo(ExitCode.OK);
        }
        assertThat(screen.out()).contains("Silent mapping  lives longer than 1 s");
    }

    @Test
    void saysWhenTheServerHasOneAddressOrOneSocket() throws Exception {
        int[] ports = freePorts(FIRST);
        try (var _ = serve(FIRST, null, ports[0], ports[1])) {
            assertThat(run("natcheck", "127.0.0.1:" + ports[0])).isEqualTo(ExitCode.OK);
        }
        assertThat(screen.out()).contains("This server has one address and two ports");
        try (var _ = serve(FIRST, null, ports[0], 0)) {
            assertThat(run("natcheck", "127.0.0.1:" + ports[0])).isEqualTo(ExitCode.OK);
        }
        assertThat(screen.out()).contains("This server has no second address or port");
    }

    @Test
    void checksIpv6() throws Exception {
        assumeTrue(hasIpv6(), "this machine has no ::1");
        int[] ports = freePorts(LOOPBACK_V6);
        try (var _ = serve(LOOPBACK_V6, null, ports[0], ports[1])) {
            assertThat(run("natcheck", "-6", "--json", "[::1]:" + ports[0])).isEqualTo(ExitCode.OK);
        }
        assertThat(screen.out()).contains("\"serverAddress\": \"[::1]:" + ports[0] + "\"");
    }

    @Test
    void saysThatNobodyAnswers() throws Exception {
        int port = freePorts(FIRST)[0];
        assertThat(run("natcheck", "-t", "1", "127.0.0.1:" + port)).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(screen.err())
                .startsWith("parley natcheck: 127.0.0.1:" + port + " did not answer within 1 s");
        assertThat(screen.out()).isEmpty();
    }

    @Test
    void tellsBlockedUdpFromASilentServer() throws Exception {
        try (ServerSocket tcp = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            Thread.ofVirtual().start(() -> NatTcpProbeTest.answerOnce(tcp));
            assertThat(run("natcheck", "-t", "1", "--json", "127.0.0.1:" + tcp.getLocalPort()))
                    .isEqualTo(ExitCode.OK);
        }
        assertThat(screen.out()).contains("\"outcome\": \"udp-blocked\"");
    }

    @Test
    void aNameThatDoesNotResolveEndsWithOneLineAndCode1() {
        assertThat(run("natcheck", "nobody.invalid")).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(screen.err().lines())
                .containsExactly("parley natcheck: the name nobody.invalid cannot be resolved");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    natcheck                        | wants a STUN server that is out on the internet
                    natcheck -4 -6 192.0.2.1        | -4 and -6 exclude each other
                    natcheck --timeout 0 192.0.2.1  | --timeout wants a number from 1 to 60; "0" is not
                    natcheck -p 70000 192.0.2.1     | --port wants a number from 1 to 65535
                    natcheck --lifetme 192.0.2.1    | did you mean --lifetime?
                    natcheck http://192.0.2.1       | SERVER wants a name or an address
                    natcheck one two                | "two" is one word too many
                    """)
    void refusesWithOneLineAndCode2(String line, String message) {
        assertThat(run(line.split(" +"))).isEqualTo(ExitCode.USAGE);
        assertThat(screen.err().lines()).singleElement().asString().contains(message);
        assertThat(screen.out()).isEmpty();
    }

    @Test
    void anAddressOfTheOtherFamilyIsRefused() {
        assertThat(run("natcheck", "-6", "127.0.0.1")).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(screen.err()).contains("127.0.0.1 has no IPv6 address");
    }

    @Test
    void helpHasExamplesAndFitsTheTerminal() {
        assertThat(run("natcheck", "--help")).isEqualTo(ExitCode.OK);
        assertThat(screen.out()).contains("Examples:").contains("Exit codes:");
        assertThat(screen.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(81));
    }
}
