package dev.parley.cli;

import dev.parley.core.IpAddress;
import dev.parley.core.TransportAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The way to a server: its address, and ours that its packets would leave from. */
record NatRoute(TransportAddress server, IpAddress local) {

    /** Which family to use. */
    enum Family {
        /** IPv4 where the server has it: that is where NATs are. */
        ANY,
        V4,
        V6
    }

    /**
     * Finds the way.
     *
     * @param timeout for the name server
     * @throws IOException when there is none; the message says why
     */
    static NatRoute find(NatServer server, Family family, Duration timeout)
            throws IOException, InterruptedException {
        List<IpAddress> found = resolve(server, timeout);
        IpAddress chosen = null;
        for (IpAddress address : found) {
            boolean fits = family == Family.ANY || address.v6() == (family == Family.V6);
            if (fits && (chosen == null || (chosen.v6() && !address.v6()))) {
                chosen = address;
            }
        }
        if (chosen == null) {
            String wanted = family == Family.V6 ? "IPv6" : "IPv4";
            throw new IOException(server.host() + " has no " + wanted + " address");
        }
        TransportAddress to = new TransportAddress(chosen, server.port());
        return new NatRoute(to, localFor(to));
    }

    private static List<IpAddress> resolve(NatServer server, Duration timeout)
            throws IOException, InterruptedException {
        if (server.isAddress()) {
            return List.of(IpAddress.parse(server.host()).unmapped());
        }
        CompletableFuture<InetAddress[]> answer = new CompletableFuture<>();
        Thread.startVirtualThread(() -> {
            try {
                answer.complete(InetAddress.getAllByName(server.host()));
            } catch (UnknownHostException | RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        try {
            return Arrays.stream(answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS))
                    .map(IpAddress::of)
                    .toList();
        } catch (ExecutionException e) {
            throw new IOException("the name " + server.host() + " cannot be resolved", e);
        } catch (TimeoutException e) {
            throw new IOException(
                    "the name server did not answer for " + server.host() + " in time", e);
        }
    }

    /** Connecting a UDP socket asks the routing table and sends nothing. */
    private static IpAddress localFor(TransportAddress server) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(server.toInetSocketAddress());
            InetAddress local = socket.getLocalAddress();
            IpAddress ip = local.isAnyLocalAddress() ? null : IpAddress.of(local);
            if (ip != null && ip.v6() == server.ip().v6()) {
                return ip;
            }
        } catch (IOException | UncheckedIOException e) {
            throw new IOException(noRoute(server), e);
        }
        throw new IOException(noRoute(server));
    }

    private static String noRoute(TransportAddress server) {
        return "this machine has no way to "
                + server.ip()
                + (server.ip().v6() ? ": no IPv6 connection?" : ": no IPv4 connection?");
    }

    /** Whether the server is on this machine, where no NAT can be between. */
    boolean withinThisMachine() {
        return server.ip().equals(local) || server.ip().toInetAddress().isLoopbackAddress();
    }
}
