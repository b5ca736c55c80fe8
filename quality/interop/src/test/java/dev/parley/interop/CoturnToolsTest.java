package dev.parley.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** coturn's own test programs (Debian package coturn) as clients and peers of our relay. */
class CoturnToolsTest {
    private static final String USER = "ana";
    private static final String PASSWORD = "a password of hers";
    private static final String SECRET = "north-0123456789abcdef";
    private static final String OLD_SECRET = "south-0123456789abcdef";
    private static final int SECONDS_AT_MOST = 60;

    private static final FreePorts PORTS = new FreePorts();
    private static final int PEER_PORT = PORTS.nextPair();
    private static final boolean INSTALLED = Uclient.isInstalled();
    private static final boolean IPV6 = hasIpv6();

    private static @Nullable ParleyProcess server;
    private static @Nullable Program peer;

    @BeforeAll
    static void startServerAndPeer(@TempDir Path data) {
        if (INSTALLED) {
            server = ParleyProcess.start(PORTS, data, options());
            peer = Uclient.startPeer(PEER_PORT, IPV6);
        }
    }

    private static List<String> options() {
        List<String> options = new ArrayList<>();
        options.addAll(List.of("--listen", "127.0.0.1", "--relay-address", "127.0.0.1"));
        options.addAll(List.of("--allow-peer", "127.0.0.0/8"));
        if (IPV6) {
            options.addAll(List.of("--listen", "::1", "--relay-address", "::1"));
            options.addAll(List.of("--allow-peer", "::1/128"));
        }
        options.addAll(List.of("--user", USER + ":" + PASSWORD));
        options.addAll(List.of("--auth-secret", SECRET, "--auth-secret", OLD_SECRET));
        options.addAll(List.of("--tcp-relay", "on"));
        options.addAll(List.of("--user-quota", "200", "--address-quota", "400")); // many at once
        return options;
    }

    @AfterAll
    static void stopServerAndPeer() {
        if (peer != null) {
            peer.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void skipsWithoutTheTools() {
        assumeTrue(INSTALLED, "coturn's tools are missing (Debian package coturn)");
    }

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource({
        "over UDP, stun, channels, ''",
        "over UDP, stun, indications, -s",
        "over UDP without RTCP, stun, channels, -c",
        "over UDP with DONT-FRAGMENT, stun, indications, -s -g",
        "over UDP with repeated requests, stun, channels, -G",
        "over TCP, stun, channels, -t",
        "over TCP, stun, indications, -t -s",
        "over TLS, turns, channels, -t -S",
        "over TLS, turns, indications, -t -S -s",
        "over TLS on the page's port, https, channels, -t -S",
        "over TLS on the page's port, https, indications, -t -S -s",
        "over UDP with big messages, stun, channels, -l 1300",
        "over TCP with big messages, stun, channels, -t -l 1300",
    })
    void relaysToAPeerWithoutLoss(String how, String port, String by, String flags) {
        expectAllRelayed(
                uclient(port, flags + " -m 3 -u " + USER, PASSWORD, "127.0.0.1", "127.0.0.1"));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource({
        "over UDP, stun, channels, -y -c",
        "over UDP, stun, indications, -y -c -s",
        "over TCP, stun, channels, -y -c -t",
        "over TLS, turns, indications, -y -c -t -S -s",
    })
    void relaysBetweenTwoOfItsOwnClients(String how, String port, String by, String flags) {
        expectAllRelayed(
                uclient(port, flags + " -m 2 -u " + USER, PASSWORD, "127.0.0.1", "127.0.0.1"));
    }

    /**
     * RFC 8016: each client takes its allocation along to another socket or connection, with the
     * old one closed before or after, as it draws; then it relays. Not over TLS: it may free the
     * session of the old connection twice, and with it that of the new one.
     */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "over UDP, stun, -M",
        "over UDP by indications, stun, -M -s",
        "over TCP, stun, -M -t",
        "over TCP by indications, stun, -M -t -s",
    })
    void takesAllocationsAlong(String how, String port, String flags) {
        expectAllRelayed(
                uclient(port, flags + " -c -m 6 -u " + USER, PASSWORD, "127.0.0.1", "127.0.0.1"));
    }

    /** RFC 6062: each of the clients connects to each other one, relay to relay. */
    @ParameterizedTest(name = "{0}, {2} clients")
    @CsvSource({
        "over TCP, stun, 2, ''",
        "over TCP, stun, 6, ''",
        "over TLS, turns, 3, -S",
        "over TLS on the page's port, https, 2, -S",
    })
    void relaysByTcp(String how, String port, int clients, String flags) {
        expectAllRelayed(
                uclient(
                        port,
                        "-T " + flags + " -m " + clients + " -u " + USER,
                        PASSWORD,
                        "127.0.0.1",
                        "127.0.0.1"));
    }

    @ParameterizedTest
    @CsvSource({"first, " + SECRET, "older, " + OLD_SECRET})
    void takesTimeLimitedCredentialsOfEverySecret(String which, String secret) {
        expectAllRelayed(uclient("stun", "-c -u 42 -W " + secret, "", "127.0.0.1", "127.0.0.1"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "over UDP, stun, -x",
        "over TCP, stun, -x -t",
        "over TLS, turns, -x -t -S",
        "indications, stun, -x -s"
    })
    void relaysOverIpv6(String how, String port, String flags) {
        assumeTrue(IPV6, "this machine has no ::1");
        expectAllRelayed(uclient(port, flags + " -c -u " + USER, PASSWORD, "::1", "::1"));
    }

    @Test
    void refusesAWrongPassword() {
        UclientReport report =
                uclient("stun", "-c -u " + USER, "not hers", "127.0.0.1", "127.0.0.1");
        assertThat(report.output()).contains("Cannot complete Allocation");
        assertThat(report.received()).isLessThanOrEqualTo(0);
    }

    @Test
    void refusesATimeLimitedCredentialOfAnUnknownSecret() {
        UclientReport report =
                uclient("stun", "-c -u 42 -W unknown-0123456789", "", "127.0.0.1", "127.0.0.1");
        assertThat(report.output()).contains("Cannot complete Allocation");
    }

    @Test
    void refusesPeersThatAreNotAllowed() {
        // 192.0.2.0/24 is for examples: special, and not named by --allow-peer.
        UclientReport report = uclient("stun", "-c -u " + USER, PASSWORD, "127.0.0.1", "192.0.2.1");
        assertThat(report.received()).as(report.output()).isLessThanOrEqualTo(0);
        assertThat(report.output()).containsIgnoringCase("403");
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, IPv4", "::1, IPv6"})
    void tellsItsAddressToAStunClient(String address, String family) {
        assumeTrue(IPV6 || !family.equals("IPv6"), "this machine has no ::1");
        String output =
                Program.run(
                        "stunclient-" + family,
                        List.of("turnutils_stunclient", "-p", "" + server().stunPort(), address),
                        SECONDS_AT_MOST);
        assertThat(output).contains(family + ". UDP reflexive addr: " + address + ":");
    }

    private static void expectAllRelayed(UclientReport report) {
        report.expectAllRelayed();
    }

    private static UclientReport uclient(
            String port, String flags, String password, String address, String peerAddress) {
        return new Uclient(server(), PEER_PORT).run(port, flags, password, address, peerAddress);
    }

    private static ParleyProcess server() {
        if (server == null) {
            throw new IllegalStateException("the server was not started");
        }
        return server;
    }

    private static boolean hasIpv6() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("::1"))) {
            return socket.isBound();
        } catch (IOException none) {
            return false;
        }
    }
}
