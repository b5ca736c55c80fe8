package dev.parley.interop;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

/** Ports that nobody uses, below those that the system gives out by itself. */
final class FreePorts {
    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_000;

    private final Set<Integer> given = new HashSet<>();
    private final Random random = new Random();

    /** A port that is free for TCP and UDP on every address. */
    int next() {
        for (int tries = 0; tries < 200; tries++) {
            int port = random.nextInt(LOWEST, HIGHEST);
            if (isFree(port) && given.add(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no free port between " + LOWEST + " and " + HIGHEST);
    }

    /** The first of two neighbours that are both free. */
    int nextPair() {
        for (int tries = 0; tries < 200; tries++) {
            int port = next();
            if (isFree(port + 1) && given.add(port + 1)) {
                return port;
            }
        }
        throw new IllegalStateException("no two free ports side by side");
    }

    private static boolean isFree(int port) {
        try (ServerSocket tcp = new ServerSocket(port);
                DatagramSocket udp = new DatagramSocket(port)) {
            return tcp.isBound() && udp.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
