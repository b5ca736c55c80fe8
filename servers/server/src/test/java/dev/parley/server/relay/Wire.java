package dev.parley.server.relay;

import dev.parley.core.TransportAddress;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** How a test's client reaches the server: whole messages out, whole messages in. */
public interface Wire extends AutoCloseable {
    int WAIT_MILLIS = 10_000;

    void send(byte[] message) throws IOException;

    /** The next message, or null when none comes in time. */
    byte @Nullable [] receive(int waitMillis) throws IOException;

    @Override
    void close() throws IOException;

    static Wire udp(TransportAddress server) throws IOException {
        DatagramSocket socket = loopbackSocket();
        return new Wire() {
            @Override
            public void send(byte[] message) throws IOException {
                socket.send(
                        new DatagramPacket(message, message.length, server.toInetSocketAddress()));
            }

            @Override
            public byte @Nullable [] receive(int waitMillis) throws IOException {
                DatagramPacket packet = receivePacket(socket, waitMillis);
                return packet == null ? null : Arrays.copyOf(packet.getData(), packet.getLength());
            }

            @Override
            public void close() {
                socket.close();
            }
        };
    }

    static DatagramSocket loopbackSocket() throws IOException {
        DatagramSocket socket =
                new DatagramSocket(TransportAddress.parse("127.0.0.1:0").toInetSocketAddress());
        socket.setReceiveBufferSize(4 << 20);
        return socket;
    }

    static @Nullable DatagramPacket receivePacket(DatagramSocket socket, int waitMillis)
            throws IOException {
        socket.setSoTimeout(waitMillis);
        DatagramPacket packet = new DatagramPacket(new byte[66_000], 66_000);
        try {
            socket.receive(packet);
            return packet;
        } catch (SocketTimeoutException e) {
            return null;
        }
    }

    static TransportAddress addressOf(DatagramSocket socket) {
        return TransportAddress.of((InetSocketAddress) socket.getLocalSocketAddress());
    }

    /** TCP, or TLS by the socket; ChannelData is padded, RFC 8656 section 12.5. */
    static Wire stream(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        return new Wire() {
            @Override
            public void send(byte[] message) throws IOException {
                socket.getOutputStream().write(Arrays.copyOf(message, message.length + 3 & ~3));
            }

            @Override
            public byte[] receive(int waitMillis) throws IOException {
                socket.setSoTimeout(waitMillis);
                byte[] header = new byte[4];
                in.readFully(header);
                int length = (header[2] & 0xFF) << 8 | (header[3] & 0xFF);
                boolean channel = (header[0] & 0xC0) == 0x40;
                byte[] message = Arrays.copyOf(header, 4 + length + (channel ? 0 : 16));
                in.readFully(message, 4, message.length - 4);
                if (channel) {
                    in.skipNBytes(-length & 3);
                }
                return message;
            }

            @Override
            public void close() throws IOException {
                socket.close();
            }
        };
    }
}
