package dev.parley.interop;

import java.util.ArrayList;
import java.util.List;

/**
 * coturn's test client against one of our servers.
 *
 * @param peerPort where {@code turnutils_peer} is
 */
record Uclient(ParleyProcess server, int peerPort) {
    static final int MESSAGES = 40;
    private static final int SECONDS_AT_MOST = 60;

    /** Whether coturn's tools are there. */
    static boolean isInstalled() {
        return Program.isInstalled("turnutils_uclient")
                && Program.isInstalled("turnutils_peer")
                && Program.isInstalled("turnutils_stunclient");
    }

    /** Starts the peer of all clients, which sends back what it gets. */
    static Program startPeer(int port, boolean ipv6) {
        List<String> command = new ArrayList<>(List.of("turnutils_peer", "-p", "" + port));
        command.addAll(List.of("-L", "127.0.0.1"));
        if (ipv6) {
            command.addAll(List.of("-L", "::1"));
        }
        return Program.start("peer-" + port, command);
    }

    /**
     * Runs it once.
     *
     * @param port which of the server's ports: stun, turns or https
     */
    UclientReport run(
            String port, String flags, String password, String address, String peerAddress) {
        List<String> command = new ArrayList<>(List.of("turnutils_uclient"));
        command.addAll(List.of(flags.strip().split(" +")));
        boolean byTcp = flags.contains("-T");
        // It takes what one read gives it for one message, so they are sent with time between.
        command.addAll(List.of("-n", "" + MESSAGES, "-z", byTcp ? "25" : "5"));
        command.addAll(List.of("-p", "" + portOf(port)));
        if (!password.isEmpty()) {
            command.addAll(List.of("-w", password));
        }
        if (!flags.contains("-y") && !byTcp) {
            command.addAll(List.of("-e", peerAddress, "-r", "" + peerPort));
        }
        command.add(address);
        String name =
                ("uclient " + address + " " + port + " " + flags + " " + portOf(port))
                        .replaceAll("[^A-Za-z0-9]+", "-");
        return UclientReport.of(run(name, command));
    }

    /**
     * Runs uclient, and once more when it was refused a channel. It draws channel numbers at random
     * and takes care of no collision: for one allocation in 16384 it binds the same number to both
     * of its peers, which RFC 8656 section 12.2 has a server refuse, and it gives up then.
     */
    private static String run(String name, List<String> command) {
        String output = Program.run(name, command, SECONDS_AT_MOST);
        return output.contains("channel bind: error 400")
                ? Program.run(name, command, SECONDS_AT_MOST)
                : output;
    }

    private int portOf(String name) {
        return switch (name) {
            case "stun" -> server.stunPort();
            case "turns" -> server.turnsPort();
            case "https" -> server.httpsPort();
            default -> throw new IllegalArgumentException(name);
        };
    }
}
