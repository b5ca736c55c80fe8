package dev.parley.server.net;

import dev.parley.core.IpAddress;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The addresses of this machine, without link-local ones (which need a zone) and multicast.
 *
 * @param all in a steady order: loopback first, then IPv4 before IPv6
 * @param reachable those under which a neighbour in the network can reach this machine: no
 *     loopback, and none of networks between virtual machines or containers
 * @param primary of each family the one that the default route leaves from, if there is one
 */
public record LocalAddresses(
        List<IpAddress> all, List<IpAddress> reachable, List<IpAddress> primary) {
    private static final Pattern VIRTUAL =
            Pattern.compile("(docker|br-|veth|virbr|vmnet|vboxnet|cni|flannel|lxc|lxd|podman).*");
    private static final Pattern HOST_NAME = Pattern.compile("[a-z0-9]([a-z0-9.-]*[a-z0-9])?");

    // Documentation addresses: connecting a UDP socket asks the routing table and sends nothing.
    private static final List<String> ELSEWHERE = List.of("203.0.113.1", "2001:db8::1");
    private static final int ANY_PORT = 9;
    private static final int MOST_TRIES = 16;

    public LocalAddresses {
        all = List.copyOf(all);
        reachable = List.copyOf(reachable);
        primary = List.copyOf(primary);
    }

    /** Asks the system. */
    public static LocalAddresses find() throws IOException {
        Set<IpAddress> all = new LinkedHashSet<>(List.of(IpAddress.parse("127.0.0.1")));
        Set<IpAddress> reachable = new LinkedHashSet<>();
        List<NetworkInterface> interfaces = NetworkInterface.networkInterfaces().toList();
        for (boolean v6 : new boolean[] {false, true}) {
            for (NetworkInterface network : interfaces) {
                if (!network.isUp()) {
                    continue;
                }
                boolean virtual = VIRTUAL.matcher(network.getName()).matches();
                for (InetAddress address : network.inetAddresses().toList()) {
                    IpAddress ip = IpAddress.of(address);
                    if (ip.v6() != v6 || address.isLinkLocalAddress()) {
                        continue;
                    }
                    all.add(ip);
                    if (!address.isLoopbackAddress() && !virtual) {
                        reachable.add(ip);
                    }
                }
            }
        }
        List<IpAddress> primary = new ArrayList<>();
        ELSEWHERE.forEach(target ->
                sourceFor(IpAddress.parse(target)).filter(all::contains).ifPresent(primary::add));
        return new LocalAddresses(List.copyOf(all), List.copyOf(reachable), List.copyOf(primary));
    }

    /** The same, of some addresses only. */
    public LocalAddresses only(Collection<IpAddress> wanted) {
        return new LocalAddresses(
                all.stream().filter(wanted::contains).toList(),
                reachable.stream().filter(wanted::contains).toList(),
                primary.stream().filter(wanted::contains).toList());
    }

    /** Those that sockets can be opened at: one that is being set up or given up is none. */
    public List<IpAddress> bindable() {
        List<IpAddress> bindable = new ArrayList<>();
        for (IpAddress address : all) {
            if (canBind(address)) {
                bindable.add(address);
            }
        }
        return List.copyOf(bindable);
    }

    /** Whether a socket can be opened there. */
    public static boolean canBind(IpAddress address) {
        return isFree(address, 0);
    }

    private static boolean isFree(IpAddress address, int port) {
        try (DatagramSocket socket =
                new DatagramSocket(new InetSocketAddress(address.toInetAddress(), port))) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * A port that is free on all of these addresses at this moment.
     *
     * @param udp one at least
     * @param tcp may be an unspecified one, which is not free where any address is not
     */
    public static int freePort(List<IpAddress> udp, List<IpAddress> tcp) throws IOException {
        IpAddress first = udp.getFirst();
        List<IpAddress> others = udp.subList(1, udp.size());
        int port = 0;
        boolean free = false;
        for (int tries = 0; !free && tries < MOST_TRIES; tries++) {
            try (DatagramSocket socket =
                    new DatagramSocket(new InetSocketAddress(first.toInetAddress(), 0))) {
                int found = socket.getLocalPort();
                port = found;
                free =
                        tcp.stream().allMatch(address -> isFreeForTcp(address, found))
                                && others.stream().allMatch(address -> isFree(address, found));
            }
        }
        return port;
    }

    private static boolean isFreeForTcp(IpAddress address, int port) {
        try (ServerSocket _ = new ServerSocket(port, 1, address.toInetAddress())) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** The primary address of a family, or any reachable one, or nothing. */
    public Optional<IpAddress> best(boolean v6) {
        return primary.stream()
                .filter(address -> address.v6() == v6)
                .findFirst()
                .or(() -> reachable.stream().filter(address -> address.v6() == v6).findFirst());
    }

    /** The names of this machine, without asking a name server. */
    public static List<String> hostNames() {
        Set<String> names = new LinkedHashSet<>(List.of("localhost"));
        String host = hostName().strip().toLowerCase(Locale.ROOT);
        if (HOST_NAME.matcher(host).matches() && host.length() <= 253) {
            names.add(host);
            if (host.indexOf('.') < 0) {
                names.add(host + ".local"); // multicast DNS
            }
        }
        return List.copyOf(names);
    }

    private static String hostName() {
        Path linux = Path.of("/proc/sys/kernel/hostname");
        try {
            if (Files.isReadable(linux)) {
                return Files.readString(linux);
            }
            return InetAddress.getLocalHost().getHostName();
        } catch (IOException e) {
            return "localhost"; // a machine without a name
        }
    }

    private static Optional<IpAddress> sourceFor(IpAddress target) {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(target.toInetAddress(), ANY_PORT));
            InetAddress local = socket.getLocalAddress();
            boolean useless = local.isAnyLocalAddress() || local.isLoopbackAddress();
            return useless ? Optional.empty() : Optional.of(IpAddress.of(local));
        } catch (IOException | java.io.UncheckedIOException e) {
            return Optional.empty(); // no route
        }
    }
}
