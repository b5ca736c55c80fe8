package dev.parley.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.TransportAddress;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** A plain UDP socket that somebody reaches through a relay. */
final class RelayedPeer implements AutoCloseable {
    private static final int MILLIS_AT_MOST = 20_000;

    private final DatagramSocket socket;

    RelayedPeer() throws IOException {
        socket = new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
        socket.setSoTimeout(MILLIS_AT_MOST);
    }

    TransportAddress address() {
        return TransportAddress.of((InetSocketAddress) socket.getLocalSocketAddress());
    }

    /** Lets the client send a text, which must arrive, and answers, which must arrive as well. */
    void exchange(RealTurnClient client, String text) throws Exception {
        assertThat(client.send(address(), text)).isTrue();
        DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
        socket.receive(packet);
        assertThat(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8))
                .isEqualTo(text);
        byte[] answer = ("re: " + text).getBytes(StandardCharsets.UTF_8);
        socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
        assertThat(client.nextReceived()).isEqualTo(address().port() + " re: " + text);
    }

    @Override
    public void close() {
        socket.close();
    }
}
