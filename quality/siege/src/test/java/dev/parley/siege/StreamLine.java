package dev.parley.siege;

import dev.parley.core.TransportAddress;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** TURN over TCP, or over TLS by the socket; ChannelData is padded (RFC 8656 section 12.5). */
final class StreamLine implements Line {
    private final Socket socket;
    private final DataInputStream in;

    StreamLine(Socket socket) throws IOException {
        this.socket = socket;
        in = new DataInputStream(socket.getInputStream());
    }

    /** Over TCP, from any port of that address. */
    static StreamLine tcp(TransportAddress from, TransportAddress to) throws IOException {
        return new StreamLine(Sockets.tcp(from, to));
    }

    /** Over TLS, whatever certificate is shown. */
    static StreamLine tls(TransportAddress from, TransportAddress to) throws IOException {
        return new StreamLine(Sockets.tls(from, to));
    }

    @Override
    public void send(byte[] message) throws IOException {
        socket.getOutputStream().write(Arrays.copyOf(message, message.length + 3 & ~3));
    }

    /** Sends bytes as they are, in one piece. */
    void sendRaw(byte[] bytes, int off, int len) throws IOException {
        socket.getOutputStream().write(bytes, off, len);
    }

    @Override
    public byte @Nullable [] receive(int waitMillis) throws IOException {
        socket.setSoTimeout(Math.max(1, waitMillis));
        byte[] header = new byte[4];
        try {
            header[0] = in.readByte();
        } catch (SocketTimeoutException _) {
            return null;
        }
        socket.setSoTimeout(WAIT_MILLIS); // the rest of it comes
        in.readFully(header, 1, 3);
        int length = (header[2] & 0xFF) << 8 | (header[3] & 0xFF);
        boolean channelData = (header[0] & 0xC0) == 0x40;
        byte[] message = Arrays.copyOf(header, 4 + length + (channelData ? 0 : 16));
        in.readFully(message, 4, message.length - 4);
        if (channelData) {
            in.skipNBytes(-length & 3);
        }
        return message;
    }

    @Override
    public TransportAddress local() {
        return TransportAddress.of((InetSocketAddress) socket.getLocalSocketAddress());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
