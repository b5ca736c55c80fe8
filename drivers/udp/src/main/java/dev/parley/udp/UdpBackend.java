package dev.parley.udp;

import dev.parley.udp.linux.LinuxDriver;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The kinds of {@link UdpDriver}. */
public enum UdpBackend {
    /** The fastest that works here. */
    AUTO,
    /** The system calls of Linux, many datagrams in each. */
    LINUX,
    /** {@code java.nio}: everywhere, one call per datagram. */
    NIO;

    /** What {@link #AUTO} means on this machine; any other is itself. */
    public UdpBackend resolved() {
        if (this != AUTO) {
            return this;
        }
        return LINUX.whyNot() == null ? LINUX : NIO;
    }

    /** Why this kind does not work on this machine, as the end of a sentence; null when it does. */
    public @Nullable String whyNot() {
        return this == LINUX ? LinuxDriver.whyNot() : null;
    }

    /** Whether sockets of this kind can share an address, see {@link UdpOptions#reusePort}. */
    public boolean canReusePort() {
        return resolved() == LINUX || NioSocket.canReusePort();
    }

    /**
     * A new driver.
     *
     * @throws IOException when this kind does not work here, or the system has no resources left
     */
    public UdpDriver open() throws IOException {
        return resolved() == LINUX ? new LinuxDriver() : new NioDriver();
    }

    /**
     * Loads what a driver of this kind needs, and random numbers after it, on a thread of its own:
     * a program that has other things to do before it opens its first driver then waits less for
     * it.
     */
    public void prepare() {
        Thread.ofPlatform()
                .daemon()
                .name("parley-udp-prepare")
                .start(() -> {
                    try {
                        open().close();
                        long _ = new SecureRandomSource().nextLong();
                    } catch (IOException e) {
                        return; // whoever opens one in earnest is told
                    }
                });
    }
}
