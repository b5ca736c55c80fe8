package dev.parley.internet;

import dev.parley.core.IpAddress;
import dev.parley.core.TransportAddress;

/** A UDP socket of a host. */
public final class UdpSocket {
    /** Takes what arrives; the packet is lent for the call. */
    @FunctionalInterface
    public interface Receiver {
        void receive(long now, UdpSocket socket, Packet packet);
    }

    private final Host host;
    private final TransportAddress local;
    final Receiver receiver;

    UdpSocket(Host host, TransportAddress local, Receiver receiver) {
        this.host = host;
        this.local = local;
        this.receiver = receiver;
    }

    public Host host() {
        return host;
    }

    public TransportAddress local() {
        return local;
    }

    public void send(TransportAddress to, byte[] bytes) {
        IpAddress ip = to.ip();
        send(ip.v6(), ip.high(), ip.low(), to.port(), bytes, 0, bytes.length, false);
    }

    /**
     * Sends {@code buf[off, off+len)}, which is copied; the address is that of {@link IpAddress}.
     */
    public void send(
            boolean v6,
            long high,
            long low,
            int port,
            byte[] buf,
            int off,
            int len,
            boolean dontFragment) {
        IpAddress ip = local.ip();
        if (ip.v6() != v6) {
            throw new IllegalArgumentException("from " + local + " to the other family");
        }
        Packet packet = host.internet.take();
        packet.protocol = Protocol.UDP;
        packet.source(v6, ip.high(), ip.low(), local.port());
        packet.destination(high, low, port);
        packet.dontFragment = dontFragment;
        packet.payload(buf, off, len);
        host.send(packet);
    }

    public void close() {
        host.close(this);
    }
}
